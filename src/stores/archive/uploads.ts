// The files that people sent, wherever they are kept.
import type { FileStorage } from '../../files/storage';
import { fileOf, nameOf } from '../file-storage/names';
import type { Entry } from './manifest';
import type { Spool } from './spool';

export async function copyUploads(storage: FileStorage, spool: Spool): Promise<Entry[]> {
  const entries: Entry[] = [];
  for await (const file of storage.list()) {
    const opened = await storage.open(file, file.part);
    // One that was removed since it was listed is none to keep: its row is gone, too.
    if (!opened) continue;
    const name = nameOf(file, file.part);
    entries.push({ name, ...(await spool.write(name, opened.stream)) });
  }
  return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
}

export async function placeUploads(
  storage: FileStorage,
  entries: readonly Entry[],
  spool: Spool,
): Promise<void> {
  for (const { name, size } of entries) {
    const file = fileOf(name)!;
    await storage.put(file, file.part, { read: () => spool.read(name), size });
  }
}
