import { UnfitRow } from './checked-lines';

/** What comes over the API is at most 32 deep, and lies a few levels down in what is stored. */
const deepest = 64;

/** How keys of MongoDB may read; those of people are stored with "%" for what would be an operator or a path. */
const operatorOrPath = /^\$|\./;

/** Throws an UnfitRow for what no store of ours writes: keys that reach a prototype, values that are more than JSON. */
export function refuseUnplain(value: unknown, { inMongo }: { inMongo: boolean }): void {
  function look(part: unknown, depth: number): void {
    if (typeof part !== 'object' || part === null || (inMongo && part instanceof Date)) return;
    if (depth > deepest) throw new UnfitRow('it is nested too deeply');
    if (Array.isArray(part)) return part.forEach((item) => look(item, depth + 1));
    const prototype: unknown = Object.getPrototypeOf(part);
    if (prototype !== Object.prototype) throw new UnfitRow('it holds what is neither a value nor a list');
    for (const [key, item] of Object.entries(part)) {
      if (key === '__proto__') throw new UnfitRow('it has the key "__proto__"');
      if (inMongo && operatorOrPath.test(key)) throw new UnfitRow(`it has the key "${key.slice(0, 50)}"`);
      look(item, depth + 1);
    }
  }
  look(value, 0);
}
