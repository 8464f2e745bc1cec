// A session is the fold of its log: pure, so that the Postgres row can be rebuilt at any time.
import type { Message } from '../protocol/model/message';
import type { LastMessage, Priority } from '../protocol/model/session';
import { answeredByPerson } from './answer-times';
import { setClocks } from './fold-sla-clocks';
import { withMail } from './mail-thread';
import { merged, mergedHere } from './merging/merge-rules';
import { withMessage } from './read-watermarks';
import { separated, separatedHere } from './merging/separate-rules';
import { unreadBy, type SessionState, type SystemAction } from './session';
import { isButtonHandover, withWords } from './button-handover';

/** @param start `emptySession(...)`, or an earlier state whose `headSeq` the messages follow. */
export function fold(start: SessionState, messages: readonly Message[]): SessionState {
  return messages.reduce(apply, start);
}

export function apply(state: SessionState, message: Message): SessionState {
  const next = changed(state, message);
  setClocks(next, message);
  return next;
}

/** A copy. There is one of these for every message: a session has many fields. */
function changed(state: SessionState, message: Message): SessionState {
  const next: SessionState = {
    ...state,
    ...unreadBy(withMessage(state.readings, message)),
    headSeq: message.seq,
    lastMessageAt: isOfTheHouse(message) ? state.lastMessageAt : message.timestamp,
  };
  if (message.type === 'handover') return handedOver(next, message);
  if (message.type === 'system') return acted(next, message);
  if (message.senderId !== undefined && message.senderId === state.agentId)
    next.metadata = handled(next.metadata);
  if (message.type === 'note') return next;
  next.lastMessage = preview(message);
  if (message.sender === 'customer') noteTime(next, message);
  next.metadata = withMail(next.metadata, message);
  if (message.metadata.past || message.metadata.automated) return next;
  if (message.sender === 'customer') {
    delete next.snoozed;
    if (message.metadata.sentiment) next.sentiment = message.metadata.sentiment;
    next.awaitingSince ??= message.timestamp;
    next.metadata = withWords(next.metadata);
    return next;
  }
  if (message.sender === 'agent') answeredByPerson(next, message);
  delete next.awaitingSince;
  const { asks } = message.metadata;
  if (asks === 'helped' || asks === 'rating') {
    next.metadata = { ...next.metadata, askedIfHelped: message.seq };
  } else if (message.sender === 'ai') next.aiTurns += 1;
  if (message.sender === 'ai' && message.metadata.language) next.language = message.metadata.language;
  return next;
}

/**
 * A label is called otherwise everywhere, its time was over, or something is kept otherwise of the customer: nothing happened
 * in the conversation.
 */
const isOfTheHouse = ({ content }: Message) =>
  (content.systemAction === 'labeled' && content.data?.['renamed'] !== undefined) ||
  content.systemAction === 'attribute_changed' ||
  hasExpired(content);

const hasExpired = ({ systemAction, data }: Message['content']) =>
  systemAction === 'erased' && data?.['expired'] === true;

/** When the customer last wrote, by the channel's clock: some let one answer only for a time. */
function noteTime(next: SessionState, { metadata: { sentAt } }: Message): void {
  const { customerWroteAt } = next.metadata;
  if (sentAt === undefined || (typeof customerWroteAt === 'string' && customerWroteAt >= sentAt)) return;
  next.metadata = { ...next.metadata, customerWroteAt: sentAt };
}

function handedOver(next: SessionState, message: Message): SessionState {
  const packet = message.content.packet;
  // Who asks for a person by the button alone waits as who asks for one in words.
  const wordless = packet?.trigger === 'requested' && next.awaitingSince === undefined;
  if (wordless) next.awaitingSince = message.timestamp;
  next.personAwaitedSince ??= next.awaitingSince ?? message.timestamp;
  setTeam(next, message);
  next.metadata = {
    ...next.metadata,
    handover: {
      ...{ seq: message.seq, trigger: packet?.trigger, reason: packet?.reason },
      ...(wordless && { wordless }),
    },
  };
  if (packet?.suggestedSpecialty) next.specialty = packet.suggestedSpecialty;
  if (packet?.sentiment) next.sentiment = packet.sentiment;
  if (packet?.language && packet.language !== 'und') next.language = packet.language;
  return message.agentId ? assigned(next, message) : queued(next, message);
}

function acted(next: SessionState, message: Message): SessionState {
  const { systemAction, data = {} } = message.content;
  switch (systemAction as SystemAction) {
    case 'reopened':
      if (data['by'] === 'customer') return resumed(next);
      return message.agentId ? assigned(next, message) : queued(next, message);
    case 'given_to_ai':
      return givenToAi(next, message);
    case 'claimed':
    case 'transferred':
      return message.agentId ? assigned(next, message) : queued(next, message);
    case 'queued':
    case 'agent_left':
      return queued(next, message);
    case 'snoozed':
      return snoozed(next, message);
    case 'unsnoozed':
      delete next.snoozed;
      // By the clock: who had put it away is to open it, or it goes to somebody who does.
      if (data['by'] === 'system') next.metadata = { ...next.metadata, givenAt: message.timestamp };
      return next;
    case 'closed':
      return closed(next, message);
    case 'rated':
      next.metadata = { ...next.metadata, rating: { score: data['score'], comment: data['comment'] } };
      noteTime(next, message);
      return next;
    case 'labeled':
      next.labels = data['labels'] as string[];
      return next;
    case 'prioritized':
      next.priority = data['priority'] as Priority;
      return next;
    case 'mailed':
      next.metadata = { ...withMail(next.metadata, message), mailedUpTo: message.seq };
      return next;
    case 'rating_asked':
      next.metadata = {
        ...withMail(next.metadata, message),
        askedToRate: message.seq,
        ratingAskedAt: message.timestamp,
      };
      return next;
    case 'merged':
      return merged(next, message, closed);
    case 'separated':
      return separated(next, message, { assigned, queued });
    case 'separated_here':
      return separatedHere(next, message);
    case 'merged_here':
      return mergedHere(next, message, { assigned, queued });
    case 'erased':
      return erased(next, hasExpired(message.content));
    default:
      return next;
  }
}

