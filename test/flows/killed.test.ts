// What a killed or interrupted program leaves: nothing that runs, no words in clear, and nothing in the next one's way.
import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { backup } from '../../src/cli/backup';
import { restore } from '../../src/cli/restore';
import { noteRestore, refuseUnfinished } from '../../src/stores/archive/unfinished';
import { createLog } from '../../src/log';
import type { Message } from '../../src/protocol/model/message';
import { openPostgres } from '../../src/stores/postgres/connection/database';
import { connectAsOwner } from '../../src/stores/postgres/connection/migrate';
import { eventually } from '../../src/tools/eventually';
import { freePort } from '../dev-env/free-port';
import { throwawayPostgres, type ThrowawayPostgres } from '../dev-env/postgres';

const root = join(__dirname, '../..');
const log = createLog('silent');
const secret = 'the words of a customer';
const organization = '0a1b2c3d-0000-4000-8000-000000000001';
let server: ThrowawayPostgres;
let work: string;
let running: ChildProcess[] = [];

beforeAll(async () => {
  server = await throwawayPostgres();
});
afterAll(() => server?.stop());
beforeEach(async () => {
  work = await mkdtemp(join(tmpdir(), 'parley-killed-'));
  // As root, PostgreSQL's user walks through it.
  await chmod(work, 0o711);
});
afterEach(async () => {
  for (const child of running) child.kill('SIGKILL');
  running = [];
  await rm(work, { recursive: true, force: true });
});

function program(file: string, args: string[], env: Record<string, string>): ChildProcess {
  const child = spawn(process.execPath, ['--require', 'tsx/cjs', join(root, file), ...args], {
    cwd: root,
    env: { ...process.env, LOG_LEVEL: 'silent', ...env },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  running.push(child);
  return child;
}

async function ended(child: ChildProcess): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  return child.exitCode;
}

/** Processes whose command line names this folder. */
async function processesOf(folder: string): Promise<string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  return pids.filter((pid) => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(folder);
    } catch {
      return false;
    }
  });
}

async function filled(name: string): Promise<{ dataDir: string; databaseUrl: string }> {
  const dataDir = join(work, name);
  const { url: databaseUrl } = await server.freshDatabase();
  const postgres = await openPostgres({ url: databaseUrl, log, poolSize: 1 });
  await postgres.crossTenant.createFirstOrganization({
    organizationName: secret,
    email: 'admin@parley.test',
    passwordHash: 'hash',
    displayName: 'Admin',
    channelName: 'Website',
  });
  await postgres.close();
  await mkdir(join(dataDir, 'files', organization), { recursive: true });
  const upload = join(dataDir, 'files', organization, '0a1b2c3d-0000-4000-8000-000000000002');
  await writeFile(upload, randomBytes(48 * 1024 * 1024));
  return { dataDir, databaseUrl };
}

async function wordsIn(folder: string): Promise<string[]> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = found.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const texts = await Promise.all(files.map(async (path) => [path, await readFile(path, 'latin1')] as const));
  return texts.filter(([, text]) => text.includes(secret)).map(([path]) => path);
}

const linux = process.platform === 'linux' ? it : it.skip;

linux.each([
  ['makes its cluster', 'postgres.new'],
  ['waits for its PostgreSQL', 'postgres/postmaster.pid'],
])('SIGTERM while the server %s leaves nothing running', async (_, sign) => {
  const dataDir = join(work, 'data');
  const child = program('src/main.ts', [], { DATA_DIR: dataDir, PORT: '0', HOST: '127.0.0.1' });
  await eventually(() => stat(join(dataDir, sign)), { every: 2 });
  child.kill('SIGTERM');
  await ended(child);
  await eventually(async () => (await processesOf(dataDir)).length === 0);
});

it('A killed backup leaves no word in clear, and its half archive goes with the next backup', async () => {
  const config = await filled('from');
  const env = { DATA_DIR: config.dataDir, DATABASE_URL: config.databaseUrl };
  const target = join(work, 'target');
  await mkdir(target);
  const blocker = await connectAsOwner(config.databaseUrl);
  await blocker.query('BEGIN');
  await blocker.query('LOCK TABLE visitor_tokens IN ACCESS EXCLUSIVE MODE');
  const blocked = program('src/cli/backup.ts', [join(target, 'a')], env);
  await eventually(async () => {
    await blocker.query('SELECT pg_stat_clear_snapshot()');
    const { rowCount } = await blocker.query(
      `SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE 'COPY%'`,
    );
    return rowCount === 1;
  });
  blocked.kill('SIGKILL');
  await ended(blocked);
  expect(await readdir(target)).toEqual([]);
  await blocker.end();
  const writing = program('src/cli/backup.ts', [join(target, 'a')], env);
  // Its spool is seen for a moment, before it has a word in it and no name any more.
  const [half] = await eventually(
    async () => {
      const names = await readdir(target);
      return names.length === 1 && /^\..+\.parley-partial$/.test(names[0]!) && names;
    },
    { every: 5 },
  );
  writing.kill('SIGKILL');
  await ended(writing);
  expect(await readdir(target)).toEqual([half]);
  await backup(join(target, 'b'), { config, log });
  expect(await readdir(target)).toEqual(['b']);
  const interrupted = program('src/cli/backup.ts', [join(target, 'c')], env);
  await eventually(async () => (await readdir(target)).length === 2, { every: 5 });
  interrupted.kill('SIGTERM');
  expect(await ended(interrupted)).toBe(143);
  expect(await readdir(target)).toEqual(['b']);
});

