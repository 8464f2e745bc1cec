// Who is here: present while any connection lives, and for a grace after the last one ended.
import { DomainError } from '../errors';
import type { BellRope } from '../events';
import type { Log } from '../log';
import type { Presence } from '../protocol/things';
import type { AgentStatuses, ConnectionInfo, Connections } from './store';

export interface AgentProfile {
  id: string;
  name: string;
  maxConcurrentChats: number;
  specialties: string[];
  /** Its own last choice, as stored. 'offline' is also what an agent has that never chose. */
  status: Presence;
}

export interface AgentPlace {
  organizationId: string;
  agentId: string;
}

export interface PresenceDeps {
  statuses: AgentStatuses;
  connections: Connections;
  listAgents(organizationId: string): Promise<AgentProfile[]>;
  /** Keeps the agent's choice. Errors: `not_found`. */
  saveStatus(choice: AgentPlace & { status: Presence }): Promise<void>;
  bells: Pick<BellRope, 'ring'>;
  log: Log;
  graceMs: number;
  /** The agent is gone for good, or chose 'offline'. */
  onGone(agent: AgentPlace): Promise<void>;
  /** The agent takes sessions from now on. */
  onOnline(organizationId: string): void;
}

export interface Seen {
  presence: Presence;
  /** At least one connection lives. */
  connected: boolean;
  /** Milliseconds since 1970 of its last change of presence. */
  since: number;
}

export type PresenceBook = ReturnType<typeof createPresence>;

