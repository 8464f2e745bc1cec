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
  /** Ends the debounce at once, when that is what the run is in. */
  skipWait(): void;
  done: Promise<void>;
}

/** @param work must not reject @param debounceMs how long to wait for the rest of a burst */
export function createRuns(
  work: (key: string, signal: AbortSignal) => Promise<void>,
  debounceMs: (key: string) => number,
): Runs {
  /** The run that answers for a key: one that was cancelled may still be ending beside it. */
  const current = new Map<string, Run>();
  const all = new Set<Run>();
  let closed = false;

  async function loop(key: string, run: Run): Promise<void> {
    do {
      if (!closed) await pause(debounceMs(key), run);
      run.again = false;
      if (!run.abort.signal.aborted) await work(key, run.abort.signal);
    } while (run.again && !run.abort.signal.aborted);
    all.delete(run);
    if (current.get(key) === run) current.delete(key);
  }
  return {
    ask(key) {
      const running = current.get(key);
      if (running) {
        running.again = true;
        return;
      }
      const run: Run = {
        again: false,
        abort: new AbortController(),
        skipWait: () => {},
        done: Promise.resolve(),
      };
      current.set(key, run);
      all.add(run);
      run.done = loop(key, run);
    },
    cancel(key, reason) {
      const run = current.get(key);
      current.delete(key);
      run?.abort.abort(reason);
      run?.skipWait();
    },
    has: (key) => current.has(key),
    isAsked: (key) => current.get(key)?.again ?? false,
    get size() {
      return all.size;
    },
    async close(graceMs) {
      closed = true;
      for (const { skipWait } of all) skipWait();
      const done = Promise.all([...all].map((run) => run.done));
      const grace = setTimeout(() => all.forEach(({ abort }) => abort.abort()), graceMs);
      await done;
      clearTimeout(grace);
    },
  };
}

function pause(ms: number, run: Run): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    run.skipWait = () => (clearTimeout(timer), resolve());
  });
}
