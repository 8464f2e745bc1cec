// Who is here: present while any connection lives, and for a grace after the last one ended.
import { DomainError } from '../errors';
import type { EventBus } from '../events';
import type { Log } from '../log';
import type { Presence } from '../protocol/model/presence';
import { createGraces, createLocalConnections, type AgentConnection } from './local-connections';
import type { AgentStatus, AgentStatuses, Connections } from './store';

export interface AgentProfile {
  id: string;
  name: string;
  maxConcurrentChats: number;
  specialties: string[];
  /** Its own last choice, as stored. 'offline' is also what an agent has that never chose. */
  status: Presence;
}

type Chooser = Pick<AgentProfile, 'id' | 'status'>;

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
  events: Pick<EventBus, 'emit'>;
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

/** undefined while the realtime store is gone. */
async function ask<T>(question: () => Promise<T>): Promise<T | undefined> {
  try {
    return await question();
  } catch (error) {
    if (error instanceof DomainError && error.code === 'unavailable') return undefined;
    throw error;
  }
}

/** Whoever chose 'offline': their consoles may be open all the same. */
function createOffline(statuses: AgentStatuses) {
  async function among(agentIds: readonly string[]): Promise<Set<string>> {
    const known = await ask(() => statuses.get(agentIds));
    return new Set(agentIds.filter((id) => known?.get(id)?.status === 'offline'));
  }
  const is = async (agentId: string): Promise<boolean> => (await among([agentId])).has(agentId);
  return {
    among,
    is,
    async refuse({ id, name }: { id: string; name: string }): Promise<void> {
      if (await is(id))
        throw new DomainError('conflict', `${name || 'The agent'} is offline and takes no conversations.`);
    },
  };
}

export function createPresence(deps: PresenceDeps) {
  const { statuses, connections, events, log } = deps;
  const own = createLocalConnections();
  const offline = createOffline(statuses);
  const graces = createGraces(deps.graceMs, (agent) => {
    graceEnded(agent).catch((error: unknown) =>
      log.warn({ ...agent, err: error }, 'an agent left, its sessions did not'),
    );
  });

  async function write({ organizationId, agentId }: AgentPlace, status: Presence): Promise<void> {
    const since = new Date().toISOString();
    await ask(() => statuses.set(agentId, { organizationId, status, since }));
    events.emit('presence', { organizationId, agentId, status });
  }

  async function graceEnded(agent: AgentPlace): Promise<void> {
    if (own.has(agent.agentId)) return;
    const living = await ask(() => connections.connected([agent.agentId]));
    if (living === undefined) return graces.start(agent);
    if (living.has(agent.agentId) || own.has(agent.agentId)) return;
    await ask(() => statuses.remove(agent.agentId));
    events.emit('presence', { ...agent, status: 'offline' });
    await deps.onGone(agent);
  }

  async function seen(agents: readonly Chooser[]): Promise<Map<string, Seen>> {
    const ids = agents.map(({ id }) => id);
    const [living, known] = await Promise.all([
      ask(() => connections.connected(ids)),
      ask(() => statuses.get(ids)),
    ]);
    return new Map(
      agents.map((agent) => {
        const connected = living?.has(agent.id) || own.has(agent.id);
        return [agent.id, judge(agent, connected, known?.get(agent.id))];
      }),
    );
  }

  async function refill(agents: readonly AgentPlace[]): Promise<void> {
    const unknown = await ask(() => statuses.touch(agents.map(({ agentId }) => agentId)));
    for (const agent of agents.filter(({ agentId }) => unknown?.includes(agentId))) {
      await write(agent, await choiceOf(deps, agent));
    }
  }

  return {
    offline,
    seen,
    onlineAmong: createOnlineLook(deps, own),

    /** Its presence: unchanged within the grace, else its stored choice, or 'away' when it never chose. */
    async connect(agent: AgentPlace & { connectionId: string; node: string }): Promise<Presence> {
      const { organizationId, agentId, connectionId: id } = agent;
      const info = describe(agent);
      own.add(id, info);
      graces.stop(agentId);
      await ask(() => connections.keep([{ id, info }]));
      const known = await ask(() => statuses.get([agentId]));
      let presence = known?.get(agentId)?.status;
      if (presence === undefined) {
        presence = await choiceOf(deps, agent);
        await write({ organizationId, agentId }, presence);
      }
      if (presence === 'online') deps.onOnline(organizationId);
      return presence;
    },

    async disconnect(connectionId: string): Promise<void> {
      const info = own.remove(connectionId);
      if (!info) return;
      await ask(() => connections.remove([connectionId]));
      if (own.has(info.agentId)) return;
      const living = await ask(() => connections.connected([info.agentId]));
      if (living?.has(info.agentId) || own.has(info.agentId)) return;
      graces.start(info);
    },

    async set({ organizationId, agentId, status }: AgentPlace & { status: Presence }): Promise<void> {
      await deps.saveStatus({ organizationId, agentId, status });
      await write({ organizationId, agentId }, status);
      if (status === 'offline') await deps.onGone({ organizationId, agentId });
      if (status === 'online') deps.onOnline(organizationId);
    },

    /** Renews what this process holds, and fills a store that came back empty. */
    async heartbeat(connectionIds: readonly string[]): Promise<void> {
      const held = own.pick(connectionIds);
      await ask(() => connections.keep(held));
      await refill([...new Map(held.map(({ info }) => [info.agentId, info])).values()]);
    },

    /**
     * Starts the grace of those without a living connection (a process died), and takes from those who are offline what came
     * as they left; returns how many both are.
     */
    async checkHolders(holders: readonly AgentPlace[]): Promise<number> {
      const ids = holders.map(({ agentId }) => agentId);
      const living = await ask(() => connections.connected(ids));
      if (living === undefined) return 0;
      const left = await offline.among(ids);
      const missing = holders.filter(({ agentId: id }) => !living.has(id) && !own.has(id) && !left.has(id));
      for (const agent of missing) graces.start(agent);
      for (const agent of holders) if (left.has(agent.agentId)) await deps.onGone(agent);
      return missing.length + left.size;
    },

    /** Lets go of this process's connections; whoever does not come back elsewhere is found by another process, or the next start. */
    async close(): Promise<void> {
      graces.close();
      await ask(() => connections.remove(own.ids()));
    },
  };
}

