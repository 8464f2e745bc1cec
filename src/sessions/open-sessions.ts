// Which session a customer had open on a channel when this node looked last: a hint, for the log has the last word.
import { LRUCache } from 'lru-cache';

export interface OpenSessions {
  get(channelId: string, customerId: string): string | undefined;
  set(channelId: string, customerId: string, sessionId: string): void;
  delete(channelId: string, customerId: string): void;
}

/** @param most the longest unused go first */
export function createOpenSessions(most = 100_000): OpenSessions {
  const open = new LRUCache<string, string>({ max: most });
  const key = (channelId: string, customerId: string): string => `${channelId}:${customerId}`;
  return {
    get: (channelId, customerId) => open.get(key(channelId, customerId)),
    set: (channelId, customerId, sessionId) => void open.set(key(channelId, customerId), sessionId),
    delete: (channelId, customerId) => void open.delete(key(channelId, customerId)),
  };
}
