// From a raw event to the log: stored, then parsed and received, in order a sender. Nothing twice: a provider's id that
// the log has is the first message.
import pLimit from 'p-limit';
import { DomainError } from '../errors';
import type { Log } from '../log';
import type { Channel, ChannelEvent, ChannelList } from './channel';
import type { Receiver } from './receive-event';
import type { InboundEvents, KnownChannel, PendingEvent } from './store';

/** Events worked on at once; the rest follows in the next round. */
const batch = 200;
const sendersAtOnce = 16;
/** After so many tries an event is set aside with its error, for a person to look at and replay. */
const maxAttempts = 5;
/** What the same sender wrote since waits as long: not much longer than a provider's own hiccup. */
const retryMs = [1_000, 5_000, 15_000, 40_000];

export interface InboxDeps {
  channels: ChannelList;
  events: InboundEvents;
  channelById(id: string): Promise<KnownChannel | undefined>;
  receive: Receiver;
  /** Rings for the channel at that time. */
  wake(channel: { organizationId: string; channelId: string }, at: Date): void;
  log: Log;
}

/** One thing that an event says, and the event that it belongs to. */
interface Piece {
  event: PendingEvent;
  said: ChannelEvent;
}

interface Outcome {
  error?: unknown;
  notUnderstood: string[];
  /** Something before it, of the same sender, is tried again then. */
  heldUntil?: string;
}

export type Inbox = ReturnType<typeof createInbox>;

export function createInbox(deps: InboxDeps) {
  const { events, channelById, channels } = deps;

  async function round(channelId: string): Promise<number> {
    const pending = await events.pending(channelId, batch);
    const due = pending.filter(({ isDue }) => isDue);
    if (due.length === 0) return 0;
    const known = await channelById(channelId);
    const channel = known && channels.get(known.type);
    if (!known || !channel?.parse) {
      for (const { id } of due) await events.settle(id, 'failed', 'Nothing serves this channel.');
      return due.length;
    }
    const outcomes = new Map(pending.map((event): [string, Outcome] => [event.id, { notUnderstood: [] }]));
    const pieces = pending.flatMap((event) => piecesOf(channel, event, outcomes.get(event.id)!));
    await inOrder(pieces, (piece) => work(deps, { piece, known, channel }, outcomes.get(piece.event.id)!));
    for (const event of due) await settle(deps, event, outcomes.get(event.id)!);
    return due.length;
  }

  return {
    /** Works on all that is due of a channel. One at a time a channel: the job queue sees to it. */
    async work(channelId: string): Promise<void> {
      while ((await round(channelId)) === batch);
    },
  };
}

function piecesOf({ parse }: Channel, event: PendingEvent, outcome: Outcome): Piece[] {
  try {
    return parse!(event).map((said) => ({ event, said }));
  } catch (error) {
    outcome.error = error;
    return [];
  }
}

/**
 * Senders side by side; of one sender in the order in which the provider says it happened, arrival breaks ties.
 * @param each when to go on with this sender; undefined: at once
 */
async function inOrder(
  pieces: readonly Piece[],
  each: (piece: Piece & { heldUntil: string | undefined }) => Promise<string | undefined>,
): Promise<void> {
  const bySender = new Map<string, Piece[]>();
  for (const piece of pieces) {
    const sender = senderOf(piece.said) ?? piece.event.id;
    bySender.set(sender, [...(bySender.get(sender) ?? []), piece]);
  }
  const limit = pLimit(sendersAtOnce);
  await limit.map(bySender.values(), async (own) => {
    let heldUntil: string | undefined;
    for (const piece of own.sort(byTime)) heldUntil = await each({ ...piece, heldUntil });
  });
}

/** By the id that a person always has. */
function senderOf(said: ChannelEvent): string | undefined {
  if (!('person' in said)) return undefined;
  const { kind, value } = said.person.identities.at(-1)!;
  return `${kind} ${value}`;
}

function byTime(a: Piece, b: Piece): number {
  return atOf(a.said).localeCompare(atOf(b.said));
}

const atOf = (said: ChannelEvent): string => ('at' in said ? said.at : '');

/** @returns when to go on with this sender; undefined: at once */
async function work(
  { receive, log }: InboxDeps,
  {
    piece,
    known,
    channel,
  }: { piece: Piece & { heldUntil: string | undefined }; known: KnownChannel; channel: Channel },
  outcome: Outcome,
): Promise<string | undefined> {
  const { said, event, heldUntil } = piece;
  if (!event.isDue) return event.dueAt;
  if (said.kind === 'not_understood') {
    outcome.notUnderstood.push(said.what);
    return heldUntil;
  }
  if (heldUntil !== undefined) {
    outcome.heldUntil = heldUntil;
    return heldUntil;
  }
  const isLastTry = event.attempts + 1 >= maxAttempts;
  try {
    await receive(said, { known, channel, isLastTry, receivedAt: event.receivedAt });
    return undefined;
  } catch (error) {
    log.warn({ err: error, eventId: event.id, kind: said.kind }, 'could not work on an inbound event');
    outcome.error ??= error;
    return isLastTry ? undefined : new Date(Date.now() + retryMs[event.attempts]!).toISOString();
  }
}

async function settle(
  { events, wake }: InboxDeps,
  event: PendingEvent,
  { error, notUnderstood, heldUntil }: Outcome,
): Promise<void> {
  const { id, attempts } = event;
  // A store that is away says nothing of the event: it is not a try.
  if (error instanceof DomainError && error.code === 'unavailable') throw error;
  if (error !== undefined) {
    const sentence = error instanceof Error ? error.message : String(error);
    if (attempts + 1 >= maxAttempts) return events.settle(id, 'failed', sentence);
    const at = new Date(Date.now() + retryMs[attempts]!);
    await events.failed(id, sentence, at);
    return wake(event, at);
  }
  if (heldUntil !== undefined) {
    await events.hold([id], new Date(heldUntil));
    return wake(event, new Date(heldUntil));
  }
  await (notUnderstood.length > 0
    ? events.settle(id, 'not_understood', [...new Set(notUnderstood)].join('; '))
    : events.settle(id, 'done'));
}