async function choiceOf(
  { listAgents }: Pick<PresenceDeps, 'listAgents'>,
  { organizationId, agentId }: AgentPlace,
): Promise<Presence> {
  const agents = await listAgents(organizationId);
  return chosen(agents.find(({ id }) => id === agentId));
}

/** Who of them is online and connected; undefined while the realtime store is gone. */
function createOnlineLook(
  { connections, statuses }: Pick<PresenceDeps, 'connections' | 'statuses'>,
  own: Pick<ReturnType<typeof createLocalConnections>, 'has'>,
) {
  return async (agents: readonly Chooser[]): Promise<ReadonlySet<string> | undefined> => {
    const ids = agents.map(({ id }) => id);
    const found = await Promise.all([connections.connected(ids), statuses.get(ids)]).catch(() => undefined);
    if (!found) return undefined;
    const [living, known] = found;
    const isOnline = (agent: Chooser) => {
      const isConnected = living.has(agent.id) || own.has(agent.id);
      const { connected, presence } = judge(agent, isConnected, known.get(agent.id));
      return connected && presence === 'online';
    };
    return new Set(agents.filter(isOnline).map(({ id }) => id));
  };
}

function judge(agent: Chooser, connected: boolean, known: AgentStatus | undefined): Seen {
  if (known) return { presence: known.status, connected, since: Date.parse(known.since) };
  return { presence: connected ? chosen(agent) : 'offline', connected, since: 0 };
}

function describe({ organizationId, agentId, node }: AgentPlace & { node: string }): AgentConnection {
  return { kind: 'agent', organizationId, agentId, node, connectedAt: new Date().toISOString() };
}

/** Whoever opens the console is here: a stored 'offline' (the default as well) becomes 'away', which gets no session by itself either. */
function chosen(agent: Chooser | undefined): Presence {
  return agent?.status === 'online' ? 'online' : 'away';
}
