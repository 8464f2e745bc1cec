// The smallest store that React can subscribe to: one immutable value. What changes many times in a moment is shown once.
export interface Store<T> {
  get(): T;
  set(change: (value: T) => T): void;
  subscribe(listener: () => void): () => void;
  /** Shows what is held back for a moment: somebody has just asked for it. */
  showNow(): void;
}

/** The first change is shown at once, those that follow within this time together. */
const togetherMs = 50;

export function createStore<T>(initial: T): Store<T> {
  let value = initial;
  let pause: ReturnType<typeof setTimeout> | undefined;
  let changed = false;
  const listeners = new Set<() => void>();

  function show(): void {
    changed = false;
    clearTimeout(pause);
    pause = setTimeout(() => {
      pause = undefined;
      if (changed) show();
    }, togetherMs);
    for (const listener of listeners) listener();
  }

  return {
    get: () => value,
    set(change) {
      const next = change(value);
      if (Object.is(next, value)) return;
      value = next;
      changed = true;
      if (pause === undefined) show();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    showNow() {
      if (changed) show();
    },
  };
}

/** Who hears news, as long as they want to. */
export type Listeners<News> = ReturnType<typeof createListeners<News>>;

export function createListeners<News>() {
  const listeners = new Set<(news: News) => void>();
  return {
    tell(news: News): void {
      for (const listener of listeners) listener(news);
    },
    on(listener: (news: News) => void): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
