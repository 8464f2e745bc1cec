// Messages that no ack has come for. They live in the browser's storage, one key each, so that tabs never overwrite each other's.

export interface Pending {
  clientMessageId: string;
  text: string;
  /** Milliseconds; rises with every message. */
  at: number;
  /** The conversation that it is for; without it, the current one. */
  sessionId?: string;
  /** The error code with which the server refused it. */
  failed?: string;
  /** How much of a file has been uploaded, of 1. */
  part?: number;
}

export type KeyValues = Pick<Storage, 'length' | 'key' | 'getItem' | 'setItem' | 'removeItem'>;

/** What one attempt came to: `again` after so many milliseconds, or once the connection is back. */
export type Attempt = { sent: true } | { refused: string } | { again: number | 'connected' };

export interface Outbox {
  /** The person's messages, oldest first. */
  list(): Pending[];
  add(text: string, sessionId?: string): Pending;
  remove(clientMessageId: string): void;
  /** Failed ones are skipped until `retry`. */
  fail(clientMessageId: string, code: string): void;
  retry(clientMessageId: string): void;
}

/** @param prefix of the keys, the person's own included */
export function createOutbox(storage: KeyValues, prefix: string, now: () => number): Outbox {
  const all = () => keysOf(storage, prefix).flatMap((key) => parse(storage.getItem(key)));
  const put = (item: Pending) => storage.setItem(prefix + item.clientMessageId, JSON.stringify(item));
  const change = (clientMessageId: string, edit: (item: Pending) => Pending) =>
    parse(storage.getItem(prefix + clientMessageId)).forEach((item) => put(edit(item)));

  return {
    list: () => all().sort((a, b) => a.at - b.at),
    add(text, sessionId) {
      const last = Math.max(0, ...all().map((item) => item.at));
      const at = Math.max(now(), last + 1);
      const item = { clientMessageId: newId(), text, at, ...(sessionId && { sessionId }) };
      put(item);
      return item;
    },
    remove: (clientMessageId) => storage.removeItem(prefix + clientMessageId),
    fail: (clientMessageId, code) => change(clientMessageId, (item) => ({ ...item, failed: code })),
    retry: (clientMessageId) => change(clientMessageId, ({ failed: _, ...item }) => item),
  };
}

/**
 * Sends what waits, one after the other in order, each until the server has said yes or no.
 * @param exclusively runs its work in one tab at a time
 * @param later calls back after so many milliseconds
 */
export function createSender(deps: {
  next: () => Pending | undefined;
  attempt: (item: Pending) => Promise<Attempt>;
  settle: (item: Pending, outcome: { sent: true } | { refused: string }) => void;
  exclusively: (work: () => Promise<void>) => Promise<void>;
  later: (work: () => void, milliseconds: number) => void;
}): { flush: () => Promise<void> } {
  let running: Promise<void> | undefined;

  async function drain(): Promise<void> {
    for (let item = deps.next(); item; item = deps.next()) {
      const outcome = await deps.attempt(item);
      if ('again' in outcome) {
        if (outcome.again !== 'connected') deps.later(() => void flush(), outcome.again);
        return;
      }
      deps.settle(item, outcome);
    }
  }

  async function flush(): Promise<void> {
    await running;
    if (!deps.next()) return;
    running ??= deps.exclusively(drain).finally(() => (running = undefined));
    await running;
  }

  return { flush };
}

export function keysOf(storage: KeyValues, prefix: string): string[] {
  return Array.from({ length: storage.length }, (_, index) => storage.key(index) ?? '').filter((key) =>
    key.startsWith(prefix),
  );
}

function parse(value: string | null): Pending[] {
  try {
    const item = JSON.parse(value ?? '') as Pending;
    return typeof item.text === 'string' ? [item] : [];
  } catch {
    return [];
  }
}

/** `crypto.randomUUID` is missing where the page came over plain HTTP. */
export function newId(): string {
  const hex = [...crypto.getRandomValues(new Uint8Array(16))]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
}
