// Who is here: present while any connection lives, and for a grace after the last one ended.
import { attemptEach } from '../tools/failures';
import { DomainError } from '../errors';
import type { EventBus } from '../events';
import type { Log } from '../log';
import type { AwayReason, Presence } from '../protocol/model/presence';
import { say } from '../protocol/server-texts/said';
import { createAutomaticAway, type AutomaticAwayDeps } from './automatic-away';
import { createGraces, createLocalConnections, type AgentConnection } from './local-connections';
import type { AgentPlace, AgentProfile, AgentStatus, AgentStatuses, Connections, Holder } from './store';

type Chooser = Pick<AgentProfile, 'id' | 'status'>;

export interface PresenceDeps extends Omit<AutomaticAwayDeps, 'statuses'> {
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
        throw new DomainError(
          'conflict',
          name ? say('agent_offline', { agent: name }) : say('some_agent_offline'),
        );
    },
  };
}

/** Questions about who is here: nothing is written. */
function createWhoIsHere(
  { statuses, connections }: PresenceDeps,
  own: ReturnType<typeof createLocalConnections>,
) {
  return {
    async seen(agents: readonly AgentProfile[]): Promise<Map<string, Seen>> {
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
    },

    /** Those of the agents with a connection, on whatever node; undefined while the realtime store is gone. */
    async living(agentIds: readonly string[]): Promise<Set<string> | undefined> {
      const living = await ask(() => connections.connected(agentIds));
      return living && new Set(agentIds.filter((id) => living.has(id) || own.has(id)));
    },

    async status(agentId: string): Promise<AgentStatus | undefined> {
      const known = await ask(() => statuses.get([agentId]));
      return known?.get(agentId);
    },
  };
}

/** An agent leaves: after a grace, unless it is back by then. */
function createLeaving(
  deps: PresenceDeps,
  own: ReturnType<typeof createLocalConnections>,
  here: ReturnType<typeof createWhoIsHere>,
) {
  const graces = createGraces(deps.graceMs, (agent) => {
    graceEnded(agent).catch((error: unknown) =>
      deps.log.warn({ ...agent, err: error }, 'could not give back the sessions of an agent who left'),
    );
  });

  async function graceEnded(agent: AgentPlace): Promise<void> {
    if (own.has(agent.agentId)) return;
    const living = await here.living([agent.agentId]);
    if (living === undefined) return graces.start(agent);
    if (living.has(agent.agentId) || own.has(agent.agentId)) return;
    await ask(() => deps.statuses.remove(agent.agentId));
    deps.events.emit('presence', { ...agent, status: 'offline' });
    await deps.onGone(agent);
  }

  return graces;
}

function createStatusWrites({ statuses, events, listAgents }: PresenceDeps) {
  async function write(
    { organizationId, agentId }: AgentPlace,
    status: Presence,
    awayReason?: AwayReason,
  ): Promise<void> {
    const change = { organizationId, status, ...(awayReason && { awayReason }) };
    await ask(() => statuses.set(agentId, { ...change, since: new Date().toISOString() }));
    events.emit('presence', { ...change, agentId });
  }
  return {
    write,
    /** What is stored is its presence from now on: its choice, or what became of it. */
    async takeUp({ organizationId, agentId }: AgentPlace): Promise<Presence> {
      const agents = await listAgents(organizationId);
      const agent = agents.find(({ id }) => id === agentId);
      const presence = chosen(agent);
      await write({ organizationId, agentId }, presence, agent?.awayReason ?? undefined);
      return presence;
    },
  };
}

interface PresenceParts {
  own: ReturnType<typeof createLocalConnections>;
  here: ReturnType<typeof createWhoIsHere>;
  offline: ReturnType<typeof createOffline>;
  graces: ReturnType<typeof createLeaving>;
  takeUp: ReturnType<typeof createStatusWrites>['takeUp'];
}

