import type { KeyValues } from './outbox';

/** The browser's storage, or memory where it is forbidden or full. */
export function createStorage(): KeyValues {
  try {
    localStorage.setItem('parley:probe', '');
    localStorage.removeItem('parley:probe');
    return localStorage;
  } catch {
    return createMemory();
  }
}

export function createMemory(): KeyValues {
  const values = new Map<string, string>();
  return {
    get length() {
      return values.size;
    },
    key: (index) => [...values.keys()][index] ?? null,
    getItem: (key) => values.get(key) ?? null,
    setItem: (key, value) => void values.set(key, value),
    removeItem: (key) => void values.delete(key),
  };
}
