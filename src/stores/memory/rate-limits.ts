import { DomainError, type Quota } from '../../errors';
import type { RateLimited, RateLimits, RateRule } from '../../gateway/rate-rules';
import { createCappedMap } from './capped-map';
import { say } from '../../protocol/server-texts/said';

/** Windows counted in this process. Full, it forgets the window unused longest. */
export function createMemoryRateLimits(
  rules: Record<RateLimited, RateRule>,
  { now, cap }: { now: () => number; cap: number },
): RateLimits {
  const windows = createCappedMap<{ taken: number; until: number }>(cap, now);
  return {
    async take(type, id) {
      const { seconds } = rules[type];
      const key = `${type}:${id}`;
      let window = windows.get(key);
      if (!window) {
        window = { taken: 0, until: now() + seconds * 1000 };
        windows.set(key, window, seconds * 1000);
      }
      window.taken += 1;
      const quota = quotaOf(type, rules[type], { taken: window.taken, waitMs: window.until - now() });
      if (window.taken > quota.points) throw tooMany(quota);
      return { count: window.taken, quota };
    },
    async giveBack(type, id) {
      const window = windows.get(`${type}:${id}`);
      if (window && window.taken > 0) window.taken -= 1;
    },
    async forget(type, id) {
      windows.delete(`${type}:${id}`);
    },
  };
}

/** @param now.waitMs until the window ends. */
export function quotaOf(
  limit: RateLimited,
  { points, seconds }: RateRule,
  { taken, waitMs }: { taken: number; waitMs: number },
): Quota {
  const resetAfter = Math.max(1, Math.ceil(waitMs / 1000));
  return { limit, points, seconds, left: Math.max(0, points - taken), resetAfter };
}

export function tooMany(quota: Quota): DomainError {
  const retryAfter = quota.resetAfter;
  const isSoon = retryAfter < 90;
  const [count, unit] = isSoon ? [retryAfter, 'second'] : [Math.ceil(retryAfter / 60), 'minute'];
  const wait = `${count} ${unit}${count === 1 ? '' : 's'}`;
  const { wording } = say(isSoon ? 'wait_seconds' : 'wait_minutes', { count });
  const message = { text: `Too many requests. Please wait ${wait}.`, wording };
  return new DomainError('rate_limited', message, {
    retryAfter,
    quota: { ...quota, left: 0 },
  });
}
