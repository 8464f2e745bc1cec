import type { Chat } from '../chat';
import type { KeyValues } from '../outbox';
import type { State } from '../state';
import type { Words } from '../translations';
import { hoursOf, isAnybodyHere } from '../view/header';
import { Icon } from '../view/icons';
import { lazy } from '../view/lazy';
import { Label } from '../view/rich-text';
import { sayMore } from './more';

const Contact = lazy(() => import('./contact').then((part) => part.Contact));

interface Props {
  state: State;
  chat: Chat;
  words: Words;
  storage: KeyValues;
  contactKey: string;
}

/** The place in the queue, or that nobody is there and when somebody is, and what happens if you leave. */
export function Waiting({ state, words, ...rest }: Props) {
  const isAnybody = isAnybodyHere(state);
  return (
    <div class="waiting" role="status">
      <Icon name="clock" />
      <div>
        <strong>
          <Label>{expectation(state, words)}</Label>
        </strong>{' '}
        <Label>{sayMore(words, isAnybody ? 'leave' : 'placeKept')}</Label>
        {!isAnybody && !state.verified && <Contact {...{ words, ...rest }} />}
      </div>
    </div>
  );
}

function expectation(state: State, words: Words): string {
  const hours = hoursOf(state);
  if (hours?.open === false && hours.opensAt)
    return sayMore(words, 'opens', { time: words.full(hours.opensAt) });
  if (!isAnybodyHere(state)) return sayMore(words, 'nobodyOnline');
  const n = state.session?.queuePosition;
  return n ? sayMore(words, n === 1 ? 'next' : 'place', { n }) : '';
}
