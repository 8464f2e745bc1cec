// What agents write goes out in order, session by session, and stays in the outbox until the log has it.
import { isRetryable } from '../../protocol/retryable';
import type { NewMail } from '../../protocol/model/mail';
import type { Message } from '../../protocol/model/message';
import type { Template } from '../../protocol/model/template';
import { Failure, sentence } from './failure';
import { createUndoSend } from './undo-send';
import type { InboxState } from './inbox-state';
import type { Live } from './live';
import {
  put,
  settle,
  type createOutboxStorage,
  type Pending,
  type SentFile,
  type WrittenFrom,
} from './outbox';
import type { Store } from './store';

interface Deps {
  state: Store<InboxState>;
  live: Live;
  storage: ReturnType<typeof createOutboxStorage>;
  take(sessionId: string, messages: Message[]): void;
}

interface Said {
  note?: boolean;
  template?: Template;
  files?: readonly SentFile[];
  mail?: NewMail | undefined;
  from?: WrittenFrom;
  mentions?: readonly string[];
  /** How long it can be taken back, in seconds. */
  undo?: number;
}

const silentTries = 3;

/** Seconds until what the server could not take goes again. Spread, so that not all consoles come at once. */
function pause({ retryAfter = 2 }: Failure): Promise<void> {
  const seconds = Math.min(30, Math.max(1, retryAfter));
  return new Promise((resume) => setTimeout(resume, seconds * 1_000 * (1 + Math.random() / 2)));
}

/** What is in the outbox: on the screen, and in the browser's storage until the log has it. */
function createOutbox({ state, storage }: Pick<Deps, 'state' | 'storage'>) {
  function show(pending: Pending): void {
    state.set((now) => ({ ...now, outbox: put(now.outbox, pending) }));
  }
  const restored = new Set<string>();
  return {
    show,
    all: () => state.get().outbox,
    restore(): void {
      const kept = storage.load();
      for (const { clientMessageId } of kept) restored.add(clientMessageId);
      state.set((now) => ({ ...now, outbox: kept }));
    },
    isGone: (clientMessageId: string) => restored.has(clientMessageId) && !storage.has(clientMessageId),
    keep(pending: Pending): void {
      storage.save(pending);
      show(pending);
    },
    /** Neither discarded nor found in the log meanwhile. */
    isWanted: ({ clientMessageId }: Pending) =>
      state.get().outbox.some((one) => one.clientMessageId === clientMessageId),
    drop(clientMessageId: string): void {
      storage.remove(clientMessageId);
      state.set((now) => ({ ...now, outbox: settle(now.outbox, new Set([clientMessageId])) }));
    },
  };
}

/** Sends one until it is acked, refused, discarded, or the connection is gone. */
function createTransmit(
  { live, take }: Pick<Deps, 'live' | 'take'>,
  outbox: ReturnType<typeof createOutbox>,
) {
  async function deliver({
    clientMessageId,
    sessionId,
    text,
    note,
    template,
    mail,
    files = [],
    from,
    mentions = [],
  }: Pending): Promise<void> {
    const { message } = await live.ask<{ message: Message }>('message:send', {
      sessionId,
      clientMessageId,
      ...(template ? { template } : text && { text }),
      ...(note && { note }),
      ...(mentions.length > 0 && { mentions }),
      ...(mail && { mail }),
      ...from,
      ...(files.length > 0 && { attachmentIds: files.map(({ id }) => id) }),
    });
    take(sessionId, [message]);
    outbox.drop(clientMessageId);
  }

  return async function transmit(pending: Pending): Promise<void> {
    let silences = 0;
    while (live.connected() && outbox.isWanted(pending)) {
      try {
        return await deliver(pending);
      } catch (error) {
        if (!outbox.isWanted(pending)) return;
        if (error instanceof Failure && isRetryable(error.code)) {
          outbox.show({ ...pending, waits: true });
          await pause(error);
          continue;
        }
        const silent = error instanceof Failure && error.code === 'unreachable';
        if (silent) silences += 1;
        // Not connected any more: it waits for the next connection. Connected but silent: the same id goes again.
        if (silent && (!live.connected() || silences < silentTries)) continue;
        return outbox.keep({ ...pending, state: 'failed', error: sentence(error) });
      }
    }
  };
}

function pendingOf(
  sessionId: string,
  text: string,
  { note = false, files = [], template, mail, from = {}, mentions = [], undo = 0 }: Said,
): Pending {
  return {
    clientMessageId: crypto.randomUUID(),
    sessionId,
    text,
    note,
    ...(template && { template }),
    ...(mail && { mail }),
    ...(files.length > 0 && { files }),
    from,
    ...(mentions.length > 0 && { mentions }),
    at: new Date().toISOString(),
    state: 'sending',
    ...(undo > 0 && { until: Date.now() + undo * 1_000 }),
  };
}

export function createSending({ state, live, storage, take }: Deps) {
  const chains = new Map<string, Promise<void>>();
  const underWay = new Set<string>();
  const outbox = createOutbox({ state, storage });
  const undoSend = createUndoSend(outbox);
  const transmit = createTransmit({ live, take }, outbox);

  function queue(pending: Pending): void {
    const { clientMessageId, sessionId } = pending;
    if (underWay.has(clientMessageId)) return;
    underWay.add(clientMessageId);
    const before = chains.get(sessionId) ?? Promise.resolve();
    const chain = before
      .then(() => undoSend.end(pending))
      .then((wanted) => wanted && transmit(wanted))
      .finally(() => {
        underWay.delete(clientMessageId);
        if (chains.get(sessionId) === chain) chains.delete(sessionId);
      });
    chains.set(sessionId, chain);
  }

  /** Everything that has no ack yet, oldest first. */
  function flush(): void {
    for (const pending of state.get().outbox) if (pending.state === 'sending') queue(pending);
  }

  return {
    restore: outbox.restore,

    send(sessionId: string, text: string, said: Said = {}): void {
      outbox.keep(pendingOf(sessionId, text, said));
      flush();
    },

    retry(pending: Pending): void {
      const { error: _, waits: __, ...rest } = pending;
      outbox.keep({ ...rest, state: 'sending' });
      flush();
    },

    /** Resolves once nothing of this session is on its way: acked, refused, or kept for the next connection. */
    sent(sessionId: string): Promise<void> {
      undoSend.letAllGo(sessionId);
      return chains.get(sessionId) ?? Promise.resolve();
    },
    /** The page goes, or its agent does: what could still be taken back goes out. */
    async sentAll(): Promise<void> {
      undoSend.letAllGo();
      await Promise.all(chains.values());
    },
    letGo: undoSend.letGo,
    takeBack: undoSend.takeBack,
    discard: outbox.drop,
    /** The log has them: a sync brought what an ack should have. */
    settled(clientMessageIds: ReadonlySet<string>): void {
      for (const id of clientMessageIds) storage.remove(id);
    },
    /** After a connection. */
    flush,
  };
}
