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
}

/** What goes on from earlier: who comes back is greeted, and finds what was open before they signed in. */
export function FromBefore({ state, chat, words }: Props) {
  const { anonymous, opened, session, welcomeBack: name } = state;
  // Who saw it end has been here all the time.
  const isOver = !session || Date.parse(session.endedAt ?? '') < performance.timeOrigin;
  const isIdle = isOver && !opened && !state.again;
  return (
    <>
      {name && isIdle && (
        <p class="welcome-back" dir="auto">
          {sayMore(words, 'welcomeBack', { name })}
        </p>
      )}
      {anonymous && <BeforeSignIn {...{ state, chat, words }} before={anonymous} />}
    </>
  );
}

/** The way to what was open before the sign-in; where that is looked at, the way to take it along. */
function BeforeSignIn({ state, chat, words, before }: Props & { before: Session }) {
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
    <button class="elsewhere" type="button" onClick={() => void bring(chat, before)}>
      <Icon name="person" />
      <bdi>{name ? sayMore(words, 'bringAs', { name }) : sayMore(words, 'bring')}</bdi>
    </button>
  );
}

/** It goes on in the customer's own conversation. */
async function bring(chat: Chat, { id: sessionId }: Session): Promise<void> {
  if (await chat.act('session:bring', { sessionId }))
    chat.update(({ opened: _, list: __, ...state }) => state);
}
