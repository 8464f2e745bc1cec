import type { Session } from '../../protocol/model/session';
import type { Chat } from '../chat';
import type { State } from '../state';
import type { Words } from '../translations';
import { Icon } from '../view/icons';
import { sayMore } from './more';

interface Props {
  state: State;
  chat: Chat;
  words: Words;
  before: Session;
}

/** The way to what was open before the sign-in; where that is looked at, the way to take it along. */
export function FromBefore({ state, chat, words, before }: Props) {
  const { opened, customerName: name } = state;
  if (!opened)
    return (
      <button class="elsewhere" type="button" onClick={() => chat.openConversation(before)}>
        <Icon name="list" />
        <span>{sayMore(words, 'openBefore')}</span>
      </button>
    );
  if (opened.id !== before.id || state.link !== 'live') return null;
  return (
    <button class="elsewhere" type="button" onClick={() => chat.bring(before.id)}>
      <Icon name="person" />
      <bdi>{name ? sayMore(words, 'bringAs', { name }) : sayMore(words, 'bring')}</bdi>
    </button>
  );
}
