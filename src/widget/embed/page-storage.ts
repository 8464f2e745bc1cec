export interface PageStorage {
  get(): string | null;
  set(value: string): void;
}

/** A value in the host page's own storage; in memory where that is forbidden. */
export function createPageStorage(storage: 'localStorage' | 'sessionStorage', key: string): PageStorage {
  let kept: string | null = null;
  return {
    get() {
      try {
        return window[storage].getItem(key) ?? kept;
      } catch {
        return kept;
      }
    },
    set(value) {
      kept = value;
      try {
        window[storage].setItem(key, value);
      } catch {
        // It lasts as long as the page.
      }
    },
  };
}
