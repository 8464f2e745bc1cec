/** Runs one at a time a key: however many ask while one is under way, exactly one more follows it. */
export interface CoalescedRuns {
  /** Resolves when the run that this call led to is over; rejects with what it threw. */
  run(key: string): Promise<void>;
  /** Keys with a run under way. */
  readonly size: number;
  /** Starts nothing more; resolves once nothing runs. */
  close(): Promise<void>;
}

export function createCoalescedRuns(work: (key: string) => Promise<void>): CoalescedRuns {
  const runs = new Map<string, { current: Promise<void>; next?: Promise<void> }>();
  let closed = false;

  function start(key: string): Promise<void> {
    const current = closed ? Promise.resolve() : work(key);
    const run: { current: Promise<void>; next?: Promise<void> } = { current };
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
