// Files that customers and agents send: kept whole or not at all, attached once by whoever uploaded them.
import { randomUUID } from 'node:crypto';
import { mkdir, open, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { DomainError, notFound } from '../errors';
import type { Log } from '../log';
import type { MessageContent } from '../protocol/model/message';
import { say } from '../protocol/server-texts/said';
import { cleanFileName } from './file-name';
import { anyChannel, refuseTogether, refuseUnfit, type FileTaker } from './limits';
import { mediaTypeOf, messageTypeOf, sampleBytes } from './media-type';
import type { Preview, Previews } from './previews';
import { attachmentIdOf, mediaUrlOf, previewUrlOf } from './sign';
import { createRemoval, type RemovalDeps } from './removal';
import type { FilePart, FileStorage } from './storage';
import type { Attachment, FileRef, Taking, Uploader } from './store';

/** Files of one uploader that no message carries. */
const maxWaiting = 30;
/** On the disk of DATA_DIR, for what matters more than a new file. */
const leastFree = 512 * 1024 * 1024;
/** An upload is answered so long after the file is kept at most, with a preview or without. */
const longestWaitMs = 2_000;

/** What a file becomes in the log. */
export interface AttachedFile {
  type: 'image' | 'audio' | 'file';
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

export interface FilesDeps extends RemovalDeps {
  previews: Pick<Previews, 'begin'>;
  /** Uploads are written below it before they are whole. */
  dataDir: string;
  /** By type. */
  channels: ReadonlyMap<string, FileTaker>;
  /** The type of a session's channel. @throws `not_found` */
  channelOf(organizationId: string, sessionId: string): Promise<string>;
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
      if (bavail * bsize < leastFreeBytes) throw new DomainError('unavailable', say('no_room_for_files'));
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

  /** The whole file that a message names; undefined when it names none. @throws `not_found`, `unavailable` */
  async function contentOf(
    organizationId: string,
    { content }: { content: Pick<MessageContent, 'mediaUrl'> },
  ) {
    const id = content.mediaUrl === undefined ? undefined : attachmentIdOf(content.mediaUrl);
    if (id === undefined) return undefined;
    const attachment = await store.get(organizationId, id);
    if (!attachment) throw notFound('file');
    const { fileName, mediaType, size } = attachment;
    return { fileName, mediaType, size, read: () => readWhole(storage, attachment) };
  }

  return {
    /**
     * The uploader's files, for the message with this key and no other, in the order asked: one message each, or one of all
     * where the channel takes them together.
     * @throws `not_found`, and `too_large` or `invalid` for what the session's channel does not take: nothing is taken then
     */
    async take(uploader: Uploader, taking: Taking): Promise<AttachedFile[]> {
      const { organizationId } = uploader;
      const ids = [...new Set(taking.ids)];
      const taker = await takerOf(deps, { ...taking, organizationId });
      if (taker.togetherBytes !== undefined && ids.length > 1) {
        const known = await Promise.all(ids.map((id) => store.get(organizationId, id)));
        refuseTogether(
          taker,
          known.flatMap((one) => one ?? []),
        );
      }
      const taken = await store.take(uploader, { ...taking, ids });
      if (!taken) throw notFound('attachment');
      for (const file of taken) refuseUnfit(taker, file);
      const files = taken.map(attached);
      const [first, ...more] = files;
      if (taker.togetherBytes === undefined || !first || more.length === 0) return files;
      const moreFiles = more.map(({ type, content }) => ({ type, ...content }));
      return [{ type: first.type, content: { ...first.content, moreFiles } }];
    },

    /** Notes in which session they are. The message is there already: a failure is logged, never thrown. */
    async place(organizationId: string, ids: readonly string[], sessionId: string): Promise<void> {
      await store.place(organizationId, ids, sessionId).catch((error: unknown) => {
        log.warn({ err: error, sessionId }, 'could not note the session of a file');
      });
    },

    contentOf,

    /** All files that a message names, in their order. @throws `not_found`, `unavailable` */
    async contentsOf(organizationId: string, { content }: { content: MessageContent }) {
      const all = [content, ...(content.moreFiles ?? [])];
      const found = await Promise.all(all.map((one) => contentOf(organizationId, { content: one })));
      return found.flatMap((one) => one ?? []);
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

const attached = ({ id, mediaType, fileName, size, pixels }: Attachment): AttachedFile => ({
  type: messageTypeOf(mediaType),
  content: {
    mediaUrl: mediaUrlOf(id),
    mediaType,
    fileName,
    size,
    ...(pixels && { ...pixels, previewUrl: previewUrlOf(id) }),
  },
});

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
    if (size === 0) throw new DomainError('invalid', say('file_empty'));
    const sample = Buffer.alloc(Math.min(size, sampleBytes));
    await file.read(sample, 0, sample.length, 0);
    return { mediaType: await mediaTypeOf(sample, fileName), size };
  } finally {
    await file.close();
  }
}
