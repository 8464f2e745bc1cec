// Writing: a message is in the outbox before anything is sent, and leaves it when the server has said yes or no.
import { isRetryable } from '../protocol/retryable';
import type { Message } from '../protocol/model/message';
import type { Connection } from './connection';
import { createOutbox, createSender, type Attempt, type KeyValues, type Pending } from './outbox';
import type { Reader } from './reader';
import type { Box } from './state';

/** `maxTextLength` of the protocol, without its schemas. */
export const maxText = 10_000;

export interface Writer {
  send(text: string): void;
  retry(clientMessageId: string): void;
  discard(clientMessageId: string): void;
  flush(): Promise<void>;
  /** What waits, as the storage has it now. */
  refresh(): void;
  adopt(customerId: string): void;
}

export interface WriterDeps {
  box: Box;
  reader: Reader;
  connection: () => Connection;
  storage: KeyValues;
  channelKey: string;
  /** Runs the work in one tab at a time. */
  exclusively: (work: () => Promise<void>) => Promise<void>;
}

const againMs = 2_000;

export function createWriter({
  box,
  reader,
  connection,
  storage,
  channelKey,
  exclusively,
}: WriterDeps): Writer {
  const outbox = createOutbox(storage, `parley:outbox:${channelKey}:`, Date.now);
  const refresh = () => box.patch({ pending: outbox.list(box.state().customerId) });
  const next = () =>
    connection().live() ? outbox.list(box.state().customerId).find((item) => !item.failed) : undefined;
  const sender = createSender({
    next,
    attempt,
    settle(item, outcome) {
      if ('sent' in outcome) outbox.remove(item.clientMessageId);
      else outbox.fail(item.clientMessageId, outcome.refused);
      refresh();
    },
    exclusively,
    later: setTimeout,
  });

  async function attempt({ clientMessageId, text }: Pending): Promise<Attempt> {
    const ack = await connection().call<{ message: Message }>('message:send', { clientMessageId, text });
    if (ack.ok) {
      reader.received(ack.message);
      return { sent: true };
    }
    const { code, retryAfter } = ack.error;
    if (code !== 'offline' && !isRetryable(code)) return { refused: code };
    return { again: connection().live() ? (retryAfter ? retryAfter * 1_000 : againMs) : 'connected' };
  }

  function then(change: () => void): void {
    change();
    refresh();
    void sender.flush();
  }

  return {
    refresh,
    flush: sender.flush,
    adopt: outbox.adopt,
    send(text) {
      if (text.trim() !== '' && text.length <= maxText)
        then(() => outbox.add(text.trim(), box.state().customerId));
    },
    retry: (clientMessageId) => then(() => outbox.retry(clientMessageId)),
    discard: (clientMessageId) => then(() => outbox.remove(clientMessageId)),
  };
}
