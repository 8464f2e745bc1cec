import type { State } from '../state';
import type { Words } from '../translations';
import { isAnybodyHere } from './header';
import { Icon } from './icons';
import { Label } from './rich-text';

/** The place in the queue, or that nobody is there and when somebody is, and what happens if you leave. */
export function Waiting({ state, words }: { state: State; words: Words }) {
  return (
    <div class="waiting" role="status">
      <Icon name="clock" />
      <p>
        <strong>
          <Label>{expectation(state, words)}</Label>
        </strong>{' '}
        <Label>{words.say('leave')}</Label>
      </p>
    </div>
  );
}

function expectation({ channel, session }: State, words: Words): string {
  const hours = channel?.businessHours;
  if (hours?.open === false && hours.opensAt) return words.say('opens', { time: words.full(hours.opensAt) });
  if (!isAnybodyHere(channel)) return words.say('nobodyOnline');
  const n = session?.queuePosition;
  return n ? words.say(n === 1 ? 'next' : 'place', { n }) : '';
}