export function createPresence(deps: PresenceDeps) {
  const { statuses, connections } = deps;
  const own = createLocalConnections();
  const here = createWhoIsHere(deps, own);
  const offline = createOffline(statuses);
  const graces = createLeaving(deps, own, here);
  const { write, takeUp } = createStatusWrites(deps);
  const parts = { own, here, offline, graces, takeUp };
  const away = createAutomaticAway(deps, { own, takeUp, onOnline: deps.onOnline });

  return {
    offline,
    seen: here.seen,
    onlineAmong: createOnlineLook(deps, own),
    letRunOut: away.letRunOut,
    awayReason: async (agentId: string) => (await here.status(agentId))?.awayReason,
    signOfLife: async (sign: Parameters<typeof away.sign>[0]) => ask(() => away.sign(sign)),
    connected: async (agentIds: readonly string[]) => (await here.living(agentIds)) ?? new Set(agentIds),

    ...createComingAndGoing(deps, parts),

    async set({ organizationId, agentId, status }: AgentPlace & { status: Presence }): Promise<void> {
      await deps.saveStatus({ organizationId, agentId, status });
      await write({ organizationId, agentId }, status);
      if (status === 'offline') await deps.onGone({ organizationId, agentId });
      if (status === 'online') deps.onOnline(organizationId);
    },

    /** Renews what this process holds, fills a store that came back empty, and looks who sits still. */
    async heartbeat(connectionIds: readonly string[]): Promise<void> {
      const held = own.pick(connectionIds);
      await ask(() => connections.keep(held));
      const agents = [...new Map(held.map(({ info }) => [info.agentId, info])).values()];
      const unknown = await ask(() => statuses.touch(agents.map(({ agentId }) => agentId)));
      for (const agent of agents) if (unknown?.includes(agent.agentId)) await takeUp(agent);
      await ask(() => away.check(agents)).catch((error: unknown) =>
        deps.log.warn({ err: error }, 'could not set idle agents to away'),
      );
    },

    ...createHolderCheck(deps, parts),

    /** Lets go of this process's connections; whoever does not come back elsewhere is found by another process, or the next start. */
    async close(): Promise<void> {
      graces.close();
      await ask(() => connections.remove(own.ids()));
    },
  };
}

function createHolderCheck(deps: PresenceDeps, { here, offline, graces }: PresenceParts) {
  return {
    /**
     * Starts the grace of those without a living connection (a process died), and takes from those who are offline what came
     * as they left, and from those who may not sign in any more what they had; returns how many all are.
     */
    async checkHolders(holders: readonly Holder[]): Promise<number> {
      const ids = holders.map(({ agentId }) => agentId);
      const living = await here.living(ids);
      if (living === undefined) return 0;
      const left = await offline.among(ids);
      for (const { agentId, isDeactivated } of holders) if (isDeactivated) left.add(agentId);
      const missing = holders.filter(({ agentId: id }) => !living.has(id) && !left.has(id));
      for (const agent of missing) graces.start(agent);
      await attemptEach(holders, async (agent) => left.has(agent.agentId) && deps.onGone(agent));
      return missing.length + left.size;
    },
  };
}

/** Consoles that are opened and closed. */
function createComingAndGoing(deps: PresenceDeps, { own, here, graces, takeUp }: PresenceParts) {
  const { connections } = deps;
  return {
    /** Its presence: unchanged within the grace, else its stored choice, or 'away' when it never chose. */
    async connect(agent: AgentPlace & { connectionId: string; node: string }): Promise<Presence> {
      const info = describe(agent);
      own.add(agent.connectionId, info);
      graces.stop(agent.agentId);
      await ask(() => connections.keep([{ id: agent.connectionId, info }]));
      const presence = (await here.status(agent.agentId))?.status ?? (await takeUp(agent));
      if (presence === 'online') deps.onOnline(agent.organizationId);
      return presence;
    },

    async disconnect(connectionId: string): Promise<void> {
      const info = own.remove(connectionId);
      if (!info) return;
      await ask(() => connections.remove([connectionId]));
      if (own.has(info.agentId)) return;
      const living = await here.living([info.agentId]);
      if (!living?.has(info.agentId) && !own.has(info.agentId)) graces.start(info);
    },
  };
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
