// A real PostgreSQL as a child process on DATA_DIR, for those who set no DATABASE_URL. Durable: fsync stays on.
// We run the package's binaries ourselves: its wrapper installs signal handlers of its own and shares our process group.
import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import type { Log } from '../../log';
import { lockDataDir } from './data-dir-lock';
import { findBinaries, unprivilegedUser, type Binaries, type RunAs } from './binaries';
import { endLeftover, patience, readIfThere, readPostmaster } from './postmaster';

export interface EmbeddedPostgres {
  /** Connects as the owner to the database `parley`. Holds a password: never log it. */
  url: string;
  /** Ends the server cleanly and gives DATA_DIR back. */
  stop(): Promise<void>;
}

interface Options {
  dataDir: string;
  log: Log;
  /** A free one when absent. */
  port?: number;
}

/**
 * Starts PostgreSQL on `dataDir`/postgres (created on the first start), after ending one that an earlier, killed Parley left behind.
 * Rejects with an Error whose message is a sentence: another Parley runs there, a directory is not readable, or PostgreSQL's own last words.
 */
export async function startEmbeddedPostgres(options: Options): Promise<EmbeddedPostgres> {
  const dataDir = resolve(options.dataDir);
  try {
    mkdirSync(dataDir, { recursive: true });
  } catch (error) {
    throw new Error(`DATA_DIR cannot be used as a folder: ${(error as Error).message}`, { cause: error });
  }
  const unlock = lockDataDir(dataDir);
  try {
    const binaries = findBinaries();
    const runAs = unprivilegedUser();
    const cluster = join(dataDir, 'postgres');
    letThrough(dataDir, runAs);
    await endLeftover(cluster, options.log);
    const password = keptPassword(dataDir, cluster);
    if (!existsSync(cluster)) await initialise({ binaries, runAs, cluster, password });
    const server = await keepRunning({ binaries, runAs, cluster, log: options.log, port: options.port });
    const url = await databaseUrl(server.port, password).catch(async (error: unknown) => {
      await server.stop();
      throw error;
    });
    return { url, stop: () => server.stop().finally(unlock) };
  } catch (error) {
    unlock();
    throw error;
  }
}

/** The URL of the server that runs on this DATA_DIR now, started by another process; undefined when none does. */
export function runningEmbeddedUrl(dataDir: string): string | undefined {
  const cluster = join(resolve(dataDir), 'postgres');
  const running = readPostmaster(cluster);
  const password = readIfThere(passwordPath(resolve(dataDir)));
  return running && password && urlOf(running.port, password, 'parley');
}

interface Place {
  binaries: Binaries;
  runAs: RunAs;
  cluster: string;
}

/** In a folder beside it, so that a cluster is whole or not there. */
async function initialise({ password, ...place }: Place & { password: string }): Promise<void> {
  const { binaries, runAs, cluster } = place;
  const unfinished = `${cluster}.new`;
  const passwordFile = `${cluster}.initdb`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { mode: 0o700 });
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  for (const path of [unfinished, passwordFile]) give(path, runAs);
  const flags = [
    `--pgdata=${unfinished}`,
    '--username=postgres',
    '--auth=scram-sha-256',
    `--pwfile=${passwordFile}`,
    '--encoding=UTF8',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--locale=C',
  ];
  const child = spawn(binaries.initdb, flags, { ...runAs, cwd: '/', stdio: ['ignore', 'ignore', 'pipe'] });
  const words = lastWords(child);
  const failure = await exitOf(child);
  rmSync(passwordFile, { force: true });
  if (failure === undefined) return renameSync(unfinished, cluster);
  rmSync(unfinished, { recursive: true, force: true });
  throw new Error(explain(failure ?? words(), place));
}

function give(path: string, { uid, gid }: RunAs): void {
  if (uid !== undefined && gid !== undefined) chownSync(path, uid, gid);
}

/** As root: our own directory may be private, but PostgreSQL's user must be able to walk through it. */
function letThrough(dataDir: string, { gid }: RunAs): void {
  const { mode, uid } = statSync(dataDir);
  if (gid === undefined || (mode & 0o001) !== 0) return;
  chownSync(dataDir, uid, gid);
  chmodSync(dataDir, mode | 0o010);
}

