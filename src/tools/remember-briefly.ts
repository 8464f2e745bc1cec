/** Remembers what was looked up for a few seconds, up to a cap; failures are not remembered. */
export function rememberBriefly<T>(options: { milliseconds: number; cap: number }) {
  const entries = new Map<string, { value: Promise<T>; until: number }>();
  return {
    get(key: string, look: () => Promise<T>): Promise<T> {
      const now = Date.now();
      const entry = entries.get(key);
      if (entry && entry.until > now) return entry.value;
      const value = look();
      entries.delete(key);
      entries.set(key, { value, until: now + options.milliseconds });
      if (entries.size > options.cap) entries.delete(entries.keys().next().value!);
      value.catch(() => entries.delete(key));
      return value;
    },
    forget: (key: string) => entries.delete(key),
  };
}
