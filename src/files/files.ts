// Files that customers and agents send: kept whole or not at all, attached once by whoever uploaded them.
import { attemptEach } from '../tools/failures';
import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, rm, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { DomainError, notFound } from '../errors';
import type { Log } from '../log';
import type { MessageContent, MessageType } from '../protocol/model/message';
import { cleanFileName } from './file-name';
import { anyChannel, refuseUnfit, type FileTaker } from './limits';
import { mediaTypeOf, messageTypeOf, sampleBytes } from './media-type';
import type { Preview, Previews } from './previews';
import { attachmentIdOf, mediaUrlOf, previewUrlOf } from './sign';
import type { FilePart, FileStorage, StoredFile } from './storage';
import type { Attachment, AttachmentStore, FileRef, TakenFile, Taking, Uploader } from './store';

/** Files of one uploader that no message carries. */
const maxWaiting = 30;
/** On the disk of DATA_DIR, for what matters more than a new file. */
const leastFree = 512 * 1024 * 1024;
/** An upload is answered so long after the file is kept at most, with a preview or without. */
const longestWaitMs = 2_000;
/** Stored files that are looked up at once. */
const lookUpAtOnce = 1_000;

/** What a file becomes in the log. */
export interface AttachedFile {
  type: MessageType;
  content: MessageContent;
}

export interface Upload {
  path: string;
  fileName: string;
  /** Where it is to be sent, if that is known. */
  sessionId?: string;
  /** Of a file that a channel brings. */
  maxBytes?: number;
}

export type Uploaded = Pick<Attachment, 'id' | 'fileName' | 'mediaType' | 'size'>;

export interface FilesDeps {
  store: AttachmentStore;
  storage: FileStorage;
  previews: Previews;
  /** Uploads are written below it before they are whole. */
  dataDir: string;
  organizationIds(): Promise<string[]>;
  /** By type. */
  channels: ReadonlyMap<string, FileTaker>;
  /** The type of a session's channel. @throws `not_found` */
  channelOf(organizationId: string, sessionId: string): Promise<string>;
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

/** Who takes the file. */
async function takerOf(
  { channels, channelOf }: FilesDeps,
  {
    organizationId,
    sessionId,
    maxBytes,
  }: Pick<Upload, 'sessionId' | 'maxBytes'> & { organizationId: string },
): Promise<FileTaker> {
  if (maxBytes !== undefined) return { ...anyChannel, files: [{ kind: 'files', maxBytes }] };
  if (sessionId === undefined) return anyChannel;
  return channels.get(await channelOf(organizationId, sessionId)) ?? anyChannel;
}

function createUploads(deps: FilesDeps, incoming: string) {
  const { store, storage, previews, leastFreeBytes = leastFree } = deps;
  const limits = [anyChannel, ...deps.channels.values()].flatMap(({ files }) => files);
  return {
    /** No channel takes more. */
    mostBytes: Math.max(...limits.map(({ maxBytes }) => maxBytes)),

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
     * Takes an upload over from `incoming`. Durable when it resolves. A preview that comes later is for messages that are sent later.
     * @throws `invalid` (it is empty, or the session's channel takes none of its kind), `too_large`, `not_found` (the session),
     * `capacity` (too many that were never sent), `unavailable`
     */
    async keep(uploader: Uploader, upload: Upload): Promise<Uploaded> {
      const fileName = cleanFileName(upload.fileName);
      const { organizationId } = uploader;
      const { mediaType, size } = await lookInto(upload.path, fileName);
      refuseUnfit(await takerOf(deps, { ...upload, organizationId }), { mediaType, size });
      const id = randomUUID();
      const { made } = await previews.begin(upload.path, mediaType);
      try {
        await storage.put({ organizationId, id }, 'original', { path: upload.path });
        const room = await store.add({ id, organizationId, fileName, mediaType, size, uploader }, maxWaiting);
        if (!room) throw new DomainError('capacity', 'Send the files that you have uploaded first.');
      } catch (error) {
        // What cannot be removed now is nobody's: the maintenance finds it.
        await storage.remove([{ organizationId, id }]).catch(() => undefined);
        throw error;
      }
      const kept = made.then((preview) => preview && keepPreview(deps, { organizationId, id }, preview));
      await Promise.race([kept, pause(longestWaitMs, undefined, { ref: false })]);
      return { id, fileName, mediaType, size };
    },
  };
}

/** A file is whole without one: a failure is logged, never thrown. */
async function keepPreview(
  { store, storage, log }: FilesDeps,
  file: FileRef,
  { bytes, ...pixels }: Preview,
): Promise<void> {
  try {
    await storage.put(file, 'preview', { read: () => Readable.from([bytes]), size: bytes.length });
    // Of a file that was removed meanwhile nothing may stay.
    if (!(await store.addPreview(file, pixels))) await storage.remove([file]);
  } catch (error) {
    log.warn({ err: error }, 'could not keep the preview of a picture');
  }
}

function createSentFiles(deps: FilesDeps) {
  const { store, storage, log } = deps;
  return {
    /**
     * The uploader's files, for the message with this key and no other, in the order asked.
     * @throws `not_found`, and `too_large` or `invalid` for what the session's channel does not take
     */
    async take(uploader: Uploader, taking: Taking): Promise<AttachedFile[]> {
      const taken = await store.take(uploader, { ...taking, ids: [...new Set(taking.ids)] });
      if (!taken) throw notFound('attachment');
      const taker = await takerOf(deps, { ...taking, organizationId: uploader.organizationId });
      for (const file of taken) refuseUnfit(taker, file);
      return taken.map(({ id, mediaType, fileName, size, pixels }) => ({
        type: messageTypeOf(mediaType),
        content: {
          mediaUrl: mediaUrlOf(id),
          mediaType,
          fileName,
          size,
          ...(pixels && { ...pixels, previewUrl: previewUrlOf(id) }),
        },
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
    await attemptEach(await store.taken(takenBefore), async (file) => {
      const sessionId = await findMessage(file);
      if (sessionId !== undefined) await store.settle(file, sessionId);
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

async function lookInto(path: string, fileName: string): Promise<{ mediaType: string; size: number }> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    if (size === 0) throw new DomainError('invalid', 'The file is empty.');
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
