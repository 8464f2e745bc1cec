import type { ActiveSessions, Context, SessionContext } from '../../gateway/store';
import { createCappedMap } from './capped-map';
import type { MemoryOptions } from './options';

/** Nobody reads what one process keeps for itself. */
export const noActiveSessions: ActiveSessions = {
  touch: () => Promise.resolve(),
  remove: () => Promise.resolve(),
};

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
