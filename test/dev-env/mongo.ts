// A MongoDB for tests: TEST_MONGO_URL, else a mongod on PATH, else FerretDB, built once, on a throw-away PostgreSQL.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import mongoose from 'mongoose';
import { Client } from 'pg';
import { throwawayPostgres } from './postgres';
import { freePort } from './free-port';

export interface TestMongo {
  /** Names a database of its own, empty. */
  url: string;
  /** FerretDB's updates do not look again at what they matched: of two at once both may count a document as changed, and one is lost. */
  ferret: boolean;
  /** SIGKILL; `restart` starts it again with what it held. Only where it is ours. */
  kill?: () => Promise<void>;
  restart?: () => Promise<void>;
  stop(): Promise<void>;
}

const source = resolve(__dirname, 'ferretdb');
const cache = resolve(__dirname, '../../.cache');
const ferret = join(cache, 'ferretdb');

/** Undefined when there is a MongoDB to test against, else a sentence. Builds FerretDB when it must: a minute, once. */
export function whyNoMongo(): string | undefined {
  if (process.env['TEST_MONGO_URL'] || onPath('mongod') || existsSync(ferret)) return undefined;
  if (!onPath('go')) return 'there is no TEST_MONGO_URL, no mongod and no Go to build FerretDB with';
  try {
    buildFerret();
    return undefined;
  } catch (error) {
    return `FerretDB could not be built: ${String((error as { stderr?: Buffer }).stderr ?? error).slice(-200)}`;
  }
}

/** Every call names a fresh database. Undefined when there is none to be had: see `whyNoMongo`. */
export async function mongoForTests(): Promise<TestMongo | undefined> {
  if (whyNoMongo() !== undefined) return undefined;
  const given = process.env['TEST_MONGO_URL'];
  if (given) return database(given, dropDatabase);
  return onPath('mongod') ? startMongod() : startFerret();
}

/** @param stop of what was started for it, or of the database only */
function database(server: string, stop: (url: string) => Promise<void>, ferret = false): TestMongo {
  const url = new URL(server);
  url.pathname = `/t_${randomBytes(8).toString('hex')}`;
  return { url: url.href, ferret, stop: () => stop(url.href) };
}

async function dropDatabase(url: string): Promise<void> {
  const connection = await mongoose.createConnection(url).asPromise();
  await connection.dropDatabase();
  await connection.close();
}

async function startMongod(): Promise<TestMongo> {
  const directory = await mkdtemp(join(tmpdir(), 'parley-mongo-'));
  const port = await freePort();
  const options = ['--dbpath', directory, '--port', String(port), '--bind_ip', '127.0.0.1', '--quiet'];
  const server = await keep('mongod', options, port);
  const stop = async () => {
    await server.end('SIGTERM');
    await rm(directory, { recursive: true, force: true });
  };
  return { ...database(`mongodb://127.0.0.1:${port}/`, stop), ...killable(server) };
}

async function startFerret(): Promise<TestMongo> {
  const postgres = await throwawayPostgres();
  const { url, drop } = await postgres.freshDatabase();
  const port = await freePort();
  const server = await keep(ferret, [`127.0.0.1:${port}`, url], port);
  const stop = async () => {
    await server.end('SIGTERM');
    await drop();
    await postgres.stop();
  };
  const mongo = database(`mongodb://127.0.0.1:${port}/`, stop, true);
  await indexMessages(mongo.url, url);
  return { ...mongo, ...killable(server) };
}

type Kept = Awaited<ReturnType<typeof keep>>;

/** A program that can be started again on the same port. */
async function keep(command: string, options: string[], port: number) {
  let child = await start(command, options, port);
  return {
    end: (signal: NodeJS.Signals) => end(child, signal),
    async again(): Promise<void> {
      child = await start(command, options, port);
    },
  };
}

const killable = (server: Kept) => ({ kill: () => server.end('SIGKILL'), restart: server.again });

/**
 * FerretDB 1 looks `{field: value}` up as `_jsonb->'field' @> value`, which none of the indexes that it makes can serve: every
 * read is a scan of all messages. MongoDB reads its index, so its stand-in gets one on what logs and re-sent messages are found by.
 */
async function indexMessages(mongoUrl: string, postgresUrl: string): Promise<void> {
  const connection = await mongoose.createConnection(mongoUrl).asPromise();
  await connection.createCollection('messages');
  await connection.close();
  const client = new Client({ connectionString: postgresUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ table: string; database: string }>(
      `SELECT format('%I.%I', table_schema, table_name) AS table, current_database() AS database
       FROM information_schema.tables WHERE table_name LIKE 'messages\\_%'`,
    );
    for (const { table, database } of rows) {
      await client.query(
        `CREATE INDEX ON ${table} USING gin ((_jsonb->'sessionId'), (_jsonb->'clientKey')) WITH (fastupdate = off)`,
      );
      // The field's name is a parameter: only a plan made for its value knows that the index fits.
      await client.query(`ALTER DATABASE ${database} SET plan_cache_mode = force_custom_plan`);
    }
  } finally {
    await client.end();
  }
}

function buildFerret(): void {
  mkdirSync(cache, { recursive: true });
  // Under a name of its own first: two test processes may build at once.
  const fresh = `${ferret}.${process.pid}`;
  execFileSync('go', ['build', '-o', fresh, '.'], {
    cwd: source,
    env: { ...process.env, GOTOOLCHAIN: 'local', GOFLAGS: '-mod=readonly' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  renameSync(fresh, ferret);
}

function onPath(command: string): boolean {
  return (process.env['PATH'] ?? '').split(delimiter).some((folder) => existsSync(join(folder, command)));
}

async function start(command: string, options: string[], port: number): Promise<ChildProcess> {
  const child = spawn(command, options, { stdio: 'ignore' });
  process.once('exit', () => child.kill('SIGKILL'));
  const probe = mongoose.createConnection(`mongodb://127.0.0.1:${port}/`, {
    serverSelectionTimeoutMS: 20_000,
  });
  await probe.asPromise();
  await probe.close();
  return child;
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((done) => child.once('exit', done));
  child.kill(signal);
  await gone;
}
