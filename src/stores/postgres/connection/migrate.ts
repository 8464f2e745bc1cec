// What happens once at start, as the owner: refuse a server that may lose what it acknowledged, then migrate, one node at a time.
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import type { Log } from '../../../log';
import { prepareLogins, type Login, type Logins } from './database-roles';
import { urlAs, type Session } from './pool';
import { createDataSource } from './data-source';

const migrationLock = 0x7061726c;
const retryMs = 250;
/** So long others stand behind a migration that waits for a table. */
const lockTimeout = '2s';
const longestPauseMs = 8_000;
const lockNotAvailable = '55P03';

/** Brings the database to this program's schema, with roles to sign in as; throws an Error with a sentence that names what to change. */
export async function prepareDatabase({ url, log }: { url: string; log: Log }): Promise<Logins> {
  const client = await connectAsOwner(url);
  try {
    await refuseForgetfulServer(client);
    await lockMigrations(client);
    const ending = new AbortController();
    const letting = letIndexesPass(client, log, ending.signal);
    try {
      await migrate(url, log);
    } finally {
      ending.abort();
      await letting;
    }
    return await prepareLogins(client, (login) => isPasswordRefused(url, login));
  } catch (error) {
    throw (error as { code?: string }).code === '42501' ? mayNot(error) : error;
  } finally {
    await client.end();
  }
}

/** Asks again instead of waiting in one statement: an index that is made concurrently waits for every statement that is older. */
async function lockMigrations(client: Client): Promise<void> {
  const ask = 'SELECT pg_try_advisory_lock($1) AS held';
  while (!(await client.query<{ held: boolean }>(ask, [migrationLock])).rows[0]!.held) await sleep(retryMs);
}

/**
 * A node of an earlier version waits for the lock in one statement: an index that is made concurrently waits for it, and it
 * for this node. Its start is ended, and whoever supervises it starts it again.
 */
async function letIndexesPass(client: Client, log: Log, ending: AbortSignal): Promise<void> {
  const cancel = `SELECT pg_cancel_backend(w.pid) AS ended FROM pg_locks w
    WHERE w.locktype = 'advisory' AND NOT w.granted AND w.objid = $1 AND w.classid = 0 AND w.pid IN (
      SELECT unnest(pg_blocking_pids(i.pid)) FROM pg_locks i WHERE i.locktype = 'virtualxid' AND NOT i.granted)`;
  while (!ending.aborted) {
    await sleep(retryMs, undefined, { signal: ending }).catch(() => undefined);
    if (ending.aborted) return;
    const { rowCount } = await client.query(cancel, [migrationLock]).catch(() => ({ rowCount: 0 }));
    if (rowCount)
      log.warn(
        'a node of an earlier version held up an index that is made: its start was ended, let it start again',
      );
  }
}

async function migrate(url: string, log: Log): Promise<void> {
  const owner = createDataSource({
    url: urlAs(url, { settings: { lock_timeout: lockTimeout } }),
    poolSize: 1,
  });
  await owner.initialize();
  try {
    const done = await withoutQueueing(() => owner.runMigrations(), log);
    const newest = done.at(-1)?.name;
    if (newest) log.info({ migrations: done.length, newest }, 'the database was migrated');
  } finally {
    await owner.destroy();
  }
}

/** Behind a statement that waits for a table everybody else waits, too: it gives up soon, lets them pass and tries again. */
async function withoutQueueing<T>(work: () => Promise<T>, log: Log): Promise<T> {
  for (let pauseMs = retryMs; ; pauseMs = Math.min(2 * pauseMs, longestPauseMs)) {
    try {
      return await work();
    } catch (error) {
      if ((error as { code?: unknown }).code !== lockNotAvailable) throw error;
      log.warn({ pauseMs }, 'a migration waits for a table that somebody reads for long: trying again');
      await sleep(pauseMs);
    }
  }
}

function mayNot(cause: unknown): Error {
  return new Error(
    'The user of DATABASE_URL may not create roles or tables. Let it own the database and give it CREATEROLE; where an administrator made parley_app, parley_across, parley_documents and parley_jobs, also: GRANT parley_app, parley_across, parley_documents, parley_jobs TO that user WITH ADMIN OPTION.',
    { cause },
  );
}

/** A client as the URL's user, which owns the tables: for migrations, the lock of a node, backup and restore. */
export function connectAsOwner(url: string): Promise<Client> {
  return connectAs(url, {});
}

/** SQLSTATE 28P01. Other trouble with signing in is for the pools to say. */
async function isPasswordRefused(url: string, login: Login): Promise<boolean> {
  try {
    await (await connectAs(url, { login })).end();
    return false;
  } catch (error) {
    return ((error as Error).cause as { code?: unknown } | undefined)?.code === '28P01';
  }
}

async function connectAs(url: string, session: Session): Promise<Client> {
  const client = new Client({
    connectionString: urlAs(url, session),
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return client;
  } catch (error) {
    const { host } = new URL(url);
    const words = (error as Error).message || String((error as { code?: unknown }).code);
    throw new Error(`PostgreSQL at ${host} cannot be used: ${words}. Check DATABASE_URL.`, { cause: error });
  }
}

const promises: Array<[setting: string, required: (value: string) => boolean]> = [
  ['fsync', (value) => value === 'on'],
  ['full_page_writes', (value) => value === 'on'],
  ['synchronous_commit', (value) => value !== 'off'],
];

async function refuseForgetfulServer(client: Client): Promise<void> {
  for (const [setting, required] of promises) {
    const { rows } = await client.query<{ value: string }>('SELECT current_setting($1) AS value', [setting]);
    if (required(rows[0]!.value)) continue;
    throw new Error(
      `PostgreSQL runs with ${setting}=${rows[0]!.value} and may lose messages that were acknowledged: set ${setting}=on.`,
    );
  }
}
