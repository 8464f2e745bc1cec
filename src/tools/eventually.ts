import { setTimeout as pause } from 'node:timers/promises';

/** Shortest and longest pause between two looks, in milliseconds. */
const [soonest, rarest] = [20, 500];

/**
 * Looks again until `look` neither throws nor gives undefined, null or false; gives what it found. A slow machine
 * changes how long that takes, nothing else. What takes longer is looked at more rarely: a look costs the processor, too.
 * @param options milliseconds; after `within` the last error is thrown; `every` is kept to, for what is there for a moment
 */
export async function eventually<T>(
  look: () => T | Promise<T>,
  { within = 240_000, every }: { within?: number; every?: number } = {},
): Promise<NonNullable<Exclude<T, false>>> {
  const began = performance.now();
  for (;;) {
    const last = await attempt(look);
    if ('found' in last) return last.found as NonNullable<Exclude<T, false>>;
    const waited = performance.now() - began;
    if (waited >= within) throw last.error;
    await pause(pauseAfter(waited, every));
  }
}

export const pauseAfter = (waited: number, every?: number): number =>
  every ?? Math.max(soonest, Math.min(waited / 8, rarest));

/** The same for a check: over once nothing is thrown, whatever it gives. */
export async function eventuallyPasses<T>(
  check: () => T | Promise<T>,
  options: { within?: number; every?: number } = {},
): Promise<T> {
  const { passed } = await eventually(async () => ({ passed: await check() }), options);
  return passed;
}

async function attempt<T>(look: () => T | Promise<T>): Promise<{ found: T } | { error: unknown }> {
  try {
    const found = await look();
    const nothing = found === undefined || found === null || found === false;
    return nothing ? { error: new Error(`It did not happen in time: ${String(look)}`) } : { found };
  } catch (error) {
    return { error };
  }
}
