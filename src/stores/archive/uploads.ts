// The files that people sent, below DATA_DIR/files.
import { createReadStream } from 'node:fs';
import { copyFile, mkdir, readdir, rm } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { spool } from './archive';
import type { Entry } from './manifest';

const folderName = 'files';

export async function copyUploads(dataDir: string, folder: string): Promise<Entry[]> {
  const entries: Entry[] = [];
  for (const path of await uploads(dataDir)) {
    const name = `${folderName}/${path}`;
    const copied = await spool(createReadStream(join(dataDir, name)), join(folder, name)).catch(unlessGone);
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

export async function placeUploads(
  dataDir: string,
  entries: readonly Entry[],
  folder: string,
): Promise<void> {
  try {
    for (const { name } of entries) {
      await mkdir(dirname(join(dataDir, name)), { recursive: true });
      await copyFile(join(folder, name), join(dataDir, name));
    }
  } catch (error) {
    await removeUploads(dataDir);
    throw error;
  }
}

export async function removeUploads(dataDir: string): Promise<void> {
  await rm(join(dataDir, folderName), { recursive: true, force: true });
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
