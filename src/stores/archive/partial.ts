// The archive while it is written: a hidden file beside its target, locked, so that the next backup can tell a dead one's.
import { randomUUID } from 'node:crypto';
import { closeSync, openSync, readdirSync, rmSync, statSync } from 'node:fs';
import { link, open, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { lockFile } from '../../tools/file-lock';

const suffix = '.parley-partial';
/** What earlier versions left. */
const earlier = /^\.parley-backup-/;
/** Where files cannot be locked, one that nobody has written to for so long is dead. */
const deadAfterMs = 3_600_000;

/** Writes `file` whole or not at all; a process that exits takes the half away. Throws a sentence when it is there already. */
export async function writeWhole(file: string, write: (partial: FileHandle) => Promise<void>): Promise<void> {
  removeDead(dirname(file));
  const path = join(dirname(file), `.${randomUUID()}${suffix}`);
  const remove = () => rmSync(path, { force: true });
  const partial = await open(path, 'wx', 0o600);
  process.on('exit', remove);
  try {
    lockFile(partial.fd);
    await write(partial);
    await partial.sync();
    await link(path, file).catch((error: NodeJS.ErrnoException) => {
      throw error.code === 'EEXIST' ? new Error(`${file} is there already: name another file.`) : error;
    });
  } finally {
    remove();
    process.off('exit', remove);
    await partial.close();
  }
}

function removeDead(folder: string): void {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (name.endsWith(suffix) ? isDead(path) : earlier.test(name) && isSilent(path))
      rmSync(path, { recursive: true, force: true });
  }
}

/** One that we may not open is somebody else's, and theirs to remove. */
function isDead(path: string): boolean {
  let fd: number;
  try {
    fd = openSync(path, 'r+');
  } catch {
    return false;
  }
  try {
    const lock = lockFile(fd);
    return lock === 'held' || (lock === 'unsupported' && isSilent(path));
  } finally {
    closeSync(fd);
  }
}

function isSilent(path: string): boolean {
  return Date.now() - statSync(path).mtimeMs > deadAfterMs;
}
