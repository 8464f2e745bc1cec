// Clocks of what customers wait for: pure, but for `setClocks`, which writes into the copy that a fold has made. They say what ran
// and when; what is due of it is decided elsewhere (`routing/sla.ts`).
import type { Message } from '../protocol/model/message';
import type { Clock } from './sla-clock';
import type { SessionState } from './session';

/** Of those that have ended, for whoever counts them a moment later. */
const endedKept = 5;
/** Of more hands the first is left out. */
const holdersKept = 10;
/** Of more spans the shortest pauses between them count as none. */
const mostSpans = 50;

/** @param next the session after the message, a copy that is nobody else's, still with the clocks from before it */
export function setClocks(next: SessionState, message: Message): void {
  const before = next.clocks ?? [];
  const clocks = capped(clocksAfter(before, next, message));
  if (clocks.length > 0) next.clocks = clocks;
  else delete next.clocks;
}

function clocksAfter(before: readonly Clock[], next: SessionState, message: Message): Clock[] {
  const { systemAction, data = {} } = message.content;
  if (message.type === 'system' && systemAction === 'promise_broken') {
    const since = Date.parse(String(data['since']));
    return before.map((one) =>
      one.target === data['target'] && one.since === since ? { ...one, missed: true } : one,
    );
  }
  const now = Date.parse(message.timestamp);
  const counted = message.type === 'system' ? afterMerge(before, next, message) : before;
  const clocks = [...ended(counted, next, { message, now }), ...begun(counted, next, message)];
  const replies = clocks.some((one) => one.target !== 'resolution' && one.endedAt === undefined);
  const acts = next.status === 'waiting' || replies;
  return clocks.map((one) => {
    if (one.endedAt !== undefined) return one;
    const runs = !next.snoozed && (acts || one.target !== 'resolution');
    return withHolder(runs ? running(one, now) : paused(one, now), next, now);
  });
}

function afterMerge(
  before: readonly Clock[],
  next: SessionState,
  { content, timestamp }: Message,
): readonly Clock[] {
  const { mergedAt, wasAwaitedSince } = content.data ?? {};
  switch (content.systemAction) {
    case 'merged_here':
      return before.map((one) => countedFrom(one, next));
    case 'separated':
      return mergedAt === undefined
        ? before
        : before.map((one) => goingOn(one, Date.parse(String(mergedAt))));
    case 'separated_here': {
      const since = Date.parse(String(wasAwaitedSince));
      return before.map((one) => (one.since === since ? onItsOwn(one, next, Date.parse(timestamp)) : one));
    }
    default:
      return before;
  }
}

/** What ended because it was merged has never ended; the customer waited all the time. */
function goingOn(one: Clock, mergedAt: number): Clock {
  if (!one.dropped || one.endedAt !== mergedAt) return one;
  const { endedAt: _, dropped: __, ...rest } = one;
  const last = one.ran.at(-1);
  return last?.[1] === mergedAt ? { ...rest, ran: one.ran.slice(0, -1), runsSince: last[0] } : rest;
}

/** Counted because of a conversation that is separated again. */
function onItsOwn(one: Clock, { personAwaitedSince, awaitingSince }: SessionState, now: number): Clock {
  const waits = personAwaitedSince ?? awaitingSince;
  const own = waits === undefined ? Infinity : Date.parse(waits);
  const { ownSince = Infinity, ...rest } = one;
  if (one.endedAt !== undefined || one.missed) return one;
  // A resolution is due from the first word on, whether or not anybody waits.
  const since = one.target === 'resolution' ? Math.min(ownSince, own) : own;
  if (since < Infinity) return { ...rest, since, ran: [], runsSince: since };
  return one.target === 'resolution' ? one : { ...paused(one, now), endedAt: now, dropped: true };
}

/**
 * Whoever waited longer in a conversation that was merged into this one has waited all the time. One that was missed keeps its
 * name, by which it was told and counted.
 */
