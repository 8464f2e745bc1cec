// The server process: started with patience, and again should it ever end unasked, for a set time.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '../../log';
import { exitOf, lastWords } from './child';
import { explain, type Place } from './cluster';

export interface ServerOptions extends Place {
  log: Log;
  /** A free one when absent. */
  port: number | undefined;
  /** Of the lock of DATA_DIR: the server and its connections keep it for as long as they live. */
  lockFd: number | undefined;
  /** A server that cannot be started again for so long is given up. */
  giveUpMs: number;
  /** So long it may wait for its connections when somebody else told it to end. */
  drainMs: number;
  onGivenUp: (why: string) => void;
}

export interface ServerProcess {
  port: number;
  /** Why it does not run, while it does not. */
  trouble(): string | undefined;
  stop(): Promise<void>;
  /** At once, without a checkpoint. */
  kill(): void;
}

const firstPauseMs = 500;
const longestPauseMs = 15_000;

/** The pools reconnect by themselves: it comes back on the same port. */
export async function keepRunning(options: ServerOptions): Promise<ServerProcess> {
  const { child: first, port } = await startPatiently(options);
  const { log } = options;
  const ending = new AbortController();
  let child = first;
  let trouble: string | undefined;
  let reviving: Promise<void> = Promise.resolve();

  function watch(): void {
    endInTime(child, { ...options, ending: ending.signal }, () => {
      trouble = 'The embedded PostgreSQL was told to end by somebody else; it is started again.';
    });
    child.once('exit', (code, signal) => {
      if (ending.signal.aborted) return;
      trouble = 'The embedded PostgreSQL ended and is started again.';
      log.error({ code, signal }, 'the embedded PostgreSQL ended: starting it again');
      reviving = revive();
    });
  }

  async function revive(): Promise<void> {
    const since = performance.now();
    for (
      let pauseMs = firstPauseMs;
      !ending.signal.aborted;
      pauseMs = Math.min(2 * pauseMs, longestPauseMs)
    ) {
      try {
        ({ child } = await startPatiently({ ...options, port }));
        trouble = undefined;
        log.info('the embedded PostgreSQL runs again');
        return watch();
      } catch (error) {
        trouble = (error as Error).message;
      }
      if (performance.now() - since > options.giveUpMs) return options.onGivenUp(trouble);
      log.error({ why: trouble, pauseMs }, 'could not start the embedded PostgreSQL: trying again');
      await sleep(pauseMs, undefined, { signal: ending.signal }).catch(() => undefined);
    }
  }

  watch();
  return {
    port,
    trouble: () => trouble,
    async stop() {
      ending.abort();
      await reviving;
      await stopServer(child);
    },
    kill() {
      ending.abort();
      child.kill('SIGQUIT');
    },
  };
}

/** A SIGTERM that is not ours: it takes no new connection and waits for the pools', which would stay open for ever. */
function endInTime(
  child: ChildProcess,
  { log, drainMs, ending }: Pick<ServerOptions, 'log' | 'drainMs'> & { ending: AbortSignal },
  onTold: () => void,
): void {
  child.stderr?.on('data', (chunk: Buffer) => {
    if (ending.aborted || !chunk.includes('received smart shutdown request')) return;
    onTold();
    log.error({ drainMs }, 'somebody told the embedded PostgreSQL to end: starting it again');
    void sleep(drainMs, undefined, { signal: ending }).then(
      () => child.kill('SIGINT'),
      () => undefined,
    );
  });
}

/** On a machine that is very busy what was killed still holds its memory for a while. */
const patience = 60_000;

/** Starts; a lock that a dying server still holds, or a port taken meanwhile, is worth another try. */
async function startPatiently(options: ServerOptions): Promise<{ child: ChildProcess; port: number }> {
  const deadline = Date.now() + patience;
  for (;;) {
    const port = options.port ?? (await freePort());
    const started = await startOnce(options, port);
    if ('child' in started) return { ...started, port };
    const passing = /lock file|shared memory|Address already in use|could not bind/i.test(started.failure);
    if (!passing || Date.now() > deadline) throw new Error(explain(started.failure, options));
    await sleep(500);
  }
}

async function startOnce(
  { binaries, runAs, cluster, log, lockFd, killAtExit }: ServerOptions,
  port: number,
): Promise<{ child: ChildProcess } | { failure: string }> {
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: '100',
    // The default is from smaller days: the log's index should stay in memory.
    shared_buffers: '512MB',
    logging_collector: 'off',
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  // Detached: a Ctrl-C in the terminal reaches Parley alone, which ends the server last.
  const child = spawn(binaries.postgres, ['-D', cluster, '-p', String(port), ...flags], {
    ...runAs,
    cwd: '/',
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe', ...(lockFd === undefined ? [] : [lockFd])],
  });
  killAtExit(child, 'SIGINT');
  const words = lastWords(child, (line) => log.debug({ line }, 'the embedded PostgreSQL wrote a line'));
  const exited = exitOf(child);
  const ready = new Promise<'ready'>((done) => {
    child.stderr?.on('data', (chunk: Buffer) => {
      if (chunk.includes('ready to accept connections')) done('ready');
    });
  });
  const first = await Promise.race([ready, exited]);
  if (first !== 'ready') return { failure: first ?? words() };
  child.unref();
  (child.stderr as unknown as { unref?: () => void }).unref?.();
  return { child };
}

async function stopServer(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const closed = once(child, 'exit');
  child.ref();
  child.kill('SIGINT');
  await closed;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
