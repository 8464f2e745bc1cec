// A customer's file, from its provider to our storage: the message is in the log already, at its place, and holds no other up
// while the file is fetched. The row says what is to do; the message says what there is.
import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { DomainError } from '../../errors';
import type { Files } from '../../files/files';
import type { Log } from '../../log';
import type { MessageContent } from '../../protocol/model/message';
import type { Sessions } from '../../sessions/commands';
import type { ChannelList } from '../channel';
import type { InboundFile, InboundFilePlace, InboundFiles, KnownChannel } from '../store';

/** Longer than any fetch takes. */
const leaseMs = 180_000;
const shortestMs = 2_000;
const longestMs = 3_600_000;
/** Ids of media from webhooks die after 7 days (Meta, "Media"). */
const giveUpMs = 7 * 24 * 3_600_000;
/** Bytes of a file that a provider brings; people upload smaller ones. */
const largestFile = 100 * 1024 * 1024;
const page = 200;

export interface InboundFilesDeps {
  channels: ChannelList;
  rows: InboundFiles;
  channelById(id: string): Promise<KnownChannel | undefined>;
  sessions: Pick<Sessions, 'fileCame'>;
  files: Pick<Files, 'incoming' | 'keep' | 'take' | 'place'>;
  /** Rings for a file, now or at a time. */
  wake(file: InboundFilePlace, at?: Date): void;
  log: Log;
}

export type FetchFiles = ReturnType<typeof createFetchFiles>;

export function createFetchFiles(deps: InboundFilesDeps) {
  const { rows, wake } = deps;
  return {
    /** Said again, it changes nothing. */
    async ask(file: Parameters<InboundFiles['add']>[0]): Promise<void> {
      await rows.add(file);
      wake(file);
    },

    async work(place: InboundFilePlace): Promise<void> {
      const row = await rows.take(place, leaseMs);
      if (!row) return;
      try {
        const { id, content } = await fetched(deps, row);
        const isWanted = await deps.sessions.fileCame({ ...placeOf(row), content });
        if (isWanted) await deps.files.place(row.organizationId, [id], row.sessionId);
      } catch (error) {
        return failed(deps, row, error);
      }
      await rows.done(row);
    },

    /** What no event led to. */
    async sweep(): Promise<void> {
      for (const file of await rows.due(page)) wake(file);
    },
  };
}

const placeOf = ({ organizationId, sessionId, seq }: InboundFilePlace) => ({
  organizationId,
  sessionId,
  seq,
});

/** Fetched again until the provider has it no more; then the message says that it is lost. */
async function failed({ rows, sessions, wake, log }: InboundFilesDeps, row: InboundFile, error: unknown) {
  const { organizationId, sessionId, seq, channelId } = row;
  log.warn({ err: error, channelId, sessionId, seq }, 'could not fetch a file of a customer');
  const isFinal = error instanceof DomainError && ['not_found', 'invalid', 'too_large'].includes(error.code);
  if (isFinal || Date.now() - Date.parse(row.createdAt) > giveUpMs) {
    await sessions.fileCame({ organizationId, sessionId, seq, content: { file: 'lost' } });
    return rows.done(row);
  }
  const pause = Math.min(longestMs, shortestMs * 2 ** row.attempts) * (1 + Math.random() / 4);
  const at = new Date(Date.now() + pause);
  await rows.postpone(row, at, error instanceof Error ? error.message : String(error));
  wake(row, at);
}

/** What of its content the message did not know before. */
async function fetched(
  { channels, channelById, files }: InboundFilesDeps,
  { organizationId, channelId, customerId, messageKey, media }: InboundFile,
): Promise<{ id: string; content: MessageContent }> {
  const known = await channelById(channelId);
  const channel = known && channels.get(known.type);
  if (!channel?.fetchMedia) throw new DomainError('not_found', 'Nothing serves this channel.');
  const { body } = await channel.fetchMedia(known!.config, media, channelId);
  const path = join(await files.incoming(), randomUUID());
  const uploader = { organizationId, id: customerId, customerId };
  try {
    await pipeline(body, createWriteStream(path, { mode: 0o600 }));
    const limit = { maxBytes: largestFile };
    const { id } = await files.keep(uploader, { path, fileName: media.fileName, ...limit });
    const [file] = await files.take(uploader, { ids: [id], messageKey, ...limit });
    const { fileName, ...content } = file!.content;
    return { id, content };
  } finally {
    // Kept, it is elsewhere; broken off, it is of no use.
    await rm(path, { force: true });
  }
}
