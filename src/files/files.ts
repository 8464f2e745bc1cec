// Files that customers and agents send: kept whole or not at all, attached once by whoever uploaded them.
import { randomUUID } from 'node:crypto';
import { chmod, mkdir, open, readdir, rename, rm, stat, statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DomainError, notFound } from '../errors';
import type { Log } from '../log';
import type { MessageContent, MessageType } from '../protocol/model/message';
import { cleanFileName } from './file-name';
import { mediaTypeOf, messageTypeOf, sampleBytes } from './media-type';
import { mediaUrlOf } from './sign';
import type { Attachment, AttachmentStore, FileRef, TakenFile, Taking, Uploader } from './store';

export const maxFileBytes = 10 * 1024 * 1024;
/** Files of one uploader that no message carries. */
const maxWaiting = 30;
/** On the disk of DATA_DIR, for what matters more than a new file. */
const leastFree = 512 * 1024 * 1024;

/** What a file becomes in the log. */
export interface AttachedFile {
  type: MessageType;
  content: MessageContent;
}

export type Uploaded = Pick<Attachment, 'id' | 'fileName' | 'mediaType' | 'size'>;

export interface FilesDeps {
  store: AttachmentStore;
  dataDir: string;
  /** The session in whose log a message names the file. */
  findMessage(file: TakenFile): Promise<string | undefined>;
  /** With less than this on the disk of `dataDir`, new files are refused. */
  leastFreeBytes?: number;
  log: Log;
}

export type Files = ReturnType<typeof createFiles>;

export function createFiles(deps: FilesDeps) {
  const disk = foldersOf(deps.dataDir);
  return { ...createUploads(deps, disk), ...createSentFiles(deps, disk), ...createRemoval(deps, disk) };
}

function foldersOf(dataDir: string) {
  const root = join(dataDir, 'files');
  /** Both are UUIDs: no row, whoever wrote it, leads elsewhere. */
  const pathOf = ({ organizationId, id }: FileRef) => join(root, organizationId, id);
  return {
    root,
    incoming: join(dataDir, 'incoming'),
    pathOf,
    async unlink(files: readonly FileRef[]): Promise<number> {
      for (const file of files) await rm(pathOf(file), { force: true });
      return files.length;
    },
  };
}

type Disk = ReturnType<typeof foldersOf>;

function createUploads(
  { store, leastFreeBytes = leastFree }: Pick<FilesDeps, 'store' | 'leastFreeBytes'>,
  { incoming, pathOf, unlink }: Disk,
) {
  return {
    /**
     * Where uploads are written before they are whole: on the same disk, outside of what a backup takes.
     * @throws `unavailable` (the disk is nearly full)
     */
    async incoming(): Promise<string> {
      await mkdir(incoming, { recursive: true, mode: 0o700 });
      const { bavail, bsize } = await statfs(incoming);
      if (bavail * bsize < leastFreeBytes)
        throw new DomainError('unavailable', 'There is no room for files at the moment.');
      return incoming;
    },

    /**
     * Takes an upload over from `incoming`. Durable when it resolves.
     * @throws `invalid` (it is empty), `too_large`, `capacity` (too many that were never sent)
     */
    async keep(uploader: Uploader, upload: { path: string; fileName: string }): Promise<Uploaded> {
      const fileName = cleanFileName(upload.fileName);
      const { mediaType, size } = await lookInto(upload.path, fileName);
      const { organizationId } = uploader;
      const id = randomUUID();
      await settle(upload.path, pathOf({ organizationId, id }));
      try {
        const room = await store.add({ id, organizationId, fileName, mediaType, size, uploader }, maxWaiting);
        if (!room) throw new DomainError('capacity', 'Send the files that you have uploaded first.');
      } catch (error) {
        await unlink([{ organizationId, id }]);
        throw error;
      }
      return { id, fileName, mediaType, size };
    },
  };
}

