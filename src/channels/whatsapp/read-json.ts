// Readers for JSON that may lack anything: what is absent or of another type is undefined, never a fault.
export type Json = Record<string, unknown>;

export function object(value: unknown): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};
}

export function list(value: unknown): Json[] {
  return Array.isArray(value) ? value.map(object) : [];
}

/** A text that says something; numbers count, Meta sends ids and times as either. */
export function text(value: unknown): string | undefined {
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  return typeof value === 'string' && value.trim() !== '' ? value : undefined;
}

/** Seconds since the epoch, as a number or a text, to ISO 8601. */
export function time(value: unknown): string | undefined {
  const seconds = Number(text(value));
  if (!Number.isFinite(seconds) || seconds <= 0 || seconds > 8.64e12) return undefined;
  return new Date(seconds * 1000).toISOString();
}

/** The parts that are there, joined; undefined when none is. */
export function joined(parts: ReadonlyArray<string | undefined>, separator: string): string | undefined {
  return parts.filter((part) => part !== undefined).join(separator) || undefined;
}
