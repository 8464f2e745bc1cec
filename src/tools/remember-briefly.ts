import { setTimeout as pause } from 'node:timers/promises';
import { LRUCache, type Perf } from 'lru-cache';

/** Whoever asks has something to do at once, which a look beside it would hold up. */
const mostLaterMs = 200;

/**
 * Remembers what was looked up for a few seconds, up to a cap; failures are not remembered. What is asked for in the second half of its
 * time is looked up anew a moment later, so that who asks again soon need not wait.
 */
export function rememberBriefly<T>(options: { milliseconds: number; cap: number }, perf: Perf = performance) {
  const entries = new LRUCache<string, Promise<T>>({ max: options.cap, ttl: options.milliseconds, perf });
  /** Being looked up anew. */
  const renewing = new Set<Promise<T>>();

  async function renew(key: string, known: Promise<T>, look: () => Promise<T>): Promise<void> {
    renewing.add(known);
    try {
      await pause(Math.min(mostLaterMs, options.milliseconds / 8), undefined, { ref: false });
      if (entries.peek(key) !== known) return;
      const start = perf.now();
      const value = await look();
      // What was forgotten meanwhile, or looked up since, is not put back.
      if (entries.peek(key) === known) entries.set(key, Promise.resolve(value), { start });
    } catch {
      // Who asks when its time is over hears of it.
    } finally {
      renewing.delete(known);
    }
  }
  return {
    get(key: string, look: () => Promise<T>): Promise<T> {
      const known = entries.get(key);
      const isAging = known && entries.getRemainingTTL(key) < options.milliseconds / 2;
      if (isAging && !renewing.has(known)) void renew(key, known, look);
      if (known) return known;
      const value = look();
      entries.set(key, value);
      value.catch(() => {
        // Somebody may have looked again meanwhile.
        if (entries.peek(key) === value) entries.delete(key);
      });
      return value;
    },
    forget: (key: string) => entries.delete(key),
  };
}
