// The job queue on a real PostgreSQL: what happens later or again, on how many nodes and through which faults.
import { readFile } from 'node:fs/promises';
import { Client, type Pool } from 'pg';
import { openJobQueue, type JobQueue, type Tasks } from '../../src/jobs/queue';
import type { Cron } from '../../src/jobs/runner';
import { createLog } from '../../src/log';
import { prepareDatabase } from '../../src/stores/postgres/connection/migrate';
import type { Logins } from '../../src/stores/postgres/connection/database-roles';
import { createJobsPool } from '../../src/stores/postgres/job-queue/pool';
import { jobsSchema } from '../../src/stores/postgres/migrations/1700000000060-jobs';
import { eventually } from '../../src/tools/eventually';
import { throwawayPostgres, type ThrowawayPostgres } from '../dev-env/postgres';

const log = createLog('silent');
/** A PostgreSQL that was killed reads its log again before it serves. */
const patient = { within: 240_000 };
let postgres: ThrowawayPostgres;
let url: string;
let logins: Logins;
let pools: Pool[];
let queues: JobQueue[];

beforeAll(async () => {
  postgres = await throwawayPostgres();
});
beforeEach(async () => {
  ({ url } = await postgres.migratedDatabase());
  logins = await prepareDatabase({ url, log });
  [pools, queues] = [[], []];
});
afterEach(async () => {
  // A runner that met a database that was starting up waits before it looks again: its pool outlives it.
  await Promise.all(queues.map((queue) => queue.stop(patient.within)));
  await Promise.all(pools.map((pool) => pool.end()));
});
afterAll(() => postgres.stop());

interface Node {
  queue: JobQueue;
  pool: Pool;
  /** What its tasks were given, in order. */
  done: string[];
  /** What it asked of the database. */
  said: string[];
}

interface Timing {
  lookEveryMs?: number;
}

async function node(
  change: Partial<Tasks> = {},
  crons: Array<Cron<'maintenance'>> = [],
  timing: Timing = {},
): Promise<Node> {
  const pool = createJobsPool({ url, login: logins.jobs, log, size: 4 });
  const said = heard(pool);
  pools.push(pool);
  const queue = await openJobQueue({ pool, schema: jobsSchema, log, releaseEveryMs: 200, ...timing });
  queues.push(queue);
  const done: string[] = [];
  const tasks: Tasks = {
    embed: async ({ organizationId }) => done.push(`embed ${organizationId}`),
    import: async () => undefined,
    'embed-conversations': async () => undefined,
    'due-imports': async () => undefined,
    inbox: async () => undefined,
    rules: async () => undefined,
    deliver: async () => undefined,
    'send-scheduled': async () => undefined,
    'fetch-file': async () => undefined,
    summarize: async ({ sessionId }) => done.push(`summarize ${sessionId}`),
    'sum-up': async () => undefined,
    'test-answers': async () => undefined,
    push: async () => undefined,
    'news-mail': async () => undefined,
    'weekly-mails': async () => done.push('weekly-mails'),
    insights: async () => undefined,
    'follow-ups': async () => undefined,
    retention: async () => undefined,
    maintenance: async () => done.push('maintenance'),
    search: async () => done.push('search'),
    'read-file': async () => undefined,
    'find-files': async () => undefined,
    'word-notes': async () => undefined,
    'idle-conversations': async () => done.push('idle'),
    promises: async () => undefined,
    labels: async () => undefined,
    'attribute-changes': async () => undefined,
    templates: async () => done.push('templates'),
    'check-channels': async () => done.push('checks'),
    ...change,
  };
  queue.start(tasks, crons);
  return { queue, pool, done, said };
}

/** The statements of its connections, as they are asked. */
function heard(pool: Pool): string[] {
  const said: string[] = [];
  pool.on('connect', (client) => {
    const query = client.query.bind(client) as (...args: unknown[]) => unknown;
    const noted = (...args: [string | { text: string }, ...unknown[]]) => {
      said.push(typeof args[0] === 'string' ? args[0] : args[0].text);
      return query(...args);
    };
    Object.assign(client, { query: noted });
  });
  return said;
}

const waiting = async ({ pool }: Node) =>
  (await pool.query(`SELECT FROM ${jobsSchema}._private_jobs`)).rowCount;
