// What routing keeps about agents: true only now, and rebuilt by heartbeats when the store comes back empty.
import type { RoutingSettings } from '../protocol/routing';
import type { ChannelType } from '../protocol/model/channel';
import type { AwayReason, Presence } from '../protocol/model/presence';
import type { WantsAgent } from '../sessions/assign-agents';
import type { TeamRules } from './teams';
import type { SessionState } from '../sessions/session';

export interface AgentPlace {
  organizationId: string;
  agentId: string;
}

/** Somebody who has sessions. */
export interface Holder extends AgentPlace {
  /** May not sign in any more. */
  isDeactivated: boolean;
}

export interface AgentStatus {
  organizationId: string;
  status: Presence;
  /** ISO time of the last change. */
  since: string;
  /** Nobody chose it. */
  awayReason?: AwayReason;
}

/** `agent:{id}:status`, with a time to live that heartbeats renew. Every method rejects `unavailable` while the store is gone. */
export interface AgentStatuses {
  /** Only those that are known and have not run out. */
  get(agentIds: readonly string[]): Promise<Map<string, AgentStatus>>;
  set(agentId: string, status: AgentStatus): Promise<void>;
  /** Renews the time to live; returns the ids that the store does not know (any more). */
  touch(agentIds: readonly string[]): Promise<string[]>;
  remove(agentId: string): Promise<void>;
  /** Keeps the time of a sign of life, milliseconds since 1970, unless a later one is known; for longer than a day. */
  keepSign(agentId: string, at: number): Promise<void>;
  /** The last one of each, of those whose consoles tell. */
  lastSigns(agentIds: readonly string[]): Promise<Map<string, number>>;
}

/** One socket of an agent or a customer. */
export interface ConnectionInfo {
  kind: 'agent' | 'customer';
  organizationId: string;
  agentId?: string;
  customerId?: string;
  /** The customer that it was before it signed in. */
  anonymousId?: string;
  /** Which process holds it. */
  node: string;
  connectedAt: string;
}

/** `websocket:{id}:info`, with a time to live. Every method rejects `unavailable` while the store is gone. */
export interface Connections {
  /** Writes or renews: what a heartbeat calls, so that an emptied store fills again. */
  keep(connections: ReadonlyArray<{ id: string; info: ConnectionInfo }>): Promise<void>;
  remove(connectionIds: readonly string[]): Promise<void>;
  /** Those of the given agents (or customers) that have at least one living connection, on any node. */
  connected(ids: readonly string[], kind?: ConnectionInfo['kind']): Promise<Set<string>>;
}

export interface AgentProfile {
  id: string;
  name: string;
  maxConcurrentChats: number;
  specialties: string[];
  /** What it speaks; empty: nobody has said. */
  languages: string[];
  /** Its own last choice, as stored, or 'away' for a reason. 'offline' is also what an agent has that never chose. */
  status: Presence;
  /** Why it is away where nobody chose it. */
  awayReason?: AwayReason | null;
}

export interface AgentWithLoad extends AgentProfile {
  /** Sessions that it holds now, by channel. */
  held: Partial<Record<ChannelType, number>>;
}

/** What is read while nobody else assigns in the organization. */
export interface Turn {
  /** Those whose users may sign in. */
  agents(): Promise<AgentWithLoad[]>;
  /** Waiting sessions, so many of each team and of those without one: by priority, then oldest first. */
  waiting(limit: number): Promise<Array<SessionState & WantsAgent>>;
  /** The teams, oldest first, and how sessions are given out. */
  rules(): Promise<{ teams: TeamRules[]; settings: RoutingSettings }>;
  /** Who looks after the priority or VIP company of each of these customers. */
  owners(customerIds: readonly string[]): Promise<Map<string, string>>;
  /** Who helped each of these customers last, in any session. */
  lastAgents(customerIds: readonly string[]): Promise<Map<string, string>>;
}

/**
 * Runs `work`, which reads who has room, assigns, and writes the rows, while nobody else does so in this organization, on
 * whatever node: the database decides whose turn it is. Rejects when the turn does not come within seconds; then nothing
 * was run.
 */
export type AssignmentTurn = <T>(organizationId: string, work: (turn: Turn) => Promise<T>) => Promise<T>;
