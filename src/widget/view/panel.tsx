import { Component } from 'preact';
import type { Chat } from '../chat';
import type { KeyValues } from '../outbox';
import { viewOf, type State } from '../state';
import type { Words } from '../translations';
import { Composer } from './composer';
import { ConnectionBar } from './connection-bar';
import { Header } from './header';
import { Icon } from './icons';
import { lazy } from './lazy';
import { Log } from './log';
import { Label } from './rich-text';
import { Welcome } from './welcome';

const ConversationList = lazy(() => import('../later/conversations').then((part) => part.ConversationList));
const FromBefore = lazy(() => import('../later/from-before').then((part) => part.FromBefore));
const Help = lazy(() => import('../later/help').then((part) => part.Help));
const Waiting = lazy(() => import('../later/waiting').then((part) => part.Waiting));
const PreChat = lazy(() => import('../later/pre-chat').then((part) => part.PreChat));
const EndChat = lazy(() => import('../later/end-chat').then((part) => part.EndChat));
const Closing = lazy(() => import('../later/closing').then((part) => part.Closing));

interface Props {
  state: State;
  chat: Chat;
  words: Words;
  close: () => void;
  storage: KeyValues;
  /** Unsent text is kept below it. */
  draftKey: string;
}

export function Panel({ state: everything, chat, words, close, storage, draftKey }: Props) {
  const state = viewOf(everything);
  const aside = state.list || state.help;
  const seen = { state, chat, words };
  const empty = !state.pending[0] && state.threads.every((thread) => !thread.messages[0]);
  const askedKey = `${draftKey}asked`;
  const fields = state.channel?.preChat ?? [];
  const isAsked =
    empty &&
    !aside &&
    fields.length > 0 &&
    !state.verified &&
    !state.blocked &&
    !state.introduced &&
    !storage.getItem(askedKey);
  return (
    <>
      <Header {...seen} close={close} />
      <ConnectionBar link={state.link} words={words} />
      {!aside && !state.blocked && (state.anonymous || state.welcomeBack) && <FromBefore {...seen} />}
      <main>
        {state.help ? (
          <Help words={words} />
        ) : state.list ? (
          <ConversationList {...seen} storage={storage} />
        ) : isAsked ? (
          <PreChat {...{ fields, chat, words, storage, askedKey }} />
        ) : empty && !state.opened ? (
          <Welcome {...seen} />
        ) : (
          <Log key={state.opened?.id} {...seen} />
        )}
      </main>
      {state.link !== 'gone' && !aside && !isAsked && <Footer {...seen} {...{ storage, draftKey }} />}
    </>
  );
}

type Seen = Pick<Props, 'state' | 'chat' | 'words'>;

function Footer({ state, chat, words, storage, draftKey }: Seen & Pick<Props, 'storage' | 'draftKey'>) {
  if (state.blocked)
    return (
      <footer>
        <p class="line" role="status">
          <Label>{words.say('blocked')}</Label>
        </p>
      </footer>
    );
  const status = state.again ? undefined : state.session?.status;
  const textKey = `${draftKey}${state.opened?.id ?? ''}`;
  return (
    <footer>
      {state.notice && (
        <p class="notice" role="alert">
          <Icon name="alert" />
          <span>{words.say('notDone')}</span>
        </p>
      )}
      {status === 'waiting' && (
        <Waiting {...{ state, chat, words, storage }} contactKey={`${draftKey}contact`} />
      )}
      {status === 'closed' ? (
        <Closing key={state.session?.id} {...{ state, chat, words }} />
      ) : (
        <>
          <Choices key={state.session?.id} {...{ state, chat, words }} />
          <Composer
            key={textKey}
            {...{ chat, words, storage }}
            draftKey={textKey}
            live={state.link === 'live'}
          />
        </>
      )}
    </footer>
  );
}

/** A person instead of the AI, and the end, which asks first. */
class Choices extends Component<Seen, { ending: boolean }> {
  override state = { ending: false };

  override render({ state, chat, words }: Seen, { ending }: { ending: boolean }) {
    const status = state.again ? undefined : state.session?.status;
    const ask = (next: boolean) => () => this.setState({ ending: next });
    if (ending) return <EndChat {...{ state, chat, words }} cancel={ask(false)} />;
    return (
      <div class="choices">
        {(status === undefined || status === 'active') && (
          <button
            class="quiet talk"
            type="button"
            disabled={state.asking}
            onClick={() => chat.requestHuman(words.say('talkText'))}
          >
            <Icon name="person" />
            <Label>{words.say(state.asking ? 'asking' : 'talk')}</Label>
          </button>
        )}
        {status && (
          <button class="link end" type="button" onClick={ask(true)}>
            {words.say('end')}
          </button>
        )}
      </div>
    );
  }
}
