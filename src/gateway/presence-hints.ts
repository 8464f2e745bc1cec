// Hints that live only in the realtime store: which sessions are active, who looks at one, who writes. Gathered for a
// second and then written, so that no message waits for them or costs a call; what fails is a hint less.
import { LRUCache } from 'lru-cache';
import type { GatewayDeps } from './deps';
import type { SessionState } from '../sessions/session';

const everyMs = 1_000;
/** Changes that may wait; above it the oldest is dropped. */
const maxWaiting = 20_000;

export type PresenceHints = ReturnType<typeof createPresenceHints>;

export function createPresenceHints({
  activeSessions,
  context,
  events,
  log,
}: Pick<GatewayDeps, 'activeSessions' | 'context' | 'events' | 'log'>) {
  const waiting = new LRUCache<string, () => Promise<void>>({ max: maxWaiting });
  let timer: NodeJS.Timeout | undefined;

  const swallow = (error: unknown) => log.debug({ err: error }, 'could not record who views or types');

  async function flush(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    // The cache names the newest first.
    const writes = [...waiting.values()].reverse();
    waiting.clear();
    await Promise.all(writes.map((write) => write().catch(swallow)));
  }

  /** Of several changes with one key only the last is written. */
  function soon(key: string, write: () => Promise<void>): void {
    waiting.set(key, write);
    timer ??= setTimeout(() => void flush(), everyMs).unref();
  }

  function typing(sessionId: string, who: string, is: boolean): void {
    soon(`typing ${sessionId} ${who}`, () => context.typing(sessionId, who, is));
  }

  function keepActive({ organizationId, id, status, lastMessageAt }: SessionState): void {
    soon(id, () =>
      status === 'closed'
        ? activeSessions.remove(organizationId, id)
        : activeSessions.touch(organizationId, id, new Date(lastMessageAt)),
    );
  }

  const off = [
    events.on('session', ({ session }) => keepActive(session)),
    events.on('thinking', ({ session, typing: is }) => typing(session.id, 'ai', is)),
  ];

  return {
    typing,
    /** Notes that this agent has the session open; resolves to the other agents that have. Never rejects. */
    async open(sessionId: string, agentId: string): Promise<string[]> {
      try {
        await context.view(sessionId, agentId);
        return (await context.get(sessionId)).viewers.filter((viewer) => viewer !== agentId);
      } catch (error) {
        swallow(error);
        return [];
      }
    },
    /** With each heartbeat, for everything that the agent has open. */
    renew(sessionIds: Iterable<string>, agentId: string): void {
      for (const id of sessionIds) context.view(id, agentId).catch(swallow);
    },
    /** Another window of the same agent tells with its next heartbeat that it still looks. */
    leave(sessionIds: Iterable<string>, agentId: string): void {
      for (const id of sessionIds) context.leave(id, agentId).catch(swallow);
    },
    async close(): Promise<void> {
      for (const stop of off) stop();
      await flush();
    },
  };
}
