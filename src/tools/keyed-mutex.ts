// One at a time a key, in the order of the calls.

export interface KeyedMutex {
  /** Runs `work` after everything that was asked for this key before; the result, or the error, is its own. */
  run<T>(key: string, work: () => Promise<T>): Promise<T>;
  /** Keys with work under way or waiting. */
  readonly size: number;
}

export function createKeyedMutex(): KeyedMutex {
  const tails = new Map<string, Promise<unknown>>();
  return {
    run(key, work) {
      const before = tails.get(key);
      const result = before ? before.then(work, work) : work();
      tails.set(key, result);
      const clear = (): void => {
        if (tails.get(key) === result) tails.delete(key);
      };
      result.then(clear, clear);
      return result;
    },
    get size() {
      return tails.size;
    },
  };
}
