// What a session is; `fold.ts` makes it from its log.
import type {
  Message,
  MessageContent,
  MessageMetadata,
  MessageType,
  Sender,
} from '../protocol/model/message';
import type { Priority, Session } from '../protocol/model/session';
import type { SystemAction } from '../protocol/model/system-actions';
import type { WantsAgent } from './assign-agents';
import type { Clock } from './sla-clock';
import { nothingWritten, together, unreadOf, type Readings } from './read-watermarks';

export type { SystemAction };

/** Identifies a session to a store; documents carry all four. */
export interface SessionRef {
  id: string;
  organizationId: string;
  customerId: string;
  channelId: string;
}

/** A session as its log tells it. The fields beyond `Session` stay inside the server. */
export interface SessionState extends Session {
  /** What it began with, where its company says so: its log goes on from there. */
  openingPriority?: Priority;
  /** Which of the customer's conversations it is, on a channel where they have several at once. */
  thread?: string;
  /** The team's messages that the customer has not read. Like `unread`, it follows from `readings`. */
  customerUnread: number;
  readings: Readings;
  /** Time of the first customer message that nobody has answered yet. */
  awaitingSince?: string;
  /** Since when the customer waits for a person, who has not answered yet. */
  personAwaitedSince?: string;
  /** How long the customer waited for the first answer of a person; unset until there is one. */
  firstHumanResponseSeconds?: number;
  /** The agent who gave it; unset where it came from no known one, such as the phone of the business. */
  firstHumanResponseBy?: string;
  /** The same of each answer of a person after it, the newest last. */
  nextHumanResponseSeconds?: number[];
  /** Who gave each of those, in the same order; null as above. */
  nextHumanResponsesBy?: Array<string | null>;
  /** Its row was written by a node of before, which did not write down who answered: only the log tells. */
  respondersUnknown?: true;
  /** What the queue looks for in an agent. */
  specialty?: string;
  /** Answers of the AI since it last got the session. */
  aiTurns: number;
  /** What the customer waits for, and has waited for last. */
  clocks?: Clock[];
  /** Number of the last message that merged it into another one, or separated it again. */
  mergeSeq?: number;
  /** What follows from `sla` for its row. Like `sla` it is not in the log, and decided whenever the row is written. */
  slaStanding?: SlaStanding;
}

/** How the SLA stands. Times are ISO 8601. */
export interface SlaStanding {
  /** When the SLA is breached next, as far as the log does not say so yet, and when somebody is warned of it. */
  breaksAt?: string;
  warnAt?: string;
  outcomes: SlaOutcome[];
}

/** In whose hands something was, and how urgent. */
export interface HeldBy {
  agentId?: string;
  teamId?: string;
  priority: Priority;
}

/**
 * Each target of a conversation is counted by itself: it belongs to who held the conversation when it was kept, or when it
 * was due and broke, and stays theirs, whoever gets it next.
 */
export interface SlaOutcome extends HeldBy {
  target: Clock['target'];
  since: string;
  policyId: string;
  policyName: string;
  /** When it was kept, or broke. */
  at: string;
  kept: boolean;
}

/** What somebody wants to append; the log gives it `sessionId` and `seq`. */
export interface NewMessage {
  id: string;
  type: MessageType;
  sender: Sender;
  senderId?: string;
  senderName?: string;
  agentId?: string;
  content: MessageContent;
  metadata: MessageMetadata;
  delivery?: Message['delivery'];
  isRead: boolean;
  timestamp: string;
}

/** What somebody decided to write; the writer dates it. */
export type Draft = Omit<NewMessage, 'timestamp'>;

/** What is known of it beside its log. */
type BegunWith = 'customerName' | 'company' | 'customerAttributes' | 'openingPriority' | 'subject' | 'thread';

/** A session before its first message. */
export function emptySession(
  ref: SessionRef & Pick<Session, 'channelType' | 'startedAt'> & Partial<Pick<SessionState, BegunWith>>,
): SessionState {
  const { id, organizationId, customerId, channelId, channelType, startedAt } = ref;
  const { customerName, company, customerAttributes, openingPriority, subject, thread } = ref;
  return {
    id,
    organizationId,
    customerId,
    channelId,
    channelType,
    startedAt,
    ...(customerName !== undefined && { customerName }),
    ...(company && { company }),
    ...(customerAttributes && { customerAttributes }),
    ...(openingPriority && { openingPriority }),
    ...(subject !== undefined && { subject }),
    ...(thread !== undefined && { thread }),
    status: 'active',
    headSeq: 0,
    lastMessageAt: startedAt,
    unread: 0,
    customerUnread: 0,
    readings: nothingWritten,
    labels: [],
    priority: openingPriority ?? 'normal',
    metadata: {},
    aiTurns: 0,
  };
}

/** The same session with what is known of its readers. */
export function withReadings(
  state: Omit<SessionState, 'unread' | 'customerUnread' | 'readings'>,
  readings: Readings,
): SessionState {
  return { ...state, ...unreadBy(readings) };
}

/** What is known of its readers, and what follows from it. */
export const unreadBy = (readings: Readings) => ({
  readings,
  unread: unreadOf(readings.team),
  customerUnread: unreadOf(readings.customer),
});

/** Of two states of one session the one that knows more of the log, with every watermark as far as either knows it. */
export function newerOf(state: SessionState, other: SessionState): SessionState {
  const [newer, older] = other.headSeq > state.headSeq ? [other, state] : [state, other];
  const readings = together(newer.readings, older.readings);
  return readings === newer.readings ? newer : withReadings(newer, readings);
}

/** What is known of the customer is not in the log: of two states the one that was just read from its row tells it. */
export function withCustomerOf(row: SessionState, state: SessionState): SessionState {
  if (state.metadata['erased'] !== undefined) return state;
  const { company: _, customerAttributes: __, ...rest } = state;
  const { company, customerAttributes } = row;
  return { ...rest, ...(company && { company }), ...(customerAttributes && { customerAttributes }) };
}

/** What the session asks of an agent who shall get it. */
export function wishOf(state: SessionState): WantsAgent {
  const { channelType, customerId, specialty, language, teamId, queuedAt, metadata } = state;
  const { unansweredBy: exceptAgentId, unansweredAt, givenUpBy } = metadata;
  return {
    channelType,
    customerId,
    ...(specialty !== undefined && { specialty }),
    ...(language !== undefined && { language }),
    ...(teamId !== undefined && { teamId }),
    ...(queuedAt !== undefined && { queuedAt }),
    ...(typeof givenUpBy === 'string' && { givenUpBy }),
    ...(typeof exceptAgentId === 'string' && { exceptAgentId }),
    ...(typeof unansweredAt === 'string' && { exceptedAt: unansweredAt }),
  };
}
