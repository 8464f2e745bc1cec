import type { Session } from '../../protocol/things';
import type { State } from '../state';
import type { Words } from '../words';
import { Icon } from './icons';

/** What one place in the queue takes, where nobody has told us better. */
const minutesAPlace = 3;

export function waitOf(session: Session | null): number {
  return (session?.queuePosition ?? 1) * minutesAPlace;
}

/** The place in the queue, the expected wait, and what happens if you leave. */
export function Waiting({ state, words }: { state: State; words: Words }) {
  const hours = state.channel?.businessHours;
  const n = state.session?.queuePosition ?? 1;
  const wait = words.minutes(waitOf(state.session));
  const place = n === 1 ? words.say('next', { wait }) : words.say('place', { n, wait });
  return (
    <div class="waiting" role="status">
      <Icon name="clock" />
      <p>
        <strong>
          {hours?.open === false && hours.opensAt
            ? words.say('opens', { time: words.full(hours.opensAt) })
            : place}
        </strong>{' '}
        {words.say('leave')}
      </p>
    </div>
  );
}
