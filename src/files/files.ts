// Files that customers and agents send: kept whole or not at all, attached once by whoever uploaded them.
import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, rm, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { DomainError, notFound } from '../errors';
import type { Log } from '../log';
import type { MessageContent, MessageType } from '../protocol/model/message';
import { cleanFileName } from './file-name';
import { mediaTypeOf, messageTypeOf, sampleBytes } from './media-type';
import { attachmentIdOf, mediaUrlOf } from './sign';
import type { FilePart, FileStorage, StoredFile } from './storage';
import type { Attachment, AttachmentStore, FileRef, TakenFile, Taking, Uploader } from './store';

export const maxFileBytes = 10 * 1024 * 1024;
/** Files of one uploader that no message carries. */
const maxWaiting = 30;
/** On the disk of DATA_DIR, for what matters more than a new file. */
const leastFree = 512 * 1024 * 1024;
/** Stored files that are looked up at once. */
const lookUpAtOnce = 1_000;

/** What a file becomes in the log. */
export interface AttachedFile {
  type: MessageType;
  content: MessageContent;
}

export type Uploaded = Pick<Attachment, 'id' | 'fileName' | 'mediaType' | 'size'>;

export interface FilesDeps {
  store: AttachmentStore;
  storage: FileStorage;
  /** Uploads are written below it before they are whole. */
  dataDir: string;
  organizationIds(): Promise<string[]>;
  /** The session in whose log a message names the file. */
  findMessage(file: TakenFile): Promise<string | undefined>;
  /** With less than this on the disk of `dataDir`, new files are refused. */
  leastFreeBytes?: number;
  log: Log;
}

export type Files = ReturnType<typeof createFiles>;

export function createFiles(deps: FilesDeps) {
  const incoming = join(deps.dataDir, 'incoming');
  return { ...createUploads(deps, incoming), ...createSentFiles(deps), ...createRemoval(deps, incoming) };
}

function createUploads({ store, storage, leastFreeBytes = leastFree }: FilesDeps, incoming: string) {
  return {
    /**
     * Where uploads are written before they are whole: outside of what a backup takes.
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
     * @throws `invalid` (it is empty), `too_large`, `capacity` (too many that were never sent), `unavailable`
     */
    async keep(
      uploader: Uploader,
      upload: { path: string; fileName: string; maxBytes?: number },
    ): Promise<Uploaded> {
      const fileName = cleanFileName(upload.fileName);
      const { mediaType, size } = await lookInto(upload.path, {
        fileName,
        maxBytes: upload.maxBytes ?? maxFileBytes,
      });
      const { organizationId } = uploader;
      const id = randomUUID();
      try {
        await storage.put({ organizationId, id }, 'original', { path: upload.path });
        const room = await store.add({ id, organizationId, fileName, mediaType, size, uploader }, maxWaiting);
        if (!room) throw new DomainError('capacity', 'Send the files that you have uploaded first.');
      } catch (error) {
        // What cannot be removed now is nobody's: the maintenance finds it.
        await storage.remove([{ organizationId, id }]).catch(() => undefined);
        throw error;
      }
      return { id, fileName, mediaType, size };
    },
  };
}

function createSentFiles({ store, storage, log }: FilesDeps) {
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

    /** The whole file that a message names; undefined when it names none. @throws `not_found`, `unavailable` */
    async contentOf(organizationId: string, { content }: { content: MessageContent }) {
      const id = content.mediaUrl === undefined ? undefined : attachmentIdOf(content.mediaUrl);
      if (id === undefined) return undefined;
      const attachment = await store.get(organizationId, id);
      if (!attachment) throw notFound('file');
      const { fileName, mediaType, size } = attachment;
      return { fileName, mediaType, size, read: () => readWhole(storage, attachment) };
    },

    /** @throws `not_found`, `unavailable` */
    async open(organizationId: string, id: string, part: FilePart) {
      const attachment = await store.get(organizationId, id);
      const opened = attachment && (await storage.open(attachment, part));
      if (!opened) throw notFound('file');
      return { attachment, ...opened };
    },
  };
}

function createRemoval(deps: FilesDeps, incoming: string) {
  const { store, storage, findMessage } = deps;
  const remove = async (files: readonly FileRef[]): Promise<number> => {
    await storage.remove(files);
    return files.length;
  };

  /** A send was refused, or its clientMessageId was one of before: the log says whether a message carries the file. */
  async function removeForsaken(takenBefore: Date): Promise<number> {
    let removed = 0;
    for (const file of await store.taken(takenBefore)) {
      const sessionId = await findMessage(file);
      if (sessionId !== undefined) await store.settle(file, sessionId);
      else if (await store.removeTaken(file, takenBefore)) removed += await remove([file]);
    }
    return removed;
  }

  /** Only below organizations of this database: a bucket may hold those of another. */
  async function removeUnknown(olderThan: Date): Promise<number> {
    let removed = 0;
    for (const organizationId of await deps.organizationIds()) {
      for await (const old of olderOf(storage.list(organizationId), olderThan)) {
        const known = await store.known(organizationId, old);
        const unknown = old.filter((id) => !known.has(id));
        removed += await remove(unknown.map((id) => ({ organizationId, id })));
      }
    }
    return removed;
  }

  return {
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

async function readWhole(storage: FileStorage, file: FileRef): Promise<Buffer> {
  const opened = await storage.open(file, 'original');
  if (!opened) throw notFound('file');
  const parts: Buffer[] = [];
  for await (const part of opened.stream) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

async function lookInto(
  path: string,
  { fileName, maxBytes }: { fileName: string; maxBytes: number },
): Promise<{ mediaType: string; size: number }> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    if (size === 0) throw new DomainError('invalid', 'The file is empty.');
    if (size > maxBytes) throw new DomainError('too_large', 'The file is too large.');
    const sample = Buffer.alloc(Math.min(size, sampleBytes));
    await file.read(sample, 0, sample.length, 0);
    return { mediaType: await mediaTypeOf(sample, fileName), size };
  } finally {
    await file.close();
  }
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
