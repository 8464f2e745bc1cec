import { Component } from 'preact';
import type { Session } from '../../protocol/model/session';
import type { Chat } from '../chat';
import type { KeyValues } from '../outbox';
import type { State } from '../state';
import type { Words } from '../translations';
import { answering } from '../view/header';
import { Icon } from '../view/icons';
import { Label } from '../view/rich-text';
import { MailTranscript } from './mail-transcript';
import { sayMore } from './more';
import { isMuted, mute } from './sound';
import { saveTranscript } from './transcript';

interface Props {
  state: State;
  chat: Chat;
  words: Words;
  storage: KeyValues;
}

/** The visitor's conversations, newest first, with who has each. */
export function ConversationList({ state, chat, words, storage }: Props) {
  const { list } = state;
  if (list === 'loading' || !list) return <div class="skeleton" aria-hidden="true" />;
  if (list === 'failed')
    return (
      <p class="empty">
        <span>{words.say('notDone')}</span>{' '}
        <button class="link" type="button" onClick={() => void chat.listConversations()}>
          {sayMore(words, 'retry')}
        </button>
      </p>
    );
  return (
    <>
      <ul class="conversations">
        {list.map((session) => (
          <li key={session.id}>
            <Entry {...{ session, state, chat, words, storage }} />
          </li>
        ))}
        {list.length === 0 && <li class="empty">{sayMore(words, 'noConversations')}</li>}
      </ul>
      <Own {...{ state, chat, words, storage }} />
    </>
  );
}

/** What is the reader's own to decide: a copy, and whether they hear of answers. */
class Own extends Component<Props> {
  override render({ state, chat, words, storage }: Props) {
    const muted = isMuted(storage);
    const isEmpty = state.threads.every(({ messages }) => messages.length === 0);
    return (
      <div class="own">
        {state.channel?.sound !== false && (
          <button
            class="quiet"
            type="button"
            onClick={() => {
              mute(storage, !muted);
              this.forceUpdate();
            }}
          >
            <Label>{sayMore(words, muted ? 'soundOff' : 'soundOn')}</Label>
          </button>
        )}
        {!isEmpty && (
          <button class="quiet" type="button" onClick={() => saveTranscript(state, words)}>
            {sayMore(words, 'save')}
          </button>
        )}
        {!isEmpty && !state.blocked && <MailTranscript {...{ state, chat, words }} />}
      </div>
    );
  }
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
      {customerId !== state.customerId && <span class="tag">{sayMore(words, 'beforeSignIn')}</span>}
      {unread > 0 && <span class="tag new">{words.say('new', { n: unread })}</span>}
    </button>
  );
}
