// Reads mails in a thread that lives from one to the next: starting one takes longer than most mails. What one mail breaks is that mail's alone.
import { DomainError } from '../../../errors';
import { createWorkerThread, ThreadFault } from '../../../tools/worker-thread';
import { readHeaders } from './envelope';
import type { Mail, MailReader } from './mail';

export interface MailReaderLimits {
  timeMs?: number;
  memoryMb?: number;
  /** Mails that wait for their turn. */
  waiting?: number;
  keepMs?: number;
}

/** Of a larger mail the headers are read only. */
export const largestMail = 60 * 1024 * 1024;

export function createMailReader(limits: MailReaderLimits = {}): MailReader {
  const { timeMs = 30_000, memoryMb = 768, waiting = 64, keepMs = 60_000 } = limits;
  const thread = createWorkerThread({
    from: __filename,
    module: './read-mail',
    timeMs,
    memoryMb,
    waiting,
    keepMs,
  });

  return {
    async read(raw) {
      if (raw.length > largestMail) return readHeaders(raw);
      try {
        return (await thread.call('readMail', [raw])) as Mail;
      } catch (error) {
        if (isNotNow(error)) throw notNow(error);
        return readHeaders(raw);
      }
    },
    async attachment(raw, index) {
      try {
        return (await thread.call('readAttachment', [raw, index])) as Awaited<
          ReturnType<MailReader['attachment']>
        >;
      } catch (error) {
        if (isNotNow(error)) throw notNow(error);
        if (error instanceof DomainError) throw error;
        throw new DomainError('invalid', 'The attachment cannot be read: the mail is too large or damaged.', {
          cause: error,
        });
      }
    },
    close: () => thread.close(),
  };
}

const isNotNow = (error: unknown) =>
  error instanceof ThreadFault && (error.reason === 'full' || error.reason === 'stopped');

const notNow = (cause: unknown) =>
  new DomainError('unavailable', 'Too many mails are being read. Try again in a moment.', {
    retryAfter: 10,
    cause,
  });
