// A node without Redis keeps presence, rooms and limits in its own memory, so it must be alone on its database: for as long
// as it lives it holds an advisory lock, which nodes with Redis share. PostgreSQL frees it when the holder's connection ends.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from 'pg';
import type { Log } from '../../../log';
import { connectAsOwner } from './migrate';

/** Of the database that the connection is to: PostgreSQL keeps advisory locks apart. */
const nodeLock = 0x6e6f6465;
const retryMs = 250;

const refusal =
  'Another Parley uses this database, and without a common Redis the two would not know of each other: set the same REDIS_URL on every node, or stop the other one.';

export interface NodeLock {
  /** Rejects while the lock is not held: another node may have begun to serve by itself. */
  ping(): Promise<void>;
  release(): Promise<void>;
}

interface Options {
  url: string;
  /** Nobody else; else nobody who is alone. */
  alone: boolean;
  log: Log;
  /** How long a node that is ending, or was killed, may take to let go. */
  waitMs?: number;
}

/** Throws an Error with a sentence when a node that cannot share, or that this one cannot share with, keeps the lock. */
export async function lockNode({ url, alone, log, waitMs = 5_000 }: Options): Promise<NodeLock> {
  let client = await connect(url);
  let held = false;
  let closed = false;
  let regaining = Promise.resolve();

  async function take(): Promise<boolean> {
    const lock = alone ? 'pg_try_advisory_lock' : 'pg_try_advisory_lock_shared';
    const { rows } = await client.query<{ held: boolean }>(`SELECT ${lock}($1) AS held`, [nodeLock]);
    held = rows[0]!.held;
    return held;
  }

  function watch(): void {
    client.once('end', () => {
      held = false;
      if (!closed) regaining = regain();
    });
  }

  /** Says once that another was faster, and goes on asking: when that one ends, this one serves again. */
  async function regain(): Promise<void> {
    let isLogged = false;
    while (!held && !closed) {
      await sleep(retryMs);
      try {
        client = await connect(url);
        while (!closed && !(await take())) {
          if (!isLogged) log.error(`${refusal} Until then this node is not ready.`);
          isLogged = true;
          await sleep(retryMs);
        }
        watch();
      } catch (error) {
        log.debug({ err: error }, 'could not take the lock of this node again');
        await client.end().catch(() => undefined);
      }
    }
  }

  try {
    const deadline = Date.now() + waitMs;
    while (!(await take())) {
      if (Date.now() > deadline) throw new Error(refusal);
      await sleep(retryMs);
    }
  } catch (error) {
    await client.end();
    throw error;
  }
  watch();

  return {
    async ping() {
      if (!held) throw new Error('the lock of this node is not held');
    },
    async release() {
      closed = true;
      await regaining;
      await client.end();
    },
  };
}

/** PostgreSQL asks after its client, too: a node whose machine is gone keeps the lock for 25 s, not for hours. */
async function connect(url: string): Promise<Client> {
  const client = await connectAsOwner(url);
  await client.query(
    'SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 3',
  );
  return client;
}
