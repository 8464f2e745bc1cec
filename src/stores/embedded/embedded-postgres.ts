// A real PostgreSQL as a child process on DATA_DIR, for those who set no DATABASE_URL. Durable: fsync stays on.
// We run the package's binaries ourselves: its wrapper installs signal handlers of its own and shares our process group.
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Log } from '../../log';
import { prepareDataDir } from '../data-dir';
import { findBinaries, unprivilegedUser } from './binaries';
import { createKillAtExit } from './child';
import { databaseUrl, initialise, keptPassword, letThrough, passwordPath, urlOf } from './cluster';
import { lockDataDir, type DataDirLock } from './data-dir-lock';
import { dropStrangersPid, readIfThere, readPostmaster } from './postmaster';
import { keepRunning, type ServerProcess } from './server-process';

export interface EmbeddedPostgres {
  /** Connects as the owner to the database `parley`. Holds a password: never log it. */
  url: string;
  /** Why it does not run, while it does not. */
  trouble(): string | undefined;
  /** Ends the server cleanly and gives DATA_DIR back. */
  stop(): Promise<void>;
}

export interface EmbeddedOptions {
  dataDir: string;
  log: Log;
  /** It will not come back by itself, or DATA_DIR was taken over: the process should end, with a code. */
  onGone: (why: string) => void;
  /** After so long without a server that starts it is given up. */
  giveUpMs?: number;
  /** So long a server that somebody else told to end may wait for its connections; then it is started again. */
  drainMs?: number;
  /** A free one when absent. */
  port?: number;
}

const giveUpAfterMs = 5 * 60_000;
/** A supervisor that tells all of us to end at once gives us the time to drain. */
const drainAfterMs = 20_000;

/**
 * Starts PostgreSQL on `dataDir`/postgres (created on the first start), after ending one that an earlier, killed Parley left behind.
 * Rejects with an Error whose message is a sentence: another Parley runs there, a directory is not readable, or PostgreSQL's own last words.
 */
export async function startEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const dataDir = resolve(options.dataDir);
  const { log, onGone } = options;
  prepareDataDir(dataDir);
  const cluster = join(dataDir, 'postgres');
  let server: ServerProcess | undefined;
  const onLost = () => {
    server?.kill();
    onGone(`Another Parley took ${dataDir} over while this one did not answer.`);
  };
  const lock = await lockDataDir({ dataDir, cluster, log, onLost });
  const { killAtExit, release } = createKillAtExit();
  const end = async () => {
    await server?.stop();
    release();
    lock.release();
  };
  try {
    const place = { binaries: findBinaries(), runAs: unprivilegedUser(), cluster, killAtExit };
    letThrough(dataDir, place.runAs);
    dropStrangersPid(cluster);
    const password = keptPassword(dataDir, cluster);
    if (!existsSync(cluster)) await initialise({ ...place, password });
    server = await keepRunning({ ...place, ...serverOptions(options, lock) });
    return { url: await databaseUrl(server.port, password), trouble: server.trouble, stop: end };
  } catch (error) {
    await end();
    throw error;
  }
}

function serverOptions(options: EmbeddedOptions, lock: DataDirLock) {
  const { log, port, giveUpMs = giveUpAfterMs, drainMs = drainAfterMs, onGone } = options;
  return { log, port, giveUpMs, drainMs, onGivenUp: onGone, lockFd: lock.fd };
}

/** The URL of the server that runs on this DATA_DIR now, started by another process; undefined when none does. */
export function runningEmbeddedUrl(dataDir: string): string | undefined {
  const cluster = join(resolve(dataDir), 'postgres');
  const running = readPostmaster(cluster);
  const password = readIfThere(passwordPath(resolve(dataDir)));
  return running && password && urlOf(running.port, password, 'parley');
}
