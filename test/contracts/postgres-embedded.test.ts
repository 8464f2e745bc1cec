// The embedded server through what happens to it: killed programs, stolen pids, second starts, private directories.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { createLog } from '../../src/log';
import {
  runningEmbeddedUrl,
  startEmbeddedPostgres,
  type EmbeddedPostgres,
} from '../../src/stores/embedded/embedded-postgres';
import { unprivilegedUser } from '../../src/stores/embedded/binaries';
import { openPostgres } from '../../src/stores/postgres/connection/database';

const log = createLog('silent');
const root = join(__dirname, '../..');
let dataDir: string;
let running: EmbeddedPostgres[] = [];

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'parley-embedded-'));
  running = [];
});
afterEach(async () => {
  for (const server of running) await server.stop();
  await rm(dataDir, { recursive: true, force: true });
});

async function start(): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres({ dataDir, log });
  running.push(server);
  return server;
}

async function query<Row extends object>(url: string, text: string): Promise<Row[]> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Row>(text)).rows;
  } finally {
    await client.end();
  }
}

/** A Parley in a process of its own, which can be killed: runs `body` with `url` and `startEmbeddedPostgres` in scope. */
function program(body: string) {
  const script = `
    const { Client } = require('pg');
    const { startEmbeddedPostgres } = require('./src/stores/embedded/embedded-postgres');
    const { createLog } = require('./src/log');
    void (async () => {
      const server = await startEmbeddedPostgres({ dataDir: ${JSON.stringify(dataDir)}, log: createLog('silent') });
      const client = new Client({ connectionString: server.url });
      await client.connect();
      ${body}
    })().catch((error) => { console.log('refused: ' + error.message); process.exit(3); });`;
  const child = spawn(process.execPath, ['--require', 'tsx/cjs', '-e', script], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  return {
    child,
    said: () => said,
    async until(word: string) {
      while (!said.includes(word)) {
        if (child.exitCode !== null) throw new Error(`It ended early: ${said}`);
        await sleep(20);
      }
    },
  };
}

const insertForever = `
  await client.query('CREATE TABLE IF NOT EXISTS acked (n int)');
  for (let n = 1; ; n += 1) { await client.query('INSERT INTO acked VALUES ($1)', [n]); console.log('acked ' + n); }`;

it('starts on an empty directory, durable, in UTF-8, on this machine only', async () => {
  const { url } = await start();
  const [settings] = await query(
    url,
    `SELECT current_database() AS database, getdatabaseencoding() AS encoding, current_setting('fsync') AS fsync,
       current_setting('synchronous_commit') AS synchronous_commit, current_setting('listen_addresses') AS listens,
       current_setting('unix_socket_directories') AS sockets, current_setting('max_connections') AS connections`,
  );
  expect(settings).toEqual({
    database: 'parley',
    encoding: 'UTF8',
    fsync: 'on',
    synchronous_commit: 'on',
    listens: '127.0.0.1',
    sockets: '',
    connections: '100',
  });
});

it('keeps rows and password over a clean stop', async () => {
  const server = await start();
  await query(server.url, 'CREATE TABLE kept AS SELECT 1 AS n');
  await server.stop();
  running = [];
  expect(runningEmbeddedUrl(dataDir)).toBeUndefined();
  const again = await start();
  expect(await query(again.url, 'SELECT n FROM kept')).toEqual([{ n: 1 }]);
  expect(new URL(again.url).password).toBe(new URL(server.url).password);
});

it('opens to nobody without the password, which only its owner may read', async () => {
  const { url } = await start();
  const wrong = new URL(url);
  wrong.password = 'postgres';
  await expect(query(wrong.href, 'SELECT 1')).rejects.toMatchObject({ code: '28P01' });
  expect((await stat(join(dataDir, 'postgres.password'))).mode & 0o777).toBe(0o600);
  expect(existsSync(join(dataDir, 'postgres.initdb'))).toBe(false);
  expect((await stat(join(dataDir, 'postgres'))).mode & 0o077).toBe(0);
});

it('loses no acknowledged row when its program is killed with -9, again and again', async () => {
  let acked = 0;
  for (let round = 0; round < 3; round += 1) {
    const parley = program(insertForever);
    await parley.until('acked 20');
    parley.child.kill('SIGKILL');
    await once(parley.child, 'exit');
    acked += [...parley.said().matchAll(/acked \d+\n/g)].length;
  }
  const { url } = await start();
  const [found] = await query<{ n: number }>(url, 'SELECT count(*)::int AS n FROM acked');
  expect(found!.n).toBeGreaterThanOrEqual(acked);
  expect(found!.n).toBeLessThanOrEqual(acked + 3);
});

it('loses no acknowledged row when program and server are killed with -9 together', async () => {
  const parley = program(insertForever);
  await parley.until('acked 50');
  const postmaster = Number(
    (await readFile(join(dataDir, 'postgres/postmaster.pid'), 'utf8')).split('\n')[0],
  );
  parley.child.kill('SIGKILL');
  process.kill(postmaster, 'SIGKILL');
  await once(parley.child, 'exit');
  const acked = [...parley.said().matchAll(/acked \d+\n/g)].length;
  const { url } = await start();
  const [found] = await query<{ n: number }>(url, 'SELECT count(*)::int AS n FROM acked');
  expect(found!.n).toBeGreaterThanOrEqual(acked);
});

it('is started again when the server alone dies, on the same address', async () => {
  const { url } = await start();
  await query(url, 'CREATE TABLE kept AS SELECT 1 AS n');
  const postgres = await openPostgres({ url, log, poolSize: 2 });
  const postmaster = Number(
    (await readFile(join(dataDir, 'postgres/postmaster.pid'), 'utf8')).split('\n')[0],
  );
  process.kill(postmaster, 'SIGKILL');
  await sleep(50);
  await expect(postgres.crossTenant.totals()).rejects.toMatchObject({ code: 'unavailable', retryAfter: 2 });
  await expect(postgres.withOrganization('', async () => 1)).rejects.toMatchObject({ code: 'unavailable' });
  const deadline = Date.now() + 15_000;
  while (
    Date.now() < deadline &&
    !(await postgres.ping().then(
      () => true,
      () => false,
    ))
  )
    await sleep(100);
  expect(await query(url, 'SELECT n FROM kept')).toEqual([{ n: 1 }]);
  await postgres.crossTenant.totals();
  await postgres.close();
});

it('refuses a second start, in this process and in another, with a sentence', async () => {
  const { url } = await start();
  const sentence =
    /Another Parley \(process \d+\) already runs on .*: stop it, or set DATA_DIR to another directory\./;
  await expect(startEmbeddedPostgres({ dataDir, log })).rejects.toThrow(sentence);
  const other = program(`console.log('started'); process.exit(0);`);
  await once(other.child, 'exit');
  expect(other.said()).toMatch(sentence);
  expect(await query(url, 'SELECT 1 AS n')).toEqual([{ n: 1 }]);
  expect(runningEmbeddedUrl(dataDir)).toBe(url);
});

it('begins anew what a kill -9 left half made', async () => {
  await mkdir(join(dataDir, 'postgres.new'));
  await writeFile(join(dataDir, 'postgres.new/PG_VERSION'), '18');
  const { url } = await start();
  expect(await query(url, 'SELECT 1 AS n')).toEqual([{ n: 1 }]);
  expect((await readdir(dataDir)).sort()).toEqual(['parley.pid', 'postgres', 'postgres.password']);
});

it('says so when its password is gone, or is another', async () => {
  const server = await start();
  await server.stop();
  running = [];
  const path = join(dataDir, 'postgres.password');
  const password = await readFile(path);
  await rm(path);
  await expect(startEmbeddedPostgres({ dataDir, log })).rejects.toThrow('postgres.password is missing');
  await writeFile(path, 'another');
  await expect(startEmbeddedPostgres({ dataDir, log })).rejects.toThrow('password authentication failed');
  await writeFile(path, password);
  await start();
});

it('of many that start together after a crash, one wins', async () => {
  await writeFile(join(dataDir, 'parley.pid'), JSON.stringify({ pid: 999_999, began: 'long ago' }));
  const results = await Promise.allSettled(Array.from({ length: 5 }, () => start()));
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
});

it.each([
  [
    'a pid that another program has now',
    JSON.stringify({ pid: process.ppid, began: 'before the last boot' }),
  ],
  ['no JSON', 'garbage'],
  ['nothing', ''],
  ['a pid that no process has', JSON.stringify({ pid: 4_000_000, began: 'then' })],
])('takes over a directory whose lock holds %s', async (_, content) => {
  await writeFile(join(dataDir, 'parley.pid'), content);
  await start();
});

it('leaves a stranger alone that has the pid of a dead server', async () => {
  const server = await start();
  await server.stop();
  running = [];
  const stranger = spawn('sleep', ['60'], unprivilegedUser());
  const file = join(dataDir, 'postgres/postmaster.pid');
  await writeFile(file, `${stranger.pid}\n${dataDir}/postgres\n1\n5432\n\n127.0.0.1\n0 0\nready\n`);
  await chmod(file, 0o644);
  await start();
  expect([stranger.exitCode, stranger.signalCode]).toEqual([null, null]);
  stranger.kill();
});

it('says in a sentence why it cannot start', async () => {
  const server = await start();
  await server.stop();
  running = [];
  await writeFile(join(dataDir, 'postgres/postgresql.conf'), 'no such setting = 1\n');
  await expect(startEmbeddedPostgres({ dataDir, log })).rejects.toThrow(
    /The embedded PostgreSQL did not start: .+\./,
  );
});

(process.getuid?.() === 0 ? it : it.skip)(
  'as root, names the folder that user postgres cannot enter',
  async () => {
    const inside = join(dataDir, 'deep/data');
    await expect(startEmbeddedPostgres({ dataDir: inside, log })).rejects.toThrow(
      `run chmod o+x ${dataDir}, or`,
    );
    await chmod(dataDir, 0o711);
    running.push(await startEmbeddedPostgres({ dataDir: inside, log }));
  },
);
