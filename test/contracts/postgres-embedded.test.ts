// The embedded server through what happens to it: killed programs, stolen pids, second starts, private directories.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { createLog } from '../../src/log';
import {
  runningEmbeddedUrl,
  startEmbeddedPostgres,
  type EmbeddedPostgres,
} from '../../src/stores/embedded/embedded-postgres';
import { unprivilegedUser } from '../../src/stores/embedded/binaries';
import { eventually } from '../../src/tools/eventually';
import { openPostgres } from '../../src/stores/postgres/connection/database';
import { startPostgres } from '../dev-env/postgres';

const log = createLog('silent');
const onGone = (why: string) => {
  throw new Error(why);
};
const root = join(__dirname, '../..');
let dataDir: string;
let running: EmbeddedPostgres[] = [];

/** A directory that a server was started on, and ended: to make one takes as long as all the rest of a test. */
let used: Awaited<ReturnType<typeof startPostgres>>;
const wasUsed = () => execFileSync('cp', ['-a', `${used.dataDir}/.`, dataDir]);

beforeAll(async () => {
  used = await startPostgres();
  await used.end();
});
afterAll(() => used.stop());
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'parley-embedded-'));
  running = [];
});
afterEach(async () => {
  for (const server of running) await server.stop();
  await rm(dataDir, { recursive: true, force: true });
});

async function start(): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres({ dataDir, log, onGone });
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

interface Elsewhere {
  /** Runs the program, such as unshare. */
  through?: string[];
  env?: Record<string, string>;
}

