// Objects whose keys somebody else chose, as MongoDB and servers like it take them: no "." and no leading "$" in a key.
import { clean } from '../storable';

/** JSON in, JSON out: what is absent stays absent, and no key reads like an operator or a path. */
export function toStored<T>(value: T): T {
  return renameKeys(clean(JSON.parse(JSON.stringify(value))), encodeKey) as T;
}

export function fromStored<T>(value: T): T {
  return renameKeys(value, decodeKey) as T;
}

function renameKeys(value: unknown, rename: (key: string) => string): unknown {
  if (Array.isArray(value)) return value.map((part) => renameKeys(part, rename));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [rename(key), renameKeys(part, rename)]),
  );
}

function encodeKey(key: string): string {
  return key.replace(/[%.]|^\$/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}

function decodeKey(key: string): string {
  return key.replace(/%(25|2E|24)/g, (_, code: string) => String.fromCharCode(parseInt(code, 16)));
}
