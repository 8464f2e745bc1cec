// The one interface that edges call: every change of a session goes through here, and is one append.
import type { AttributeValue } from '../protocol/customer-attributes';
import type { ChannelType } from '../protocol/model/channel';
import type { HandoverPacket } from '../protocol/model/handover';
import type { Message, MessageContent, MessageMetadata, MessageType } from '../protocol/model/message';
import type { Words } from '../protocol/model/wording';
import type { Priority } from '../protocol/model/session';
import type { AgentRef, TeamRef } from './assign-agents';
import type { SlaBreach } from './sla-clock';
import type { Reader } from './read-watermarks';
import type { SessionState } from './session';
import type { Page, SessionFilter } from './store';

export type { AgentRef };
export type MayHold = (agent: AgentRef) => Promise<boolean>;

/** Who acts. `name` is shown to the customer. */
export interface Actor {
  kind: 'customer' | 'ai' | 'agent' | 'system';
  /** The agent's id (agents.id) for kind 'agent', the customer's for 'customer'. */
  id?: string;
  name?: string;
}

export interface Receive {
  organizationId: string;
  customerId: string;
  channelId: string;
  channelType: ChannelType;
  clientMessageId?: string;
  channelMessageId?: string;
  type?: MessageType;
  content: MessageContent;
  metadata?: Partial<MessageMetadata>;
  /** On a channel whose customers have several conversations at once: where it belongs. */
  into?: Into;
  /** What they are called who wrote it; unset: the customer. */
  senderName?: string;
  /** The message that it answers; one of another session has no number here. */
  replyTo?: { sessionId: string; seq: number };
  /** Id of the socket that sent it; the bell carries it. */
  origin?: string;
}

/** This session, also when it was closed; where there is none any more, or it is nobody's now, the thread. */
export interface Into {
  sessionId?: string;
  /** At most 64 characters. */
  thread: string;
  subject?: string;
}

export interface Reply {
  organizationId: string;
  sessionId: string;
  by: Actor;
  type?: MessageType;
  content: MessageContent;
  metadata?: Partial<MessageMetadata>;
  clientMessageId?: string;
  channelMessageId?: string;
  /** How far it is already; unset on a channel that sends: `queued`. */
  delivery?: Message['delivery'];
  /** It was said elsewhere already: noted also where the session is closed, which it stays. */
  evenClosed?: boolean;
  expectSeq?: number;
  origin?: string;
}

/** What a customer's message tells at first sight, for the person who is awaited. */
export type Detected = Pick<MessageMetadata, 'sentiment' | 'entities' | 'intentDetected'>;
export type DetectIn = (content: MessageContent) => Detected;

/**
 * How far a reply is when it is born: undefined where nobody sends it on.
 * @param customerWroteAt when the customer last wrote on the channel, where that was in another session
 * @throws NotNow for what the session's channel does not take now
 */
export type BornAs = (
  session: SessionState,
  reply: Pick<Reply, 'type' | 'content'>,
  customerWroteAt?: string,
) => Message['delivery'];

/** Which reply a template is to be. */
export type ForTemplate = Pick<Reply, 'organizationId' | 'sessionId' | 'clientMessageId'>;

export interface Command {
  organizationId: string;
  sessionId: string;
  expectSeq?: number;
  /** Of transfer, giveToAi, close, update and annotate: done once under one name, whatever became of the session since. */
  clientMessageId?: string;
}

/** A declared attribute of the customer, or one of their company: what it is now, and was; absent: nothing. */
export interface ChangedAttribute {
  attribute: string;
  /** What agents call it. */
  label: string;
  /** What the company is called whose it is. */
  company?: string;
  is?: AttributeValue;
  was?: AttributeValue;
  /** ISO 8601: when it was made; the line may come later. */
  at: string;
}

/** An agent, the queue, or the queue of a team; with null of none, where it had one. */
export type Receiver = { agent: AgentRef } | { queue: true } | { team: TeamRef | null };

export interface Committed {
  session: SessionState;
  message: Message;
  /** The log had this clientMessageId already: nothing was written. */
  duplicate: boolean;
}