function countedFrom(one: Clock, { personAwaitedSince, awaitingSince }: SessionState): Clock {
  const since = Date.parse(personAwaitedSince ?? awaitingSince ?? '');
  if (one.endedAt !== undefined || one.missed || !(since < one.since)) return one;
  return { ...one, ownSince: one.ownSince ?? one.since, since, ran: [], runsSince: since };
}

/** What ends a clock is not in it: who held it until then did. */
function withHolder(one: Clock, { agentId, teamId, priority }: SessionState, now: number): Clock {
  const { held = [] } = one;
  const last = held.at(-1);
  if (last && last.agentId === agentId && last.teamId === teamId && last.priority === priority) return one;
  const next = { from: now, ...(agentId && { agentId }), ...(teamId && { teamId }), priority };
  return { ...one, held: [...held, next].slice(-holdersKept) };
}

const isHeld = ({ status }: SessionState) => status === 'waiting' || status === 'with_agent';

/** A person's word to the customer. */
const isAnswer = ({ sender, type, metadata }: Message) =>
  sender === 'agent' && type !== 'note' && type !== 'system' && type !== 'handover' && !metadata.past;

function ended(
  before: readonly Clock[],
  next: SessionState,
  { message, now }: { message: Message; now: number },
): Clock[] {
  // What goes on elsewhere is neither answered nor resolved here.
  const isMerged = message.content.systemAction === 'merged';
  return before.map((one) => {
    if (one.endedAt !== undefined) return one;
    const isReply = one.target !== 'resolution';
    if (isReply && isAnswer(message)) return { ...paused(one, now), endedAt: now };
    if (isHeld(next)) return one;
    return { ...paused(one, now), endedAt: now, ...((isReply || isMerged) && { dropped: true }) };
  });
}

/** While the AI has it nobody waits for a person; then it counts from when the customer asked. */
function begun(before: readonly Clock[], next: SessionState, message: Message): Clock[] {
  if (!isHeld(next)) return [];
  const runs = (which: (target: Clock['target']) => boolean) =>
    before.some(({ target, endedAt }) => which(target) && endedAt === undefined);
  const found: Clock[] = [];
  const since = next.personAwaitedSince ?? next.awaitingSince;
  if (since !== undefined && !isAnswer(message) && !runs((target) => target !== 'resolution')) {
    const target = next.firstHumanResponseSeconds === undefined ? 'first_reply' : 'next_reply';
    found.push({ target, since: Date.parse(since), ran: [], runsSince: Date.parse(since) });
  }
  if (!runs((target) => target === 'resolution')) {
    const at = Date.parse(since ?? message.timestamp);
    found.push({ target: 'resolution', since: at, ran: [], runsSince: at });
  }
  return found;
}

const running = (one: Clock, now: number): Clock =>
  one.runsSince === undefined ? { ...one, runsSince: now } : one;

function paused({ runsSince, ...one }: Clock, now: number): Clock {
  if (runsSince === undefined) return one;
  return { ...one, ran: joined([...one.ran, [runsSince, Math.max(runsSince, now)]]) };
}

type Spans = Clock['ran'];

function joined(spans: Spans): Spans {
  if (spans.length <= mostSpans) return spans;
  const pause = (n: number) => spans[n + 1]![0] - spans[n]![1];
  let shortest = 0;
  for (let n = 1; n < spans.length - 1; n += 1) if (pause(n) < pause(shortest)) shortest = n;
  const one: [number, number] = [spans[shortest]![0], spans[shortest + 1]![1]];
  return [...spans.slice(0, shortest), one, ...spans.slice(shortest + 2)];
}

function capped(clocks: Clock[]): Clock[] {
  const over = clocks.filter(({ endedAt }) => endedAt !== undefined).slice(0, -endedKept);
  return over.length > 0 ? clocks.filter((one) => !over.includes(one)) : clocks;
}