const lockedJobs = async ({ pool }: Node) =>
  (await pool.query(`SELECT FROM ${jobsSchema}._private_jobs WHERE locked_by IS NOT NULL`)).rowCount;
const allDone = (one: Node) => eventually(async () => (await waiting(one)) === 0);

test('A job runs once, on one of two nodes, and leaves nothing behind', async () => {
  const [one, other] = [await node(), await node()];
  const ids = Array.from({ length: 40 }, (_, i) => `s${i}`);
  await Promise.all(ids.map((sessionId) => one.queue.add('summarize', { organizationId: 'o', sessionId })));
  await allDone(one);
  expect([...one.done, ...other.done].sort()).toEqual(ids.map((id) => `summarize ${id}`).sort());
});

test('One with a time waits for it, and one with the same key takes its place', async () => {
  const one = await node();
  const at = new Date(Date.now() + 3_600_000);
  await one.queue.add('embed', { organizationId: 'late' }, { at, key: 'embed' });
  await one.queue.add('embed', { organizationId: 'other' }, { at, key: 'other' });
  await one.queue.add('embed', { organizationId: 'now' }, { key: 'embed' });
  await eventually(() => one.done.length > 0);
  await eventually(async () => (await waiting(one)) === 1);
  expect(one.done).toEqual(['embed now']);
});

test('One that fails is tried again, and one that succeeds is forgotten', async () => {
  let failures = 0;
  const one: Node = await node({
    embed: async () => (failures++ < 1 ? Promise.reject(new Error('not yet')) : one.done.push('embedded')),
  });
  await one.queue.add('embed', { organizationId: 'o' });
  await eventually(() => one.done.length > 0);
  expect(failures).toBe(2);
});

/** A look that nothing led to. */
const never = { lookEveryMs: 3_600_000 };

test('One that another node plans is run when its time comes, one after another where they stand in line', async () => {
  const one = await node({}, [], never);
  const pool = createJobsPool({ url, login: logins.jobs, log, size: 1 });
  pools.push(pool);
  const other = await openJobQueue({ pool, schema: jobsSchema, log });
  const at = new Date(Date.now() + 400);
  for (const organizationId of ['a', 'b', 'c'])
    await other.add('embed', { organizationId }, { at, queue: 'q' });
  await allDone(one);
  expect(one.done).toEqual(['embed a', 'embed b', 'embed c']);
});

test('One that fails is tried again by whoever waits for nothing else', async () => {
  let tries = 0;
  const one: Node = await node(
    { embed: async () => (++tries === 1 ? Promise.reject(new Error('not yet')) : one.done.push('again')) },
    [],
    never,
  );
  await one.queue.add('embed', { organizationId: 'o' });
  await allDone(one);
  expect(one.done).toEqual(['again']);
});

test('One that nothing told of is found, and while there is none a node looks for all its workers at once', async () => {
  const one = await node({}, [], { lookEveryMs: 100 });
  const at = new Date(Date.now() + 3_600_000);
  await one.queue.add('embed', { organizationId: 'lost' }, { at });
  const asked = (what: string) => one.said.filter((text) => text.includes(what)).length;
  const looks = asked('min(run_at)');
  await eventually(() => asked('min(run_at)') >= looks + 5);
  await one.pool.query(`UPDATE ${jobsSchema}._private_jobs SET run_at = now()`);
  await allDone(one);
  expect(one.done).toEqual(['embed lost']);
  one.said.length = 0;
  await eventually(() => asked('min(run_at)') >= 30);
  // One may be on its way.
  expect(asked('skip locked')).toBeLessThan(6);
});

test('What customers wait for comes before what takes long', async () => {
  const pool = createJobsPool({ url, login: logins.jobs, log, size: 4 });
  pools.push(pool);
  const early = await openJobQueue({ pool, schema: jobsSchema, log });
  const organizations = Array.from({ length: 20 }, (_, i) => `o${i}`);
  for (const organizationId of organizations) await early.add('embed', { organizationId });
  await early.add('summarize', { organizationId: 'o', sessionId: 's' });
  // Four run at once: these are the first, and none ends before all of them have begun.
  const begun: string[] = [];
  const fourBegan = async (name: string) => {
    begun.push(name);
    await eventually(() => begun.length >= 4);
  };
  const one = await node({ embed: () => fourBegan('embed'), summarize: () => fourBegan('summarize') });
  await allDone(one);
  expect(begun.slice(0, 4)).toContain('summarize');
  expect(begun).toHaveLength(21);
});