/** Starts the server, and again on the same port should it ever end unasked (the pools reconnect by themselves). */
async function keepRunning(place: Place & { log: Log; port: number | undefined }) {
  const { child: first, port } = await startPatiently(place);
  let child = first;
  let stopping = false;
  let restarting: Promise<void> = Promise.resolve();
  const onExit = () => child.kill('SIGINT');
  process.on('exit', onExit);
  const watch = () =>
    child.once('exit', (code, signal) => {
      if (stopping) return;
      place.log.error({ code, signal }, 'the embedded PostgreSQL ended: starting it again');
      restarting = startPatiently({ ...place, port }).then(
        (again) => {
          child = again.child;
          watch();
        },
        (error: Error) => place.log.fatal({ error: error.message }, 'the embedded PostgreSQL is gone'),
      );
    });
  watch();
  const stop = async () => {
    stopping = true;
    await restarting;
    process.off('exit', onExit);
    await stopServer(child);
  };
  return { port, stop };
}

/** Starts; a lock that a dying server still holds, or a port taken meanwhile, is worth another try. */
async function startPatiently(
  place: Place & { log: Log; port: number | undefined },
): Promise<{ child: ChildProcess; port: number }> {
  const deadline = Date.now() + patience;
  for (;;) {
    const port = place.port ?? (await freePort());
    const started = await startOnce(place, port);
    if ('child' in started) return { ...started, port };
    const passing = /lock file|shared memory|Address already in use|could not bind/i.test(started.failure);
    if (!passing || Date.now() > deadline) throw new Error(explain(started.failure, place));
    await sleep(500);
  }
}

async function startOnce(
  { binaries, runAs, cluster, log }: Place & { log: Log },
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
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const words = lastWords(child, (line) => log.debug({ postgres: line }, 'postgres'));
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

/** undefined when the process ended well, null when it failed with words on stderr, a text when it could not be run at all. */
async function exitOf(child: ChildProcess): Promise<string | null | undefined> {
  try {
    const [code] = (await once(child, 'close')) as [number | null];
    return code === 0 ? undefined : null;
  } catch (error) {
    return (error as Error).message;
  }
}

/** Keeps what PostgreSQL said last, for the sentence of an error. */
function lastWords(child: ChildProcess, onLine?: (line: string) => void): () => string {
  let kept: string[] = [];
  child.stderr?.on('data', (chunk: Buffer) => {
    const lines = chunk.toString().split('\n').filter(Boolean);
    lines.forEach((line) => onLine?.(line));
    kept = [...kept, ...lines].slice(-20);
  });
  return () => {
    const telling = kept.filter((line) => /FATAL|PANIC|error:/i.test(line));
    return telling.at(-1) ?? kept.at(-1) ?? 'it ended without a word';
  };
}

function explain(failure: string, { runAs, cluster, binaries }: Place): string {
  const closed = [...new Set([cluster, binaries.folder].flatMap((path) => closedFolders(path, runAs)))];
  const hint = closed.length
    ? ` As root, PostgreSQL runs as user postgres, who cannot enter ${closed.join(' and ')}: run chmod o+x ${closed.join(' ')}, or move Parley elsewhere.`
    : '';
  return `The embedded PostgreSQL did not start: ${failure}.${hint}`;
}

/** Folders above a path that the user whom PostgreSQL runs as may not walk through. */
function closedFolders(path: string, { uid, gid }: RunAs): string[] {
  const above = dirname(path);
  if (uid === undefined || above === path) return [];
  const folder = statSync(above);
  const open = (folder.mode & 0o001) !== 0 || (folder.gid === gid && (folder.mode & 0o010) !== 0);
  return [...closedFolders(above, { uid, ...(gid !== undefined && { gid }) }), ...(open ? [] : [above])];
}

async function stopServer(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const closed = once(child, 'exit');
  child.ref();
  child.kill('SIGINT');
  await closed;
}

async function databaseUrl(port: number, password: string): Promise<string> {
  const client = new Client({ connectionString: urlOf(port, password, 'postgres') });
  await client.connect();
  try {
    const { rowCount } = await client.query(`SELECT FROM pg_database WHERE datname = 'parley'`);
    if (!rowCount) await client.query('CREATE DATABASE parley');
  } finally {
    await client.end();
  }
  return urlOf(port, password, 'parley');
}

function urlOf(port: number, password: string, database: string): string {
  return `postgres://postgres:${password}@127.0.0.1:${port}/${database}`;
}

const passwordPath = (dataDir: string) => join(dataDir, 'postgres.password');

/** Made on the first start, before the cluster that it opens. */
function keptPassword(dataDir: string, cluster: string): string {
  const path = passwordPath(dataDir);
  const kept = readIfThere(path);
  if (kept) return kept;
  if (existsSync(cluster)) {
    throw new Error(`${path} is missing, without which nobody can open the database beside it: put it back.`);
  }
  const password = randomBytes(24).toString('base64url');
  writeFileSync(path, password, { mode: 0o600, flush: true });
  return password;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
