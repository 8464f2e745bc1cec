// What files of messages say is found, too. A row a file says what is to be read: the bell of a message makes it, and a walk finds what that did not
// lead to. Reading is slow and may fail: within limits, one at a time on a node, and a few times at most.
import pLimit from 'p-limit';
import { DomainError } from '../errors';
import type { EventBus } from '../events';
import type { Log } from '../log';
import type { Message } from '../protocol/model/message';
import type { MessageLog } from '../sessions/store';
import type { CarriedFile, FileTextStore, FileToRead, UnnotedFile } from './file-store';
import { wordsOfLong } from './passage';
import type { Words } from './store';

/** UTF-16 units of a file that are searched. */
const longestText = 100_000;
const mostBytes = 25 * 1024 * 1024;
/** Longer than any reading takes. */
const leaseMs = 120_000;
/** Whatever ends the process while it is read does so as often as this. */
const mostAttempts = 3;
/** Files that wait for their turn on this node; others come again. */
const mostWaiting = 4;
const laterMs = 10_000;
const shortestPauseMs = 60_000;
const longestPauseMs = 3_600_000;
/** What is away is asked for again after this part of how long ago the file was sent. */
const partOfAge = 0.1;
/** Of one look for what no bell led to. */
const walked = 100;

export interface FileTextDeps {
  store: FileTextStore;
  events: Pick<EventBus, 'on'>;
  messages: Pick<MessageLog, 'read'>;
  /** Of the names of files that can be read: `.pdf`. */
  endings: readonly string[];
  /** Undefined: no file of ours. */
  fileIdOf(mediaUrl: string): string | undefined;
  /** @throws `not_found`, `unavailable` */
  bytesOf(organizationId: string, fileId: string): Promise<Buffer>;
  /** @throws `invalid`, `too_large`, `unavailable` */
  readText(fileName: string, bytes: Buffer, most: number): Promise<string>;
  /** Only the logs can tell. */
  findMessage(file: UnnotedFile): Promise<Message | undefined>;
  words(text: string): Words;
  /** Rings for a file, now or at a time, because of what a try met. */
  enqueue(organizationId: string, fileId: string, later?: { at: Date; why?: string }): void;
  log: Log;
}

export type FileTexts = ReturnType<typeof createFileTexts>;

export function createFileTexts(deps: FileTextDeps) {
  const { store, events, messages, enqueue, log } = deps;
  const turn = pLimit(1);
  const noting = new Set<Promise<void>>();

  async function note(organizationId: string, message: Message): Promise<void> {
    const files = carriedBy(deps, message);
    if (files.length === 0) return;
    for (const id of await store.add(organizationId, files)) enqueue(organizationId, id);
  }

  function noteLater(sessionId: string, work: () => Promise<void>): void {
    const noted = work().catch((error: unknown) =>
      log.warn({ err: error, sessionId }, 'could not note a file to be read for search'),
    );
    noting.add(noted);
    void noted.finally(() => noting.delete(noted));
  }

  const off = [
    events.on('message', ({ session: { id, organizationId }, message }) => {
      if (message.content.mediaUrl !== undefined) noteLater(id, () => note(organizationId, message));
    }),
    // A file that came after its message.
    events.on('messageChanged', ({ session: { id, organizationId }, changes }) => {
      for (const { seq, content } of changes)
        if (content?.mediaUrl !== undefined)
          noteLater(id, async () => {
            const ref = { organizationId, sessionId: id };
            for (const message of await messages.read(ref, { after: seq - 1, limit: 1 }))
              await note(organizationId, message);
          });
    }),
  ];

  return {
    /** Reads one that is due. */
    async work(organizationId: string, fileId: string): Promise<void> {
      if (turn.pendingCount >= mostWaiting)
        return enqueue(organizationId, fileId, { at: new Date(Date.now() + laterMs) });
      await turn(async () => {
        const file = await store.take(organizationId, fileId, leaseMs);
        if (file) await read(deps, { organizationId, fileId, ...file });
      });
    },

    /**
     * Rings for those that are due, and notes what no bell led to, some at a time.
     * @returns after which file to go on; undefined at the end
     */
    async findLost(organizationId: string, after?: string): Promise<string | undefined> {
      if (after === undefined)
        for (const id of await store.due(organizationId, walked)) enqueue(organizationId, id);
      const page = { endings: deps.endings, limit: walked, ...(after !== undefined && { after }) };
      const unnoted = await store.unnoted(organizationId, page);
      for (const file of unnoted) {
        const message = await deps.findMessage(file);
        if (message) await note(organizationId, message);
      }
      return unnoted.length < walked ? undefined : unnoted.at(-1)!.id;
    },

    async close(): Promise<void> {
      for (const end of off) end();
      await Promise.all(noting);
    },
  };
}

/** Those that can be read. The file of a mail is the mail itself, whose words are the message's. */
function carriedBy({ endings, fileIdOf }: FileTextDeps, message: Message): CarriedFile[] {
  const { sessionId, seq, sender, timestamp: at, content } = message;
  return [content, ...(content.moreFiles ?? [])].flatMap(({ mediaUrl, mediaType, fileName = '' }) => {
    const fileId = mediaUrl === undefined ? undefined : fileIdOf(mediaUrl);
    const isRead = endings.some((ending) => fileName.toLowerCase().endsWith(ending));
    if (fileId === undefined || !isRead || mediaType === 'message/rfc822') return [];
    return [{ fileId, sessionId, seq, sender, at }];
  });
}

type Reading = FileToRead & { organizationId: string; fileId: string };

async function read(deps: FileTextDeps, file: Reading): Promise<void> {
  const { organizationId, fileId, fileName, size, sender } = file;
  const refuse = (trouble: string) => deps.store.keep(organizationId, fileId, { trouble });
  if (file.attempts > mostAttempts) return refuse('too_often');
  if (size > mostBytes) return refuse('too_large');
  try {
    const bytes = await deps.bytesOf(organizationId, fileId);
    const content = (await deps.readText(fileName, bytes, longestText)).slice(0, longestText);
    const words = await wordsOfLong(content, deps.words);
    await deps.store.keep(organizationId, fileId, { content, words, sender });
    if (!file.wasAway) return;
    for (const id of await deps.store.wakeAway(organizationId, walked)) deps.enqueue(organizationId, id);
  } catch (error) {
    const { code, message: why } = error instanceof DomainError ? error : { code: 'internal', message: '' };
    deps.log.debug({ err: error, organizationId, fileId }, 'could not read a file for search');
    if (['invalid', 'too_large', 'not_found'].includes(code)) return refuse(code);
    const isAway = code === 'unavailable';
    const at = new Date(Date.now() + pauseOf(file, isAway));
    await deps.store.postpone(organizationId, fileId, { at, isAway });
    deps.enqueue(organizationId, fileId, { at, ...(isAway && { why }) });
  }
}

/** What is away is not given up, so that its age alone can make the pause longer. */
function pauseOf({ attempts, at }: Reading, isAway: boolean): number {
  const usual = shortestPauseMs * 2 ** attempts;
  const pause = isAway ? Math.max(usual, (Date.now() - at.getTime()) * partOfAge) : usual;
  return Math.min(longestPauseMs, pause);
}
