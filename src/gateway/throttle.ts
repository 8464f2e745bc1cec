// Counts events in this process, without waiting: what a socket sends must keep its order, and Redis may be gone.
import { DomainError } from '../errors';
import { rateRules } from './rate-rules';
import type { Rule } from './event-rules';
import { say } from '../protocol/server-texts/said';

interface Window {
  taken: number;
  until: number;
}

export interface Throttle {
  /** Counts one. @throws `rate_limited` with retryAfter in seconds */
  take(limit: Rule['limit'], id: string): void;
  /** Forgets windows that ended. */
  sweep(): void;
}

export function createThrottle(on: boolean, now: () => number = Date.now): Throttle {
  const windows = new Map<string, Window>();
  return {
    take(limit, id) {
      if (!on) return;
      const key = `${limit} ${id}`;
      const { points, seconds } = rateRules[limit];
      let window = windows.get(key);
      if (!window || window.until <= now()) {
        window = { taken: 0, until: now() + seconds * 1000 };
        windows.set(key, window);
      }
      window.taken += 1;
      if (window.taken <= points) return;
      const retryAfter = Math.max(1, Math.ceil((window.until - now()) / 1000));
      throw new DomainError('rate_limited', say('many_requests'), { retryAfter });
    },
    sweep() {
      for (const [key, window] of windows) if (window.until <= now()) windows.delete(key);
    },
  };
}
