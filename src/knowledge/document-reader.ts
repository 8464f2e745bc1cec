// Reads documents in worker threads, one a document and one at a time: a large or hostile file costs its sender, and nobody else.
import { Worker } from 'node:worker_threads';
import { DomainError, type ErrorCode } from '../errors';
import type { DocumentText } from './documents';

export interface DocumentReader {
  /** @throws `invalid` (as readDocument, and: too much time or memory), `too_large`, `unavailable` (too many wait, stopped) */
  read(fileName: string, bytes: Buffer): Promise<DocumentText>;
  /** Ends what is being read; whoever waits is refused. */
  close(): Promise<void>;
}

export interface ReaderLimits {
  /** From the start of the thread. */
  timeMs?: number;
  /** What the process may grow by meanwhile: unpacked bytes lie outside the heap, which resourceLimits alone would bound. */
  memoryMb?: number;
  /** Documents that wait for their turn. */
  waiting?: number;
}

/** Source text, so that it runs the same from dist, under tsx and under jest. */
const workerSource = `
const { createRequire } = require('node:module');
const { parentPort, workerData } = require('node:worker_threads');
const { from, fileName, bytes } = workerData;
const load = createRequire(from);
if (from.endsWith('.ts')) load('tsx/cjs');
load('./documents').readDocument(fileName, Buffer.from(bytes)).then(
  (text) => parentPort.postMessage({ text }),
  (error) => {
    if (error.name !== 'DomainError') throw error;
    parentPort.postMessage({ refused: { code: error.code, message: error.message } });
  },
);
`;

type Answer = { text: DocumentText } | { refused: { code: ErrorCode; message: string } };

const lookAtMemoryMs = 50;
/** One large allocation at the heap's own limit aborts the whole process: that limit lies far behind ours. */
const heapBehind = 4;
const mebibyte = 1024 * 1024;

const tooLong = () => new DomainError('invalid', 'The document takes too long to read: split it.');
const tooMuch = () => new DomainError('invalid', 'The document takes too much memory to read: split it.');
const crashed = (cause?: unknown) =>
  new DomainError('invalid', 'The document cannot be read: it is damaged, or not what its name says.', {
    cause,
  });
const stopped = () =>
  new DomainError('unavailable', 'The server is stopping. Try again in a moment.', { retryAfter: 5 });

export function createDocumentReader(limits: ReaderLimits = {}): DocumentReader {
  const { timeMs = 30_000, memoryMb = 512, waiting = 8 } = limits;
  const closing = new AbortController();
  let last: Promise<unknown> = Promise.resolve();
  let underWay = 0;

  return {
    read(fileName, bytes) {
      if (underWay > waiting) {
        const full = 'Too many documents are being read. Try again in a moment.';
        return Promise.reject(new DomainError('unavailable', full, { retryAfter: 10 }));
      }
      underWay += 1;
      const reading = last
        .then(() => readInWorker({ fileName, bytes }, { timeMs, memoryMb, signal: closing.signal }))
        .finally(() => (underWay -= 1));
      last = reading.catch(() => undefined);
      return reading;
    },
    async close() {
      closing.abort();
      await last;
    },
  };
}

interface Limits {
  timeMs: number;
  memoryMb: number;
  signal: AbortSignal;
}

/** Settles once the thread is gone, so that the next one finds its memory free. */
async function readInWorker(
  { fileName, bytes }: { fileName: string; bytes: Buffer },
  { timeMs, memoryMb, signal }: Limits,
): Promise<DocumentText> {
  if (signal.aborted) throw stopped();
  const worker = new Worker(workerSource, {
    eval: true,
    workerData: { from: __filename, fileName, bytes },
    resourceLimits: { maxOldGenerationSizeMb: memoryMb * heapBehind },
  });
  const most = process.memoryUsage.rss() + memoryMb * mebibyte;
  const ending = new AbortController();
  const end = { signal: ending.signal };
  const timers: NodeJS.Timeout[] = [];
  try {
    const answer = await new Promise<Answer>((resolve, reject) => {
      timers.push(setTimeout(() => reject(tooLong()), timeMs));
      timers.push(setInterval(() => process.memoryUsage.rss() > most && reject(tooMuch()), lookAtMemoryMs));
      signal.addEventListener('abort', () => reject(stopped()), end);
      worker.once('message', resolve);
      worker.on('error', (error: NodeJS.ErrnoException) =>
        reject(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? tooMuch() : crashed(error)),
      );
      worker.once('exit', () => reject(crashed()));
    });
    if ('text' in answer) return answer.text;
    throw new DomainError(answer.refused.code, answer.refused.message);
  } finally {
    timers.forEach(clearTimeout);
    ending.abort();
    await worker.terminate();
  }
}
