// Stops asking a model that keeps failing: its customers go to people at once instead of after a deadline each.
import { LRUCache } from 'lru-cache';
import { ProviderFailure } from './providers/provider';

export interface Breaker {
  /** Throws while it is open; otherwise runs the work and counts the provider's failures, and nobody else's. */
  run<T>(work: () => Promise<T>): Promise<T>;
  isOpen(): boolean;
}

/**
 * @param options.failures in a row that open it
 * @param options.openMs how long it stays open; then one call is let through to try
 */
export function createBreaker({ failures = 3, openMs = 30_000, now = Date.now } = {}): Breaker {
  let inARow = 0;
  let openUntil = 0;
  const isOpen = () => now() < openUntil;
  return {
    isOpen,
    async run(work) {
      if (isOpen()) throw new Error('The model has failed repeatedly and is left alone for a moment.');
      const trying = inARow >= failures;
      if (trying) openUntil = now() + openMs;
      try {
        const result = await work();
        inARow = 0;
        openUntil = 0;
        return result;
      } catch (error) {
        if (error instanceof ProviderFailure) {
          inARow += 1;
          if (inARow >= failures) openUntil = now() + openMs;
        } else if (trying) {
          // It said nothing of the provider: the next call tries.
          openUntil = 0;
        }
        throw error;
      }
    },
  };
}

/** One breaker an organization and provider: what happens to one says nothing of the others. */
export interface Breakers {
  of(organizationId: string, provider: string): Breaker;
  open(): number;
}

export function createBreakers(options?: Parameters<typeof createBreaker>[0]): Breakers {
  const breakers = new LRUCache<string, Breaker>({ max: 10_000 });
  return {
    of(organizationId, provider) {
      const key = `${organizationId} ${provider}`;
      const own = breakers.get(key) ?? createBreaker(options);
      breakers.set(key, own);
      return own;
    },
    open: () => [...breakers.values()].filter((one) => one.isOpen()).length,
  };
}
