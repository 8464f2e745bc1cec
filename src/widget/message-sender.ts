// Sending: a message is in the outbox before anything is sent, and leaves it when the server has said yes or no.
import { isVisible } from '../protocol/text';
import { isRetryable } from '../protocol/retryable';
import type { Message } from '../protocol/model/message';
import type { Connection } from './connection';
import { createOutbox, createSender, type Attempt, type KeyValues, type Pending } from './outbox';
import type { MessageSync } from './message-sync';
import { which, type Store } from './state';

/** `maxTextLength` of the protocol, without its schemas. */
export const maxText = 10_000;

export interface MessageSender {
  send(text: string): void;
  retry(clientMessageId: string): void;
  discard(clientMessageId: string): void;
  flush(): Promise<void>;
  /** What waits, as the storage has it now. */
  refresh(): void;
}

export interface MessageSenderDeps {
  store: Store;
  messages: MessageSync;
  connection: () => Connection;
  storage: KeyValues;
  channelKey: string;
  person: string;
  /** Runs the work in one tab at a time. */
  exclusively: (work: () => Promise<void>) => Promise<void>;
}

const againMs = 2_000;

export function createMessageSender(deps: MessageSenderDeps): MessageSender {
  const { store, messages, connection, exclusively } = deps;
  const outbox = createOutbox(deps.storage, `parley:outbox:${deps.channelKey}:${deps.person}:`, Date.now);
  const refresh = () => store.patch({ pending: outbox.list() });
  const next = () => (connection().live() ? outbox.list().find((item) => !item.failed) : undefined);
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

  async function attempt({ clientMessageId, text, sessionId }: Pending): Promise<Attempt> {
    const ack = await connection().call<{ message: Message }>('message:send', {
      clientMessageId,
      text,
      ...(sessionId && { sessionId }),
    });
    if (ack.ok) {
      messages.received(ack.message);
      return { sent: true };
    }
    const { code, retryAfter } = ack.error;
    if (code !== 'offline' && !isRetryable(code)) return { refused: code };
    return { again: connection().live() ? (retryAfter ? retryAfter * 1_000 : againMs) : 'connected' };
  }

  function after(change: () => void): void {
    change();
    refresh();
    void sender.flush();
  }

  return {
    refresh,
    flush: sender.flush,
    send(text) {
      if (isVisible(text) && text.length <= maxText)
        after(() => outbox.add(withoutEdges(text), which(store.state()).sessionId));
    },
    retry: (clientMessageId) => after(() => outbox.retry(clientMessageId)),
    discard: (clientMessageId) => after(() => outbox.remove(clientMessageId)),
  };
}

/** Without blank lines around it; an indent of the first line stays. */
function withoutEdges(text: string): string {
  return text.replace(/^(?:[^\S\n]*\n)+/, '').trimEnd();
}
