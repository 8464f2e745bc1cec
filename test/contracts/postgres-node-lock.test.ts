// Nodes with Redis share a database; one without it is alone there, for as long as it lives.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Client } from 'pg';
import { createLog, type Log } from '../../src/log';
import { lockNode, type NodeLock } from '../../src/stores/postgres/connection/node-lock';
import { throwawayPostgres, type FreshDatabase, type ThrowawayPostgres } from '../dev-env/postgres';
import { eventually, eventuallyPasses } from '../../src/tools/eventually';

let postgres: ThrowawayPostgres;
let database: FreshDatabase;
let other: Client;
const locks: NodeLock[] = [];
const errors: string[] = [];
const log: Log = createLog('silent');

beforeAll(async () => {
  postgres = await throwawayPostgres();
});
beforeEach(async () => {
  database = await postgres.freshDatabase();
  other = await connect();
  errors.length = 0;
  log.error = (text: unknown) => void errors.push(String(text));
});
afterEach(async () => {
  await Promise.all(locks.splice(0).map((lock) => lock.release()));
  await other.end();
  await database.drop();
});
afterAll(() => postgres?.stop());

async function connect(): Promise<Client> {
  const client = new Client({ connectionString: database.url });
  await client.connect();
  return client;
}

async function node(alone: boolean, waitMs = 0): Promise<NodeLock> {
  const lock = await lockNode({ url: database.url, alone, log, waitMs });
  locks.push(lock);
  return lock;
}

const holders = `SELECT pid, objid FROM pg_locks JOIN pg_database d ON d.oid = database
  WHERE locktype = 'advisory' AND datname = current_database() AND granted`;

async function holder(): Promise<{ pid: number; objid: string }> {
  const { rows } = await other.query<{ pid: number; objid: string }>(holders);
  return rows[0]!;
}

/** Somebody has asked for the lock so many times by now, in vain. */
async function hasAsked(times: number): Promise<void> {
  const asks = `SELECT query_start::text AS at FROM pg_stat_activity
    WHERE datname = current_database() AND state = 'idle' AND query LIKE 'SELECT pg_try_advisory_lock%'`;
  const seen = new Set<string>();
  await eventually(async () => {
    for (const { at } of (await other.query<{ at: string }>(asks)).rows) seen.add(at);
    return seen.size >= times;
  });
}

const isHeld = (lock: NodeLock) => eventuallyPasses(() => lock.ping());
const isLost = (lock: NodeLock) => eventuallyPasses(() => expect(lock.ping()).rejects.toThrow('not held'));

test('Of two nodes without Redis the second is refused, until the first has ended', async () => {
  const first = await node(true);
  await expect(node(true)).rejects.toThrow(/set the same REDIS_URL on every node, or stop the other one\.$/);
  await first.ping();
  await first.release();
  await (await node(true)).ping();
});

test('Nodes with Redis share the database with each other, and not with one that has none', async () => {
  const [first, second] = [await node(false), await node(false)];
  await expect(node(true)).rejects.toThrow('REDIS_URL');
  await first.release();
  await second.release();
  await node(true);
  await expect(node(false)).rejects.toThrow('REDIS_URL');
});

test('Databases of one server know nothing of each other', async () => {
  await node(true);
  const elsewhere = await postgres.freshDatabase();
  const lock = await lockNode({ url: elsewhere.url, alone: true, log, waitMs: 0 });
  await lock.release();
  await elsewhere.drop();
});

test('After kill -9 the next one gets in, also while the connection of the dead one lives on for a moment', async () => {
  const { objid } = await node(true).then(holder);
  await locks.pop()!.release();
  const program = `const { Client } = require('pg'); const client = new Client(process.argv[1]);
    client.connect().then(() => client.query('SELECT pg_advisory_lock(' + process.argv[2] + ')')).then(() => console.log('held'));`;
  const child = spawn('node', ['-e', program, database.url, objid], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  child.kill('SIGKILL');
  await (await node(true, 5_000)).ping();
  await locks.pop()!.release();

  await other.query('SELECT pg_advisory_lock($1)', [objid]);
  const starting = node(true, 30_000);
  await hasAsked(2);
  await other.query('SELECT pg_advisory_unlock($1)', [objid]);
  await (await starting).ping();
});

test('A lock that went with its connection is taken again', async () => {
  const lock = await node(true);
  const { pid } = await holder();
  await other.query('SELECT pg_terminate_backend($1)', [pid]);
  await isLost(lock);
  await isHeld(lock);
  expect((await holder()).pid).not.toBe(pid);
  await expect(node(true)).rejects.toThrow('REDIS_URL');
  expect(errors).toEqual([]);
});

test('Whoever finds it taken after that says so once, is not ready, and goes on when the other ends', async () => {
  const lock = await node(true);
  const { pid, objid } = await holder();
  const faster = await connect();
  const taken = faster.query('SELECT pg_advisory_lock($1)', [objid]);
  await other.query('SELECT pg_terminate_backend($1)', [pid]);
  await taken;
  await isLost(lock);
  await hasAsked(3);
  await isLost(lock);
  expect(errors).toEqual([expect.stringMatching(/^Another Parley uses this database.*not ready\.$/)]);
  await faster.end();
  await isHeld(lock);
  expect(errors).toHaveLength(1);
});

test('A node that ends while it waits for its lock ends', async () => {
  const lock = await node(true);
  const { pid, objid } = await holder();
  const taken = other.query('SELECT pg_advisory_lock($1)', [objid]);
  const third = await connect();
  await third.query('SELECT pg_terminate_backend($1)', [pid]);
  await third.end();
  await taken;
  await isLost(lock);
  await lock.release();
});
