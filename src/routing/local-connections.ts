// What this process knows by itself: the connections that it holds, and whose grace it counts.
import type { ConnectionInfo } from './store';

export type AgentConnection = ConnectionInfo & { agentId: string };

export function createLocalConnections() {
  const infos = new Map<string, AgentConnection>();
  const ofAgent = new Map<string, Set<string>>();
  const signs = new Map<string, number>();
  return {
    add(id: string, info: AgentConnection): void {
      infos.set(id, info);
      ofAgent.set(info.agentId, (ofAgent.get(info.agentId) ?? new Set()).add(id));
    },
    /** What it was; undefined when it is not held here. */
    remove(id: string): AgentConnection | undefined {
      const info = infos.get(id);
      if (!info) return undefined;
      infos.delete(id);
      signs.delete(id);
      const others = ofAgent.get(info.agentId);
      others?.delete(id);
      if (others?.size === 0) ofAgent.delete(info.agentId);
      return info;
    },
    /** A person is at this one, or was at that time; not of what is not held here. */
    sign(id: string, at: number): void {
      if (infos.has(id)) signs.set(id, Math.max(at, signs.get(id) ?? 0));
    },
    /** Milliseconds since 1970; undefined when none of its connections told. */
    lastSign(agentId: string): number | undefined {
      const reported = [...(ofAgent.get(agentId) ?? [])].flatMap((id) => signs.get(id) ?? []);
      return reported.length > 0 ? Math.max(...reported) : undefined;
    },
    has: (agentId: string): boolean => ofAgent.has(agentId),
    /** Those of the given ids that are held here. */
    pick: (ids: readonly string[]): Array<{ id: string; info: AgentConnection }> =>
      ids.flatMap((id) => (infos.has(id) ? [{ id, info: infos.get(id)! }] : [])),
    ids: (): string[] => [...infos.keys()],
  };
}

/** One timer an agent; after `close` none starts. */
export function createGraces(
  graceMs: number,
  ended: (agent: { organizationId: string; agentId: string }) => void,
) {
  const timers = new Map<string, NodeJS.Timeout>();
  let closed = false;
  return {
    /** Does nothing while one runs. */
    start({ organizationId, agentId }: { organizationId: string; agentId: string }): void {
      if (closed || timers.has(agentId)) return;
      const timer = setTimeout(() => {
        timers.delete(agentId);
        ended({ organizationId, agentId });
      }, graceMs);
      timers.set(agentId, timer.unref());
    },
    stop(agentId: string): void {
      clearTimeout(timers.get(agentId));
      timers.delete(agentId);
    },
    close(): void {
      closed = true;
      for (const timer of timers.values()) clearTimeout(timer);
      timers.clear();
    },
  };
}
