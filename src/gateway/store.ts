// What is true only now about sessions and callers. Losing all of it loses no message.
export type { ConnectionInfo, Connections } from '../routing/store';

/**
 * `organization:{id}:active_sessions`, the newest 10,000: in Redis, for dashboards and other programs. Parley itself asks its
 * tables. Every method rejects `unavailable` while the store is gone.
 */
export interface ActiveSessions {
  /** Adds the session, or moves it up. An earlier time than the one known changes nothing. */
  touch(organizationId: string, sessionId: string, at: Date): Promise<void>;
  remove(organizationId: string, sessionId: string): Promise<void>;
}

export interface Context {
  /** Agents that have the session open. */
  viewers: string[];
  /** Who writes at the moment: 'customer', 'ai', or an agent's id. */
  typing: string[];
}

/** `session:{id}:context`, gone an hour after its last change. Every change is atomic across nodes; every method rejects `unavailable` while the store is gone. */
export interface SessionContext {
  get(sessionId: string): Promise<Context>;
  /** Holds for 60 s: call it again with each heartbeat. */
  view(sessionId: string, agentId: string): Promise<void>;
  leave(sessionId: string, agentId: string): Promise<void>;
  /** true holds for 8 s. */
  typing(sessionId: string, who: string, typing: boolean): Promise<void>;
}
