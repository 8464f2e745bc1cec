// What routing keeps about agents: true only now, and rebuilt by heartbeats when the store comes back empty.
import type { Presence } from '../protocol/model/presence';

export interface AgentStatus {
  organizationId: string;
  status: Presence;
  /** ISO time of the last change. */
  since: string;
}

/** `agent:{id}:status`, with a time to live that heartbeats renew. Every method rejects `unavailable` while the store is gone. */
export interface AgentStatuses {
  /** Only those that are known and have not run out. */
  get(agentIds: readonly string[]): Promise<Map<string, AgentStatus>>;
  set(agentId: string, status: AgentStatus): Promise<void>;
  /** Renews the time to live; returns the ids that the store does not know (any more). */
  touch(agentIds: readonly string[]): Promise<string[]>;
  remove(agentId: string): Promise<void>;
}

/** One socket of an agent or a customer. */
export interface ConnectionInfo {
  kind: 'agent' | 'customer';
  organizationId: string;
  agentId?: string;
  customerId?: string;
  /** Which process holds it. */
  node: string;
  connectedAt: string;
}

/** `websocket:{id}:info`, with a time to live. Every method rejects `unavailable` while the store is gone. */
export interface Connections {
  /** Writes or renews: what a heartbeat calls, so that an emptied store fills again. */
  keep(connections: ReadonlyArray<{ id: string; info: ConnectionInfo }>): Promise<void>;
  remove(connectionIds: readonly string[]): Promise<void>;
  get(connectionId: string): Promise<ConnectionInfo | undefined>;
  /** Those of the given agents that have at least one living connection, on any node. */
  connected(agentIds: readonly string[]): Promise<Set<string>>;
}
