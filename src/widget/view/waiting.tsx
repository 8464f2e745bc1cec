import type { State } from '../state';
import type { Words } from '../translations';
import { Icon } from './icons';

/** The place in the queue or when somebody is back, as far as either is known, and what happens if you leave. */
export function Waiting({ state, words }: { state: State; words: Words }) {
  const hours = state.channel?.businessHours;
  const n = state.session?.queuePosition;
  const place = n && words.say(n === 1 ? 'next' : 'place', { n });
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
