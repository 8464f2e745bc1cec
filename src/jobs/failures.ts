import { DomainError } from '../errors';

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
