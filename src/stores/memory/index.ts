// The realtime state of a single process, for when no REDIS_URL is set.
import type { RateLimited, RateLimits, RateRule } from '../../gateway/rate-rules';
import type { ActiveSessions, SessionContext } from '../../gateway/store';
import type { AnswerCacheStore } from '../../responder/answer-cache/store';
import type { AgentStatuses, Connections } from '../../routing/store';
import { createMemoryAnswerCache } from './answer-cache';
import { createMemoryAgentStatuses, createMemoryConnections } from './agents';
import { createMemoryRateLimits } from './rate-limits';
import { createMemorySessionContext, noActiveSessions } from './sessions';

/** How long things live, in milliseconds. A heartbeat every 25 s renews connections, views and statuses. */
export const realtimeTimes = {
  connectionMs: 75_000,
  statusMs: 150_000,
  /** Longer than the longest that an agent may sit still. */
  signMs: 26 * 3_600_000,
  contextMs: 3_600_000,
  viewMs: 60_000,
  typingMs: 8_000,
};

export type RealtimeTimes = typeof realtimeTimes;

/** Everything that is true only now, whichever store holds it. */
export interface Realtime {
  statuses: AgentStatuses;
  connections: Connections;
  activeSessions: ActiveSessions;
  context: SessionContext;
  rateLimits: RateLimits;
  answers: AnswerCacheStore;
}

export interface RealtimeOptions {
  rules: Record<RateLimited, RateRule>;
  times?: RealtimeTimes;
  /** Newest sessions kept of an organization, in Redis. */
  activeSessions?: number;
}

export function createMemoryRealtime(
  { rules, times = realtimeTimes }: RealtimeOptions,
  { now = Date.now, cap = 100_000 }: { now?: () => number; cap?: number } = {},
): Realtime {
  const options = {
    ...{ now, cap },
    connectionTtlMs: times.connectionMs,
    statusTtlMs: times.statusMs,
    signTtlMs: times.signMs,
  };
  return {
    statuses: createMemoryAgentStatuses(options),
    connections: createMemoryConnections(options),
    activeSessions: noActiveSessions,
    context: createMemorySessionContext(options, times),
    rateLimits: createMemoryRateLimits(rules, options),
    answers: createMemoryAnswerCache(),
  };
}

/** For RATE_LIMITS=off. */
export function unlimited(): RateLimits {
  return { take: async () => ({ count: 0 }), forget: async () => {}, giveBack: async () => {} };
}
