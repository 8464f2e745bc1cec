// The conversation: what the server says becomes state, what the customer does becomes calls.
import type { Message } from '../protocol/model/message';
import { createConnection, type Connection, type Failure, type Ready } from './connection';
import { createDrafting } from './drafting';
import { createReader } from './reader';
import { createBox, messageChanged, sessionChanged, type Box, type State } from './state';
import { createUploads, type Uploads } from './uploads';
import { createWriter, type Writer, type WriterDeps } from './writer';

export interface Chat extends Pick<Writer, 'send'>, Uploads, Actions {
  show(shown: boolean): void;
  identify(token: string): void;
}

export interface ChatDeps extends Pick<WriterDeps, 'channelKey' | 'storage' | 'exclusively'> {
  url: string;
  token?: string;
  identity?: string;
  changed: (state: State) => void;
  tokenChanged: (token: string) => void;
  /** The server refused the identity; `identify` brings a newer one. */
  identityRefused: () => void;
  received: (message: Message) => void;
  failed: (failure: Failure) => void;
}

export function createChat(deps: ChatDeps): Chat {
  const box = createBox(deps.changed);
  const credentials = createCredentials(deps);
  const reader = createReader(box, () => connection, deps.received);
  const writer = createWriter({ ...deps, box, reader, connection: () => connection });
  const uploads = createUploads({ box, reader, connection: () => connection, token: credentials.token });
  const drafting = createDrafting(box);
  const connection: Connection = createConnection(deps.url, {
    auth: credentials.auth,
    on: {
      ready(news) {
        credentials.accepted(news);
        for (const { path, message } of news.identityIssues ?? [])
          console.warn(`Parley: "${path}" of the identity ${message}`);
        drafting.connected();
        writer.adopt(news.customer.id);
        void reader.ready(news).then(writer.flush);
        writer.refresh();
      },
      'message:new': reader.received,
      'message:update': (change) => box.update((state) => messageChanged(state, change)),
      'message:stream': drafting.stream,
      'session:update'(session) {
        box.update((state) => sessionChanged(state, session));
        void reader.catchUp(session.headSeq);
      },
      typing: drafting.typing,
      heartbeat: ({ headSeq }) => void reader.catchUp(headSeq),
    },
    broken: () => box.patch({ link: 'broken', drafts: {}, asking: false }),
    refused(failure) {
      if (failure.code === 'unauthenticated' && credentials.refused()) return connection.reconnect();
      box.patch({ link: failure.code === 'not_found' ? 'gone' : 'refused' });
      deps.failed(failure);
    },
  });
  addEventListener('storage', writer.refresh);
  document.addEventListener('visibilitychange', reader.markRead);
  writer.refresh();
  const actions = createActions(box, connection, writer);
  return {
    ...actions,
    attach: uploads.attach,
    retry(id) {
      uploads.retry(id);
      writer.retry(id);
    },
    discard(id) {
      uploads.discard(id);
      writer.discard(id);
    },
    send(text) {
      actions.typing(false);
      writer.send(text);
    },
    show(shown) {
      box.patch({ shown });
      reader.markRead();
    },
    identify(token) {
      credentials.renew(token);
      connection.reconnect();
    },
  };
}

interface Actions {
  /** @param text what to say where nobody can be asked yet: before the first message, or not connected */
  requestHuman(text: string): void;
  rate(score: number, comment?: string): Promise<boolean>;
  writeAgain(): void;
  feedback(message: Message, helpful: boolean): void;
  typing(now: boolean): void;
}

const typingEveryMs = 3_000;

/** What is done now or not at all. */
function createActions(box: Box, connection: Connection, writer: Writer): Actions {
  let typedAt = 0;

  async function act(event: string, body: object): Promise<boolean> {
    box.patch({ notice: false });
    const ack = await connection.call(event, body);
    if (!ack.ok) box.patch({ notice: true });
    return ack.ok;
  }

  return {
    requestHuman(text) {
      if (box.state().session?.status !== 'active' || !connection.live()) return writer.send(text);
      box.patch({ asking: true });
      void act('session:request_human', {}).then((done) => done || box.patch({ asking: false }));
    },
    rate: (score, comment) => act('session:rate', { score, ...(comment && { comment }) }),
    writeAgain: () => box.patch({ again: true }),
    feedback({ id, seq, metadata }, helpful) {
      const mark = (value: boolean | undefined) =>
        box.update((state) => messageChanged(state, { id, metadata: { helpful: value } }));
      mark(helpful);
      void act('message:feedback', { seq, helpful }).then((done) => done || mark(metadata.helpful));
    },
    typing(now) {
      if (now ? Date.now() - typedAt < typingEveryMs : typedAt === 0) return;
      typedAt = now ? Date.now() : 0;
      void connection.call('typing', { typing: now });
    },
  };
}

interface Credentials {
  token(): string | undefined;
  auth(): Record<string, string>;
  accepted(news: Ready): void;
  /** Forgets what was refused. @returns whether to try without it; an identity is asked for anew instead. */
  refused(): boolean;
  renew(identity: string): void;
}

function createCredentials(deps: ChatDeps): Credentials {
  let { token, identity } = deps;
  return {
    token: () => token,
    auth: () => ({
      channelKey: deps.channelKey,
      ...(token && { visitorToken: token }),
      ...(identity && { identity }),
    }),
    accepted({ visitorToken }) {
      if (visitorToken !== token) deps.tokenChanged((token = visitorToken));
    },
    refused() {
      if (identity) {
        identity = undefined;
        deps.identityRefused();
        return false;
      }
      const had = token !== undefined;
      token = undefined;
      return had;
    },
    renew: (next) => (identity = next),
  };
}
