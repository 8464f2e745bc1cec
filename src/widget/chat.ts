// The conversation: what the server says becomes state, what the customer does becomes calls.
import type { Message } from '../protocol/model/message';
import { createActions, type Actions } from './actions';
import { createAnswerStream } from './answer-stream';
import { createConnection, type Connection, type Failure, type ServerEvents } from './connection';
import { createConversations, type Conversations } from './conversations';
import { createCredentials, type Credentials } from './credentials';
import { createMessageSender, type MessageSender, type MessageSenderDeps } from './message-sender';
import { createMessageSync, type MessageSync } from './message-sync';
import { createStore, messageChanged, sessionChanged, type State, type Store } from './state';
import { beginAnewIfOutdated } from './view/lazy';
import type { Uploads } from './later/uploads';

export interface Chat extends Pick<MessageSender, 'send'>, Uploads, Actions, Conversations {
  /** @param greeting what was said before they came */
  show(shown: boolean, greeting?: string): void;
  identify(token: string): void;
}

export interface ChatDeps extends Pick<
  MessageSenderDeps,
  'channelKey' | 'person' | 'storage' | 'exclusively'
> {
  token?: string;
  identity?: string;
  changed: (state: State) => void;
  tokenChanged: (token: string) => void;
  /** The server refused the identity, or it runs out; `identify` brings a newer one. */
  identityEnds: () => void;
  received: (message: Message) => void;
  failed: (failure: Failure) => void;
}

/** What the parts of a chat are made of. */
interface Parts {
  store: Store;
  credentials: Credentials;
  messages: MessageSync;
  sender: MessageSender;
  connection: () => Connection;
}

export function createChat(deps: ChatDeps): Chat {
  const store = createStore(deps.changed);
  const credentials = createCredentials(deps);
  const messages = createMessageSync({
    store,
    connection: () => connection,
    heard(message) {
      deps.received(message);
      const { shown, channel } = store.state();
      const isUnseen = !shown || document.hidden;
      if (isUnseen && channel?.sound !== false)
        void import('./later/sound').then(({ ring }) => ring(deps.storage));
    },
  });
  const sender = createMessageSender({ ...deps, store, messages, connection: () => connection });
  const parts = { store, credentials, messages, sender, connection: () => connection };
  const connection: Connection = createConnection({
    auth: credentials.auth,
    on: createListeners(parts),
    broken: () => store.patch({ link: 'broken', drafts: {}, asking: false }),
    refused(failure) {
      const next = failure.code === 'unauthenticated' ? credentials.refused() : 'refused';
      if (next === 'again') return connection.reconnect();
      store.patch({ link: failure.code === 'not_found' ? 'gone' : next });
      deps.failed(failure);
    },
  });
  addEventListener('storage', sender.refresh);
  document.addEventListener('visibilitychange', messages.markRead);
  sender.refresh();
  const actions = createActions(store, connection, sender);
  const uploads = createLazyUploads(parts);
  return {
    ...actions,
    ...createConversations({ store, messages, token: credentials.token }),
    attach: uploads.attach,
    retry(id) {
      uploads.retry(id);
      sender.retry(id);
    },
    discard(id) {
      uploads.discard(id);
      sender.discard(id);
    },
    send(text) {
      actions.typing(false);
      sender.send(text);
    },
    show(shown, greeting) {
      store.patch({ shown, ...(greeting && { greeting }) });
      messages.markRead();
    },
    identify: (token) => void credentials.renew(token, connection),
  };
}

/** What the server says, and what becomes of it. */
function createListeners({ store, credentials, messages, sender, connection }: Parts): ServerEvents {
  const answers = createAnswerStream(store);
  return {
    ready(news) {
      if (!credentials.accepts(news)) return connection().reconnect();
      void messages.ready(news).then(sender.flush);
      sender.refresh();
    },
    'message:new': messages.received,
    'message:update': (change) => store.update((state) => messageChanged(state, change)),
    'message:stream': answers.stream,
    'session:update'(session) {
      store.update((state) => sessionChanged(state, session));
      void messages.catchUp(session.id, session.headSeq);
    },
    'customer:update': store.patch,
    'channel:update': (change) =>
      store.update((state) => ({
        ...state,
        ...(state.channel && { channel: { ...state.channel, ...change } }),
      })),
    typing: answers.typing,
    heartbeat({ headSeq, sessions }) {
      const current = store.state().session;
      const heads = sessions ?? (current ? { [current.id]: headSeq } : {});
      for (const [id, head] of Object.entries(heads)) void messages.catchUp(id, head);
    },
    'auth:expired': credentials.expired,
  };
}

/** Few people send files: how they are sent is loaded with the first. */
function createLazyUploads({ store, messages, credentials, connection }: Parts): Uploads {
  let loaded: Promise<Uploads> | undefined;
  const load = () =>
    (loaded ??= import('./later/uploads').then(({ createUploads }) =>
      createUploads({ store, messages, connection, token: credentials.token }),
    ));
  return {
    attach(files) {
      // The browser empties its list of chosen files.
      const chosen = [...files];
      load().then(
        (uploads) => uploads.attach(chosen),
        () => {
          loaded = undefined;
          store.patch({ notice: true });
          void beginAnewIfOutdated();
        },
      );
    },
    retry: (id) => void loaded?.then((uploads) => uploads.retry(id)),
    discard: (id) => void loaded?.then((uploads) => uploads.discard(id)),
  };
}
