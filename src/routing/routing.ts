// Routing answers who gets a session, and claims from the queue the moment somebody has room: driven by events, never by a timer.
import type { EventBus } from '../events';
import type { ChannelType } from '../protocol/model/channel';
import type { Message } from '../protocol/model/message';
import type { Presence } from '../protocol/model/presence';
import type { AgentRef, Sessions } from '../sessions/commands';
import type { SessionState, SystemAction } from '../sessions/session';
import type { InTurn, SessionRows } from '../sessions/store';
import { createQueueWorker } from './queue-worker';
import { createReservations, type Watch } from './reservations';
import { channelWeight, free, pickAgent, type Candidate, type Wanted } from './pick';
import { createPresence, type AgentPlace, type AgentProfile, type PresenceDeps } from './presence';
import { createWorkload } from './workload';

export interface RoutingDeps extends Pick<
  PresenceDeps,
  'statuses' | 'connections' | 'listAgents' | 'saveStatus' | 'log'
> {
  rows: Pick<SessionRows, 'waiting' | 'counts'>;
  sessions: Pick<Sessions, 'claim' | 'transfer' | 'list'>;
  events: EventBus;
  /** Absent where there is one node. */
  inTurn?: InTurn;
  /** How long an agent without a connection still counts as present. */
  graceMs?: number;
}

export interface PickInput {
  organizationId: string;
  specialty?: string;
  channelType: ChannelType;
  customerId?: string;
}

export interface Routing {
  /** Its presence from now on. */
  connect(agent: AgentPlace & { connectionId: string; node: string }): Promise<Presence>;
  disconnect(connectionId: string): Promise<void>;
  /** 'offline' puts its sessions back into the queue before this resolves. Errors: `not_found`, `unavailable`. */
  setPresence(choice: AgentPlace & { status: Presence }): Promise<void>;
  presences(organizationId: string): Promise<Record<string, Presence>>;
  /** Which of these are online and connected; undefined while the realtime store is gone. */
  onlineAmong(
    agents: ReadonlyArray<Pick<AgentProfile, 'id' | 'status'>>,
  ): Promise<ReadonlySet<string> | undefined>;
  /** Somebody online with room, or undefined; writes nothing and never rejects: in doubt the answer is the queue. */
  pick(input: PickInput): Promise<AgentRef | undefined>;
  /** Gives waiting sessions to whoever has room; how many. One run an organization, and at most one more remembered. Never rejects. */
  claimNext(organizationId: string): Promise<number>;
  /** Call it every 25 s with the ids of the agents' living sockets. */
  heartbeat(connectionIds: readonly string[]): Promise<void>;
  /** @throws `conflict` for an agent who chose 'offline': what it got would go straight back into the queue. */
  refuseOffline(agent: AgentRef): Promise<void>;
  /**
   * For the sweep: agents that hold sessions. Those without a connection get their grace, then lose them, those who are offline
   * lose them at once; returns how many.
   */
  checkHolders(holders: readonly AgentPlace[]): Promise<number>;
  close(): Promise<void>;
}

export function createRouting(deps: RoutingDeps): Routing {
  const { rows, sessions, events, log, graceMs = 60_000 } = deps;
  const held = createWorkload({ sessions, rows, log });
  const lastAssigned = new Map<string, number>();
  const pending = createReservations((organizationId) => void claims.next(organizationId));
  const presence = createPresence({
    ...deps,
    graceMs,
    onGone: (agent) => held.giveBack(agent),
    onOnline: (organizationId) => void claims.next(organizationId),
  });
  const claims = createQueueWorker({
    ...deps,
    pending,
    withCandidates,
    inTurn: deps.inTurn ?? ((_organizationId, work) => work()),
    take,
    lastAgent: held.lastAgent,
  });

  /** Everybody online and connected. What they carry is said anew at each call: it changes while others are picked. */
  async function candidates(organizationId: string, pendings: Watch): Promise<() => Candidate[]> {
    const agents = await deps.listAgents(organizationId);
    const seen = await presence.seen(agents);
    const here = agents.filter(({ id }) => seen.get(id)?.connected && seen.get(id)?.presence === 'online');
    if (here.length === 0) return () => [];
    const loads = await held.loads(organizationId);
    return () =>
      here.map(({ id, name, maxConcurrentChats, specialties }) => ({
        id,
        name,
        presence: 'online',
        load: (loads.byAgent.get(id) ?? 0) + pendings.load(id, loads.sessionIds),
        capacity: maxConcurrentChats,
        specialties,
        idleSince: lastAssigned.get(id) ?? seen.get(id)!.since,
      }));
  }

  async function withCandidates<T>(organizationId: string, work: (agents: () => Candidate[]) => Promise<T>) {
    const watch = pending.watch();
    try {
      return await work(await candidates(organizationId, watch));
    } finally {
      watch.end();
    }
  }

  /** Choosing and reserving are one step, so that two at a time cannot take the same room. */
  function take(organizationId: string, agents: Candidate[], wanted: Wanted): Candidate | undefined {
    const agent = pickAgent(agents, wanted);
    if (!agent) return undefined;
    lastAssigned.set(agent.id, Date.now());
    pending.reserve(organizationId, agent.id, channelWeight[wanted.channelType]);
    return agent;
  }

  async function pick({ organizationId, customerId, ...wanted }: PickInput): Promise<AgentRef | undefined> {
    return withCandidates(organizationId, async (agents) => {
      if (free(agents(), wanted.channelType).length === 0) return undefined;
      const lastAgentId = customerId && (await held.lastAgent(organizationId, customerId));
      const agent = take(organizationId, agents(), { ...wanted, ...(lastAgentId && { lastAgentId }) });
      return agent && { id: agent.id, name: agent.name };
    });
  }

  function heard({ session, message }: { session: SessionState; message: Message }): void {
    if (!changesHolder(message)) return;
    const { organizationId, channelType, id } = session;
    const { agentId, seq } = message;
    if (agentId) lastAssigned.set(agentId, Date.now());
    const weight = channelWeight[channelType];
    pending.changed(id, { organizationId, weight, seq, ...(agentId && { agentId }) });
    if (agentId) void held.giveBackIf(presence.offline.is(agentId), session);
  }

  const unsubscribe = [
    events.on('message', heard),
    events.on('session', ({ session }) => pending.settled(session.id, session.headSeq)),
    events.on('queue', ({ organizationId }) => void claims.next(organizationId)),
  ];

  return {
    connect: presence.connect,
    disconnect: presence.disconnect,
    setPresence: presence.set,
    heartbeat: presence.heartbeat,
    refuseOffline: presence.offline.refuse,
    checkHolders: presence.checkHolders,
    claimNext: claims.next,
    async presences(organizationId) {
      const seen = await presence.seen(await deps.listAgents(organizationId));
      return Object.fromEntries([...seen].map(([id, agent]) => [id, agent.presence]));
    },
    onlineAmong: presence.onlineAmong,
    async pick(input) {
      return pick(input).catch((error: unknown) => {
        log.warn({ organizationId: input.organizationId, err: error }, 'nobody could be picked');
        return undefined;
      });
    },
    async close() {
      for (const stop of unsubscribe) stop();
      pending.close();
      await presence.close();
      await claims.close();
    },
  };
}

const holderActions: ReadonlySet<string> = new Set<SystemAction>([
  'claimed',
  'transferred',
  'queued',
  'agent_left',
  'closed',
  'reopened',
]);

function changesHolder({ type, content }: Message): boolean {
  return type === 'handover' || (type === 'system' && holderActions.has(content.systemAction ?? ''));
}

export type { AgentPlace, AgentProfile };
