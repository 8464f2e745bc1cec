// What every body, query and frame goes through before its schema: no key that reaches a prototype, no text that no store keeps.
import { cleanText } from './text';

const deepest = 32;

/** A copy that is safe to validate and to store, or the reason why there is none. */
export function sanitizeInput(value: unknown): { value: unknown } | { refused: string } {
  try {
    return { value: walk(value, 0) };
  } catch (error) {
    if (error instanceof Refused) return { refused: error.message };
    throw error;
  }
}

class Refused extends Error {}

function walk(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return cleanText(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= deepest) throw new Refused('is nested too deeply');
  if (Array.isArray(value)) return value.map((item) => walk(item, depth + 1));
  const copy: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(value)) {
    if (key === '__proto__') throw new Refused('has the key "__proto__"');
    copy[cleanText(key)] = walk(item, depth + 1);
  }
  return copy;
}
