// One of many that goes wrong does not hold the others.
import { DomainError } from '../errors';

export type Failures = ReturnType<typeof createFailures>;

/** Goes on after a failure and reports the first at the end. What somebody else settled meanwhile is none. */
export function createFailures() {
  let first: unknown;
  let count = 0;
  return {
    async attempt(work: () => Promise<unknown>): Promise<boolean> {
      try {
        await work();
        return true;
      } catch (error) {
        if (error instanceof DomainError && ['conflict', 'not_found'].includes(error.code)) return true;
        first ??= error;
        count += 1;
        return false;
      }
    },
    rethrow(): void {
      if (count > 0) throw new Error(`${count} of them failed; the first is the cause`, { cause: first });
    },
  };
}

/** All of them, one after another. @throws at the end, when one of them failed */
export async function attemptEach<T>(items: Iterable<T>, work: (item: T) => Promise<unknown>): Promise<void> {
  const failures = createFailures();
  for (const item of items) await failures.attempt(() => work(item));
  failures.rethrow();
}
