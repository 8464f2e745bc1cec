// Files in a bucket of Amazon S3 or of a server that speaks its protocol. Nothing waits for ever: every call has an end.
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadBucketCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import pLimit from 'p-limit';
import type { S3Config } from '../../config';
import { DomainError } from '../../errors';
import type { FileSource, FileStorage, StoredFile } from '../../files/storage';
import { fileOf, folder, nameOf, parts } from './names';

/** Milliseconds, with every new try in them. */
export interface S3Patience {
  connect: number;
  call: number;
  /** A whole upload; more where it has more than 10 MB. */
  put: number;
  /** Between two pieces of a download, while somebody waits for the next. */
  piece: number;
}

const defaultPatience: S3Patience = { connect: 2_000, call: 10_000, put: 20_000, piece: 10_000 };
const usualBytes = 10 * 1024 * 1024;
const tries = 3;
const deletesAtOnce = 8;

/** The storage, and what ends its connections. */
export interface S3Storage extends FileStorage {
  close(): void;
}

export function openS3Storage(config: S3Config, patience: S3Patience = defaultPatience): S3Storage {
  const client = createClient(config, patience.connect);
  const bucket = { Bucket: config.bucket };
  const call = <T>(work: (signal: AbortSignal) => Promise<T>) => within(patience.call, work);
  const limit = pLimit(deletesAtOnce);
  const remove = (keys: string[]) =>
    Promise.all(
      keys.map((Key) =>
        limit(() =>
          call((abortSignal) => client.send(new DeleteObjectCommand({ ...bucket, Key }), { abortSignal })),
        ),
      ),
    );

  const list = (prefix: string) => filesBelow(prefix, { client, bucket: config.bucket, call });

  return {
    place: `the bucket ${config.bucket}`,
    async put(file, part, source) {
      const Key = nameOf(file, part);
      const { read, size: ContentLength } = await readable(source);
      await within(patience.put * Math.max(1, ContentLength / usualBytes), (signal) =>
        again(signal, async () => {
          const Body = read();
          const upload = new PutObjectCommand({ ...bucket, Key, Body, ContentLength });
          await client.send(upload, { abortSignal: signal }).finally(() => Body.destroy());
        }),
      );
    },

    async open(file, part) {
      const asked = { ...bucket, Key: nameOf(file, part) };
      const found = await call((abortSignal) =>
        client.send(new GetObjectCommand(asked), { abortSignal }).catch(unlessGone),
      );
      if (!found) return undefined;
      return { stream: flowing(found.Body as Readable, patience.piece), size: found.ContentLength ?? 0 };
    },

    remove: async (files) =>
      void (await remove(files.flatMap((file) => parts.map((part) => nameOf(file, part))))),
    list: (organizationId) => list(organizationId ? `${folder}/${organizationId}/` : `${folder}/`),
    async isEmpty() {
      const first = await list(`${folder}/`).next();
      return first.done === true;
    },
    async removeAll() {
      for await (const file of list(`${folder}/`)) await remove([nameOf(file, file.part)]);
    },
    ping: async () =>
      void (await call((abortSignal) => client.send(new HeadBucketCommand(bucket), { abortSignal }))),
    close: () => client.destroy(),
  };
}

const quiet = () => undefined;

function createClient({ region, endpoint, pathStyle, credentials }: S3Config, connectionTimeout: number) {
  return new S3Client({
    region,
    forcePathStyle: pathStyle,
    ...(endpoint && { endpoint }),
    ...(credentials && { credentials }),
    maxAttempts: tries,
    requestHandler: { connectionTimeout },
    // What matters comes as an error, and is logged where it is answered.
    logger: { debug: quiet, info: quiet, warn: quiet, error: quiet },
    // Servers that speak S3 do not all know the newer checksums.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  });
}

interface Listing {
  client: S3Client;
  bucket: string;
  call<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T>;
}

async function* filesBelow(
  Prefix: string,
  { client, bucket: Bucket, call }: Listing,
): AsyncGenerator<StoredFile> {
  for (let ContinuationToken: string | undefined; ;) {
    const asked = { Bucket, Prefix, ...(ContinuationToken && { ContinuationToken }) };
    const page = await call((abortSignal) => client.send(new ListObjectsV2Command(asked), { abortSignal }));
    for (const { Key = '', LastModified } of page.Contents ?? []) {
      const file = fileOf(Key);
      if (file && LastModified) yield { ...file, changedAt: LastModified };
    }
    if (!page.IsTruncated) return;
    ContinuationToken = page.NextContinuationToken;
  }
}

async function within<T>(ms: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const ending = new AbortController();
  const timer = setTimeout(() => ending.abort(), ms);
  try {
    return await work(ending.signal);
  } catch (error) {
    throw unavailable(error);
  } finally {
    clearTimeout(timer);
  }
}

async function readable(source: FileSource): Promise<Exclude<FileSource, { path: string }>> {
  if (!('path' in source)) return source;
  const { path } = source;
  return { read: () => createReadStream(path), size: (await stat(path)).size };
}

/** The client tries nothing twice whose body is a stream: here each try reads the file anew. */
async function again(signal: AbortSignal, work: () => Promise<void>): Promise<void> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await work();
    } catch (error) {
      if (tried === tries || !isPassing(error)) throw error;
      await pause(200 * tried, undefined, { signal });
    }
  }
}

/** Nobody answered, or the server has trouble or too much to do. */
function isPassing(error: unknown): boolean {
  const status = error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;
  return status === undefined || status >= 500 || status === 429;
}

/** A piece that does not come ends the stream with an error. Who reads slowly does not: nobody waits for a piece meanwhile. */
function flowing(body: Readable, ms: number): Readable {
  async function* pieces() {
    const iterator = body[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
    for (;;) {
      const timer = setTimeout(() => body.destroy(new Error('The bucket stopped sending.')), ms);
      const piece = await iterator.next().finally(() => clearTimeout(timer));
      if (piece.done) return;
      yield piece.value;
    }
  }
  // A reader that goes before its first piece never starts the generator: it could not free the connection.
  return Readable.from(pieces(), { objectMode: false }).once('close', () => body.destroy());
}

function unlessGone(error: unknown): undefined {
  if (!(error instanceof S3ServiceException && error.name === 'NoSuchKey')) throw error;
}

const reasons: Record<string, string> = {
  NoSuchBucket: 'The bucket for files does not exist.',
  NotFound: 'The bucket for files does not exist.',
  ExpiredToken: 'The keys for the bucket of files have run out.',
  RequestTimeTooSkewed: 'The bucket for files refuses the clock of this server: it is wrong by minutes.',
};
const refused = 'The bucket for files refuses these keys.';

/** Also what is wrongly set up: whoever operates it mends it, and the same call works. */
function unavailable(cause: unknown): DomainError {
  const { name = '', $metadata: { httpStatusCode: status = 0 } = {} } =
    cause instanceof S3ServiceException ? cause : {};
  // What answers a HEAD has no words.
  const isRefused = status === 401 || status === 403;
  const reason =
    reasons[name] ?? (isRefused ? refused : 'Files cannot be reached right now. Try again in a moment.');
  return new DomainError('unavailable', reason, { retryAfter: 5, cause });
}
