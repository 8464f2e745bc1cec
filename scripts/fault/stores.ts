// Stores that hang or die for ten seconds: what the node says of itself meanwhile, and when everybody has somebody again.
import { readdirSync, readFileSync, mkdtempSync, rmSync, chmodSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { eventually } from '../../src/tools/eventually';
import { CustomerClient } from '../../test/dev-env/customer-client';
import type { TestRedis } from '../../test/dev-env/redis';
import { asAdmin } from './admin';
import { killableServer, type KillableServer } from './server';

const customers = 100;
const downMs = 10_000;
const truthMs = 5_000;
const ownedMs = 15_000;
const giveUpMs = 120_000;

interface Trouble {
  name: string;
  /** As `/readyz` names it. */
  store: 'postgres' | 'realtime';
  /** Whether a heartbeat can say that logs are not known. */
  isLog: boolean;
  begin(): Promise<void> | void;
  end(): Promise<void> | void;
}

interface World {
  server: KillableServer;
  clients: CustomerClient[];
  database: Client;
}

/** Sentences; none when all is right. */
export async function storesDown(
  stores: Record<string, string>,
  redis: TestRedis,
  say: (line: string) => void,
): Promise<string[]> {
  const dataDir = mkdtempSync(join(tmpdir(), 'parley-fault-'));
  chmodSync(dataDir, 0o755);
  const server = await killableServer({ ...stores, DATA_DIR: dataDir, EMBEDDINGS: 'off' });
  const database = new Client({ connectionString: stores['DATABASE_URL']! });
  const wrong: string[] = [];
  try {
    await database.connect();
    await server.start();
    const clients = await connect(server);
    for (const trouble of await troubles(database, redis))
      for (const sentence of await suffer({ server, clients, database }, trouble, say))
        wrong.push(`${trouble.name}: ${sentence}`);
    for (const client of clients) client.finish();
    return wrong;
  } finally {
    await server.stop();
    await database.end();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function connect(server: KillableServer): Promise<CustomerClient[]> {
  const ask = await asAdmin(server);
  const { items } = await ask<{ items: Array<{ type: string; key: string }> }>('GET', 'channels');
  const channelKey = items.find(({ type }) => type === 'web')!.key;
  const clients = Array.from(
    { length: customers },
    (_, n) => new CustomerClient({ url: server.url, channelKey, name: `customer ${n}` }),
  );
  await Promise.all(clients.map((client) => client.ready()));
  // A heartbeat has something to say of whoever has written.
  await Promise.all(clients.map((client) => client.send('Hello', giveUpMs)));
  return clients;
}

async function troubles(database: Client, redis: TestRedis): Promise<Trouble[]> {
  const { rows } = await database.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  const postmaster = parentOf(rows[0]!.pid)!;
  const all = () => [postmaster, ...childrenOf(postmaster)];
  const signal = (name: NodeJS.Signals) => all().forEach((pid) => process.kill(pid, name));
  return [
    {
      name: 'PostgreSQL hangs',
      store: 'postgres',
      isLog: true,
      begin: () => signal('SIGSTOP'),
      end: () => signal('SIGCONT'),
    },
    {
      name: 'Redis is killed and comes back empty',
      store: 'realtime',
      isLog: false,
      begin: redis.kill!,
      end: redis.restart!,
    },
  ];
}

async function suffer(
  { server, clients, database }: World,
  trouble: Trouble,
  say: (line: string) => void,
): Promise<string[]> {
  const wrong: string[] = [];
  const began = Date.now();
  const since = () => Date.now() - began;
  const asked = clients.map((client) => client.send('Where is my order?', giveUpMs));
  const beat = firstTrue(clients, since);
  await trouble.begin();
  const watch = watchHealth(server, trouble.store, since);
  await sleep(downMs);
  await trouble.end();
  const back = Date.now();
  const { named, slowest, failed } = await watch.end();
  await Promise.all(asked);
  await eventually(
    async () => {
      const { rows } = await database.query<{ n: number }>(
        `SELECT count(*)::int AS n FROM sessions WHERE status = 'active' AND awaiting_since IS NOT NULL`,
      );
      return rows[0]!.n === 0;
    },
    { within: giveUpMs },
  ).catch(() => wrong.push('Some customers have nobody.'));
  const owned = Date.now() - back;
  say(
    `${trouble.name} for ${downMs / 1000} s: /readyz names it after ${named ?? 'never'} ms, /healthz took at most ${slowest} ms, ` +
      `a heartbeat said so after ${beat.at() ?? 'never'} ms, everybody has somebody ${owned} ms after it was back`,
  );
  if (named === undefined || named > truthMs) wrong.push('/readyz said too late that it is down.');
  if (failed > 0 || slowest > truthMs) wrong.push(`/healthz did not answer ${failed} times.`);
  if (trouble.isLog && (beat.at() ?? Infinity) > truthMs)
    wrong.push('No heartbeat said in time that it cannot know.');
  if (owned > ownedMs) wrong.push('Somebody waited too long for somebody.');
  return wrong;
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

/** Asks all the time. */
function watchHealth({ url }: KillableServer, store: string, since: () => number) {
  let [isOver, slowest, failed] = [false, 0, 0];
  let named: number | undefined;
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
          async (answer) => ((await answer.json()) as { stores: Record<string, string> }).stores,
          () => undefined,
        ),
        sleep(100),
      ]);
      if (alive === false) failed += 1;
      else slowest = Math.max(slowest, alive);
      if (ready?.[store] === 'down') named ??= since();
    }
  })();
  return {
    async end() {
      isOver = true;
      await looking;
      return { named, slowest, failed };
    },
  };
}

function parentOf(pid: number): number | undefined {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
}

function childrenOf(parent: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        return parentOf(pid) === parent;
      } catch {
        return false;
      }
    });
}