it('A killed restore leaves no word in clear, and the next one takes its place', async () => {
  const archive = join(work, 'archive');
  await backup(archive, { config: await filled('from'), log });
  const dataDir = join(work, 'to');
  const { url: databaseUrl } = await server.freshDatabase();
  const child = program('src/cli/restore.ts', [archive], { DATA_DIR: dataDir, DATABASE_URL: databaseUrl });
  await eventually(() => stat(join(dataDir, 'files')), { every: 1 });
  child.kill('SIGKILL');
  await ended(child);
  expect((await readdir(dataDir)).sort()).toEqual(['.restoring', 'files']);
  expect(await wordsIn(dataDir)).toEqual([]);
  const config = { dataDir, databaseUrl };
  // Nothing is served from half a restore.
  const start = program('src/main.ts', [], { DATA_DIR: dataDir, DATABASE_URL: databaseUrl, PORT: '0' });
  expect(await ended(start)).toBe(1);
  expect((await readdir(dataDir)).sort()).toEqual(['.restoring', 'files']);
  await eventually(() => restore(archive, { config, log }));
  expect(await readdir(dataDir)).toEqual(['files']);
  const owner = await connectAsOwner(databaseUrl);
  expect((await owner.query('SELECT name FROM organizations')).rows).toEqual([{ name: secret }]);
  await owner.end();
});

it('A note that a whole restore did not come to remove is removed by the start', async () => {
  noteRestore(work, { files: work });
  expect(() => refuseUnfinished(work, 0)).toThrow(
    'did not come to its end: run npm run restore -- FILE again',
  );
  expect(await readdir(work)).toEqual(['.restoring']);
  refuseUnfinished(work, 1);
  expect(await readdir(work)).toEqual([]);
});

/** A node in a process of its own. */
async function served(databaseUrl: string) {
  const port = await freePort();
  const child = program('src/main.ts', [], {
    ...{ DATA_DIR: join(work, 'data'), DATABASE_URL: databaseUrl, HOST: '127.0.0.1', PORT: String(port) },
    ...{ PARLEY_ADMIN_EMAIL: 'admin@parley.test', PARLEY_ADMIN_PASSWORD: 'correct horse battery' },
    ...{ EMBEDDINGS: 'off', RATE_LIMITS: 'off', PARLEY_DEMO: 'off' },
  });
  const url = `http://127.0.0.1:${port}`;
  await eventually(async () => (await fetch(`${url}/readyz`)).ok);
  async function call<T>(method: string, path: string, token = '', body?: object): Promise<T> {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const sent = body && { body: JSON.stringify(body) };
    const answer = await fetch(`${url}/api/v1/${path}`, { method, headers, ...sent });
    return (await answer.json()) as T;
  }
  const login = { email: 'admin@parley.test', password: 'correct horse battery' };
  const { accessToken } = await call<{ accessToken: string }>('POST', 'auth/login', '', login);
  return {
    child,
    call,
    asAdmin: <T>(method: string, path: string, body?: object) => call<T>(method, path, accessToken, body),
  };
}

it('A merge that a kill -9 broke off between its two logs is told in the second by the next start, once', async () => {
  const { url: databaseUrl } = await server.freshDatabase();
  const node = await served(databaseUrl);
  const [{ key: channelKey }] = (await node.asAdmin<{ items: [{ key: string }] }>('GET', 'channels')).items;
  const opened = await node.call<{ visitorToken: string }>('POST', 'widget/sessions', '', { channelKey });
  const says = async (on: typeof node, text: string) => {
    const body = { clientMessageId: randomUUID(), text };
    const said = await on.call<{ message: Message }>('POST', 'widget/messages', opened.visitorToken, body);
    return said.message.sessionId;
  };
  const from = await says(node, 'Where is my order?');
  await node.asAdmin('POST', `sessions/${from}/close`, {});
  const into = await says(node, 'It is about the order again.');
  await node.asAdmin('POST', `sessions/${into}/claim`, {});

  const owner = await connectAsOwner(databaseUrl);
  const holder = await connectAsOwner(databaseUrl);
  // The next number of the second log is held, so that the node comes no further than between both.
  await holder.query('BEGIN');
  await holder.query(
    `INSERT INTO messages SELECT (jsonb_populate_record(m, jsonb_build_object('seq', m.seq + 1, 'client_message_id', NULL))).*
     FROM messages m WHERE session_id = $1 ORDER BY seq DESC LIMIT 1`,
    [into],
  );
  const broken = node.asAdmin('POST', `sessions/${from}/merge`, { into }).catch(() => 'broken');
  const [waiting] = await eventually(async () => {
    const { rows } = await owner.query<{ pid: number }>(
      `SELECT pid FROM pg_locks WHERE locktype = 'transactionid' AND NOT granted`,
    );
    return rows.length > 0 && rows;
  });
  node.child.kill('SIGKILL');
  expect(await broken).toBe('broken');
  await owner.query('SELECT pg_terminate_backend($1)', [waiting!.pid]);
  await holder.query('ROLLBACK');
  await holder.end();
  const actions = async (sessionId: string) => {
    const { rows } = await owner.query<{ action: string }>(
      `SELECT doc -> 'content' ->> 'systemAction' AS action FROM messages WHERE session_id = $1 ORDER BY seq`,
      [sessionId],
    );
    return rows.map(({ action }) => action).filter((action) => /^merged/.test(action ?? ''));
  };
  expect([await actions(from), await actions(into)]).toEqual([['merged'], []]);

  const next = await served(databaseUrl);
  await eventually(async () => (await actions(into)).length > 0);
  expect(await says(next, 'Any news?')).toBe(into);
  expect([await actions(from), await actions(into)]).toEqual([['merged'], ['merged_here']]);
  await owner.end();
});
