// DATA_DIR holds what people wrote and sent, and secrets: it is nobody else's.
import { chmodSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DomainError } from '../errors';

/** PostgreSQL writes its log ahead in files of 16 MB: without room for the next one it may end at any write. */
const leastRoom = 16 * 1024 * 1024;

/** Makes the folder and closes it to everybody else. Throws a sentence when it cannot be used. */
export function prepareDataDir(dataDir: string): void {
  try {
    makeParents(dirname(dataDir));
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    close(dataDir);
    removeEarlier(dataDir);
  } catch (error) {
    throw new Error(`DATA_DIR cannot be used as a folder: ${(error as Error).message}`, { cause: error });
  }
}

/** A database on a full disk still reads, and stores what happens to fit. @throws `unavailable`, with how much room is left */
export async function refuseFullDisk(dataDir: string, least = leastRoom): Promise<void> {
  const { bavail, bsize } = await statfs(dataDir);
  const room = bavail * bsize;
  if (room >= least) return;
  const left = Math.floor(room / 1024 / 1024);
  throw new DomainError('unavailable', `The disk of DATA_DIR is full: ${left} MB are left.`, {
    retryAfter: 5,
  });
}

/** Open as folders are: as root, PostgreSQL's user walks through them. */
function makeParents(folder: string): void {
  const ours = process.umask(0o022);
  try {
    mkdirSync(folder, { recursive: true });
  } finally {
    process.umask(ours);
  }
}

/** What killed restores of earlier versions left. */
function removeEarlier(dataDir: string): void {
  for (const name of readdirSync(dataDir)) {
    if (name.startsWith('.restore-')) rmSync(join(dataDir, name), { recursive: true, force: true });
  }
}

function close(folder: string): void {
  const { mode } = statSync(folder);
  // A group that may walk through, and no more, is PostgreSQL's own when we are root.
  if ((mode & 0o067) === 0) return;
  try {
    chmodSync(folder, 0o700 | (mode & 0o010));
  } catch (error) {
    // A volume may belong to its host, which lets a group of ours in: that is not ours to change.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') throw error;
  }
}