/** Whoever has it works on it. */
function handled({
  givenAt,
  unansweredBy,
  unansweredAt,
  givenUpBy,
  ...metadata
}: SessionState['metadata']): SessionState['metadata'] {
  return metadata;
}

function assigned(next: SessionState, message: Message): SessionState {
  delete next.snoozed;
  next.metadata = handled(next.metadata);
  // Who took it has seen it; to whom it was given has not yet.
  if (message.senderId !== message.agentId) next.metadata = { ...next.metadata, givenAt: message.timestamp };
  next.status = 'with_agent';
  next.agentId = message.agentId!;
  next.agentName = String(message.content.data?.['agentName'] ?? '');
  next.aiTurns = 0;
  delete next.queuedAt;
  delete next.endedAt;
  return next;
}

/** Put away is what somebody has: who puts away what nobody has takes it. */
function snoozed(next: SessionState, message: Message): SessionState {
  const until = message.content.data?.['until'];
  if (next.status !== 'with_agent') assigned(next, message);
  next.metadata = handled(next.metadata);
  next.snoozed = typeof until === 'string' ? { until } : {};
  return next;
}

/** Null takes it from its team. */
function setTeam(next: SessionState, { content: { data = {} } }: Message): void {
  if (typeof data['teamId'] === 'string') next.teamId = data['teamId'];
  if (data['teamId'] === null) delete next.teamId;
}

function queued(next: SessionState, message: Message): SessionState {
  setTeam(next, message);
  delete next.snoozed;
  // Who goes back to the queue without an answer has waited all along.
  next.queuedAt = (next.status === 'waiting' && next.queuedAt) || (next.awaitingSince ?? message.timestamp);
  next.status = 'waiting';
  next.aiTurns = 0;
  next.metadata = handled(next.metadata);
  if (message.content.data?.['unanswered'] === true && next.agentId)
    next.metadata = { ...next.metadata, unansweredBy: next.agentId, unansweredAt: message.timestamp };
  if (message.content.data?.['teamId'] && next.agentId)
    next.metadata = { ...next.metadata, givenUpBy: next.agentId };
  delete next.agentId;
  delete next.agentName;
  delete next.endedAt;
  return next;
}

/** The customer goes on where the AI had ended it: a new case for the AI, in the old log. */
function resumed(next: SessionState): SessionState {
  next.status = 'active';
  next.aiTurns = 0;
  delete next.endedAt;
  return next;
}

/** What the customer waits for is asked of the AI again, which has its time for it. */
function givenToAi(next: SessionState, { timestamp }: Message): SessionState {
  if (isButtonHandover(next.metadata)) delete next.awaitingSince;
  if (next.awaitingSince !== undefined) next.awaitingSince = timestamp;
  next.metadata = handled(next.metadata);
  next.status = 'active';
  next.aiTurns = 0;
  delete next.snoozed;
  delete next.queuedAt;
  delete next.personAwaitedSince;
  delete next.agentId;
  delete next.agentName;
  return next;
}

function closed(next: SessionState, message: Message): SessionState {
  const { reopenUntil, noRating } = message.content.data ?? {};
  next.metadata = {
    ...next.metadata,
    ...(reopenUntil !== undefined && { reopenUntil }),
    ...(noRating === true && { noRating }),
    ...(message.metadata.asks === 'rating' && { askedToRate: message.seq }),
  };
  if (reopenUntil === undefined) delete next.metadata['reopenUntil'];
  if (noRating === undefined) delete next.metadata['noRating'];
  delete next.snoozed;
  next.status = 'closed';
  next.endedAt = message.timestamp;
  delete next.queuedAt;
  delete next.awaitingSince;
  delete next.personAwaitedSince;
  delete next.specialty;
  return next;
}

/** The same state that the redacted log folds to; `erased` says up to where. */
function erased(next: SessionState, expired: boolean): SessionState {
  const { handover, rating, ...rest } = next.metadata as { handover?: object; rating?: { score: unknown } };
  const { givenAt, unansweredBy, unansweredAt, givenUpBy } = rest as Record<string, unknown>;
  next.metadata = {
    ...(givenAt !== undefined && { givenAt }),
    ...(unansweredBy !== undefined && { unansweredBy }),
    ...(unansweredAt !== undefined && { unansweredAt }),
    ...(givenUpBy !== undefined && { givenUpBy }),
    ...(handover && { handover: { ...handover, reason: '' } }),
    ...(rating && { rating: { score: rating.score } }),
    erased: next.headSeq,
    ...(expired && { expired }),
  };
  if (next.lastMessage) {
    const { senderName, ...last } = next.lastMessage;
    const shown = last.sender !== 'customer' && senderName !== undefined;
    next.lastMessage = { ...last, text: '', ...(shown && { senderName }) };
  }
  next.labels = [];
  delete next.sentiment;
  delete next.language;
  delete next.customerName;
  delete next.company;
  delete next.customerAttributes;
  delete next.subject;
  delete next.specialty;
  delete next.mergedInto;
  return next;
}

function preview(message: Message): LastMessage {
  const text = message.content.text ?? message.content.fileName ?? '';
  return {
    seq: message.seq,
    type: message.type,
    sender: message.sender,
    ...(message.senderName === undefined ? {} : { senderName: message.senderName }),
    text: text.slice(0, 200),
    timestamp: message.timestamp,
  };
}
