// Stops asking a model that keeps failing: its customers go to people at once instead of after a deadline each.

export interface Breaker {
  /** Throws while it is open; otherwise runs the work and counts how it went, unless the caller gave it up. */
  run<T>(work: () => Promise<T>, isGivenUp?: () => boolean): Promise<T>;
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
    async run(work, isGivenUp = () => false) {
      if (isOpen()) throw new Error('The model has failed repeatedly and is left alone for a moment.');
      const trying = inARow >= failures;
      if (trying) openUntil = now() + openMs;
      try {
        const result = await work();
        inARow = 0;
        openUntil = 0;
        return result;
      } catch (error) {
        if (isGivenUp()) throw error;
        inARow += 1;
        if (inARow >= failures) openUntil = now() + openMs;
        throw error;
      }
    },
  };
}
