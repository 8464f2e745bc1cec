// What agents write goes out in order, session by session, and stays in the outbox until the log has it.
import type { Message } from '../../protocol/things';
import { Failure, sentence } from './failure';
import type { InboxState } from './inbox-state';
import type { Live } from './live';
import { put, settle, type createOutboxStorage, type Pending, type SentFile } from './outbox';
import type { Store } from './store';

interface Deps {
  state: Store<InboxState>;
  live: Live;
  storage: ReturnType<typeof createOutboxStorage>;
  take(sessionId: string, messages: Message[]): void;
}

interface Said {
  note?: boolean;
  files?: readonly SentFile[];
}

const silentTries = 3;

export function createSending({ state, live, storage, take }: Deps) {
  const chains = new Map<string, Promise<void>>();
  const underWay = new Set<string>();

  function keep(pending: Pending): void {
    storage.save(pending);
    state.set((now) => ({ ...now, outbox: put(now.outbox, pending) }));
  }

  function drop(clientMessageId: string): void {
    storage.remove(clientMessageId);
    state.set((now) => ({ ...now, outbox: settle(now.outbox, new Set([clientMessageId])) }));
  }

  async function transmit(pending: Pending): Promise<void> {
    for (let tried = 1; live.connected(); tried += 1) {
      try {
        const { clientMessageId, sessionId, text, note, files = [] } = pending;
        const { message } = await live.ask<{ message: Message }>('message:send', {
          sessionId,
          clientMessageId,
          ...(text && { text }),
          ...(note && { note }),
          ...(files.length > 0 && { attachmentIds: files.map(({ id }) => id) }),
        });
        take(sessionId, [message]);
        return drop(clientMessageId);
      } catch (error) {
        const silent = error instanceof Failure && error.code === 'unreachable';
        // Not connected any more: it waits for the next connection. Connected but silent: the same id goes again.
        if (silent && (!live.connected() || tried < silentTries)) continue;
        return keep({ ...pending, state: 'failed', error: sentence(error) });
      }
    }
  }

  function queue(pending: Pending): void {
    const { clientMessageId, sessionId } = pending;
    if (underWay.has(clientMessageId)) return;
    underWay.add(clientMessageId);
    const before = chains.get(sessionId) ?? Promise.resolve();
    const chain = before
      .then(() => transmit(pending))
      .finally(() => {
        underWay.delete(clientMessageId);
        if (chains.get(sessionId) === chain) chains.delete(sessionId);
      });
    chains.set(sessionId, chain);
  }

  return {
    restore: () => state.set((now) => ({ ...now, outbox: storage.load() })),

    send(sessionId: string, text: string, { note = false, files = [] }: Said = {}): void {
      const pending: Pending = {
        clientMessageId: crypto.randomUUID(),
        sessionId,
        text,
        note,
        ...(files.length > 0 && { files }),
        at: new Date().toISOString(),
        state: 'sending',
      };
      keep(pending);
      queue(pending);
    },

    retry(pending: Pending): void {
      const { error: _, ...rest } = pending;
      const again: Pending = { ...rest, state: 'sending' };
      keep(again);
      queue(again);
    },

    /** Resolves once nothing of this session is on its way: acked, refused, or kept for the next connection. */
    sent: (sessionId: string) => chains.get(sessionId) ?? Promise.resolve(),
    discard: (clientMessageId: string) => drop(clientMessageId),
    /** The log has them: a sync brought what an ack should have. */
    settled(clientMessageIds: ReadonlySet<string>): void {
      for (const id of clientMessageIds) storage.remove(id);
    },

    /** After a connection: everything that has no ack yet goes out, oldest first. */
    flush(): void {
      for (const pending of state.get().outbox) if (pending.state === 'sending') queue(pending);
    },
  };
}
