// Keeps conversations complete: a push is a hint; what is true and complete comes from `session:sync`.
import type { Message } from '../protocol/model/message';
import type { Connection, Page, Ready } from './connection';
import {
  messageCame,
  sessionChanged,
  sessionIs,
  start,
  threadChanged,
  threadOf,
  type State,
  type Store,
} from './state';
import { isFromTeam, readUpTo, unreadOf, withPage } from './thread';

export interface MessageSync {
  ready(news: Ready): Promise<void>;
  /** Fetches what is missing of a conversation, when anything up to this seq is. */
  catchUp(sessionId: string, headSeq: number): Promise<void>;
  /** All that is missing of a conversation. */
  sync(sessionId: string): Promise<void>;
  received(message: Message): void;
  markRead(): void;
}

interface MessageSyncDeps {
  store: Store;
  connection: () => Connection;
  /** The team has said something. */
  heard: (message: Message) => void;
}

const gapDelayMs = 300;
const retryMs = 3_000;
/** Links to files live a little longer. */
const renewMs = 50 * 60_000;

export function createMessageSync({ store, connection, heard }: MessageSyncDeps): MessageSync {
  const completeOf = (sessionId: string) => threadOf(store.state(), sessionId)?.complete ?? 0;
  const markRead = () => markAsRead(store, connection());
  const { sync } = createSync({ nextPage, done: markRead });

  /** @returns whether there is more to fetch */
  async function nextPage(sessionId: string): Promise<boolean> {
    const asked = { afterSeq: completeOf(sessionId), sessionId };
    const ack = await connection().call<Page>('session:sync', asked);
    if (!ack.ok) {
      if (connection().live() && ack.error.code !== 'not_found')
        setTimeout(() => void sync(sessionId), retryMs);
      return false;
    }
    const { session } = ack;
    if (!session) return false;
    store.update((state) =>
      threadChanged(sessionChanged(state, session), session.id, (thread) => withPage(thread, ack)),
    );
    return Boolean(ack.more);
  }

  function renew(): void {
    if (store.state().threads.some(({ messages }) => messages.some(({ content }) => content.mediaUrl)))
      void import('./later/renew-links').then(({ renewLinks }) => renewLinks(store, connection()));
  }

  async function catchUp(sessionId: string, headSeq: number): Promise<void> {
    if (headSeq > completeOf(sessionId)) await sync(sessionId);
  }

  setInterval(renew, renewMs);

  return {
    catchUp,
    sync,
    markRead,
    received(message) {
      const { session, anonymous, opened } = store.state();
      const isKnown = [session, anonymous, opened].some((one) => one?.id === message.sessionId);
      store.update((state) => messageCame(state, message));
      if (isFromTeam(message)) heard(message);
      markRead();
      // Of a session that began just now we know only the id.
      if (!isKnown) void sync(message.sessionId);
      else setTimeout(() => void catchUp(message.sessionId, message.seq), gapDelayMs);
    },
    async ready(news) {
      store.update((state) => welcomed(state, news));
      const { session, opened, anonymous } = store.state();
      const ids = new Set([session, opened, anonymous].flatMap((one) => one?.id ?? []));
      await Promise.all([...ids].map(sync));
      renew();
    },
  };
}

/** What was opened stays so over a break; where nothing is going on, what was open before the sign-in is what matters. */
function welcomed(
  before: State,
  { customer, channel, session, anonymousSession, welcomeBack }: Ready,
): State {
  const isFirst = before.customerId !== customer.id;
  const isOther = isFirst && before.customerId;
  const { anonymous: _, ...kept } = isOther ? { ...start, shown: before.shown } : before;
  const isIdle = !session || session.status === 'closed';
  const state = {
    ...kept,
    link: 'live' as const,
    channel,
    customerId: customer.id,
    customerName: customer.name,
    verified: customer.verified,
    blocked: customer.blocked,
    welcomeBack,
    ...(anonymousSession && {
      anonymous: anonymousSession,
      ...(isFirst && isIdle && { opened: anonymousSession }),
    }),
  };
  return sessionIs(state, session);
}

/** One walk through the pages of a session at a time; who asks meanwhile makes it go once more. */
function createSync(deps: { nextPage: (sessionId: string) => Promise<boolean>; done: () => void }) {
  const running = new Set<string>();
  const asked = new Set<string>();
  return {
    async sync(sessionId: string): Promise<void> {
      asked.add(sessionId);
      if (running.has(sessionId)) return;
      running.add(sessionId);
      try {
        while (asked.delete(sessionId)) while (await deps.nextPage(sessionId));
      } finally {
        running.delete(sessionId);
      }
      deps.done();
    },
  };
}

/** What is looked at has been read. */
function markAsRead(store: Store, connection: Connection): void {
  const { opened, session, shown } = store.state();
  const sessionId = (opened ?? session)?.id;
  const last = unreadOf(threadOf(store.state(), sessionId)).at(-1);
  if (!sessionId || !last || !shown || document.visibilityState !== 'visible') return;
  const which = opened ? { sessionId } : {};
  void connection.call('message:read', { seq: last.seq, ...which }).then((ack) => {
    if (ack.ok) store.update((state) => threadChanged(state, sessionId, (now) => readUpTo(now, last.seq)));
  });
}
