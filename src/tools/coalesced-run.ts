/** Runs one at a time a key: however many ask while one is under way, exactly one more follows it. */
export interface CoalescedRuns<T = void> {
  /** Resolves to what the run that this call led to brought (undefined once closed); rejects with what it threw. */
  run(key: string): Promise<T | undefined>;
  /** Keys with a run under way. */
  readonly size: number;
  /** Starts nothing more; resolves once nothing runs. */
  close(): Promise<void>;
}

interface Run<T> {
  current: Promise<T | undefined>;
  next?: Promise<T | undefined>;
}

export function createCoalescedRuns<T>(work: (key: string) => Promise<T>): CoalescedRuns<T> {
  const runs = new Map<string, Run<T>>();
  let closed = false;

  function start(key: string): Promise<T | undefined> {
    const current = closed ? Promise.resolve(undefined) : work(key);
    const run: Run<T> = { current };
    runs.set(key, run);
    const clear = (): void => {
      if (!run.next) runs.delete(key);
    };
    current.then(clear, clear);
    return current;
  }

  return {
    run(key) {
      const running = runs.get(key);
      if (!running) return start(key);
      running.next ??= running.current.then(
        () => start(key),
        () => start(key),
      );
      return running.next;
    },
    get size() {
      return runs.size;
    },
    async close() {
      closed = true;
      await Promise.allSettled([...runs.values()].map(({ current, next }) => next ?? current));
    },
  };
}
