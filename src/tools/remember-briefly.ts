import { LRUCache } from 'lru-cache';

/** Remembers what was looked up for a few seconds, up to a cap; failures are not remembered. */
export function rememberBriefly<T>(options: { milliseconds: number; cap: number }) {
  const entries = new LRUCache<string, Promise<T>>({ max: options.cap, ttl: options.milliseconds });
  return {
    get(key: string, look: () => Promise<T>): Promise<T> {
      const known = entries.get(key);
      if (known) return known;
      const value = look();
      entries.set(key, value);
      value.catch(() => {
        // Somebody may have looked again meanwhile.
        if (entries.peek(key) === value) entries.delete(key);
      });
      return value;
    },
    forget: (key: string) => entries.delete(key),
  };
}
