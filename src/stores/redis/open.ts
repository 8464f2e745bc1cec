// Redis may go at any time, also without closing a connection: its errors are logged here, calls reject at once, and the
// client comes back by itself.
import Redis, { type ChainableCommander, type RedisOptions } from 'ioredis';
import type { Log } from '../../log';
import { unavailable } from '../unavailable';

export interface RedisStore {
  client: Redis;
  /** Rejects `unavailable`. */
  ping(): Promise<void>;
  /** Two connections for @socket.io/redis-adapter, closed by `close`. What they cannot publish is dropped, not queued. */
  adapterClients(): { pub: Redis; sub: Redis; areReady(): boolean };
  close(): Promise<void>;
}

const options: RedisOptions = {
  enableOfflineQueue: false,
  autoResendUnfulfilledCommands: false,
  maxRetriesPerRequest: 1,
  connectTimeout: 5_000,
  commandTimeout: 1_000,
  // A connection that owes an answer for so long is given up: from then on Redis is gone, not slow.
  socketTimeout: 2_000,
  disconnectTimeout: 500,
  retryStrategy: (times) => Math.min(50 * 2 ** Math.min(times, 6), 2_000) + Math.random() * 100,
};

/** Waits at most `waitMs` for the first connection; without one it says so in the log and goes on trying. */
export async function openRedis({
  url,
  log,
  waitMs = 5_000,
}: {
  url: string;
  log: Log;
  waitMs?: number;
}): Promise<RedisStore> {
  const client = new Redis(url, options);
  const all = [watch(client, 'state', log)];
  if (!(await ready(client, waitMs)))
    log.warn('Redis does not answer. Parley runs without it until it does.');
  return {
    client,
    async ping() {
      await available(client.ping());
    },
    adapterClients() {
      const pub = client.duplicate();
      const sub = client.duplicate({
        enableOfflineQueue: true,
        maxRetriesPerRequest: null,
        commandTimeout: undefined,
      });
      all.push(watch(pub, 'publish', log), watch(sub, 'subscribe', log));
      for (const connection of [pub, sub]) neverReject(connection);
      return { pub, sub, areReady: () => pub.status === 'ready' && sub.status === 'ready' };
    },
    async close() {
      await Promise.all(all.map(end));
    },
  };
}

/** How often each connection is asked for an answer; the subscriber would wait forever for what a dead one never sends. */
const pulseMs = 1_000;

/** Notices a server that hangs. Logs the first error of an outage and its end; without a listener ioredis prints every one. */
function watch(client: Redis, purpose: string, log: Log): Redis {
  let gone = false;
  const pulse = setInterval(() => {
    if (client.status === 'ready') client.ping().catch(() => undefined);
  }, pulseMs).unref();
  client.once('end', () => clearInterval(pulse));
  client.on('error', (error: Error) => {
    if (gone) return;
    gone = true;
    log.warn({ purpose, error: error.message }, 'Redis is gone');
  });
  client.on('ready', () => {
    if (gone) log.info({ purpose }, 'Redis is back');
    gone = false;
  });
  return client;
}

async function ready(client: Redis, waitMs: number): Promise<boolean> {
  if (client.status === 'ready') return true;
  return new Promise((resolve) => {
    const done = (answer: boolean) => {
      clearTimeout(timer);
      client.off('ready', onReady);
      resolve(answer);
    };
    const onReady = () => done(true);
    const timer = setTimeout(() => done(false), waitMs);
    client.once('ready', onReady);
  });
}

/** The adapter drops the promises of these calls; a rejection nobody handles would end the process. */
function neverReject(client: Redis): void {
  const calls = client as unknown as Record<string, (...args: unknown[]) => Promise<unknown>>;
  for (const name of ['publish', 'subscribe', 'psubscribe', 'unsubscribe', 'punsubscribe']) {
    const call = calls[name]!.bind(client);
    calls[name] = (...args) => call(...args).catch(() => 0);
  }
}

async function end(client: Redis): Promise<void> {
  if (client.status === 'ready') await client.quit().catch(() => undefined);
  client.disconnect();
}

/** Turns whatever Redis failed with into `unavailable`. */
export async function available<T>(call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    throw unavailable(error);
  }
}

/** Runs a pipeline; rejects `unavailable` when any of its commands failed. */
export async function runAll(pipeline: ChainableCommander): Promise<unknown[]> {
  const replies = await available(pipeline.exec());
  return (replies ?? []).map(([error, reply]) => {
    if (error) throw unavailable(error);
    return reply;
  });
}
