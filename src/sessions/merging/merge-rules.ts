// One conversation goes on in another one of its customer: pure. The first log says so, and what it says is told in the
// second; who waits for an answer in the first waits in the second from then on. `separate-rules.ts` undoes it.
import type { Message } from '../../protocol/model/message';
import { say } from '../../protocol/server-texts/said';
import { DomainError } from '../../errors';
import type { Actor } from '../commands';
import type { Draft, SessionState } from '../session';
import { action, conflict } from '../system-lines';
import { withWords } from '../button-handover';

/** What a `merged` line says, and the `merged_here` that is made of it. Times are ISO 8601. */
export interface Carried {
  /** What it was about. */
  subject?: string;
  /** It was not closed before. */
  isOpen?: true;
  awaitingSince?: string;
  personAwaitedSince?: string;
}

/**
 * @param into as its log's end tells it, merged into nothing itself
 * @param text what the customer reads who looks at it again
 * @returns null when it is there already
 */
export function merging(
  state: SessionState,
  into: SessionState,
  { by, text }: { by: Actor; text?: string | undefined },
): Draft | null {
  if (state.mergedInto === into.id) return null;
  refuse(state, into);
  const { subject, awaitingSince, personAwaitedSince } = state;
  const line = action('merged', by, {
    into: into.id,
    ...(subject !== undefined && { subject }),
    ...(into.subject !== undefined && { intoSubject: into.subject }),
    ...(state.status !== 'closed' && { isOpen: true }),
    ...(awaitingSince !== undefined && { awaitingSince }),
    ...(personAwaitedSince !== undefined && { personAwaitedSince }),
    ...(state.status !== 'closed' && { before: whatEnds(state) }),
  });
  return { ...line, content: { ...line.content, ...(text !== undefined && { text }) } };
}

/** What is forgotten of a conversation that closes, besides who waits in it; in lines from before this was kept it is not. */
export interface Before extends Pick<SessionState, 'queuedAt' | 'specialty' | 'snoozed'> {
  /** The AI has it. */
  isActive?: true;
  agentId?: string;
  agentName?: string;
}

function whatEnds({ status, agentId, agentName, queuedAt, specialty, snoozed }: SessionState): Before {
  return {
    ...(status === 'active' && { isActive: true }),
    ...(status === 'with_agent' && agentId !== undefined && { agentId, agentName: agentName ?? '' }),
    ...(queuedAt !== undefined && { queuedAt }),
    ...(specialty !== undefined && { specialty }),
    ...(snoozed && { snoozed }),
  };
}

function refuse(state: SessionState, into: SessionState): void {
  if (state.id === into.id) throw invalid('must be another conversation');
  if (state.customerId !== into.customerId || state.channelId !== into.channelId)
    throw invalid('must be a conversation of the same customer on the same channel');
  if (state.mergedInto !== undefined) throw conflict(say('merged_already'));
  if ([state, into].some(({ metadata }) => metadata['erased'] !== undefined))
    throw conflict(say('merged_erased'));
  // Both would have to be open for a moment, which a customer has but one of here.
  const isOneAtATime = (state.thread ?? '') === (into.thread ?? '');
  if (isOneAtATime && state.status !== 'closed' && into.status === 'closed')
    throw conflict(say('merge_other_closed'));
}

const invalid = (message: string) =>
  new DomainError('invalid', `\`into\` ${message}.`, { errors: [{ path: 'into', message }] });

/** What of an open conversation comes is a person's: the AI knows nothing of it. Null where nobody would read it. */
export function mergingHere(state: SessionState, line: Message): Draft | null {
  if (state.metadata['erased'] !== undefined) return null;
  const { into: _, intoSubject: __, by: ___, before: ____, ...carried } = line.content.data ?? {};
  const by = actorOf(line);
  const isWanted = carried['isOpen'] === true && (state.status === 'closed' || state.status === 'active');
  const taker = isWanted && by.kind === 'agent' && by.id !== undefined ? by : undefined;
  const { awaitingSince, personAwaitedSince } = state;
  const own = {
    ...(awaitingSince !== undefined && { ownAwaitingSince: awaitingSince }),
    ...(personAwaitedSince !== undefined && { ownPersonAwaitedSince: personAwaitedSince }),
  };
  const data = { ...carried, ...own, from: line.sessionId };
  return {
    ...action('merged_here', by, {
      ...data,
      ...(taker ? { agentName: taker.name ?? '' } : isWanted && { isQueued: true }),
    }),
    ...(taker && { agentId: taker.id! }),
    metadata: { clientMessageId: nameOf(line) },
  };
}

/** Told twice, it is one line. */
export const nameOf = ({ sessionId, seq }: Message) => mergedAs(sessionId, seq);

export const mergedAs = (sessionId: string, seq: number) => `merged:${sessionId}:${seq}`;

/** In which log, and up to where, a customer's words stand who waits here since this message. */
export function waitedElsewhere({
  type,
  content,
  metadata,
}: Message): { sessionId: string; upTo: number } | undefined {
  if (type !== 'system' || content.systemAction !== 'merged_here') return undefined;
  const { from, isOpen, awaitingSince } = content.data ?? {};
  const upTo = Number(String(metadata.clientMessageId).split(':')[2]);
  const isAwaited = isOpen === true && awaitingSince !== undefined;
  return isAwaited && typeof from === 'string' && upTo > 0 ? { sessionId: from, upTo } : undefined;
}

export function actorOf({ senderId: id, senderName: name, content }: Message): Actor {
  const kind = content.data?.['by'] === 'agent' ? 'agent' : 'system';
  return { kind, ...(id !== undefined && { id }), ...(name !== undefined && { name }) };
}

export type Change = (next: SessionState, message: Message) => SessionState;

export function merged(next: SessionState, message: Message, close: Change): SessionState {
  const { status, endedAt, metadata } = next;
  close(next, message);
  if (status === 'closed' && endedAt !== undefined) next.endedAt = endedAt;
  if (status === 'closed' && metadata['noRating'] === true)
    next.metadata = { ...next.metadata, noRating: true };
  const into = message.content.data?.['into'];
  if (typeof into === 'string') next.mergedInto = into;
  next.mergeSeq = message.seq;
  return next;
}

export function mergedHere(
  next: SessionState,
  message: Message,
  { assigned, queued }: { assigned: Change; queued: Change },
): SessionState {
  const data = message.content.data ?? {};
  const { isOpen, awaitingSince, personAwaitedSince = awaitingSince } = data as Carried;
  if (message.agentId) assigned(next, message);
  else if (data['isQueued'] === true) queued(next, message);
  if (!isOpen || next.status === 'closed') return next;
  set(next, 'awaitingSince', awaitingSince);
  if (next.status !== 'active') set(next, 'personAwaitedSince', personAwaitedSince);
  if (next.status === 'waiting') set(next, 'queuedAt', personAwaitedSince);
  if (awaitingSince === undefined) return next;
  next.metadata = withWords(next.metadata);
  delete next.snoozed;
  // Who has it, and did not merge it, has not seen what came.
  if (next.status === 'with_agent' && next.agentId !== message.senderId)
    next.metadata = { ...next.metadata, givenAt: message.timestamp };
  return next;
}

/** The earlier of both. */
function set(
  next: SessionState,
  name: 'awaitingSince' | 'personAwaitedSince' | 'queuedAt',
  since: string | undefined,
): void {
  const before = next[name];
  if (since !== undefined && (before === undefined || since < before)) next[name] = since;
}
