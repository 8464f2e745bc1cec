// Which session a customer had open on a channel when this node looked last: a hint, for the log has the last word.

export interface OpenSessions {
  get(channelId: string, customerId: string): string | undefined;
  set(channelId: string, customerId: string, sessionId: string): void;
  delete(channelId: string, customerId: string): void;
}

/** @param most the longest unused go first */
export function createOpenSessions(most = 100_000): OpenSessions {
  const open = new Map<string, string>();
  const key = (channelId: string, customerId: string): string => `${channelId}:${customerId}`;
  return {
    get: (channelId, customerId) => open.get(key(channelId, customerId)),
    set(channelId, customerId, sessionId) {
      open.delete(key(channelId, customerId));
      open.set(key(channelId, customerId), sessionId);
      if (open.size > most) open.delete(open.keys().next().value!);
    },
    delete: (channelId, customerId) => void open.delete(key(channelId, customerId)),
  };
}
