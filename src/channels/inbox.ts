// From a raw event to the log: stored, then parsed and received, in order a sender. Nothing twice: a provider's id that
// the log has is the first message.
import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import pLimit from 'p-limit';
import { DomainError } from '../errors';
import type { Log } from '../log';
import { Blocked } from '../sessions/refusals';
import type { Channel, ChannelEvent, ChannelList } from './channel';
import type { Receiver } from './inbound/receiving';
import type { InboundEvents, KnownChannel, PendingEvent, Settlement, WaitingEvent } from './store';

/** What is pending together is put in order together: so many events, of so many bytes as the store holds at once. */
const batch = 20_000;
const sendersAtOnce = 16;
/** While new events wait long to be stored: their provider waits for an answer, the work does not. */
const sendersWhileBehind = 2;
/** Events that are parsed before others get a turn. */
const parsedInOneGo = 100;
/** After so many tries an event is set aside with its error, for a person to look at and replay. */
const maxAttempts = 5;
/** So long one sender may take of a round; what is left of theirs comes in the next one. */
const shareMs = 10_000;
/** What the same sender wrote since waits as long: not much longer than a provider's own hiccup. */
const retryMs = [1_000, 5_000, 15_000, 40_000];

export interface InboxDeps {
  channels: ChannelList;
  events: InboundEvents;
  channelById(id: string): Promise<KnownChannel | undefined>;
  receive: Receiver;
  /** New events wait long to be stored. */
  isIntakeBehind(): boolean;
  /** Rings for the channel at that time. */
  wake(channel: { organizationId: string; channelId: string }, at: Date): void;
  log: Log;
}

/** One thing that an event says, and the event that it belongs to. */
interface Piece {
  event: PendingEvent;
  outcome: Outcome;
  said: ChannelEvent;
}

interface Outcome {
  /** Pieces that nobody has looked at yet. */
  left: number;
  error?: unknown;
  notUnderstood: string[];
  /** A part of it is of somebody who is blocked: nobody is told. */
  isBlocked?: true;
  holds: NonNullable<Settlement['holds']>;
  /** Something before it, of the same sender, is tried again then. */
  heldUntil?: string;
  /** Those whose pieces are not done. */
  senders: Set<string>;
  customerIds: Set<string>;
}

interface Sender {
  /** All that they are known by in this round. */
  keys: ReadonlySet<string>;
  /** When to go on with them; undefined: at once. */
  heldUntil?: string;
  customerIds: Set<string>;
}

export type Inbox = ReturnType<typeof createInbox>;

export function createInbox(deps: InboxDeps) {
  const { events, channelById, channels } = deps;

  /** @returns whether more is due */
  async function round(channelId: string): Promise<boolean> {
    // The senders who wait first: what becomes due in between is in both.
    const waiting = await events.waiting(channelId);
    const { items, more } = await events.due(channelId, batch);
    if (items.length === 0) return false;
    const known = await channelById(channelId);
    const channel = known && channels.get(known.type);
    const ready: PendingEvent[] = [];
    for (const event of items) {
      const why =
        !channel?.parse && !channel?.read
          ? 'Nothing serves this channel.'
          : event.body
            ? undefined
            : unreadable;
      if (why === undefined) ready.push(event);
      else await events.settle(event.id, { status: 'failed', error: why, customerIds: [] });
    }
    if (known && channel) await workOn(deps, ready, { known, channel, waiting });
    return more;
  }

  return {
    /** Works on all that is due of a channel. One at a time a channel: the job queue sees to it. */
    async work(channelId: string): Promise<void> {
      while (await round(channelId));
    },
  };
}

const unreadable = 'The body was sealed with another key, or is damaged.';

/** An event is settled as soon as all that it says is done. */
async function workOn(
  deps: InboxDeps,
  ready: readonly PendingEvent[],
  { waiting, ...place }: { known: KnownChannel; channel: Channel; waiting: readonly WaitingEvent[] },
): Promise<void> {
  const errors: unknown[] = [];
  const end = (event: PendingEvent, outcome: Outcome) =>
    settle(deps, event, outcome).catch((error: unknown) => void errors.push(error));
  const pieces: Piece[] = [];
  for (const [n, event] of ready.entries()) {
    if (n % parsedInOneGo === 0) await setImmediate();
    const outcome: Outcome = {
      left: 0,
      notUnderstood: [],
      holds: { messages: 0, states: 0 },
      senders: new Set(),
      customerIds: new Set(),
    };
    const own = await piecesOf(place, event, outcome);
    pieces.push(...own);
    if (own.length === 0) await end(event, outcome);
  }
  const few = pLimit(sendersWhileBehind);
  await inOrder(pieces, waiting, async (piece, sender) => {
    const working = () => work(deps, { ...piece, ...place }, sender);
    await (deps.isIntakeBehind() ? few(working) : working());
    piece.outcome.left -= 1;
    if (piece.outcome.left === 0) await end(piece.event, piece.outcome);
  });
  if (errors.length > 0) throw errors[0];
}

async function piecesOf(
  { channel, known }: { channel: Channel; known: KnownChannel },
  event: PendingEvent,
  outcome: Outcome,
): Promise<Piece[]> {
  try {
    const raw = { ...event, body: event.body! };
    const said = channel.read ? await channel.read(raw, known.config) : channel.parse!(raw);
    const pieces = said.map((one) => ({ event, outcome, said: one }));
    outcome.left = pieces.length;
    outcome.holds = {
      messages: said.filter((one) => one.kind === 'message' && !one.fromTeam && !one.past).length,
      states: said.filter(({ kind }) => kind === 'state').length,
    };
    return pieces;
  } catch (error) {
    outcome.error = error;
    return [];
  }
}

