// Keeps reading one mailbox: told by the server (IDLE) that something came, and looking now and then all the same.
import type { ImapFlow } from 'imapflow';
import { setTimeout as pause } from 'node:timers/promises';
import type { Log } from '../../../log';
import type { MailboxHealth } from '../../../protocol/model/channel';
import { troubleOf, type ImapSettings } from './connect';
import { readMailbox } from './read-mailbox';
import type { Cursor } from './store';

export interface ReaderTiming {
  /** Waits after so many faults in a row; the last one stays. */
  retryMs: readonly number[];
  /** After what nobody but a person mends. */
  attentionMs: number;
  /** A look at the mailbox although nothing was heard of it. */
  pollMs: number;
}

export const readerTiming: ReaderTiming = {
  retryMs: [1_000, 2_000, 5_000, 10_000, 30_000, 60_000, 120_000, 300_000],
  attentionMs: 15 * 60_000,
  pollMs: 3 * 60_000,
};

export interface ReaderDeps {
  settings: ImapSettings;
  cursor: Cursor | undefined;
  begunAt: string;
  connect(): Promise<ImapFlow>;
  store(mails: readonly Buffer[]): Promise<void>;
  /** @throws when another node reads it now */
  advance(cursor: Cursor): Promise<void>;
  /** Undefined while it is left to `troubleOf`. */
  trouble?(error: unknown): ReturnType<typeof troubleOf> | undefined;
  note(health: MailboxHealth): void;
  timing: ReaderTiming;
  log: Log;
}

export interface MailboxReader {
  readNow(): void;
  /** The cursor stays where the last stored mail is. */
  stop(): Promise<void>;
}

export function startMailboxReader(deps: ReaderDeps): MailboxReader {
  const { settings, timing, log } = deps;
  const wakeUp = createWakeUp();
  let { cursor } = deps;
  let client: ImapFlow | undefined;
  let isStopped = false;
  let faults = 0;
  let errorAt: string | undefined;

  async function session(): Promise<void> {
    client = await deps.connect();
    client.on('exists', wakeUp.signal).on('close', wakeUp.signal);
    while (!isStopped && client.usable) {
      cursor = await readMailbox({
        ...deps,
        client,
        mailbox: mailboxOf(settings),
        place: placeOf(settings),
        cursor,
      });
      faults = 0;
      errorAt = undefined;
      deps.note({ state: 'connected', ...progressOf(cursor) });
      client.idle().catch(() => undefined);
      await wakeUp.wait(timing.pollMs);
    }
    if (!isStopped) throw new Error(client.byeReason ?? 'the connection broke off');
  }

  /** How long to wait before the next try. */
  function failed(error: unknown): number {
    const { state, error: why } = deps.trouble?.(error) ?? troubleOf(error, settings);
    log.warn({ err: error, host: settings.host, state }, 'could not read a mailbox');
    errorAt ??= new Date().toISOString();
    // One break that mends itself at once is no trouble.
    if (state !== 'trouble' || faults > 0)
      deps.note({ state, error: why, errorAt, ...(cursor && progressOf(cursor)) });
    const wait = timing.retryMs[Math.min(faults, timing.retryMs.length - 1)]!;
    faults += 1;
    return state === 'trouble' ? wait * (0.8 + Math.random() * 0.4) : timing.attentionMs;
  }

  async function run(): Promise<void> {
    while (!isStopped) {
      try {
        await session();
      } catch (error) {
        if (!isStopped) await wakeUp.wait(failed(error));
      } finally {
        client?.close();
      }
    }
  }

  const running = run();
  return {
    readNow: wakeUp.signal,
    async stop() {
      isStopped = true;
      client?.close();
      wakeUp.signal();
      await running;
    },
  };
}

const mailboxOf = ({ mailbox = 'INBOX' }: ImapSettings): string => mailbox;

function placeOf(settings: ImapSettings): string {
  const { host, port, user } = settings;
  return `${user}@${host.toLowerCase()}:${port}/${mailboxOf(settings)}`;
}

function progressOf({ lastUid, completeAt }: Cursor): Partial<MailboxHealth> {
  return { lastUid, ...(completeAt && { readAt: completeAt }) };
}

/** A signal while nobody waits is remembered. */
function createWakeUp() {
  let isSignalled = false;
  let hear: (() => void) | undefined;
  return {
    signal(): void {
      isSignalled = true;
      hear?.();
    },
    async wait(ms: number): Promise<void> {
      const end = new AbortController();
      hear = () => end.abort();
      if (!isSignalled) await pause(ms, undefined, { signal: end.signal, ref: false }).catch(() => undefined);
      hear = undefined;
      isSignalled = false;
    },
  };
}
