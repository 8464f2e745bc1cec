// One run a session: a burst of messages is one question, and what comes meanwhile makes exactly one more run.

export interface Runs {
  /** Starts a run of this key after the debounce, or makes the one under way run once more. */
  ask(key: string): void;
  /** Gives up the run of this key, whatever it is doing: its signal fires with the reason. */
  cancel(key: string, reason: string): void;
  has(key: string): boolean;
  /** The run under way will run once more. */
  isAsked(key: string): boolean;
  readonly size: number;
  /** Skips the waiting, and resolves when all runs are done; those left after `graceMs` are aborted. */
  close(graceMs: number): Promise<void>;
}

interface Run {
  again: boolean;
  abort: AbortController;
  done: Promise<void>;
}

/** @param work must not reject */
export function createRuns(
  work: (key: string, signal: AbortSignal) => Promise<void>,
  debounceMs: number,
): Runs {
  const runs = new Map<string, Run>();
  const closing = new AbortController();

  async function loop(key: string, run: Run): Promise<void> {
    do {
      await pause(debounceMs, AbortSignal.any([closing.signal, run.abort.signal]));
      run.again = false;
      if (!run.abort.signal.aborted) await work(key, run.abort.signal);
    } while (run.again && !run.abort.signal.aborted);
    if (runs.get(key) === run) runs.delete(key);
  }
  return {
    ask(key) {
      const current = runs.get(key);
      if (current) {
        current.again = true;
        return;
      }
      const run: Run = { again: false, abort: new AbortController(), done: Promise.resolve() };
      runs.set(key, run);
      run.done = loop(key, run);
    },
    cancel(key, reason) {
      const run = runs.get(key);
      runs.delete(key);
      run?.abort.abort(reason);
    },
    has: (key) => runs.has(key),
    isAsked: (key) => runs.get(key)?.again ?? false,
    get size() {
      return runs.size;
    },
    async close(graceMs) {
      closing.abort();
      const all = Promise.all([...runs.values()].map(({ done }) => done));
      const waiting = new AbortController();
      await Promise.race([all, pause(graceMs, waiting.signal)]);
      waiting.abort();
      for (const { abort } of runs.values()) abort.abort();
      await all;
    },
  };
}

function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const timer = setTimeout(resolve, ms);
    signal?.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true });
  });
}
