// Messages on their way: kept in the browser until the server has acked them, sent again under the same id.
import type { NewMail } from '../../protocol/model/mail';
import type { Template } from '../../protocol/model/template';

/** A file that the server has already. */
export interface SentFile {
  id: string;
  fileName: string;
}

/** What a reply was written from: articles, a suggested reply, an agent's own words in another language. */
export interface WrittenFrom {
  articleIds?: string[];
  suggestionId?: string;
  original?: { text: string; language: string };
}

export interface Pending {
  clientMessageId: string;
  sessionId: string;
  text: string;
  note: boolean;
  files?: readonly SentFile[];
  /** Instead of words of one's own; `text` is what the customer reads of it. */
  template?: Template;
  /** Of a reply by mail. */
  mail?: NewMail;
  from?: WrittenFrom;
  /** Of a note: agents whom it calls. */
  mentions?: readonly string[];
  /** ISO time of pressing Enter. */
  at: string;
  state: 'sending' | 'failed';
  /** Epoch ms until which it can be taken back; it goes out then. */
  until?: number;
  /** The server cannot take it at the moment: it goes again by itself. */
  waits?: true;
  /** Why, for state 'failed'. */
  error?: string;
}

export interface OutboxStorage {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
  readonly length: number;
  key(index: number): string | null;
}

/** One key a message, so that two tabs never overwrite each other's. Full or forbidden storage is no reason not to send. */
export function createOutboxStorage(storage: OutboxStorage, userId: string) {
  const prefix = `parley.outbox.${userId}.`;
  return {
    load(): Pending[] {
      const found: Pending[] = [];
      for (let index = 0; index < storage.length; index += 1) {
        const key = storage.key(index);
        const pending = key?.startsWith(prefix) ? parse(storage.getItem(key)) : undefined;
        if (pending) found.push(pending);
      }
      return found.sort((a, b) => a.at.localeCompare(b.at));
    },
    save(pending: Pending): void {
      try {
        storage.setItem(prefix + pending.clientMessageId, JSON.stringify(pending));
      } catch {
        // It is still sent from memory; only a reload would lose it.
      }
    },
    has: (clientMessageId: string) => storage.getItem(prefix + clientMessageId) !== null,
    remove(clientMessageId: string): void {
      storage.removeItem(prefix + clientMessageId);
    },
  };
}

function parse(text: string | null): Pending | undefined {
  try {
    const value = JSON.parse(text ?? '') as Partial<Pending>;
    const whole = [value.clientMessageId, value.sessionId, value.text, value.at].every(
      (field) => typeof field === 'string',
    );
    return whole ? (value as Pending) : undefined;
  } catch {
    return undefined;
  }
}

export function put(outbox: readonly Pending[], pending: Pending): Pending[] {
  const index = outbox.findIndex(({ clientMessageId }) => clientMessageId === pending.clientMessageId);
  return index < 0 ? [...outbox, pending] : outbox.with(index, pending);
}

/** Without those that the log holds by now. Returns the same array when nothing goes. */
export function settle(
  outbox: readonly Pending[],
  arrived: ReadonlySet<string | undefined>,
): readonly Pending[] {
  const left = outbox.filter(({ clientMessageId }) => !arrived.has(clientMessageId));
  return left.length === outbox.length ? outbox : left;
}
