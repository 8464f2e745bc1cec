// Routing answers who gets a session, and claims from the queue the moment somebody has room: driven by events, never by a timer.
import { DomainError } from '../errors';
import type { EventBus } from '../events';
import type { Message } from '../protocol/model/message';
import type { AwayReason, Presence } from '../protocol/model/presence';
import { say } from '../protocol/server-texts/said';
import type { AgentRef, Sessions } from '../sessions/commands';
import type { SessionState, SystemAction } from '../sessions/session';
import type { AssignAgents } from '../sessions/assign-agents';
import { createAssigner } from './assigner';
import { createPresence, type PresenceDeps } from './presence';
import { createQueueWorker } from './queue-worker';
import type { AgentPlace, AgentProfile, AssignmentTurn, Holder } from './store';
import { createWorkload } from './workload';

export interface RoutingDeps extends Pick<
  PresenceDeps,
  | 'statuses'
  | 'connections'
  | 'listAgents'
  | 'saveStatus'
  | 'log'
  | 'awayRules'
  | 'leaveOnline'
  | 'comeBack'
  | 'recordAway'
  | 'minuteMs'
> {
  sessions: Pick<Sessions, 'claim' | 'transfer' | 'list'>;
  events: EventBus;
  assignmentTurn: AssignmentTurn;
  /** How much of an agent's capacity a session of this channel takes. */
  weightOf(channelType: string): number;
  /** How long an agent without a connection still counts as present. */
  graceMs?: number;
}

export interface Routing {
  /** Its presence from now on. */
  connect(agent: AgentPlace & { connectionId: string; node: string }): Promise<Presence>;
  disconnect(connectionId: string): Promise<void>;
  /** 'offline' puts its sessions back into the queue before this resolves. Errors: `not_found`, `unavailable`. */
  setPresence(choice: AgentPlace & { status: Presence }): Promise<void>;
  /** A person is at this console, or was at that time (milliseconds since 1970): who gives no sign for long becomes away, and is back with the next. */
  signOfLife(sign: AgentPlace & { connectionId: string; at: number }): Promise<void>;
  /** A conversation that was given to the agent went back unopened or unanswered: the organization may want them to be away. */
  letRunOut(agent: AgentPlace): Promise<void>;
  /** Why the agent is away; undefined when that was chosen. */
  awayReason(agentId: string): Promise<AwayReason | undefined>;
  presences(organizationId: string): Promise<Record<string, Presence>>;
  /** Which of these are online and connected; undefined while the realtime store is gone. */
  onlineAmong(
    agents: ReadonlyArray<Pick<AgentProfile, 'id' | 'status'>>,
  ): Promise<ReadonlySet<string> | undefined>;
  assign: AssignAgents;
  /** Those of the agents who have a console open, on whatever node; in doubt all. */
  connected(agentIds: readonly string[]): Promise<Set<string>>;
  /** Gives waiting sessions to whoever has room; how many found somebody. One run an organization, and at most one more remembered. Never rejects. */
  claimNext(organizationId: string): Promise<number>;
  /** Call it every 25 s with the ids of the agents' living sockets. */
  heartbeat(connectionIds: readonly string[]): Promise<void>;
  /** @throws `conflict` for an agent who chose 'offline': what it got would go straight back into the queue. */
  refuseOffline(agent: AgentRef): Promise<void>;
  /** @throws `conflict` for an agent who may not sign in any more: nobody would see what they got. */
  refuseDeactivated(organizationId: string, agent: AgentRef): Promise<void>;
  /**
   * For the sweep: agents that hold sessions. Those without a connection get their grace, then lose them, those who are offline
   * or may not sign in any more lose them at once; returns how many.
   */
  checkHolders(holders: readonly Holder[]): Promise<number>;
  close(): Promise<void>;
}

export function createRouting(deps: RoutingDeps): Routing {
  const { sessions, events, log, graceMs = 60_000 } = deps;
  const workload = createWorkload({ sessions, log });
  const presence = createPresence({
    ...deps,
    graceMs,
    onGone: (agent) => workload.giveBack(agent),
    onOnline: (organizationId) => void claims.next(organizationId),
  });
  const assigner = createAssigner({
    turn: deps.assignmentTurn,
    seen: presence.seen,
    weightOf: deps.weightOf,
    log,
  });
  const claims = createQueueWorker({ sessions, assigner, log });

  function heard({ session, message }: { session: SessionState; message: Message }): void {
    const { agentId } = message;
    if (!agentId || !changesHolder(message)) return;
    assigner.got(agentId);
    void workload.giveBackIf(presence.offline.is(agentId), session);
  }

  const unsubscribe = [
    events.on('message', heard),
    events.on('queue', ({ organizationId, full }) => {
      if (!full) void claims.next(organizationId);
    }),
  ];

  return {
    connect: presence.connect,
    disconnect: presence.disconnect,
    setPresence: presence.set,
    signOfLife: presence.signOfLife,
    letRunOut: presence.letRunOut,
    awayReason: presence.awayReason,
    heartbeat: presence.heartbeat,
    refuseOffline: presence.offline.refuse,
    async refuseDeactivated(organizationId, agent) {
      const active = await deps.listAgents(organizationId);
      if (!active.some(({ id }) => id === agent.id))
        throw new DomainError('conflict', say('agent_deactivated', { agent: agent.name }));
    },
    checkHolders: presence.checkHolders,
    connected: presence.connected,
    claimNext: claims.next,
    assign: assigner.assign,
    async presences(organizationId) {
      const seen = await presence.seen(await deps.listAgents(organizationId));
      return Object.fromEntries([...seen].map(([id, agent]) => [id, agent.presence]));
    },
    onlineAmong: presence.onlineAmong,
    async close() {
      for (const stop of unsubscribe) stop();
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
  'merged',
  'merged_here',
  'separated',
]);

function changesHolder({ type, content }: Message): boolean {
  return type === 'handover' || (type === 'system' && holderActions.has(content.systemAction ?? ''));
}

export type { AgentPlace, AgentProfile };