export function createPresence(deps: PresenceDeps) {
  const { statuses, connections, bells, log } = deps;
  /** The connections that this process holds. */
  const own = new Map<string, ConnectionInfo & { agentId: string }>();
  const ownOf = new Map<string, Set<string>>();
  const graces = new Map<string, NodeJS.Timeout>();
  let closed = false;

  const isOwn = (agentId: string) => ownOf.has(agentId);

  function hold(id: string, info: ConnectionInfo & { agentId: string }): void {
    own.set(id, info);
    ownOf.set(info.agentId, (ownOf.get(info.agentId) ?? new Set()).add(id));
  }

  function letGo(id: string, { agentId }: { agentId: string }): void {
    own.delete(id);
    ownOf.get(agentId)?.delete(id);
    if (ownOf.get(agentId)?.size === 0) ownOf.delete(agentId);
  }

  /** undefined while the store is gone. */
  async function ask<T>(question: () => Promise<T>): Promise<T | undefined> {
    try {
      return await question();
    } catch (error) {
      if (!(error instanceof DomainError && error.code === 'unavailable')) throw error;
      log.debug('presence goes on without the realtime store');
      return undefined;
    }
  }

  async function write({ organizationId, agentId }: AgentPlace, status: Presence): Promise<void> {
    const since = new Date().toISOString();
    await ask(() => statuses.set(agentId, { organizationId, status, since }));
    bells.ring('presence', { organizationId, agentId, status });
  }

  async function choice({ organizationId, agentId }: AgentPlace): Promise<Presence> {
    const agents = await deps.listAgents(organizationId);
    return chosen(agents.find(({ id }) => id === agentId));
  }

  function startGrace(agent: AgentPlace): void {
    if (closed || graces.has(agent.agentId)) return;
    const ended = () => {
      graces.delete(agent.agentId);
      graceEnded(agent).catch((error) =>
        log.warn({ ...agent, err: error }, 'an agent left, its sessions did not'),
      );
    };
    graces.set(agent.agentId, setTimeout(ended, deps.graceMs).unref());
  }

  function endGrace(agentId: string): void {
    clearTimeout(graces.get(agentId));
    graces.delete(agentId);
  }

  async function graceEnded(agent: AgentPlace): Promise<void> {
    if (isOwn(agent.agentId)) return;
    const living = await ask(() => connections.connected([agent.agentId]));
    if (living === undefined) return startGrace(agent);
    if (living.has(agent.agentId) || isOwn(agent.agentId)) return;
    await ask(() => statuses.remove(agent.agentId));
    bells.ring('presence', { ...agent, status: 'offline' });
    await deps.onGone(agent);
  }

  async function seen(agents: readonly AgentProfile[]): Promise<Map<string, Seen>> {
    const ids = agents.map(({ id }) => id);
    const [living, known] = await Promise.all([
      ask(() => connections.connected(ids)),
      ask(() => statuses.get(ids)),
    ]);
    return new Map(
      agents.map((agent) => {
        const status = known?.get(agent.id);
        const connected = living?.has(agent.id) || isOwn(agent.id);
        const presence = status?.status ?? (connected ? chosen(agent) : 'offline');
        return [agent.id, { presence, connected, since: status ? Date.parse(status.since) : 0 }];
      }),
    );
  }

  async function refill(agents: readonly AgentPlace[]): Promise<void> {
    const unknown = await ask(() => statuses.touch(agents.map(({ agentId }) => agentId)));
    for (const agent of agents.filter(({ agentId }) => unknown?.includes(agentId))) {
      await write(agent, await choice(agent));
    }
  }

  return {
    seen,

    /** Its presence: unchanged within the grace, else its stored choice, or 'away' when it never chose. */
    async connect(agent: AgentPlace & { connectionId: string; node: string }): Promise<Presence> {
      const { organizationId, agentId, connectionId: id, node } = agent;
      const info = {
        kind: 'agent',
        organizationId,
        agentId,
        node,
        connectedAt: new Date().toISOString(),
      } as const;
      hold(id, info);
      endGrace(agentId);
      await ask(() => connections.keep([{ id, info }]));
      const known = await ask(() => statuses.get([agentId]));
      let presence = known?.get(agentId)?.status;
      if (presence === undefined) {
        presence = await choice(agent);
        await write({ organizationId, agentId }, presence);
      }
      if (presence === 'online') deps.onOnline(organizationId);
      return presence;
    },

    async disconnect(connectionId: string): Promise<void> {
      const info = own.get(connectionId);
      if (!info) return;
      letGo(connectionId, info);
      await ask(() => connections.remove([connectionId]));
      if (isOwn(info.agentId)) return;
      const living = await ask(() => connections.connected([info.agentId]));
      if (living?.has(info.agentId) || isOwn(info.agentId)) return;
      startGrace({ organizationId: info.organizationId, agentId: info.agentId });
    },

    async set({ organizationId, agentId, status }: AgentPlace & { status: Presence }): Promise<void> {
      await deps.saveStatus({ organizationId, agentId, status });
      await write({ organizationId, agentId }, status);
      if (status === 'offline') await deps.onGone({ organizationId, agentId });
      if (status === 'online') deps.onOnline(organizationId);
    },

    /** Renews what this process holds, and fills a store that came back empty. */
    async heartbeat(connectionIds: readonly string[]): Promise<void> {
      const held = connectionIds.flatMap((id) => (own.has(id) ? [{ id, info: own.get(id)! }] : []));
      await ask(() => connections.keep(held));
      await refill([...new Map(held.map(({ info }) => [info.agentId, info])).values()]);
    },

    /** Starts the grace of those without a living connection (a process died); returns how many those are. */
    async checkHolders(holders: readonly AgentPlace[]): Promise<number> {
      const living = await ask(() => connections.connected(holders.map(({ agentId }) => agentId)));
      if (living === undefined) return 0;
      const missing = holders.filter(({ agentId }) => !living.has(agentId) && !isOwn(agentId));
      for (const { organizationId, agentId } of missing) startGrace({ organizationId, agentId });
      return missing.length;
    },

    /** Lets go of this process's connections; whoever does not come back elsewhere is found by another process, or the next start. */
    async close(): Promise<void> {
      closed = true;
      for (const agentId of [...graces.keys()]) endGrace(agentId);
      await ask(() => connections.remove([...own.keys()]));
      own.clear();
      ownOf.clear();
    },
  };
}

/** Whoever opens the console is here: a stored 'offline' (the default as well) becomes 'away', which gets no session by itself either. */
function chosen(agent: AgentProfile | undefined): Presence {
  return agent?.status === 'online' ? 'online' : 'away';
}
