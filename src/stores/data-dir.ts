// DATA_DIR holds what people wrote and sent, and secrets: it is nobody else's.
import { chmodSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

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
