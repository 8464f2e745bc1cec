// Files in DATA_DIR/files, a folder for each organization.
import { createWriteStream } from 'node:fs';
import { chmod, mkdir, open, opendir, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { FilePart, FileSource, FileStorage, StoredFile } from '../../files/storage';
import type { FileRef } from '../../files/store';
import { fileOf, folder, nameOf, parts } from './names';

export function openDiskStorage(dataDir: string): FileStorage {
  const root = join(dataDir, folder);
  const pathOf = (file: FileRef, part: FilePart) => join(dataDir, nameOf(file, part));
  return {
    place: root,
    put: (file, part, source) => settle(source, pathOf(file, part)),

    async open(file, part) {
      const handle = await open(pathOf(file, part)).catch(unlessGone);
      if (!handle) return undefined;
      const { size } = await handle.stat();
      return { stream: handle.createReadStream(), size };
    },

    async remove(files) {
      for (const file of files) for (const part of parts) await rm(pathOf(file, part), { force: true });
    },

    async *list(organizationId) {
      const organizations = organizationId ? [organizationId] : await readdir(root).catch(unlessGone);
      for (const one of organizations ?? []) yield* filesOf(dataDir, one);
    },

    async isEmpty() {
      const found = await readdir(root, { recursive: true, withFileTypes: true }).catch(unlessGone);
      return !found?.some((entry) => entry.isFile());
    },

    removeAll: () => rm(root, { recursive: true, force: true }),
    ping: async () => void (await stat(dataDir)),
  };
}

async function* filesOf(dataDir: string, organizationId: string): AsyncGenerator<StoredFile> {
  const inside = `${folder}/${organizationId}`;
  const entries = await opendir(join(dataDir, inside)).catch(unlessGone);
  for await (const { name } of entries ?? []) {
    const file = fileOf(`${inside}/${name}`);
    if (!file) continue;
    const found = await stat(join(dataDir, inside, name)).catch(unlessGone);
    if (found?.isFile()) yield { ...file, changedAt: found.mtime };
  }
}

/** The name, too, is on disk before the row is. */
async function settle(source: FileSource, to: string): Promise<void> {
  const parent = dirname(to);
  await mkdir(parent, { recursive: true, mode: 0o700 });
  if ('path' in source) {
    await chmod(source.path, 0o600);
    await sync(source.path);
    await rename(source.path, to);
  } else {
    await pipeline(source.read(), createWriteStream(to, { mode: 0o600, flush: true }));
  }
  await sync(parent);
}

async function sync(path: string): Promise<void> {
  const handle = await open(path);
  await handle.sync().finally(() => handle.close());
}

/** A folder that is no folder holds no files. */
function unlessGone(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT' && error.code !== 'ENOTDIR') throw error;
}