/** Senders side by side; of one sender in the order in which the provider says it happened, arrival breaks ties. */
async function inOrder(
  pieces: readonly Piece[],
  waiting: readonly WaitingEvent[],
  each: (piece: Piece, sender: Sender) => Promise<void>,
): Promise<void> {
  const limit = pLimit(sendersAtOnce);
  await limit.map(bySender(pieces), async ({ keys, own }) => {
    const sender = senderThatWaits(keys, waiting);
    const shareEndsAt = Date.now() + shareMs;
    for (const piece of own.sort(byTime)) {
      await each(piece, sender);
      if (Date.now() > shareEndsAt) sender.heldUntil ??= new Date().toISOString();
    }
  });
}

function senderThatWaits(keys: ReadonlySet<string>, waiting: readonly WaitingEvent[]): Sender {
  const own = waiting.filter(({ senders }) => senders.some((key) => keys.has(key)));
  // One event may hold the words of several people: then nobody knows whose this sender is.
  const customerIds = own.flatMap((event) => (event.customerIds.length === 1 ? event.customerIds : []));
  const heldUntil = own
    .map(({ dueAt }) => dueAt)
    .toSorted()
    .at(-1);
  return { keys, customerIds: new Set(customerIds), ...(heldUntil !== undefined && { heldUntil }) };
}

interface Group {
  keys: Set<string>;
  own: Piece[];
}

/** Pieces that name one identity are one sender's: also what was written before a number or an id changed, and after it. */
function bySender(pieces: readonly Piece[]): Group[] {
  const groups = new Map<string, Group>();
  const place = new Map(pieces.map((piece, n) => [piece, n]));
  for (const piece of pieces) {
    const keys = keysOf(piece.said) ?? [piece.event.id];
    const found = new Set(keys.flatMap((key) => groups.get(key) ?? []));
    const [first = { keys: new Set<string>(), own: [] }, ...others] = found;
    for (const other of others) first.own.push(...other.own);
    first.own.push(piece);
    for (const key of [...keys, ...others.flatMap((other) => [...other.keys])]) {
      first.keys.add(key);
      groups.set(key, first);
    }
  }
  const all = [...new Set(groups.values())];
  for (const { own } of all) own.sort((a, b) => place.get(a)! - place.get(b)!);
  return all;
}

/** By all that the event says of the person; hashed, for it lies beside the event while they wait. */
function keysOf(said: ChannelEvent): string[] | undefined {
  const identities =
    'person' in said
      ? said.person.identities
      : said.kind === 'identity_changed'
        ? [said.from, said.to]
        : undefined;
  return identities?.map(({ kind, value }) =>
    createHash('sha256').update(`${kind} ${value}`).digest('base64url'),
  );
}

function byTime(a: Piece, b: Piece): number {
  return atOf(a.said).localeCompare(atOf(b.said));
}

const atOf = (said: ChannelEvent): string => ('at' in said ? said.at : '');

async function work(
  { receive, log }: InboxDeps,
  { event, said, outcome, known }: Piece & { known: KnownChannel },
  sender: Sender,
): Promise<void> {
  if (said.kind === 'not_understood') return void outcome.notUnderstood.push(said.what);
  if (sender.heldUntil !== undefined) {
    outcome.heldUntil = sender.heldUntil;
    addAll(outcome.senders, sender.keys);
    for (const id of sender.customerIds) outcome.customerIds.add(id);
    return;
  }
  const isLastTry = event.attempts + 1 >= maxAttempts;
  const concerns = (customerId: string): void => {
    outcome.customerIds.add(customerId);
    sender.customerIds.add(customerId);
  };
  try {
    await receive(said, { known, receivedAt: event.receivedAt, concerns });
  } catch (error) {
    if (error instanceof Blocked) return void (outcome.isBlocked = true);
    log.warn({ err: error, eventId: event.id, kind: said.kind }, 'could not work on an inbound event');
    outcome.error ??= error;
    addAll(outcome.senders, sender.keys);
    if (!isLastTry) sender.heldUntil = new Date(Date.now() + retryMs[event.attempts]!).toISOString();
  }
}

function addAll<T>(set: Set<T>, more: Iterable<T>): void {
  for (const one of more) set.add(one);
}

async function settle(deps: InboxDeps, event: PendingEvent, outcome: Outcome): Promise<void> {
  const { error, heldUntil } = outcome;
  const customerIds = [...outcome.customerIds];
  // A store that is away says nothing of the event: it is not a try.
  if (error instanceof DomainError && error.code === 'unavailable') throw error;
  const triesAgain = error !== undefined && event.attempts + 1 < maxAttempts;
  if (!triesAgain && heldUntil === undefined)
    return deps.events.settle(event.id, { ...endOf(outcome), customerIds, holds: outcome.holds });
  const at = triesAgain ? new Date(Date.now() + retryMs[event.attempts]!) : new Date(heldUntil!);
  const next = { at, senders: [...outcome.senders], customerIds };
  await (triesAgain
    ? deps.events.failed(event.id, sentenceOf(error), next)
    : deps.events.hold(event.id, next));
  deps.wake(event, at);
}

function endOf({ error, notUnderstood, isBlocked }: Outcome): Pick<Settlement, 'status' | 'error'> {
  if (error !== undefined) return { status: 'failed', error: sentenceOf(error) };
  if (isBlocked) return { status: 'blocked', error: 'The customer is blocked: nobody was told.' };
  if (notUnderstood.length === 0) return { status: 'done' };
  return { status: 'not_understood', error: [...new Set(notUnderstood)].join('; ') };
}

const sentenceOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
