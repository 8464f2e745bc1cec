// Whether each store answers, for /readyz.
import type { Readiness } from '../../api/http-app';
import { DomainError } from '../../errors';
import type { Stores } from '../../stores/open';
import { isTimeout, withinLimits } from '../../tools/linked-signal';

/** A store that says nothing for this long is down. */
const patienceMs = 2_000;

export async function readiness({ pings }: Pick<Stores, 'pings'>): Promise<Readiness> {
  const answers = await Promise.all(
    Object.entries(pings).map(async ([name, ping]) => [name, await troubleOf(ping)] as const),
  );
  const down = answers.filter(([, trouble]) => trouble !== undefined);
  const stores = Object.fromEntries(
    answers.map(([name, trouble]) => [name, trouble === undefined ? 'ok' : 'down']),
  ) as Readiness['stores'];
  if (down.length === 0) return { status: 'ready', stores };
  return { status: 'unavailable', stores, why: Object.fromEntries(down) };
}

/** A sentence; undefined when the store answers. */
async function troubleOf(ping: () => Promise<void>): Promise<string | undefined> {
  try {
    await withinLimits({ timeoutMs: patienceMs }, ping);
    return undefined;
  } catch (error) {
    if (isTimeout(error)) return `It has not answered for ${patienceMs / 1000} s.`;
    return error instanceof DomainError ? error.message : 'It cannot be reached.';
  }
}
