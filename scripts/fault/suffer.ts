// One trouble, for ten seconds: what `/healthz`, `/readyz`, heartbeats and refusals say, and when everybody has somebody again.
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { eventually } from '../../src/tools/eventually';
import type { CustomerClient } from '../../test/dev-env/customer-client';
import type { KillableServer } from './server';

const downMs = 10_000;
const truthMs = 5_000;
const ownedMs = 15_000;
export const giveUpMs = 120_000;

export interface World {
  server: KillableServer;
  clients: CustomerClient[];
  databaseUrl: string;
  /** The admin's. */
  token: string;
}

export interface Trouble {
  name: string;
  /** As `/readyz` names it. */
  store: 'postgres' | 'documents' | 'realtime';
  /** Whether a heartbeat can say that logs are not known. */
  isLog: boolean;
  /** Customers write on and on, for there is always something to store. */
  keepsWriting?: true;
  begin(): Promise<void> | void;
  end(): Promise<void> | void;
  /** Sentences about whatever else should be so. */
  look?(world: World, when: 'before' | 'meanwhile' | 'after'): Promise<string[]>;
}

/** Sentences; none when all is right. */
export async function suffer(world: World, trouble: Trouble, say: (line: string) => void): Promise<string[]> {
  const { server, clients } = world;
  const wrong = (await trouble.look?.(world, 'before')) ?? [];
  for (const { refusals } of clients) refusals.clear();
  const began = Date.now();
  const since = () => Date.now() - began;
  const writing = write(clients, trouble);
  const beat = firstTrue(clients, since);
  await trouble.begin();
  const watch = watchHealth(server, trouble.store, since);
  await sleep(downMs / 2);
  wrong.push(...((await trouble.look?.(world, 'meanwhile')) ?? []));
  await sleep(began + downMs - Date.now());
  await trouble.end();
  const back = Date.now();
  const { named, why, slowest, failed } = await watch.end();
  await writing.end();
  await eventually(async () => (await waiting(world.databaseUrl)) === 0, { within: giveUpMs }).catch(() =>
    wrong.push('Some customers have nobody.'),
  );
  const owned = Date.now() - back;
  const codes = [...new Set(clients.flatMap(({ refusals }) => [...refusals]))];
  say(
    `${trouble.name} for ${downMs / 1000} s: /readyz names it after ${named ?? 'never'} ms (${why ?? 'no reason'}), ` +
      `/healthz took at most ${slowest} ms, a heartbeat said so after ${beat.at() ?? 'never'} ms, sends were refused with ` +
      `${codes.join(', ') || 'nothing'}, everybody has somebody ${owned} ms after it was back`,
  );
  if (named === undefined || named > truthMs) wrong.push('/readyz said too late that it is down.');
  if (failed > 0 || slowest > truthMs) wrong.push(`/healthz did not answer ${failed} times.`);
  if (trouble.isLog && (beat.at() ?? Infinity) > truthMs)
    wrong.push('No heartbeat said in time that it cannot know.');
  if (codes.some((code) => code !== 'unavailable'))
    wrong.push(`Sends were refused with ${codes.join(', ')}.`);
  if (owned > ownedMs) wrong.push('Somebody waited too long for somebody.');
  return [...wrong, ...((await trouble.look?.(world, 'after')) ?? [])];
}

/** Everybody says something; or on and on, and at length, until the end, which comes once all is acked. */
function write(clients: readonly CustomerClient[], { keepsWriting }: Trouble) {
  let isOver = false;
  const all = clients.map(async (client) => {
    await client.send('Where is my order?', giveUpMs);
    while (keepsWriting && !isOver) await client.send(`And again: ${'where? '.repeat(500)}`, giveUpMs);
  });
  return {
    async end(): Promise<void> {
      isOver = true;
      await Promise.all(all);
    },
  };
}

/** Customers who wait for an answer, and for nobody. The database may have ended every earlier connection. */
async function waiting(connectionString: string): Promise<number> {
  const database = new Client({ connectionString });
  await database.connect();
  try {
    const { rows } = await database.query<{ n: number }>(
      `SELECT count(*)::int AS n FROM sessions WHERE status = 'active' AND awaiting_since IS NOT NULL`,
    );
    return rows[0]!.n;
  } finally {
    await database.end();
  }
}

/** When the first heartbeat said that it knows no numbers. */
function firstTrue(clients: readonly CustomerClient[], since: () => number) {
  let first: number | undefined;
  for (const { socket } of clients)
    socket.on('heartbeat', ({ unavailable }: { unavailable?: true }) => {
      if (unavailable) first ??= since();
    });
  return { at: () => first };
}

interface Ready {
  stores: Record<string, string>;
  why?: Record<string, string>;
}

/** Asks all the time. */
function watchHealth({ url }: KillableServer, store: Trouble['store'], since: () => number) {
  let [isOver, slowest, failed] = [false, 0, 0];
  let named: number | undefined;
  let why: string | undefined;
  const get = (path: string) => fetch(`${url}${path}`, { signal: AbortSignal.timeout(truthMs) });
  const looking = (async () => {
    while (!isOver) {
      const began = Date.now();
      const [alive, ready] = await Promise.all([
        get('/healthz').then(
          ({ ok }) => ok && Date.now() - began,
          () => false as const,
        ),
        get('/readyz').then(
          async (answer) => (await answer.json()) as Ready,
          () => undefined,
        ),
        sleep(100),
      ]);
      if (alive === false) failed += 1;
      else slowest = Math.max(slowest, alive);
      if (ready?.stores[store] !== 'down') continue;
      named ??= since();
      why = ready.why?.[store];
    }
  })();
  return {
    async end() {
      isOver = true;
      await looking;
      return { named, why, slowest, failed };
    },
  };
}
