import { setTimeout as pause } from 'node:timers/promises';

/** Looks again until it is so, or the time is over, in milliseconds; whether it was. What the look throws ends it. */
export async function waitUntil(
  isSo: () => boolean | Promise<boolean>,
  { within, every = 10 }: { within: number; every?: number },
): Promise<boolean> {
  const deadline = performance.now() + within;
  for (;;) {
    if (await isSo()) return true;
    if (performance.now() >= deadline) return false;
    await pause(every);
  }
}
