// Reading: push is a hint; what is true and complete comes from `session:sync`.
import type { Message, Session } from '../protocol/things';
import type { Connection, Ready } from './connection';
import { current, messageCame, sessionChanged, start, threadChanged, type Box } from './state';
import { isFromTeam, readUpTo, unreadOf, withPage } from './thread';

interface Page {
  session: Session | null;
  messages: Message[];
  headSeq: number;
  more?: boolean;
}

export interface Reader {
  ready(news: Ready): Promise<void>;
  /** Fetches what is missing, when anything up to this seq is. */
  catchUp(headSeq: number): Promise<void>;
  received(message: Message): void;
  /** A message of ours opened a session that we know only by its id. */
  opened(message: Message): Promise<void>;
  markRead(): void;
}

const gapDelayMs = 300;
const retryMs = 3_000;

export function createReader(
  box: Box,
  connection: () => Connection,
  heard: (message: Message) => void,
): Reader {
  let syncing = false;

  async function sync(): Promise<void> {
    if (syncing) return;
    syncing = true;
    try {
      while (await nextPage());
    } finally {
      syncing = false;
    }
    markRead();
  }

  /** @returns whether there is more to fetch */
  async function nextPage(): Promise<boolean> {
    const asked = box.state().session?.id;
    if (!asked) return false;
    const afterSeq = current(box.state())?.complete ?? 0;
    const ack = await connection().call<Page>('session:sync', { afterSeq });
    if (!ack.ok) {
      if (connection().live()) setTimeout(() => void sync(), retryMs);
      return false;
    }
    box.update((state) => sessionChanged(state, ack.session));
    if (box.state().session?.id !== asked) return true;
    box.update((state) => threadChanged(state, asked, (thread) => withPage(thread, ack)));
    return Boolean(ack.more) && ack.messages.length > 0;
  }

  async function catchUp(headSeq: number): Promise<void> {
    if (headSeq > (current(box.state())?.complete ?? 0)) await sync();
  }

  function received(message: Message): void {
    box.update((state) => messageCame(state, message));
    if (isFromTeam(message)) heard(message);
    markRead();
    setTimeout(() => void catchUp(message.seq), gapDelayMs);
  }

  function markRead(): void {
    const thread = current(box.state());
    const last = unreadOf(thread).at(-1);
    if (!thread || !last || !box.state().shown || document.visibilityState !== 'visible') return;
    void connection()
      .call('message:read', { seq: last.seq })
      .then((ack) => {
        if (ack.ok)
          box.update((state) => threadChanged(state, thread.sessionId, (now) => readUpTo(now, last.seq)));
      });
  }

  return {
    catchUp,
    received,
    markRead,
    async ready({ customer, channel, session }) {
      box.update((state) => {
        const mine = state.customerId === undefined || state.customerId === customer.id;
        const kept = mine ? state : { ...start, shown: state.shown };
        return sessionChanged({ ...kept, link: 'live', channel, customerId: customer.id }, session);
      });
      await sync();
    },
    async opened(message) {
      const ack = await connection().call<Page>('session:sync', { afterSeq: 0 });
      if (!ack.ok || ack.session?.id !== message.sessionId) return;
      box.update((state) =>
        threadChanged(sessionChanged(state, ack.session), message.sessionId, (thread) =>
          withPage(thread, ack),
        ),
      );
    },
  };
}
