// The realtime state shared by all nodes.
import { realtimeTimes, type Realtime, type RealtimeOptions } from '../memory';
import { createRedisAnswerCache } from './answer-cache';
import { createRedisAgentStatuses, createRedisConnections } from './agents';
import type { RedisStore } from './open';
import { createRedisRateLimits } from './rate-limits';
import { createRedisActiveSessions, createRedisSessionContext } from './sessions';

export { openRedis, type RedisStore } from './open';

export function createRedisRealtime(
  { client }: Pick<RedisStore, 'client'>,
  { rules, times = realtimeTimes, activeSessions = 10_000 }: RealtimeOptions,
): Realtime {
  return {
    statuses: createRedisAgentStatuses(client, {
      ttlMs: times.statusMs,
      signMs: times.signMs,
    }),
    connections: createRedisConnections(client, { ttlMs: times.connectionMs }),
    activeSessions: createRedisActiveSessions(client, { perOrganization: activeSessions }),
    context: createRedisSessionContext(client, times),
    rateLimits: createRedisRateLimits(client, rules),
    answers: createRedisAnswerCache(client),
  };
}
