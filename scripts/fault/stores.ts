// Stores that hang, die or run out of disk for ten seconds: what the node says of itself meanwhile, when everybody has
// somebody again, and that nothing acked is gone.
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { runningEmbeddedUrl } from '../../src/stores/embedded/embedded-postgres';
import { check } from '../../test/dev-env/checker';
import { CustomerClient } from '../../test/dev-env/customer-client';
import { logsOf } from '../../test/dev-env/logs';
import { mongoForTests } from '../../test/dev-env/mongo';
import { throwawayPostgres } from '../../test/dev-env/postgres';
import { redisForTests } from '../../test/dev-env/redis';
import { asAdmin, signIn } from './admin';
import { fullDisk } from './full-disk';
import { killableServer } from './server';
import { giveUpMs, suffer, type Trouble, type World } from './suffer';

const customers = 100;
/** PostgreSQL's own files, the log that it writes ahead, and room for uploads, which want 512 MB. */
const diskMegabytes = 900;

interface Given {
  stores: Record<string, string>;
  dataDir: string;
  troubles: Trouble[];
  stop(): Promise<void>;
}

const worlds = { postgres: onPostgres, redis: onRedis, mongo: onMongo, disk: onSmallDisk };

/** @param only one of the worlds; '' all. Sentences; none when all is right. */
export async function storesDown(only: string, say: (line: string) => void): Promise<string[]> {
  if (process.env['TEST_DATABASE_URL'] || process.env['TEST_REDIS_URL'] || process.env['TEST_MONGO_URL'])
    throw new Error(
      'Only servers of our own are stopped: unset TEST_DATABASE_URL, _REDIS_URL and _MONGO_URL.',
    );
  const wrong: string[] = [];
  for (const [name, open] of Object.entries(worlds))
    if (!only || only === name) wrong.push(...(await live(await open(), say)));
  return wrong;
}

async function live(given: Given, say: (line: string) => void): Promise<string[]> {
  const { stores, dataDir, troubles } = given;
  const server = await killableServer({ ...stores, DATA_DIR: dataDir, EMBEDDINGS: 'off' });
  const wrong: string[] = [];
  try {
    await server.start();
    const databaseUrl = stores['DATABASE_URL'] ?? runningEmbeddedUrl(dataDir)!;
    const world: World = { server, clients: await connect(server), databaseUrl, token: await signIn(server) };
    for (const trouble of troubles)
      for (const sentence of await suffer(world, trouble, say)) wrong.push(`${trouble.name}: ${sentence}`);
    return [...wrong, ...(await lost(world, say))];
  } finally {
    await server.stop();
    await given.stop();
  }
}

async function connect(server: World['server']): Promise<CustomerClient[]> {
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

/** What was acked is in the logs, once and in order, and is what customers see. */
async function lost({ server, clients, token }: World, say: (line: string) => void): Promise<string[]> {
  const logs = await logsOf({ url: server.url, token }, clients);
  await Promise.all(clients.map((client) => client.settle()));
  const histories = clients.map((client) => client.finish());
  const acked = histories.flatMap(({ sent }) => sent.filter(({ outcome }) => outcome === 'ok')).length;
  const violations = check(histories, logs);
  say(`${acked} messages acked; lost, doubled, out of order or foreign: ${violations.length}`);
  return violations.slice(0, 20).map(({ kind, client, detail }) => `${kind}: ${client}, ${detail}`);
}

async function onPostgres(): Promise<Given> {
  const { stores, dataDir, stop } = await onServer();
  const postmaster = await postmasterOf(stores['DATABASE_URL']!);
  const signal = (name: NodeJS.Signals) =>
    [postmaster, ...childrenOf(postmaster)].forEach((pid) => process.kill(pid, name));
  const begin = () => signal('SIGSTOP');
  const end = () => signal('SIGCONT');
  return {
    stores,
    dataDir,
    troubles: [{ name: 'PostgreSQL hangs', store: 'postgres', isLog: true, begin, end }],
    stop,
  };
}

async function onRedis(): Promise<Given> {
  const redis = await redisForTests();
  if (!redis?.kill) throw new Error('This fault needs a redis-server on PATH.');
  const name = 'Redis is killed and comes back empty';
  const begin = redis.kill;
  const end = redis.restart!;
  return onServer({
    stores: { REDIS_URL: redis.url },
    troubles: [{ name, store: 'realtime', isLog: false, begin, end }],
    stop: redis.close,
  });
}

async function onMongo(): Promise<Given> {
  const mongo = await mongoForTests();
  if (!mongo?.kill) throw new Error('This fault needs a mongod on PATH, or Go to build FerretDB with.');
  const begin = mongo.kill;
  const end = mongo.restart!;
  return onServer({
    stores: { MONGO_URL: mongo.url },
    troubles: [{ name: 'MongoDB is killed and comes back', store: 'documents', isLog: true, begin, end }],
    stop: mongo.stop,
  });
}

/** Beside a PostgreSQL of its own. */
async function onServer({
  stores = {},
  troubles = [],
  stop,
}: Partial<Omit<Given, 'dataDir'>> = {}): Promise<Given> {
  const postgres = await throwawayPostgres();
  const { url } = await postgres.freshDatabase();
  const dataDir = folder();
  return {
    stores: { ...stores, DATABASE_URL: url },
    dataDir,
    troubles,
    async stop() {
      await stop?.();
      await postgres.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** Embedded stores and files on a disk of their own, in memory. */
async function onSmallDisk(): Promise<Given> {
  const dataDir = folder();
  try {
    const options = `size=${diskMegabytes}m,mode=755`;
    execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', dataDir], { stdio: 'pipe' });
  } catch (cause) {
    throw new Error('A disk that can be filled is a tmpfs here: only root can mount one.', { cause });
  }
  return {
    stores: {},
    dataDir,
    troubles: [fullDisk(dataDir)],
    async stop() {
      execFileSync('umount', ['-l', dataDir]);
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

function folder(): string {
  const dataDir = mkdtempSync(join(tmpdir(), 'parley-fault-'));
  chmodSync(dataDir, 0o755);
  return dataDir;
}

async function postmasterOf(connectionString: string): Promise<number> {
  const database = new Client({ connectionString });
  await database.connect();
  const { rows } = await database.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  const postmaster = parentOf(rows[0]!.pid);
  await database.end();
  return postmaster;
}

function parentOf(pid: number): number {
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
