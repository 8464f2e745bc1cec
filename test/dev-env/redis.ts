// A Redis to test against: TEST_REDIS_URL, else a throw-away redis-server from PATH.
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Redis from 'ioredis';
import { freePort } from './free-port';

export interface TestRedis {
  url: string;
  /** Stops it; what it held is gone. Only where it is ours. */
  kill?: () => Promise<void>;
  /** Starts it again, empty, on the same port. Only where it is ours. */
  restart?: () => Promise<void>;
  /** Until `resume` it keeps its connections, takes new ones, and answers nobody. Only where it is ours. */
  pause?: () => void;
  resume?: () => void;
  close(): Promise<void>;
}

/** Known at once, so that a suite can be skipped where there is none. */
export function redisIsHere(): boolean {
  return Boolean(process.env['TEST_REDIS_URL']) || spawnSync('redis-server', ['--version']).status === 0;
}

/** undefined: there is none here. Skip, and say so. */
export async function redisForTests(): Promise<TestRedis | undefined> {
  const given = process.env['TEST_REDIS_URL'];
  if (given) return { url: given, close: async () => {} };
  const port = await freePort();
  const directory = await mkdtemp(join(tmpdir(), 'parley-redis-'));
  let server = await start(port, directory);
  if (!server) {
    await rm(directory, { recursive: true, force: true });
    return undefined;
  }
  return {
    url: `redis://127.0.0.1:${port}`,
    kill: async () => server?.stop(),
    restart: async () => {
      server = await start(port, directory);
    },
    pause: () => void server?.child.kill('SIGSTOP'),
    resume: () => void server?.child.kill('SIGCONT'),
    close: async () => {
      await server?.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

interface Running {
  child: ChildProcess;
  stop(): Promise<void>;
}

async function start(port: number, directory: string): Promise<Running | undefined> {
  const settings = [
    '--port',
    `${port}`,
    '--bind',
    '127.0.0.1',
    '--save',
    '',
    '--appendonly',
    'no',
    '--dir',
    directory,
  ];
  const child = spawn('redis-server', settings, { stdio: 'ignore' });
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  const up = await Promise.race([answers(port), ended.then(() => false)]);
  if (!up) return undefined;
  const stop = async () => {
    child.kill('SIGKILL');
    await ended;
  };
  return { child, stop };
}

async function answers(port: number): Promise<boolean> {
  const client = new Redis({ host: '127.0.0.1', port, maxRetriesPerRequest: null, retryStrategy: () => 50 });
  client.on('error', () => undefined);
  const tooLate = setTimeout(() => client.disconnect(), 10_000);
  try {
    await client.ping();
    return true;
  } catch {
    return false;
  } finally {
    clearTimeout(tooLate);
    client.disconnect();
  }
}
