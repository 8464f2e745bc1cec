import type { Chat } from '../chat';
import type { Words } from '../translations';
import { sayMore } from './more';

/** The end asks first. */
export function EndChat({ chat, words, cancel }: { chat: Chat; words: Words; cancel: () => void }) {
  return (
    <div class="choices" role="group" aria-label={sayMore(words, 'endAsk')}>
      <span>{sayMore(words, 'endAsk')}</span>
      <button class="quiet" type="button" onClick={chat.endChat}>
        {words.say('end')}
      </button>
      <button class="quiet" type="button" onClick={cancel}>
        {sayMore(words, 'goOn')}
      </button>
    </div>
  );
}
