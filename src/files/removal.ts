// Files that go: a customer's who is erased, uploads that no message carries, and what a crash left behind.
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { attemptEach } from '../tools/failures';
import type { FileStorage, StoredFile } from './storage';
import type { AttachmentStore, FileRef, TakenFile } from './store';

/** Stored files that are looked up at once. */
const lookUpAtOnce = 1_000;

export interface RemovalDeps {
  store: AttachmentStore;
  storage: FileStorage;
  organizationIds(): Promise<string[]>;
  /** The message that names the file. */
  findMessage(file: TakenFile): Promise<{ sessionId: string } | undefined>;
}

export function createRemoval(deps: RemovalDeps, incoming: string) {
  const { store, storage, findMessage } = deps;
  const remove = async (files: readonly FileRef[]): Promise<number> => {
    await storage.remove(files);
    return files.length;
  };

  /** A send was refused, or its clientMessageId was one of before: the log says whether a message carries the file. */
  async function removeForsaken(takenBefore: Date): Promise<number> {
    let removed = 0;
    await attemptEach(await store.taken(takenBefore), async (file) => {
      const message = await findMessage(file);
      if (message) await store.settle(file, message.sessionId);
      else if (await store.removeTaken(file, takenBefore)) removed += await remove([file]);
    });
    return removed;
  }

  /** Only below organizations of this database: a bucket may hold those of another. */
  async function removeUnknown(olderThan: Date): Promise<number> {
    let removed = 0;
    await attemptEach(await deps.organizationIds(), async (organizationId) => {
      for await (const old of olderOf(storage.list(organizationId), olderThan)) {
        const known = await store.known(organizationId, old);
        const unknown = old.filter((id) => !known.has(id));
        removed += await remove(unknown.map((id) => ({ organizationId, id })));
      }
    });
    return removed;
  }

  async function removeThose(organizationId: string, files: readonly FileRef[]): Promise<void> {
    if (files.length === 0) return;
    await storage.remove(files);
    await store.forget(
      organizationId,
      files.map(({ id }) => id),
    );
  }

  return {
    /** The rows go last: where the storage fails, the same call begins anew. */
    removeThose,

    async removeInSessions(organizationId: string, sessionIds: readonly string[]): Promise<number> {
      const files = await store.inSessions(organizationId, sessionIds);
      await removeThose(organizationId, files);
      return files.length;
    },

    /**
     * What a customer sent and was sent. The rows go last: where the storage fails, the same call begins anew.
     * @returns how many
     */
    async removeOf(customer: { organizationId: string; customerId: string }): Promise<number> {
      await storage.remove(await store.filesOf(customer));
      return remove(await store.removeOf(customer));
    },

    /** For the hourly maintenance: uploads that no message carries, and what a crash left behind. @returns how many files */
    async removeUnattached(olderThan: Date): Promise<number> {
      let removed = await remove(await store.removeUnattached(olderThan));
      removed += await removeForsaken(olderThan);
      removed += await removeOlder(incoming, olderThan);
      return removed + (await removeUnknown(olderThan));
    },
  };
}

/** The ids of old files, some at a time. */
async function* olderOf(files: AsyncIterable<StoredFile>, olderThan: Date): AsyncGenerator<string[]> {
  let ids = new Set<string>();
  for await (const { id, changedAt } of files) {
    if (changedAt < olderThan) ids.add(id);
    if (ids.size < lookUpAtOnce) continue;
    yield [...ids];
    ids = new Set();
  }
  if (ids.size > 0) yield [...ids];
}

/** Uploads that were cut off. */
async function removeOlder(folder: string, olderThan: Date): Promise<number> {
  let removed = 0;
  for (const name of await entries(folder)) {
    const path = join(folder, name);
    const found = await stat(path).catch(() => undefined);
    if (!found?.isFile() || found.mtime >= olderThan) continue;
    await rm(path, { force: true });
    removed += 1;
  }
  return removed;
}

async function entries(folder: string): Promise<string[]> {
  return readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
}
