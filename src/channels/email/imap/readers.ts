// Which mailboxes this node reads: of each channel with one, for as long as it holds its lease. Channels that are added,
// changed or switched off are followed.
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { ImapFlow } from 'imapflow';
import type { Log } from '../../../log';
import type { MailboxHealth, MailboxState } from '../../../protocol/model/channel';
import type { ResolveSafeHost } from '../../../tools/safe-address';
import type { KnownChannel } from '../../store';
import type { AcceptMail } from '../accept-mail';
import { connectMailbox, type ImapSettings, type Trouble } from './connect';
import { readerTiming, startMailboxReader, type MailboxReader, type ReaderTiming } from './reader';
import type { Leased, Mailboxes } from './store';

export interface MailboxReadersDeps {
  /** Those that are switched on, of every organization, with open secrets. */
  channels(): Promise<KnownChannel[]>;
  mailboxes: Mailboxes;
  accept: AcceptMail;
  resolveHost: ResolveSafeHost;
  /** Undefined for a channel that signs in by password. */
  accessToken(channel: KnownChannel): Promise<string | undefined>;
  /** The token was refused although it should be good. */
  tokenRefused?(channel: KnownChannel): Promise<void>;
  /** What is the matter with the consent of a channel; undefined: nothing. */
  tokenTrouble?(error: unknown): Trouble | undefined;
  /** @param mailbox undefined: none is read any more */
  note(channelId: string, mailbox: MailboxHealth | undefined): Promise<void>;
  log: Log;
  timing?: Partial<ReadersTiming>;
}

export interface ReadersTiming extends ReaderTiming {
  /** How often this node looks which mailboxes are to be read, and keeps its leases. */
  lookEveryMs: number;
  /** After so long without a word another node reads. */
  leaseMs: number;
  silenceMs: number;
}

const defaults: ReadersTiming = { ...readerTiming, lookEveryMs: 5_000, leaseMs: 20_000, silenceMs: 90_000 };
/** How often the same state is written down again. */
const notedAgainMs = 30_000;

interface Running {
  /** Settings that it was started with. */
  settings: string;
  askedAt: string | undefined;
  reader: MailboxReader;
  state?: MailboxState;
}

export type MailboxReaders = ReturnType<typeof createMailboxReaders>;

export function createMailboxReaders(deps: MailboxReadersDeps) {
  const { mailboxes, log } = deps;
  const timing = { ...defaults, ...deps.timing };
  const node = randomUUID();
  const { running, start, stop } = createRunning(deps, { timing, node });
  const ended = new AbortController();
  let looking: Promise<void> | undefined;

  async function look(): Promise<void> {
    const wanted = (await deps.channels()).filter((channel) => imapOf(channel) !== undefined);
    const byId = new Map(wanted.map((channel) => [channel.id, channel]));
    const places = wanted.map(({ id: channelId, organizationId }) => ({ channelId, organizationId }));
    const rows = await mailboxes.lease(places, node, timing.leaseMs);
    const leased = new Map(rows.map((row) => [row.channelId, row]));
    await Promise.all(
      [...running].map(async ([channelId, { settings }]) => {
        const channel = byId.get(channelId);
        if (!channel) await stop(channelId, { isOver: true });
        else if (!leased.has(channelId) || stampOf(channel) !== settings) await stop(channelId);
      }),
    );
    if (ended.signal.aborted) return;
    for (const row of rows) {
      const { channelId, askedAt } = row;
      const one = running.get(channelId);
      if (!one) start(byId.get(channelId)!, row);
      else if (one.askedAt !== askedAt) {
        one.askedAt = askedAt;
        one.reader.readNow();
      }
    }
  }

  async function run(): Promise<void> {
    while (!ended.signal.aborted) {
      await look().catch((error: unknown) =>
        log.warn({ err: error }, 'could not look for mailboxes to read'),
      );
      await pause(timing.lookEveryMs, undefined, { signal: ended.signal, ref: false }).catch(() => undefined);
    }
  }

  return {
    start(): void {
      looking ??= run();
    },
    /** Mailboxes that this node reads, by how they fare. */
    stats(): Map<MailboxState, number> {
      const counts = new Map<MailboxState, number>();
      for (const { state } of running.values()) if (state) counts.set(state, (counts.get(state) ?? 0) + 1);
      return counts;
    },
    async stop(): Promise<void> {
      ended.abort();
      await looking;
      const ids = [...running.keys()];
      await Promise.all(ids.map((id) => stop(id)));
      if (ids.length === 0) return;
      await mailboxes
        .release(ids, node)
        .catch((error: unknown) => log.debug({ err: error }, 'could not release the leases of mailboxes'));
    },
  };
}