test('A cron comes once in a cluster, also for times that nobody was there for', async () => {
  const hourMs = 3_600_000;
  const hour = () => Math.floor(Date.now() / hourMs);
  const began = hour();
  const crons = [{ name: 'maintenance', at: '0 * * * *', makeUpMs: 6 * hourMs } as const];
  const first = await node();
  await first.pool.query(
    `INSERT INTO ${jobsSchema}._private_known_crontabs (identifier, known_since, last_execution)
     VALUES ('maintenance', now() - interval '9 hours', now() - interval '9 hours')`,
  );
  await Promise.all([node({}, crons), node({}, crons), node({}, crons)]);
  const known = () =>
    first.pool.query<{ last: Date }>(
      `SELECT last_execution AS last FROM ${jobsSchema}._private_known_crontabs`,
    );
  const lastHour = began * hourMs;
  await eventually(async () => (await known()).rows[0]!.last.getTime() >= lastHour);
  const added = await first.pool.query<{ id: string }>(
    `SELECT last_value AS id FROM pg_sequences WHERE sequencename = '_private_jobs_id_seq' OR sequencename LIKE 'jobs_id_seq%'`,
  );
  // Each of the six hours was added once, whichever of the three nodes did it.
  const times = Number(added.rows[0]!.id);
  expect(times).toBeGreaterThanOrEqual(6);
  expect(times).toBeLessThanOrEqual(6 + hour() - began);
  await allDone(first);
});

test('The jobs of a node that is gone are run by another', async () => {
  let end!: () => void;
  const stuck = new Promise<void>((resolve) => (end = resolve));
  const gone = await node({ embed: () => stuck });
  await gone.queue.add('embed', { organizationId: 'o' });
  const locks = () => gone.pool.query(`SELECT FROM ${jobsSchema}._private_jobs WHERE locked_by IS NOT NULL`);
  await eventually(async () => (await locks()).rowCount === 1);
  await gone.queue.stop(1);
  const other = await node();
  await eventually(() => other.done.length > 0);
  expect(other.done).toEqual(['embed o']);
  end();
});

test('Stopped, it waits for what runs, and begins nothing more', async () => {
  let end!: () => void;
  const ended = new Promise<void>((resolve) => (end = resolve));
  const one: Node = await node({ embed: async () => (await ended, one.done.push('embed')) });
  await one.queue.add('embed', { organizationId: 'o' });
  await eventually(async () => (await lockedJobs(one)) === 1);
  const stopped = one.queue.stop();
  end();
  await stopped;
  expect(one.done).toEqual(['embed']);
  await one.queue.add('summarize', { organizationId: 'o', sessionId: 's' });
  const other = await node();
  await allDone(other);
  expect([one.done, other.done]).toEqual([['embed'], ['summarize s']]);
});

test('Cut off from its database in the middle of a job, it goes on by itself', async () => {
  let began = 0;
  const one: Node = await node({
    embed: async () => {
      if (began++ === 0) await killPostgres();
      one.done.push('embed');
    },
  });
  await one.queue.add('embed', { organizationId: 'o' });
  await eventually(() => one.done.length > 0, patient);
  await eventually(async () => {
    await one.queue.add('summarize', { organizationId: 'o', sessionId: 's' }, { key: 's' });
    return one.done.includes('summarize s');
  }, patient);
  await allDone(one);
});

/** All of it at once, as the kernel does it; an embedded one starts again. */
async function killPostgres(): Promise<void> {
  const directory = await owner('SHOW data_directory');
  const [pid] = (await readFile(`${Object.values(directory!)[0]}/postmaster.pid`, 'utf8')).split('\n');
  process.kill(Number(pid), 'SIGKILL');
  await eventually(() => owner('SELECT 1'), patient);
}

async function owner(text: string): Promise<object | undefined> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return (await client.query<object>(text)).rows[0];
  } finally {
    await client.end();
  }
}
