// What no store can hold as it is: U+0000, halves of surrogate pairs, and keys too long for an index.
import { createHash } from 'node:crypto';

const maxKeyLength = 255;

/**
 * The same value with U+0000 and lone surrogates replaced by U+FFFD, so that one poisoned message never fails a group.
 * Returns the value itself when there is nothing to replace.
 */
export function storable<T>(value: T): T {
  return mayBePoisoned(JSON.stringify(value)) ? (clean(value) as T) : value;
}

/** JSON.stringify escapes exactly the control characters and the lone surrogates as \u. */
export function mayBePoisoned(json: string | undefined): boolean {
  return json !== undefined && json.includes('\\u');
}

export function cleanText(text: string): string {
  return text.replace(/\p{Surrogate}|\0/gu, '\uFFFD');
}

/** A foreign id as an index key: itself, or, when it is too long for an index, its hash. */
export function indexKey(id: string): string {
  if (id.length <= maxKeyLength) return cleanText(id);
  return `sha256:${createHash('sha256').update(id).digest('hex')}`;
}

export function clean(value: unknown): unknown {
  if (typeof value === 'string') return cleanText(value);
  if (Array.isArray(value)) return value.map(clean);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [cleanText(key), clean(part)]));
}
