// Work side by side, so much at once of each lane: whoever hangs holds up its own lane, and nobody else's.
import { setTimeout as pause } from 'node:timers/promises';
import pLimit, { type LimitFunction } from 'p-limit';

export interface Lanes {
  /** Runs it once there is room in the lane; what waits there under the same name already is not asked for twice. */
  run(lane: string, name: string, work: () => Promise<void>): void;
  /** Resolves once nothing runs, or `withinMs` later; what still waits for room is dropped. */
  close(withinMs: number): Promise<void>;
}

/** @param onError is told of what work rejects with */
export function createLanes(atOnce: number, onError: (error: unknown) => void): Lanes {
  const limits = new Map<string, LimitFunction>();
  const waiting = new Set<string>();
  const running = new Set<Promise<void>>();
  let isClosed = false;

  function limitOf(lane: string): LimitFunction {
    const limit = limits.get(lane) ?? pLimit(atOnce);
    limits.set(lane, limit);
    return limit;
  }

  return {
    run(lane, name, work) {
      if (isClosed || waiting.has(name)) return;
      waiting.add(name);
      const limit = limitOf(lane);
      const done = limit(async () => {
        waiting.delete(name);
        if (!isClosed) await work();
      })
        .catch(onError)
        .finally(() => {
          running.delete(done);
          if (limit.activeCount + limit.pendingCount === 0) limits.delete(lane);
        });
      running.add(done);
    },
    async close(withinMs) {
      isClosed = true;
      await Promise.race([Promise.all(running), pause(withinMs, undefined, { ref: false })]);
    },
  };
}
