// A merge is undone: pure. The first conversation is again what it was before, for whoever waits in it, too, unless they were
// answered in the second; whom the second had waiting because of it is not awaited there any more.
import type { Message } from '../../protocol/model/message';
import type { Actor, AgentRef } from '../commands';
import { actorOf, nameOf, type Before, type Carried, type Change } from './merge-rules';
import type { Draft, SessionState } from '../session';
import { action } from '../system-lines';

export type Waiting = Pick<SessionState, 'awaitingSince' | 'personAwaitedSince'>;

export interface Separating {
  by: Actor;
  /** The line that merged it; undefined where there is none any more. */
  line: Message | undefined;
  /** Its customer has no other one open in its place, and may write. */
  mayOpen: boolean;
  /** Who had it has it again; else the queue. */
  mayHold: boolean;
  /** Whoever waited in it was answered in the other one. */
  isAnswered: boolean;
}

/** Null when it is merged into nothing. */
export function separating(
  { mergedInto }: SessionState,
  { by, line, mayOpen, mayHold, isAnswered }: Separating,
): Draft | null {
  if (mergedInto === undefined) return null;
  const { isOpen, before, ...waited } = dataOf(line);
  const { awaitingSince, personAwaitedSince }: Waiting = isAnswered ? {} : waited;
  if (!line || !isOpen || !mayOpen) return action('separated', by, { into: mergedInto });
  const { isActive, agentId, agentName, queuedAt, ...rest } = before ?? {};
  const holder = mayHold ? agentId : undefined;
  // The AI has missed its time for whoever waits.
  const isQueued = holder === undefined && !(isActive && awaitingSince === undefined);
  const since = personAwaitedSince ?? (isQueued ? awaitingSince : undefined);
  const draft = action('separated', by, {
    ...rest,
    ...{ into: mergedInto, isOpen, mergedAs: line.seq },
    // What was answered has been in time, or not, where it was answered.
    ...(!isAnswered && { mergedAt: line.timestamp, ...(queuedAt !== undefined && { queuedAt }) }),
    ...(awaitingSince !== undefined && { awaitingSince }),
    ...(since !== undefined && { personAwaitedSince: since }),
    ...(holder !== undefined && { agentName }),
    ...(isQueued && { isQueued }),
  });
  return holder === undefined ? draft : { ...draft, agentId: holder };
}

/** Who had it when that line merged it. */
export function holderBefore(line: Message | undefined): AgentRef | undefined {
  const { agentId: id, agentName: name = '' } = dataOf(line).before ?? {};
  return id === undefined ? undefined : { id, name };
}

const dataOf = (line: Message | undefined): Carried & { before?: Before } => line?.content.data ?? {};

export function separated(
  next: SessionState,
  message: Message,
  { assigned, queued }: { assigned: Change; queued: Change },
): SessionState {
  delete next.mergedInto;
  next.mergeSeq = message.seq;
  const data = message.content.data ?? {};
  const { isOpen, isQueued, queuedAt, snoozed, specialty, ...since } = data as Before &
    Carried & { isQueued?: true };
  if (!isOpen) return next;
  setWaiting(next, since);
  if (specialty !== undefined) next.specialty = specialty;
  if (message.agentId) assigned(next, message);
  else if (isQueued) queued(next, message);
  else next.status = 'active';
  delete next.endedAt;
  if (next.status === 'waiting') next.queuedAt = queuedAt ?? since.personAwaitedSince ?? message.timestamp;
  if (next.status === 'with_agent' && snoozed) next.snoozed = snoozed;
  return next;
}

/**
 * @param line the `separated` of the first log
 * @param own who waits here without it; undefined where it did not bring anybody who waits
 */
export function separatingHere(state: SessionState, line: Message, own: Waiting | undefined): Draft | null {
  if (state.metadata['erased'] !== undefined) return null;
  const isOpen = line.content.data?.['isOpen'] === true;
  const since = waitingOf(state);
  const changes = isOpen && own && state.status !== 'closed' && since !== waitingOf(own);
  const data = {
    from: line.sessionId,
    ...(isOpen && { isOpen }),
    ...(changes && { ...own, wasAwaitedSince: since }),
  };
  const draft = action('separated_here', actorOf(line), data);
  return { ...draft, metadata: { clientMessageId: nameOf(line) } };
}

const waitingOf = ({ personAwaitedSince, awaitingSince }: Waiting) => personAwaitedSince ?? awaitingSince;

/** Whose words are not waited for here any more. */
export function separatedFrom({ type, content: { systemAction, data = {} } }: Message): string | undefined {
  const isUndone = type === 'system' && systemAction === 'separated_here' && data['isOpen'] === true;
  return isUndone && typeof data['from'] === 'string' ? data['from'] : undefined;
}

export function separatedHere(next: SessionState, { content: { data = {} } }: Message): SessionState {
  if (data['wasAwaitedSince'] !== undefined) setWaiting(next, data as Waiting);
  return next;
}

function setWaiting(next: SessionState, { awaitingSince, personAwaitedSince }: Waiting): void {
  delete next.awaitingSince;
  delete next.personAwaitedSince;
  if (awaitingSince !== undefined) next.awaitingSince = awaitingSince;
  if (personAwaitedSince !== undefined) next.personAwaitedSince = personAwaitedSince;
}
