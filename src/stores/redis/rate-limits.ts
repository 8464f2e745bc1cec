import type Redis from 'ioredis';
import { RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import { DomainError } from '../../errors';
import type { RateLimited, RateLimits, RateRule } from '../../gateway/rate-rules';
import { createMemoryRateLimits, quotaOf, tooMany } from '../memory/rate-limits';
import { say } from '../../protocol/server-texts/said';

/** Shared by all nodes; while Redis is gone each rule says whether to refuse or to count in this process. */
export function createRedisRateLimits(client: Redis, rules: Record<RateLimited, RateRule>): RateLimits {
  const here = createMemoryRateLimits(rules, { now: Date.now, cap: 100_000 });
  const limiters = new Map(
    Object.entries(rules).map(([type, { points, seconds }]) => [
      type,
      new RateLimiterRedis({
        storeClient: client,
        keyPrefix: `ratelimit:${type}`,
        points,
        duration: seconds,
        rejectIfRedisNotReady: true,
      }),
    ]),
  );
  return {
    async take(type, id) {
      const quota = ({ consumedPoints: taken, msBeforeNext: waitMs }: RateLimiterRes) =>
        quotaOf(type, rules[type], { taken, waitMs });
      try {
        const counted = await limiters.get(type)!.consume(id);
        return { count: counted.consumedPoints, quota: quota(counted) };
      } catch (refused) {
        if (refused instanceof RateLimiterRes) throw tooMany(quota(refused));
        if (rules[type].whenGone === 'count_here') return here.take(type, id);
        throw new DomainError('unavailable', say('not_checked'), {
          retryAfter: 5,
          cause: refused,
        });
      }
    },
    async giveBack(type, id) {
      await here.giveBack(type, id);
      await limiters
        .get(type)!
        .reward(id)
        .catch(() => undefined);
    },
    async forget(type, id) {
      await here.forget(type, id);
      await limiters
        .get(type)!
        .delete(id)
        .catch(() => undefined);
    },
  };
}
