// Reading: push is a hint; what is true and complete comes from `session:sync`.
import type { Message } from '../protocol/model/message';
import type { Session } from '../protocol/model/session';
import type { Connection, Ready } from './connection';
import { current, messageCame, sessionIs, start, threadChanged, type Box } from './state';
import { isFromTeam, readUpTo, unreadOf, withMessage, withPage } from './thread';

/** Complete up to `headSeq`; with `more`, ask again after it. */
interface Page {
  session: Session | null;
  messages: Message[];
  headSeq: number;
  more?: true;
}

export interface Reader {
  ready(news: Ready): Promise<void>;
  /** Fetches what is missing, when anything up to this seq is. */
  catchUp(headSeq: number): Promise<void>;
  received(message: Message): void;
  markRead(): void;
}

const gapDelayMs = 300;
const retryMs = 3_000;
/** Links to files live a little longer. */
const renewMs = 50 * 60_000;

export function createReader(
  box: Box,
  connection: () => Connection,
  heard: (message: Message) => void,
): Reader {
  let syncing = false;
  let asked = false;
  /** A session that began just now, of which only the id is known. */
  let begun: string | undefined;

  async function sync(): Promise<void> {
    asked = true;
    if (syncing) return;
    syncing = true;
    try {
      while (asked) {
        asked = false;
        while (await nextPage());
      }
    } finally {
      syncing = false;
    }
    markRead();
  }

  /** @returns whether there is more to fetch */
  async function nextPage(): Promise<boolean> {
    const state = box.state();
    const sessionId = begun ?? state.session?.id;
    const ack = await connection().call<Page>('session:sync', {
      afterSeq: state.threads.find((thread) => thread.sessionId === sessionId)?.complete ?? 0,
      ...(sessionId && { sessionId }),
    });
    if (!ack.ok) {
      if (connection().live()) setTimeout(() => void sync(), retryMs);
      return false;
    }
    const { session } = ack;
    if (!session) return false;
    if (session.id === begun) begun = undefined;
    box.update((state) =>
      threadChanged(sessionIs(state, session), session.id, (thread) => withPage(thread, ack)),
    );
    return Boolean(ack.more);
  }

  async function catchUp(headSeq: number): Promise<void> {
    if (headSeq > (current(box.state())?.complete ?? 0)) await sync();
  }

  /** Reads messages with files again: their links run out. */
  async function renew(): Promise<void> {
    const thread = current(box.state());
    const first = thread?.messages.find(({ content }) => content.mediaUrl);
    if (!first) return;
    const { sessionId, seq } = first;
    const ack = await connection().call<Page>('session:sync', { afterSeq: seq - 1, sessionId });
    if (ack.ok && ack.session?.id === sessionId)
      box.update((state) => threadChanged(state, sessionId, (now) => ack.messages.reduce(withMessage, now)));
  }
  setInterval(renew, renewMs);

  function received(message: Message): void {
    box.update((state) => messageCame(state, message));
    if (isFromTeam(message)) heard(message);
    markRead();
    if (message.sessionId !== box.state().session?.id) {
      begun = message.sessionId;
      void sync();
    } else setTimeout(() => void catchUp(message.seq), gapDelayMs);
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
        return sessionIs({ ...kept, link: 'live', channel, customerId: customer.id }, session);
      });
      if (session) await sync();
      void renew();
    },
  };
}
