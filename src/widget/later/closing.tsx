import type { Chat } from '../chat';
import type { State } from '../state';
import type { Words } from '../translations';
import { sayMore } from './more';
import { Rating } from './rating';

interface Props {
  state: State;
  chat: Chat;
  words: Words;
}

/** Nothing has it: the composer is gone, or the panel was opened before this was there. What is still typed presses no button. */
function takeFocus(section: HTMLElement | null): void {
  if (section && document.hasFocus() && document.activeElement === document.body) section.focus();
}

/** Where a conversation has ended: how it was, and the way to another. */
export function Closing({ state, chat, words }: Props) {
  const { opened, session } = state;
  return (
    <section class="closing" tabIndex={-1} ref={takeFocus}>
      {!opened && !session?.metadata['noRating'] && <Rating {...{ state, chat, words }} />}
      <button class="primary" type="button" onClick={chat.writeAgain}>
        {sayMore(words, 'again')}
      </button>
    </section>
  );
}
