import type { Session } from '../../protocol/model/session';
import type { Chat } from '../chat';
import type { State } from '../state';
import type { Words } from '../translations';
import { answering } from './header';
import { Icon } from './icons';

interface Props {
  state: State;
  chat: Chat;
  words: Words;
}

/** The visitor's conversations, newest first, with who has each. */
export function ConversationList({ state, chat, words }: Props) {
  const { list } = state;
  if (list === 'loading' || !list) return <div class="skeleton" aria-hidden="true" />;
  if (list === 'failed')
    return (
      <p class="empty">
        <span>{words.say('notDone')}</span>{' '}
        <button class="link" type="button" onClick={chat.listConversations}>
          {words.say('retry')}
        </button>
      </p>
    );
  return (
    <ul class="conversations">
      {list.map((session) => (
        <li key={session.id}>
          <Entry {...{ session, state, chat, words }} />
        </li>
      ))}
      {list.length === 0 && <li class="empty">{words.say('noConversations')}</li>}
    </ul>
  );
}

function Entry({ session, state, chat, words }: Props & { session: Session }) {
  const { list: _, ...now } = state;
  const { icon, text, tone } = answering({ ...now, session, again: false }, words);
  const { lastMessage, unread, customerId, lastMessageAt } = session;
  return (
    <button class="entry" type="button" onClick={() => chat.openConversation(session)}>
      <span class={`state ${tone}`}>
        <Icon name={icon} />
        <bdi>{text}</bdi>
        <time dateTime={lastMessageAt}>{words.recent(lastMessageAt)}</time>
      </span>
      <bdi class="last">{lastMessage?.text || words.say('file')}</bdi>
      {customerId !== state.customerId && <span class="tag">{words.say('beforeSignIn')}</span>}
      {unread > 0 && <span class="tag new">{words.say('new', { n: unread })}</span>}
    </button>
  );
}