function createSentFiles({ store, log }: Pick<FilesDeps, 'store' | 'log'>, { pathOf }: Disk) {
  return {
    /**
     * The uploader's files, for the message with this key and no other, in the order asked.
     * @throws `not_found`
     */
    async take(uploader: Uploader, taking: Taking): Promise<AttachedFile[]> {
      const taken = await store.take(uploader, { ...taking, ids: [...new Set(taking.ids)] });
      if (!taken) throw notFound('attachment');
      return taken.map(({ id, mediaType, fileName, size }) => ({
        type: messageTypeOf(mediaType),
        content: { mediaUrl: mediaUrlOf(id), mediaType, fileName, size },
      }));
    },

    /** Notes in which session they are. The message is there already: a failure is logged, never thrown. */
    async place(organizationId: string, ids: readonly string[], sessionId: string): Promise<void> {
      await store.place(organizationId, ids, sessionId).catch((error: unknown) => {
        log.warn({ err: error, sessionId }, 'could not note the session of a file');
      });
    },

    /** @throws `not_found` */
    async open(organizationId: string, id: string) {
      const attachment = await store.get(organizationId, id);
      if (!attachment) throw notFound('file');
      const handle = await open(pathOf(attachment)).catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') throw notFound('file');
        throw error;
      });
      return { attachment, stream: handle.createReadStream() };
    },
  };
}

function createRemoval(
  { store, findMessage }: Pick<FilesDeps, 'store' | 'findMessage'>,
  { root, incoming, unlink }: Disk,
) {
  /** A send was refused, or its clientMessageId was one of before: the log says whether a message carries the file. */
  async function removeForsaken(takenBefore: Date): Promise<number> {
    let removed = 0;
    for (const file of await store.taken(takenBefore)) {
      const sessionId = await findMessage(file);
      if (sessionId !== undefined) await store.settle(file, sessionId);
      else if (await store.removeTaken(file, takenBefore)) removed += await unlink([file]);
    }
    return removed;
  }

  return {
    /** What a customer sent and was sent. @returns how many */
    removeOf: async (customer: { organizationId: string; customerId: string }): Promise<number> =>
      unlink(await store.removeOf(customer)),

    /** For the hourly maintenance: uploads that no message carries, and what a crash left behind. @returns how many files */
    async removeUnattached(olderThan: Date): Promise<number> {
      let removed = await unlink(await store.removeUnattached(olderThan));
      removed += await removeForsaken(olderThan);
      removed += await removeOlder(incoming, olderThan, () => Promise.resolve(new Set()));
      for (const organizationId of await entries(root)) {
        removed += await removeOlder(join(root, organizationId), olderThan, (ids) =>
          store.known(organizationId, ids),
        );
      }
      return removed;
    },
  };
}

async function lookInto(path: string, fileName: string): Promise<{ mediaType: string; size: number }> {
  const file = await open(path, 'r+');
  try {
    const { size } = await file.stat();
    if (size === 0) throw new DomainError('invalid', 'The file is empty.');
    if (size > maxFileBytes) throw new DomainError('too_large', 'The file is too large.');
    const sample = Buffer.alloc(Math.min(size, sampleBytes));
    await file.read(sample, 0, sample.length, 0);
    await file.sync();
    return { mediaType: await mediaTypeOf(sample, fileName), size };
  } finally {
    await file.close();
  }
}

/** The name, too, is on disk before the row is. */
async function settle(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true, mode: 0o700 });
  await chmod(from, 0o600);
  await rename(from, to);
  const folder = await open(dirname(to));
  await folder.sync().finally(() => folder.close());
}

/** Files of a folder that are old enough and that nobody knows. */
async function removeOlder(
  folder: string,
  olderThan: Date,
  known: (names: string[]) => Promise<Set<string>>,
): Promise<number> {
  const old: string[] = [];
  for (const name of await entries(folder)) {
    const found = await stat(join(folder, name)).catch(() => undefined);
    if (found?.isFile() && found.mtime < olderThan) old.push(name);
  }
  if (old.length === 0) return 0;
  const kept = await known(old);
  const orphans = old.filter((name) => !kept.has(name));
  for (const name of orphans) await rm(join(folder, name), { force: true });
  return orphans.length;
}

async function entries(folder: string): Promise<string[]> {
  return readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
}
