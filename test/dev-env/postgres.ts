// A real PostgreSQL for tests: the one of TEST_DATABASE_URL, else the run's own for this worker, else an embedded one in a temporary directory.
import { execFileSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { createLog } from '../../src/log';
import { startEmbeddedPostgres } from '../../src/stores/embedded/embedded-postgres';

export interface FreshDatabase {
  /** Connects as the owner of an empty database. */
  url: string;
  drop(): Promise<void>;
}

export interface ThrowawayPostgres {
  /** An empty database of its own: milliseconds, where a server takes a second. */
  freshDatabase(): Promise<FreshDatabase>;
  /** One that may have the newest schema already: whoever migrates it finds less to do. */
  migratedDatabase(): Promise<FreshDatabase>;
  /** Ends the server where it is ours; where it was given, drops what was made there. What a run shares goes at its end. */
  stop(): Promise<void>;
}

/** A database of a run's servers, with the newest schema and nothing in it. */
export const migratedTemplate = 'parley_migrated';

/** One for a test file or process: `beforeAll` makes it, `afterAll` stops it. */
export async function throwawayPostgres(): Promise<ThrowawayPostgres> {
  const given = process.env['TEST_DATABASE_URL'];
  const shared = given ?? ofThisWorker();
  const server = shared ? { url: shared, stop: async () => undefined } : await startPostgres();
  const made = new Set<string>();
  const forget = async (name: string) => {
    made.delete(name);
    await drop(server.url, name);
  };
  const make = async (how: string): Promise<FreshDatabase> => {
    const name = `t_${randomBytes(8).toString('hex')}`;
    await query(server.url, `CREATE DATABASE ${name} ${how}`);
    made.add(name);
    return { url: databaseAt(server.url, name), drop: () => forget(name) };
  };
  const isOfTheRun = shared !== undefined && shared !== given;
  return {
    freshDatabase: () => make(''),
    migratedDatabase: () => make(isOfTheRun ? `TEMPLATE ${migratedTemplate}` : ''),
    async stop() {
      if (given) for (const name of [...made]) await forget(name);
      await server.stop();
    },
  };
}

export function databaseAt(server: string, name: string): string {
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
}

function ofThisWorker(): string | undefined {
  const urls = process.env['TEST_DATABASE_URLS']?.split(' ') ?? [];
  return urls[Number(process.env['JEST_WORKER_ID'] ?? 1) - 1];
}

const onGone = (why: string) => {
  throw new Error(why);
};

interface OwnPostgres {
  url: string;
  dataDir: string;
  /** Its files stay. */
  end(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * A server of its own, on a free port.
 * @param copyOf the directory of one that has ended
 */
export async function startPostgres(copyOf?: string): Promise<OwnPostgres> {
  const dataDir = await mkdtemp(join(tmpdir(), 'parley-postgres-'));
  const tidy = () => rmSync(dataDir, { recursive: true, force: true });
  process.once('exit', tidy);
  if (copyOf !== undefined) execFileSync('cp', ['-a', `${copyOf}/.`, dataDir]);
  const server = await startEmbeddedPostgres({ dataDir, log: createLog('warn'), onGone });
  let ended: Promise<void> | undefined;
  const end = () => (ended ??= server.stop());
  return {
    url: server.url,
    dataDir,
    end,
    async stop() {
      await end();
      process.off('exit', tidy);
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** With the roles that its pools signed in as. */
async function drop(url: string, name: string): Promise<void> {
  await query(url, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  const mark = createHash('sha256').update(name).digest('hex').slice(0, 12);
  for (const role of ['parley_app', 'parley_across', 'parley_documents', 'parley_jobs'])
    await query(url, `DROP ROLE IF EXISTS ${role}_${mark}`);
}

async function query(url: string, text: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(text);
  } finally {
    await client.end();
  }
}
