// One Parley on one DATA_DIR, whichever container or host it runs in. Three things say who holds it: a lock on an open file,
// which PostgreSQL inherits and keeps as long as it lives; the pid of the holder, where it can be seen; and a heartbeat.
import { randomUUID } from 'node:crypto';
import {
  closeSync,
  linkSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Log } from '../../log';
import { lockFile, type FileLock } from '../../tools/file-lock';
import { waitUntil } from '../../tools/wait-until';
import { endPostmaster, readPostmaster } from './postmaster';
import { isAlive, isSameKernel, isVisible, ownIdentity, parseIdentity } from './process-identity';

const heartbeatMs = 2_000;
/** A holder that cannot be seen and is silent for so long is dead. */
const silenceMs = 4 * heartbeatMs;
/** One whose last sign is so old needs no watching; clocks of two hosts do not differ by as much. */
const longDeadMs = 120_000;
/** Connections of a killed server keep the lock for a moment. */
const busyMs = 5_000;

export interface DataDirLock {
  /** For the server that owns the cluster; absent where files cannot be locked. */
  fd?: number;
  release(): void;
}

interface Options {
  dataDir: string;
  /** A server that a killed Parley left here is ended. */
  cluster: string;
  log: Log;
  /** Somebody took the directory over, believing this process dead: it must stop writing at once. */
  onLost: () => void;
}

/** Rejects with an Error with a sentence when a living process holds the directory. */
export async function lockDataDir({ dataDir, cluster, log, onLost }: Options): Promise<DataDirLock> {
  const path = join(dataDir, 'parley.pid');
  const fd = openSync(join(dataDir, 'parley.lock'), 'a+', 0o600);
  try {
    const locked = await takeFileLock(fd, { dataDir, path, cluster, log });
    const seen = parseIdentity(read(path));
    if (seen && !isVisible(seen) && !(locked && isSameKernel(seen))) await refuseIfBeating(path, dataDir);
    const mine = JSON.stringify({ ...ownIdentity(), id: randomUUID() });
    takeHolderFile(path, mine, dataDir);
    const stopBeating = keepBeating(path, mine, onLost);
    return {
      ...(locked && { fd }),
      release() {
        stopBeating();
        if (read(path) === mine) rmSync(path, { force: true });
        closeSync(fd);
      },
    };
  } catch (error) {
    closeSync(fd);
    throw error;
  }
}

interface Place {
  dataDir: string;
  path: string;
  cluster: string;
  log: Log;
}

/** False where files cannot be locked. */
async function takeFileLock(fd: number, { dataDir, path, cluster, log }: Place): Promise<boolean> {
  let lock = 'busy' as FileLock;
  async function isFree(): Promise<boolean> {
    // In this order: a server that was there before its holder turned out to be dead is nobody's.
    const leftover = readPostmaster(cluster);
    refuseIfAlive(read(path), dataDir);
    if (leftover) await endPostmaster(cluster, leftover, log);
    lock = lockFile(fd);
    return lock !== 'busy';
  }
  if (!(await waitUntil(isFree, { within: busyMs, every: 100 }))) throw new Error(elsewhere(dataDir));
  return lock === 'held';
}

function elsewhere(dataDir: string): string {
  return `Another Parley, in another container or on another machine, already runs on ${dataDir}: stop it, or set DATA_DIR to another directory.`;
}

function refuseIfAlive(text: string | undefined, dataDir: string): void {
  const holder = parseIdentity(text);
  if (!holder || !isVisible(holder) || !isAlive(holder)) return;
  throw new Error(
    `Another Parley (process ${holder.pid}) already runs on ${dataDir}: stop it, or set DATA_DIR to another directory.`,
  );
}

async function refuseIfBeating(path: string, dataDir: string): Promise<void> {
  const first = lastBeat(path);
  if (first === undefined || Date.now() - first > longDeadMs) return;
  const isSeen = () => lastBeat(path) !== first;
  const beats = await waitUntil(isSeen, { within: silenceMs, every: heartbeatMs / 8 });
  if (beats && lastBeat(path) !== undefined) throw new Error(elsewhere(dataDir));
}

function lastBeat(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs;
}

function takeHolderFile(path: string, mine: string, dataDir: string): void {
  const written = `${path}.${randomUUID()}`;
  writeFileSync(written, mine, { mode: 0o600 });
  try {
    while (!linked(written, path)) clearStale(path, dataDir);
  } finally {
    rmSync(written, { force: true });
  }
}

function linked(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Moves the file aside before deleting it, so that of two starters only one can remove the dead one's file. */
function clearStale(path: string, dataDir: string): void {
  const seen = read(path);
  if (seen === undefined) return;
  refuseIfAlive(seen, dataDir);
  const aside = `${path}.${randomUUID()}`;
  try {
    renameSync(path, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  const moved = read(aside);
  if (moved !== seen) linked(aside, path);
  rmSync(aside, { force: true });
}

/** Each beat looks first whether the file is still ours: a process that was frozen for long may have been given up. */
function keepBeating(path: string, mine: string, onLost: () => void): () => void {
  const timer = setInterval(() => {
    const text = read(path);
    if (text === mine) return utimesSync(path, new Date(), new Date());
    if (text === undefined) return;
    clearInterval(timer);
    onLost();
  }, heartbeatMs).unref();
  return () => clearInterval(timer);
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
