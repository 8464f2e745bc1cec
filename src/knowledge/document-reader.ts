// Reads documents in worker threads, one a document and one at a time: a large or hostile file costs its sender, and nobody else.
import { DomainError } from '../errors';
import { createWorkerThread, ThreadFault } from '../tools/worker-thread';
import type { DocumentText } from './documents';
import { say } from '../protocol/server-texts/said';

export interface DocumentReader {
  /** @throws `invalid` (as readDocument, and: too much time or memory), `too_large`, `unavailable` (too many wait, stopped) */
  read(fileName: string, bytes: Buffer): Promise<DocumentText>;
  /** As readText. @throws the same */
  text(fileName: string, bytes: Buffer, most: number): Promise<string>;
  /** Ends what is being read; whoever waits is refused. */
  close(): Promise<void>;
}

export interface ReaderLimits {
  /** From the start of the thread. */
  timeMs?: number;
  memoryMb?: number;
  /** Documents that wait for their turn. */
  waiting?: number;
}

const refusals: Record<ThreadFault['reason'], (cause: ThreadFault) => DomainError> = {
  time: () => new DomainError('invalid', say('document_slow')),
  memory: () => new DomainError('invalid', say('document_heavy')),
  crash: (cause) =>
    new DomainError('invalid', say('document_damaged'), {
      cause,
    }),
  full: () =>
    new DomainError('unavailable', say('documents_busy'), {
      retryAfter: 10,
    }),
  stopped: () =>
    new DomainError('unavailable', 'The server is stopping. Try again in a moment.', { retryAfter: 5 }),
};

export function createDocumentReader(limits: ReaderLimits = {}): DocumentReader {
  const { timeMs = 30_000, memoryMb = 512, waiting = 8 } = limits;
  const thread = createWorkerThread({
    from: __filename,
    module: './documents',
    timeMs,
    memoryMb,
    waiting,
    keepMs: 0,
  });
  async function call(...asked: Parameters<typeof thread.call>): Promise<unknown> {
    try {
      return await thread.call(...asked);
    } catch (error) {
      throw error instanceof ThreadFault ? refusals[error.reason](error) : error;
    }
  }
  return {
    read: async (fileName, bytes) => (await call('readDocument', [fileName, bytes])) as DocumentText,
    text: async (fileName, bytes, most) =>
      ((await call('readText', [fileName, bytes, most])) as { text: string }).text,
    close: () => thread.close(),
  };
}
