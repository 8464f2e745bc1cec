// Who may see what of a session: pure. For customers it is listed what they see; all else is the team's.
import type { Message, MessageContent } from '../protocol/model/message';
import type { Session } from '../protocol/model/session';
import type { SessionState, SystemAction } from './session';

const noDetails: readonly string[] = [];
/** What a customer hears of each thing that happened, and which of its details; what is not listed never reaches them. */
const detailsForCustomers: Partial<Record<SystemAction, readonly string[]>> = {
  claimed: ['agentName'],
  transferred: ['agentName'],
  queued: noDetails,
  agent_left: noDetails,
  closed: noDetails,
  merged: noDetails,
  separated: noDetails,
  reopened: ['agentName'],
  rated: ['score', 'comment'],
  reacted: ['by', 'seq', 'emoji'],
};
const detailsOfHandovers = ['agentName'];

/** What a customer may see of a message: no notes, no labels, no reasons, no handover packet; null when nothing is left. */
export function forCustomer(message: Message): Message | null {
  const { type, content } = message;
  if (type === 'note') return null;
  const { systemAction, text } = content;
  const words = text === undefined ? {} : { text };
  if (type === 'handover') return happened(message, { ...words, ...picked(content, detailsOfHandovers) });
  if (type !== 'system') return withoutHeard(message);
  const details = detailsForCustomers[systemAction as SystemAction];
  if (systemAction !== undefined && !details) return null;
  // Which team they wait for is nothing new to who waits for a person.
  if (content.data?.['waitsAlready'] === true) return null;
  return happened(message, {
    ...words,
    ...(systemAction !== undefined && { systemAction }),
    ...picked(content, details ?? noDetails),
  });
}

/** What was heard in it, and how a mail went, is for whoever answers. */
const inner = [
  ...(['sentiment', 'entities', 'intentDetected', 'language', 'needsPerson'] as const),
  ...(['articleIds', 'suggestionId', 'original', 'automated'] as const),
];

function withoutHeard(message: Message): Message {
  const { mail, ...content } = message.content;
  if (mail === undefined && inner.every((key) => message.metadata[key] === undefined)) return message;
  const metadata = { ...message.metadata };
  for (const key of inner) delete metadata[key];
  return { ...message, content, metadata };
}

function happened(message: Message, content: MessageContent): Message {
  const { id, sessionId, seq, type, sender, isRead, timestamp } = message;
  return { id, sessionId, seq, type, sender, content, metadata: {}, isRead, timestamp };
}

function picked({ data = {} }: MessageContent, keys: readonly string[]): MessageContent {
  const found = keys.filter((key) => data[key] !== undefined).map((key) => [key, data[key]]);
  return found.length > 0 ? { data: Object.fromEntries(found) } : {};
}

/** What every client may know of. */
function withoutInner(state: SessionState): Session {
  const { customerUnread, readings, awaitingSince, specialty, aiTurns, ...rest } = state;
  const { personAwaitedSince, firstHumanResponseSeconds, nextHumanResponseSeconds, ...others } = rest;
  const { firstHumanResponseBy, nextHumanResponsesBy, respondersUnknown, ...more } = others;
  const { thread, openingPriority, clocks, slaStanding, mergeSeq, ...session } = more;
  return session;
}

/** Whom the customer waits for, and in whose hours: a team's id. */
export const awaitedTeam = ({ status, teamId }: Pick<SessionState, 'status' | 'teamId'>) =>
  status === 'waiting' ? teamId : undefined;

/**
 * A session as its customer may see it: no labels, priority, internal metadata; `unread` is the customer's own.
 * @param agentPictureUrl of whom it has, or had last
 */
export function customerSession(state: SessionState, agentPictureUrl?: string): Session {
  const { customerGoneSince, snoozed, teamId, language, sentiment, sla, metadata, ...more } =
    withoutInner(state);
  const { company, customerAttributes, ...session } = more;
  const awaited = awaitedTeam(state);
  const { rating, noRating } = metadata;
  return {
    ...session,
    ...(awaited !== undefined && { teamId: awaited }),
    unread: state.customerUnread,
    labels: [],
    priority: 'normal',
    metadata: {
      ...(rating !== undefined && { rating }),
      ...(state.status === 'closed' && noRating !== undefined && { noRating }),
    },
    ...(agentPictureUrl !== undefined && { agentPictureUrl }),
  };
}

/** A session in the customer's own copy of what is stored: labels are about the customer, what the team said is not. */
export function exportedSession(state: SessionState): Session {
  const { labels, priority } = state;
  return { ...customerSession(state), labels, priority };
}

/** A session as the team sees it. */
export function teamSession(state: SessionState): Session {
  const { awaitingSince, snoozed } = state;
  const isLate = awaitingSince !== undefined && !snoozed;
  return { ...withoutInner(state), ...(isLate && { needsReplySince: awaitingSince }) };
}
