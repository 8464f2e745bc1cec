// Whether what this browser shows and has sent is what the server has, in one word.
import type { InboxState } from './inbox-state';

export type Sync = 'current' | 'sending' | 'failed' | 'connecting' | 'offline';

/** Undefined for who has no socket, and so is never told at once. */
export function syncOf({ connection, outbox }: Pick<InboxState, 'connection' | 'outbox'>): Sync | undefined {
  if (connection === 'none') return undefined;
  if (connection !== 'online') return connection;
  if (outbox.some(({ state }) => state === 'sending')) return 'sending';
  return outbox.length > 0 ? 'failed' : 'current';
}
