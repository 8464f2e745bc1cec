import { LRUCache } from 'lru-cache';
import type { ActiveSessions, Context, SessionContext } from '../../gateway/store';
import { createCappedMap } from './capped-map';
import type { MemoryOptions } from './options';

export function createMemoryActiveSessions(options: { perOrganization: number }): ActiveSessions {
  const organizations = new Map<string, LRUCache<string, number>>();
  // Looking for the oldest would cost each touch of a full set: the one touched longest ago is it, near enough.
  const emptySet = () =>
    new LRUCache<string, number>({ maxSize: options.perOrganization, sizeCalculation: () => 1 });

  return {
    async touch(organizationId, sessionId, at) {
      const sessions = organizations.get(organizationId) ?? emptySet();
      organizations.set(organizationId, sessions);
      sessions.set(sessionId, Math.max(at.getTime(), sessions.get(sessionId) ?? 0));
    },
    async remove(organizationId, sessionId) {
      const sessions = organizations.get(organizationId);
      sessions?.delete(sessionId);
      if (sessions?.size === 0) organizations.delete(organizationId);
    },
    async list(organizationId, limit) {
      return [...(organizations.get(organizationId)?.entries() ?? [])]
        .sort((a, b) => b[1] - a[1])
        .slice(0, limit)
        .map(([sessionId, at]) => ({ sessionId, at: new Date(at) }));
    },
    async count(organizationId) {
      return organizations.get(organizationId)?.size ?? 0;
    },
  };
}

interface Held {
  viewers: Map<string, number>;
  typing: Map<string, number>;
}

export function createMemorySessionContext(
  { now, cap }: Pick<MemoryOptions, 'now' | 'cap'>,
  times: { contextMs: number; viewMs: number; typingMs: number },
): SessionContext {
  const contexts = createCappedMap<Held>(cap, now);

  function change(sessionId: string, edit: (context: Held) => void): void {
    const context = contexts.get(sessionId) ?? { viewers: new Map(), typing: new Map() };
    edit(context);
    drop(context);
    contexts.set(sessionId, context, times.contextMs);
  }

  function drop({ viewers, typing }: Held): void {
    for (const until of [viewers, typing]) {
      for (const [who, time] of until) if (time <= now()) until.delete(who);
    }
  }

  return {
    async get(sessionId): Promise<Context> {
      const context = contexts.get(sessionId);
      if (!context) return { viewers: [], typing: [] };
      drop(context);
      return { viewers: [...context.viewers.keys()], typing: [...context.typing.keys()] };
    },
    async view(sessionId, agentId) {
      change(sessionId, ({ viewers }) => viewers.set(agentId, now() + times.viewMs));
    },
    async leave(sessionId, agentId) {
      change(sessionId, ({ viewers }) => viewers.delete(agentId));
    },
    async typing(sessionId, who, typing) {
      change(sessionId, (context) =>
        typing ? context.typing.set(who, now() + times.typingMs) : context.typing.delete(who),
      );
    },
  };
}