/** A Parley in a process of its own, which can be killed: runs `body` with `server` and a connected `client` in scope. */
function program(body: string, { through = [], env = {} }: Elsewhere = {}) {
  const script = `
    const { Client } = require('pg');
    const { startEmbeddedPostgres } = require('./src/stores/embedded/embedded-postgres');
    const { createLog } = require('./src/log');
    void (async () => {
      // Once it is written: what a busy reader has not taken yet would be lost.
      const onGone = (why) => process.stdout.write('gone: ' + why + '\\n', () => process.exit(75));
      const server = await startEmbeddedPostgres({ dataDir: ${JSON.stringify(dataDir)}, log: createLog('silent'), onGone });
      const client = new Client({ connectionString: server.url });
      client.on('error', () => undefined);
      await client.connect();
      ${body}
    })().catch((error) => { console.log('refused: ' + error.message); process.exit(3); });`;
  const [command, ...flags] = [...through, process.execPath, '--require', 'tsx/cjs', '-e', script];
  const child = spawn(command!, flags, {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  return {
    child,
    exited: once(child, 'exit'),
    /** All that it said has been read, too; never, where it leaves behind what writes there. */
    closed: once(child, 'close'),
    said: () => said,
    until: (word: string) =>
      eventually(() => {
        if (child.exitCode !== null && !said.includes(word)) throw new Error(`It ended early: ${said}`);
        return said.includes(word);
      }),
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
  wasUsed();
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

it('lets nobody else into its directory, nor read what is in it', async () => {
  await chmod(dataDir, 0o755);
  await start();
  const others = async (path: string) => (await stat(path)).mode & 0o067;
  const found = await readdir(dataDir, { recursive: true, withFileTypes: true });
  const paths = [dataDir, ...found.map((entry) => join(entry.parentPath, entry.name))];
  const open = [];
  for (const path of paths) if (await others(path).catch(() => 0)) open.push(path);
  expect(open).toEqual([]);
});

it('loses no acknowledged row when its program is killed with -9, again and again', async () => {
  wasUsed();
  let acked = 0;
  for (let round = 0; round < 3; round += 1) {
    const parley = program(insertForever);
    await parley.until('acked 20');
    parley.child.kill('SIGKILL');
    await parley.closed;
    acked += [...parley.said().matchAll(/acked \d+\n/g)].length;
  }
  const { url } = await start();
  const [found] = await query<{ n: number }>(url, 'SELECT count(*)::int AS n FROM acked');
  expect(found!.n).toBeGreaterThanOrEqual(acked);
  expect(found!.n).toBeLessThanOrEqual(acked + 3);
});

it('loses no acknowledged row when program and server are killed with -9 together', async () => {
  wasUsed();
  const parley = program(insertForever);
  await parley.until('acked 50');
  const postmaster = Number(
    (await readFile(join(dataDir, 'postgres/postmaster.pid'), 'utf8')).split('\n')[0],
  );
  parley.child.kill('SIGKILL');
  process.kill(postmaster, 'SIGKILL');
  await parley.exited;
  const acked = [...parley.said().matchAll(/acked \d+\n/g)].length;
  const { url } = await start();
  const [found] = await query<{ n: number }>(url, 'SELECT count(*)::int AS n FROM acked');
  expect(found!.n).toBeGreaterThanOrEqual(acked);
});

it('is started again when the server alone dies, on the same address', async () => {
  wasUsed();
  const { url } = await start();
  await query(url, 'CREATE TABLE kept AS SELECT 1 AS n');
  const postgres = await openPostgres({ url, log, poolSize: 2 });
  const postmaster = Number(
    (await readFile(join(dataDir, 'postgres/postmaster.pid'), 'utf8')).split('\n')[0],
  );
  process.kill(postmaster, 'SIGKILL');
  const refusal = await eventually(() =>
    postgres.crossTenant.totals().then(
      () => undefined,
      (error: unknown) => error,
    ),
  );
  expect(refusal).toMatchObject({ code: 'unavailable', retryAfter: 2 });
  await eventually(() => postgres.ping().then(() => true));
  expect(await query(url, 'SELECT n FROM kept')).toEqual([{ n: 1 }]);
  await postgres.crossTenant.totals();
  await postgres.close();
});

it('refuses a second start, in this process and in another, with a sentence', async () => {
  wasUsed();
  const { url } = await start();
  const sentence =
    /Another Parley \(process \d+\) already runs on .*: stop it, or set DATA_DIR to another directory\./;
  await expect(startEmbeddedPostgres({ dataDir, log, onGone })).rejects.toThrow(sentence);
  const other = program(`console.log('started'); process.exit(0);`);
  await other.exited;
  expect(other.said()).toMatch(sentence);
  expect(await query(url, 'SELECT 1 AS n')).toEqual([{ n: 1 }]);
  expect(runningEmbeddedUrl(dataDir)).toBe(url);
});

/** A shell in a pid namespace of its own, as in a container; undefined where that is not allowed. */
const asInAContainer = ['unshare', '--pid', '--fork', '--mount-proc'];
const mayUnshare = spawnSync(asInAContainer[0]!, [...asInAContainer.slice(1), 'true']).status === 0;
const inSight = mayUnshare ? it : it.skip;

inSight('refuses a directory that a Parley in another container holds, which loses nothing', async () => {
  const { url } = await start();
  await query(url, 'CREATE TABLE kept AS SELECT 1 AS n');
  const other = program(`console.log('started'); process.exit(0);`, { through: asInAContainer });
  await other.exited;
  expect(other.said()).toMatch(
    /refused: Another Parley, in another container or on another machine, already runs on .*: stop it, or/,
  );
  await query(url, 'INSERT INTO kept VALUES (2)');
  expect(await query(url, 'SELECT count(*)::int AS n FROM kept')).toEqual([{ n: 2 }]);
});

inSight('waits for what a killed container left behind, and goes on', async () => {
  const other = program(insertForever, { through: asInAContainer });
  await other.until('acked 20');
  other.child.kill('SIGKILL');
  await other.exited;
  // unshare is gone, its container lives on: whoever comes now is refused.
  await expect(start()).rejects.toThrow('in another container');
  const inside = (await readdir('/proc')).filter((pid) => /^\d+$/.test(pid) && isOf(pid));
  for (const pid of inside) killIfThere(Number(pid));
  await eventually(() => start());
  const [found] = await query<{ n: number }>(running[0]!.url, 'SELECT count(*)::int AS n FROM acked');
  expect(found!.n).toBeGreaterThanOrEqual([...other.said().matchAll(/acked \d+\n/g)].length);
});

/** One that ends with another is gone already. */
function killIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

function isOf(pid: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(dataDir);
  } catch {
    return false;
  }
}

inSight(
  'where files cannot be locked, a heartbeat says that the other one lives, or that it is dead',
  async () => {
    const env = { PATH: await pathWithoutLocks() };
    const other = program(insertForever, { through: asInAContainer.map(absolute), env });
    await other.until('acked 20');
    const third = program(`console.log('started');`, { env });
    await third.exited;
    expect(third.said()).toMatch(/refused: Another Parley, in another container/);
    for (const pid of (await readdir('/proc')).filter(isOf)) process.kill(Number(pid), 'SIGKILL');
    const last = program(`console.log('started'); await server.stop(); process.exit(0);`, { env });
    await last.until('started');
    await last.exited;
  },
);

const absolute = (word: string, at: number) => (at === 0 ? `/usr/bin/${word}` : word);

/** Without flock and perl. */
async function pathWithoutLocks(): Promise<string> {
  const folder = join(dataDir, 'bin');
  await mkdir(folder, { recursive: true });
  await symlink('/usr/bin/id', join(folder, 'id'));
  return folder;
}

it('stops writing when its directory was taken over while it was frozen', async () => {
  wasUsed();
  const parley = program(insertForever);
  await parley.until('acked 20');
  await writeFile(join(dataDir, 'parley.pid'), JSON.stringify({ pid: 1, began: 'elsewhere', kernel: 'x' }));
  await parley.until('gone: Another Parley took');
  await parley.exited;
  expect(parley.child.exitCode).toBe(75);
  await eventually(() => runningEmbeddedUrl(dataDir) === undefined);
});

it('tries again when the server could not be started once, says why meanwhile, and gives up after a set time', async () => {
  wasUsed();
  let gone = '';
  const begin = async (giveUpMs: number) => {
    const begun = await startEmbeddedPostgres({ dataDir, log, giveUpMs, onGone: (why) => (gone = why) });
    running = [begun];
    return begun;
  };
  const server = await begin(600_000);
  const settings = join(dataDir, 'postgres/postgresql.conf');
  const good = await readFile(settings);
  const postmaster = async () =>
    Number((await readFile(join(dataDir, 'postgres/postmaster.pid'), 'utf8')).split('\n')[0]);
  await writeFile(settings, 'no such setting = 1\n');
  process.kill(await postmaster(), 'SIGKILL');
  await eventually(() => server.trouble()?.includes('did not start: '));
  await writeFile(settings, good);
  await eventually(() => query(server.url, 'SELECT 1').then(() => server.trouble() === undefined));
  expect(gone).toBe('');
  await server.stop();
  await begin(500);
  await writeFile(settings, 'no such setting = 1\n');
  process.kill(await postmaster(), 'SIGKILL');
  await eventually(() => gone.includes('did not start: '));
});

it('starts again when somebody told it to end, which waits for connections that stay open', async () => {
  wasUsed();
  const server = await startEmbeddedPostgres({ dataDir, log, drainMs: 500, onGone });
  running.push(server);
  const client = new Client({ connectionString: server.url });
  client.on('error', () => undefined);
  await client.connect();
  const postmaster = Number(
    (await readFile(join(dataDir, 'postgres/postmaster.pid'), 'utf8')).split('\n')[0],
  );
  process.kill(postmaster, 'SIGTERM');
  await eventually(() => server.trouble()?.includes('was told to end'));
  await eventually(() => query(server.url, 'SELECT 1').then(() => server.trouble() === undefined));
});

it('begins anew what a kill -9 left half made', async () => {
  await mkdir(join(dataDir, 'postgres.new'));
  await writeFile(join(dataDir, 'postgres.new/PG_VERSION'), '18');
  const { url } = await start();
  expect(await query(url, 'SELECT 1 AS n')).toEqual([{ n: 1 }]);
  expect((await readdir(dataDir)).sort()).toEqual([
    'parley.lock',
    'parley.pid',
    'postgres',
    'postgres.password',
  ]);
});

it('says so when its password is gone, or is another', async () => {
  wasUsed();
  const server = await start();
  await server.stop();
  running = [];
  const path = join(dataDir, 'postgres.password');
  const password = await readFile(path);
  await rm(path);
  await expect(startEmbeddedPostgres({ dataDir, log, onGone })).rejects.toThrow(
    'postgres.password is missing',
  );
  await writeFile(path, 'another');
  await expect(startEmbeddedPostgres({ dataDir, log, onGone })).rejects.toThrow(
    'password authentication failed',
  );
  await writeFile(path, password);
  await start();
});

it('of many that start together after a crash, one wins', async () => {
  wasUsed();
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
  wasUsed();
  await writeFile(join(dataDir, 'parley.pid'), content);
  await start();
});

it('leaves a stranger alone that has the pid of a dead server', async () => {
  wasUsed();
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
  wasUsed();
  const server = await start();
  await server.stop();
  running = [];
  await writeFile(join(dataDir, 'postgres/postgresql.conf'), 'no such setting = 1\n');
  await expect(startEmbeddedPostgres({ dataDir, log, onGone })).rejects.toThrow(
    /The embedded PostgreSQL did not start: .+\./,
  );
});

(process.getuid?.() === 0 ? it : it.skip)(
  'as root, names the folder that user postgres cannot enter',
  async () => {
    const inside = join(dataDir, 'deep/data');
    await expect(startEmbeddedPostgres({ dataDir: inside, log, onGone })).rejects.toThrow(
      `run chmod o+x ${dataDir}, or`,
    );
    await chmod(dataDir, 0o711);
    running.push(await startEmbeddedPostgres({ dataDir: inside, log, onGone }));
  },
);
