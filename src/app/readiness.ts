// Whether each store answers, for /readyz.
import type { Readiness } from '../api/http';
import type { Stores } from '../stores/open';

/** A store that says nothing for this long is down. */
const patienceMs = 2_000;

export async function readiness({ pings }: Stores): Promise<Readiness> {
  const answers = await Promise.all(
    Object.entries(pings).map(async ([name, ping]) => [name, await inTime(ping)] as const),
  );
  const stores = Object.fromEntries(answers) as Readiness['stores'];
  return { status: answers.every(([, state]) => state === 'ok') ? 'ready' : 'unavailable', stores };
}

async function inTime(ping: () => Promise<void>): Promise<'ok' | 'down'> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'down'>((resolve) => (timer = setTimeout(() => resolve('down'), patienceMs)));
  const answer = ping().then(
    () => 'ok' as const,
    () => 'down' as const,
  );
  return Promise.race([answer, late]).finally(() => clearTimeout(timer));
}
