// What an archive takes from DATA_DIR besides the database: the files that people sent, and the key of what is sealed.
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { secretsKeyName } from '../secrets-key';
import { uploadName, type Entry } from './manifest';
import type { Spool } from './spool';

const folderName = 'files';

export async function copyUploads(dataDir: string, spool: Spool): Promise<Entry[]> {
  const entries: Entry[] = [];
  const sent = (await uploads(dataDir)).map((path) => `${folderName}/${path}`);
  for (const name of [secretsKeyName, ...sent.filter((path) => uploadName.test(path))]) {
    const copied = await spool.write(name, createReadStream(join(dataDir, name))).catch(unlessGone);
    if (copied) entries.push({ name, ...copied });
  }
  return entries;
}

/** A file that was removed since the folder was read is none to keep: its row is gone, too. */
function unlessGone(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}

export async function hasUploads(dataDir: string): Promise<boolean> {
  return (await uploads(dataDir)).length > 0;
}

export async function placeUploads(dataDir: string, entries: readonly Entry[], spool: Spool): Promise<void> {
  for (const { name } of entries) {
    const path = join(dataDir, name);
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await pipeline(spool.read(name), createWriteStream(path, { mode: 0o600, flush: true }));
  }
}

export async function removeUploads(dataDir: string): Promise<void> {
  for (const name of [folderName, secretsKeyName])
    await rm(join(dataDir, name), { recursive: true, force: true });
}

async function uploads(dataDir: string): Promise<string[]> {
  const root = join(dataDir, folderName);
  const found = await readdir(root, { recursive: true, withFileTypes: true }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return [];
      throw error;
    },
  );
  return found
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(root.length + 1)
        .split(sep)
        .join('/'),
    )
    .sort();
}
