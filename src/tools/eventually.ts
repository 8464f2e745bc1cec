import { setTimeout as pause } from 'node:timers/promises';

/**
 * Looks again until `look` neither throws nor gives undefined, null or false; gives what it found. A slow machine
 * changes how long that takes, nothing else.
 * @param options milliseconds; after `within` the last error is thrown
 */
export async function eventually<T>(
  look: () => T | Promise<T>,
  { within = 120_000, every = 20 }: { within?: number; every?: number } = {},
): Promise<NonNullable<Exclude<T, false>>> {
  const deadline = performance.now() + within;
  for (;;) {
    const last = await attempt(look);
    if ('found' in last) return last.found as NonNullable<Exclude<T, false>>;
    if (performance.now() >= deadline) throw last.error;
    await pause(every);
  }
}

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
