// A real PostgreSQL for tests: the one of TEST_DATABASE_URL, else an embedded one in a temporary directory.
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
  /** Ends the server (if it is ours) with every database on it. */
  stop(): Promise<void>;
}

/** One server for a test file or process: `beforeAll` makes it, `afterAll` stops it. */
export async function throwawayPostgres(): Promise<ThrowawayPostgres> {
  const given = process.env['TEST_DATABASE_URL'];
  const server = given ? { url: given, stop: async () => undefined } : await embedded();
  return {
    async freshDatabase() {
      const name = `t_${randomBytes(8).toString('hex')}`;
      await query(server.url, `CREATE DATABASE ${name}`);
      const url = new URL(server.url);
      url.pathname = `/${name}`;
      return { url: url.href, drop: () => drop(server.url, name) };
    },
    stop: () => server.stop(),
  };
}

const onGone = (why: string) => {
  throw new Error(why);
};

async function embedded() {
  const dataDir = await mkdtemp(join(tmpdir(), 'parley-postgres-'));
  const tidy = () => rmSync(dataDir, { recursive: true, force: true });
  process.once('exit', tidy);
  const server = await startEmbeddedPostgres({ dataDir, log: createLog('warn'), onGone });
  return {
    url: server.url,
    async stop() {
      await server.stop();
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
