// A map that cannot grow without end: entries run out, and the one unused longest goes when it is full.
import { LRUCache } from 'lru-cache';

export interface CappedMap<V> {
  get(key: string): V | undefined;
  /** @param ttlMs without it the entry stays until it is pushed out. */
  set(key: string, value: V, ttlMs?: number): void;
  delete(key: string): boolean;
  /** Entries held, those that ran out but were not yet dropped included. */
  readonly size: number;
}

export function createCappedMap<V>(cap: number, now: () => number): CappedMap<V> {
  // Slots are not made before they are used.
  const entries = new LRUCache<string, { value: V; until: number }>({
    maxSize: cap,
    sizeCalculation: () => 1,
  });
  return {
    get(key) {
      const entry = entries.get(key);
      if (!entry) return undefined;
      if (entry.until > now()) return entry.value;
      entries.delete(key);
      return undefined;
    },
    set(key, value, ttlMs = Infinity) {
      entries.set(key, { value, until: now() + ttlMs });
    },
    delete: (key) => entries.delete(key),
    get size() {
      return entries.size;
    },
  };
}
