import type { Chat } from '../chat';
import { which, type State } from '../state';
import type { Words } from '../translations';
import { sayMore } from './more';

interface Props {
  state: State;
  chat: Chat;
  words: Words;
  cancel: () => void;
}

/** The end asks first. */
export function EndChat({ state, chat, words, cancel }: Props) {
  return (
    <div class="choices" role="group" aria-label={sayMore(words, 'endAsk')}>
      <span>{sayMore(words, 'endAsk')}</span>
      <button class="quiet" type="button" onClick={() => void chat.act('session:close', which(state))}>
        {words.say('end')}
      </button>
      <button class="quiet" type="button" onClick={cancel}>
        {sayMore(words, 'goOn')}
      </button>
    </div>
  );
}