/** The readers that run here, by channel. */
function createRunning(deps: MailboxReadersDeps, { timing, node }: { timing: ReadersTiming; node: string }) {
  const { mailboxes, log } = deps;
  const running = new Map<string, Running>();
  return {
    running,
    start(channel: KnownChannel, { cursor, begunAt, askedAt }: Leased): void {
      const { id: channelId, organizationId } = channel;
      const reader = startMailboxReader({
        settings: imapOf(channel)!,
        cursor,
        begunAt,
        connect: () => connect(deps, channel, timing.silenceMs),
        store: (mails) => deps.accept({ organizationId, channelId }, 'imap', mails),
        advance: async (next) => void ((await mailboxes.advance(channelId, node, next)) || lost(one)),
        ...(deps.tokenTrouble && { trouble: deps.tokenTrouble }),
        note: createNote(deps, channelId, (state) => (one.state = state)),
        timing,
        log: log.child({ channelId }),
      });
      const one: Running = { settings: stampOf(channel), askedAt, reader };
      running.set(channelId, one);
    },
    /** @param isOver nobody reads it any more; else another node may, or this one again */
    async stop(channelId: string, { isOver = false } = {}): Promise<void> {
      await running.get(channelId)?.reader.stop();
      running.delete(channelId);
      if (!isOver) return;
      await mailboxes.release([channelId], node);
      await deps.note(channelId, undefined);
    },
  };
}

/** Its cursor is not what it was: if the mailbox comes back to this node, it is read by another reader. */
function lost(one: Running): never {
  one.settings = '';
  throw new Error('another node reads this mailbox now');
}

const imapOf = ({ config }: KnownChannel): ImapSettings | undefined =>
  config['imap'] as ImapSettings | undefined;

const stampOf = ({ config: { imap, oauth } }: KnownChannel): string => JSON.stringify([imap, oauth]);

/** A token that is refused although it should be good is refreshed, once. */
async function connect(
  deps: MailboxReadersDeps,
  channel: KnownChannel,
  silenceMs: number,
): Promise<ImapFlow> {
  const { resolveHost } = deps;
  const connected = (accessToken: string | undefined) =>
    connectMailbox({ settings: imapOf(channel)!, accessToken, resolveHost, silenceMs });
  const accessToken = await deps.accessToken(channel);
  try {
    return await connected(accessToken);
  } catch (error) {
    if (accessToken === undefined || !(error as { authenticationFailed?: boolean }).authenticationFailed)
      throw error;
    await deps.tokenRefused?.(channel);
    return connected(await deps.accessToken(channel));
  }
}

/** What changes is written down at once, the rest now and then. */
function createNote(
  { note, log }: MailboxReadersDeps,
  channelId: string,
  stateIs: (state: MailboxState) => void,
): (health: MailboxHealth) => void {
  let last = '';
  let at = 0;
  return (health) => {
    stateIs(health.state);
    const said = `${health.state} ${health.error}`;
    if (said === last && Date.now() - at < notedAgainMs) return;
    last = said;
    at = Date.now();
    note(channelId, health).catch((error: unknown) => {
      last = '';
      log.debug({ err: error, channelId }, 'could not note how a mailbox fares');
    });
  };
}