/**
 * Errors of all: `not_found` (no such session in this organization), `conflict` (the session's state does not allow it),
 * `Stale` (a `conflict`: expectSeq no longer holds), `unavailable` (a store is down: nothing was written, or it is not known).
 */
export interface Sessions {
  /** A customer's message: opens a session when none is open. Durable when it resolves. */
  receive(input: Receive): Promise<Committed>;
  /** A message of the AI, an agent or the system; type 'note' for private notes. An agent writes only where the session is its own (notes: anywhere). The AI only while status is 'active'. */
  reply(input: Reply): Promise<Committed>;
  /** Whether such a reply could be written now: throws what `reply` would throw, and writes nothing. */
  mayReply(input: Reply): Promise<void>;
  /** The AI (or the customer, trigger 'requested') gives the session to an agent or the queue. A session that is already with people is returned unchanged. */
  handOver(input: Command & { packet: HandoverPacket }): Promise<SessionState>;
  /** Takes a session from the AI or the queue. Idempotent for its holder; `conflict` when another agent holds it. `automatic`: nobody asked for it. */
  claim(input: Command & { agent: AgentRef; automatic?: boolean }): Promise<SessionState>;
  /** Gives it to an agent, to a team or back to the queue; `reason` is shown to the team. */
  transfer(
    input: Command & {
      by: Actor;
      to: Receiver;
      reason?: Words;
      action?: 'transferred' | 'agent_left';
      /** Only while this agent holds it: else nothing is done. */
      from?: string;
      /** The agent neither opened nor answered it: the queue gives it to somebody else. Nothing is done once they did. */
      unanswered?: boolean;
    },
  ): Promise<SessionState>;
  /** Back to the AI, from the queue or an agent: what the customer waits for is its to answer. */
  giveToAi(input: Command & { by: Actor }): Promise<SessionState>;
  /** An agent puts it away until a time (ISO 8601, UTC), else until the customer writes; what nobody has becomes the agent's. */
  snooze(input: Command & { agent: AgentRef; until?: string }): Promise<SessionState>;
  /** It comes back; with `dueAt` only when its time was at most that. */
  unsnooze(input: Command & { by: Actor; dueAt?: string }): Promise<SessionState>;
  /**
   * @param input.reopenUntil until then the customer's next word opens it again
   * @param input.asksRating on a channel that sends the customer is asked once how it was, where somebody answered them
   * @param input.noRating nobody asks the customer how it was, the widget neither
   */
  close(
    input: Command & {
      by: Actor;
      reason?: Words;
      reopenUntil?: string;
      asksRating?: true;
      noRating?: true;
    },
  ): Promise<SessionState>;
  /** `conflict` when the customer has a newer open session on the channel, or is blocked. */
  reopen(input: Command & { agent: AgentRef }): Promise<SessionState>;
  /**
   * @param input.channelMessageId the channel's own id of it: what comes again changes nothing
   * @param input.sentAt by the channel's clock: a word of the customer's there, which keeps its window open
   */
  rate(
    input: Command & {
      customerId: string;
      score: number;
      comment?: string;
      channelMessageId?: string;
      sentAt?: string;
    },
  ): Promise<SessionState>;
  /**
   * It goes on in another one of the same customer on the same channel, and closes; into one that was merged itself: where
   * that goes on. Who waits for an answer here waits there, for a person.
   * @param input.text what the customer reads of it
   * @throws `invalid` for one of somebody else, `conflict` where the state of either does not allow it
   */
  merge(
    input: Command & {
      into: string;
      by: Actor;
      text?: string;
      /** Throws where it must not be: asked when no other merge of the organization goes on. */
      unless?(): Promise<void>;
    },
  ): Promise<SessionState>;
  /** It is again what it was before; closed where its customer has another one open in its place. Who had it `mayHold` it, else the queue has. */
  separate(input: Command & { by: Actor; mayHold?: MayHold }): Promise<SessionState>;
  /** Where what is written to it goes on: itself, unless it was merged. */
  target(organizationId: string, sessionId: string): Promise<SessionState>;
  /**
   * A label is called otherwise in the whole organization, or removed from it: no news of the conversation, whose time stays.
   * False where it does not have the label.
   */
  relabel(
    input: Omit<Command, 'expectSeq'> & { label: string; becomes?: string; byName: string },
  ): Promise<boolean>;
  update(input: Command & { by: Actor; labels?: string[]; priority?: Priority }): Promise<SessionState>;
  markRead(input: Command & { upTo: number; reader: Reader }): Promise<SessionState>;
  /**
   * How far a message has come outside. Only from a state that may become it; false when it was in another, or there is no
   * such message.
   */
  delivered(
    input: Command & { seq: number; delivery: NonNullable<Message['delivery']>; deliveryError?: string },
  ): Promise<boolean>;
  /** What came of a file that a message waited for. False when it waits for none, or is gone. */
  fileCame(
    input: Omit<Command, 'expectSeq'> & { seq: number; content: Omit<MessageContent, 'text'> },
  ): Promise<boolean>;
  /** What the customer has not read goes to an address of theirs, by another channel; they go on from there. */
  mail(
    input: Command & {
      channelId: string;
      to: string;
      /** Number of the last message that is in it. */
      upTo: number;
      text: string;
      subject?: string;
    },
  ): Promise<SessionState>;
  /**
   * By mail the customer of a closed conversation is asked how it was. Nothing is done where it is open again, or rated.
   * @param input.language of the question and of what it leads to
   */
  askToRate(
    input: Command & {
      channelId: string;
      to: string;
      text: string;
      subject?: string;
      language: string;
    },
  ): Promise<SessionState>;
  /** What the customer did to a message, or what became of it elsewhere: a line. */
  annotate(
    input: Command & {
      by: Actor;
      action: 'reacted' | 'edited' | 'revoked' | 'identity_changed';
      data: Record<string, unknown>;
      channelMessageId?: string;
    },
  ): Promise<Committed>;
  /** Something that is kept of the customer is another now: a line for the team, while the session is open. */
  attributeChanged(
    input: Omit<Command, 'expectSeq'> & { by: Actor; change: ChangedAttribute },
  ): Promise<SessionState>;
  /** Says in the log that the SLA was breached, once; closed sessions, too. */
  breachSla(input: Omit<Command, 'expectSeq'> & { breach: SlaBreach }): Promise<SessionState>;
  /** Another node marked these as read: the log has it, and what this node knows of the reader follows. */
  readElsewhere(input: { sessionId: string; reader: Reader; seqs: readonly number[] }): Promise<void>;
  /** The customer's word on an answer out of articles; `not_found` when `seq` is none. */
  feedback(input: Command & { seq: number; helpful: boolean }): Promise<Message>;
  /**
   * For good: closes what is open and empties every message, label, subject and reason; numbers, senders and times stay.
   * Returns how many messages were redacted. Asked again, it goes on where it broke off.
   */
  erase(input: { organizationId: string; sessionIds: readonly string[] }): Promise<number>;
  /**
   * The same for those in which nothing has happened since `before`, and that are closed; the others are left alone, open ones
   * above all. Returns whose words are gone.
   */
  expire(input: { organizationId: string; sessionIds: readonly string[]; before: Date }): Promise<string[]>;
  get(organizationId: string, sessionId: string): Promise<SessionState>;
  list(
    organizationId: string,
    filter: SessionFilter,
    page: { limit: number; cursor?: string },
  ): Promise<Page<SessionState>>;
  messages(
    organizationId: string,
    sessionId: string,
    page: { after?: number; before?: number; limit: number },
  ): Promise<Message[]>;
  /**
   * The customer's open session on the channel, else the last closed one. What another look brought (`seen`: of this
   * customer on this channel; null: a new customer's none) may be old: the log says whether it still holds.
   */
  current(
    customer: { organizationId: string; customerId: string; channelId: string },
    seen?: SessionState | null,
  ): Promise<SessionState | undefined>;
  /** What this node knows of a session, when that is newer. */
  newest(session: SessionState): SessionState;
  /** 1 = next; undefined when it does not wait. */
  queuePosition(session: SessionState): Promise<number | undefined>;
}
