// What the core needs from its stores: the log, its projection, and rows to look sessions up.
import type { ChannelType } from '../protocol/model/channel';
import type { Delivery, Message, MessageContent, Sender } from '../protocol/model/message';
import type { Sentiment } from '../protocol/model/handover';
import type { Priority, SessionStatus } from '../protocol/model/session';
import type { SlaTarget, Sla, SlaState } from '../protocol/model/sla';
import type { Tier } from '../protocol/model/tier';
import type { Reader } from './read-watermarks';
import type { RowsInTurn } from './rows-in-turn';
import type { NewMessage, SessionRef, SessionState } from './session';

export interface Append {
  session: SessionRef;
  message: NewMessage;
  /** Insert only if the log's last number is this one. */
  expectSeq?: number;
}

export type Appended =
  | { outcome: 'appended'; message: Message }
  /**
   * A message with this clientMessageId (of the customer when a customer sent it, else of the session) or channelMessageId
   * (of the channel) was there first: here it is.
   */
  | { outcome: 'duplicate'; message: Message }
  | { outcome: 'stale'; headSeq: number };

/** A message that is on its way, as far as the log knows. */
export interface Undelivered {
  organizationId: string;
  sessionId: string;
  channelId: string;
  seq: number;
  sender: Sender;
  timestamp: string;
}

/** Identifies a session's log for reading. */
export interface LogRef {
  organizationId: string;
  sessionId: string;
}

/** What erasure leaves of a message's words; all else of it stays. */
export type Redacted = Pick<Message, 'seq' | 'senderName' | 'content' | 'metadata'>;

/** The log of messages. Every promise that resolves means: on disk. */
export interface MessageLog {
  /**
   * One group commit: each message at last + 1 of its session, in one statement where the store can.
   * A group holds at most one message of a session and may mix organizations. Results come in the order given.
   * Rejects as a whole when the store is down; then nothing may be assumed.
   */
  append(group: readonly Append[]): Promise<Appended[]>;
  /** Messages with after < seq < before, ascending; the last `limit` of them when only `before` is given or neither. */
  read(ref: LogRef, page: { after?: number; before?: number; limit: number }): Promise<Message[]>;
  /** Last numbers: of the given sessions, or of every session written to since a time. Across organizations, for the sweep. */
  heads(
    which: { sessionIds: string[] } | { since: Date },
  ): Promise<Array<{ sessionId: string; headSeq: number }>>;
  /** The message of this customer with this clientMessageId, in whichever session, newest first. */
  findByClientMessageId(
    organizationId: string,
    customerId: string,
    clientMessageId: string,
  ): Promise<Message | undefined>;
  /** The message of this channel with this channelMessageId, in whichever session. */
  findByChannelMessageId(
    organizationId: string,
    channelId: string,
    channelMessageId: string,
  ): Promise<Message | undefined>;
  /**
   * Messages with after < seq <= upTo that each reader has not read; only of sessions that have messages there.
   * Across organizations, for the sweep.
   */
  unread(
    which: ReadonlyArray<{ sessionId: string; after: number; upTo: number }>,
  ): Promise<Array<{ sessionId: string } & Record<Reader, number>>>;
  /**
   * Marks messages up to `upTo` as read and returns those that changed, ascending.
   * reader 'customer' reads what AI, agents and programs wrote (system, handover and note excepted); 'team' what the customer wrote.
   */
  markRead(
    ref: LogRef,
    read: { upTo: number; reader: Reader; at: string },
  ): Promise<Array<{ id: string; seq: number }>>;
  /**
   * Changes delivery state or feedback of one message; undefined when there is no such message, or with `from` when it is in
   * none of these states.
   */
  update(
    ref: LogRef,
    seq: number,
    change: {
      delivery?: Message['delivery'];
      deliveryError?: string;
      helpful?: boolean;
      from?: readonly Delivery[];
    },
  ): Promise<Message | undefined>;
  /**
   * What came of a file that its message waited for: content besides what there is. Undefined when there is no such message,
   * or it waits for none.
   */
  fill(ref: LogRef, seq: number, content: Omit<MessageContent, 'text'>): Promise<Message | undefined>;
  /** Messages that are `queued` or `sending`, in order of session and number. Across organizations, for the sweep. */
  undelivered(after: Undelivered | undefined, limit: number): Promise<Undelivered[]>;
  /**
   * Replaces content, metadata and senderName of messages, and drops deliveryError; for erasure only. Ids stay findable.
   * Returns how many of them there were.
   */
  redact(ref: LogRef, messages: readonly Redacted[]): Promise<number>;
}

/** One of these, or the one. */
export type OneOf<T> = T | readonly T[];

export interface SessionFilter {
  status?: OneOf<SessionStatus>;
  agentId?: OneOf<string>;
  customerId?: string;
  /** Of any of these customers. */
  customerIds?: readonly string[];
  channelId?: OneOf<string>;
  channelType?: OneOf<ChannelType>;
  label?: OneOf<string>;
  teamId?: OneOf<string>;
  priority?: OneOf<Priority>;
  language?: OneOf<string>;
  sentiment?: OneOf<Sentiment>;
  companyId?: OneOf<string>;
  companyTier?: OneOf<Tier>;
  /** Of the customer, `key:value`; of each key that is named one value has to be. */
  attribute?: OneOf<string>;
  /** Its customer has waited for an answer for so many minutes by the database's clock. */
  waitsLongerThan?: number;
  /** The SLA is breached, or will be soon, by the database's clock. */
  sla?: OneOf<SlaState>;
  /** Only those that are put away, or only those that are not. */
  snoozed?: boolean;
  /**
   * Newest first by this time; default: lastMessageAt. By dueAt: only what is due by the SLA, the first to be breached first. By queuedAt: only
   * what waits, the longest waiting first.
   */
  order?: 'lastMessageAt' | 'startedAt' | 'dueAt' | 'queuedAt';
  /** Also those whose words were deleted because they were too old: a list shows none of them. */
  emptied?: true;
  /** Written into since then; then the oldest change comes first, whatever `order` says. */
  updatedSince?: string;
}

export interface Page<T> {
  items: T[];
  nextCursor: string | null;
}

/** The `sessions` rows of one organization. Every method runs inside withOrganization. */
export interface SessionRows {
  /**
   * The customer's open session on this channel, in this thread, or a new one. Relies on the partial unique index.
   * @param session.looked somebody looked just now, and saw none that is open
   * @param session.beforeMessage its first message is appended next, and nobody hears of the session before that is stored
   * @throws `Blocked` for a new one, unless it is to be opened `evenBlocked`
   */
  openOrGet(
    session: Omit<SessionRef, 'id'> & {
      channelType: ChannelType;
      thread?: string;
      subject?: string;
      evenBlocked?: boolean;
      looked?: boolean;
      beforeMessage?: boolean;
    },
  ): Promise<{ state: SessionState; created: boolean }>;
  /** Nothing that the customer writes is taken now. */
  isBlocked(organizationId: string, customerId: string): Promise<boolean>;
  get(organizationId: string, sessionId: string): Promise<SessionState | undefined>;
  /** Newest last message first. Throws `invalid` on a cursor that this method did not make. */
  find(
    organizationId: string,
    filter: SessionFilter,
    page: { limit: number; cursor?: string },
  ): Promise<Page<SessionState>>;
  /** Those of the given sessions that the filter lets through, in any order. */
  among(organizationId: string, ids: readonly string[], filter: SessionFilter): Promise<SessionState[]>;
  /** Ids of all waiting sessions: by priority, then oldest first. */
  queue(organizationId: string): Promise<string[]>;
  /** The first of them. */
  waiting(organizationId: string, limit: number): Promise<SessionState[]>;
  /** Open sessions by holder, for capacity and for the tabs' counts. */
  counts(organizationId: string): Promise<{
    byStatus: Record<SessionStatus, number>;
    /** Without what is put away. */
    byAgent: Record<string, number>;
    /** Of these, whose customers wait for an answer. */
    awaitedByAgent: Record<string, number>;
    /** Of each team that has any: those that wait, and all that are open. */
    byTeam: Record<string, { waiting: number; open: number }>;
    snoozed: number;
  }>;
  /** How many each of these filters lets through; of closed ones, up to 1,000. */
  countEach(organizationId: string, filters: readonly SessionFilter[]): Promise<number[]>;
  /** The customer's open session on a channel, in one thread, else the one that began last. */
  latest(of: Omit<SessionRef, 'id'> & { thread?: string }): Promise<SessionState | undefined>;
  /** When the customer last wrote on the channel, in whichever session, ISO 8601, by the channel's clock. */
  customerWroteAt(customer: {
    organizationId: string;
    customerId: string;
    channelId: string;
  }): Promise<string | undefined>;
}

/**
 * Across organizations: open sessions with the AI, which had the last word, by the settings of category 'ai' of each;
 * who has been quiet for longest comes first.
 */
export interface IdleSessions {
  /** Quiet for `askAfterSeconds`, and never asked whether it helped; `after`: of those behind this one. */
  toAsk(limit: number, after?: Pick<SessionState, 'id' | 'lastMessageAt'>): Promise<SessionState[]>;
  /** Quiet for `closeAfterMinutes`; `reopenUntil` is `reopenWithinHours` from now. */
  toClose(limit: number): Promise<Array<{ session: SessionState; reopenUntil: Date }>>;
}

export interface Projected {
  /** Not written: they are open, and their customer has another open session on the channel. */
  refused: SessionState[];
  /** `customerGoneSince` of those that were written and have one, by session: rows know it, logs do not. */
  gone: ReadonlyMap<string, string>;
  /** The SLA of each of them: that is decided when the row is written. */
  sla: ReadonlyMap<string, Sla>;
}

export interface WaitingCustomer {
  organizationId: string;
  sessionId: string;
  customerId: string;
  /** Marked as gone, or not. */
  gone: boolean;
  /** Gone for so long that those who are there come first. */
  passedOver: boolean;
}

/** Given to an agent who has not written a word there since, while the customer waits. */
export interface UnansweredChat {
  session: SessionState;
  /** The team has read what the customer wrote. */
  opened: boolean;
  /** When it goes back to the queue, and whether that is now, by the database's clock. */
  returnsAt: Date;
  due: boolean;
}

/** An agent who holds sessions, also one who may not sign in any more. */
export interface Holder {
  organizationId: string;
  agentId: string;
  sessions: number;
  isDeactivated: boolean;
}

/** Across organizations: writing the projection, and finding what needs attention. */
export interface Projection extends RowsInTurn {
  /** Writes rows from folded states; a row keeps what it knows of a later head_seq, or of a reader who read further. */
  project(states: readonly SessionState[]): Promise<Projected>;
  /** Head numbers of rows by id, for comparison with the log; absent when there is no row. */
  heads(sessionIds: string[]): Promise<Map<string, { headSeq: number; organizationId: string }>>;
  /** The newest last_message_at of all rows: where a sweep after a start begins to look. */
  watermark(): Promise<Date | undefined>;
  /** Sessions with the AI whose customer has waited for so long by the database's clock, the oldest first; of more than the limit, half are the oldest and the others any. */
  overdue(waitedMs: number, limit: number): Promise<SessionState[]>;
  /** From half of the time on that its organization gives; first those who must go back first. */
  unanswered(limit: number): Promise<UnansweredChat[]>;
  /** Sessions that wait on channels of these types, the longest waiting first. */
  waitingOn(channelTypes: readonly string[], limit: number): Promise<WaitingCustomer[]>;
  /** Writes down who left, by the database's clock, and who is back; the sessions that changed. */
  markGone(which: ReadonlyArray<{ sessionId: string; gone: boolean }>): Promise<SessionState[]>;
  /** Put away, and their time has come; in the same way. */
  snoozedUntilNow(limit: number): Promise<SessionState[]>;
  /** The SLA was breached by now, and the log does not say so yet. */
  brokenByNow(limit: number): Promise<SessionState[]>;
  /** Marks as warned of those that are due soon; each once a target. */
  dueSoon(limit: number): Promise<Array<{ session: SessionState; target: SlaTarget; dueAt: string }>>;
  /** Open sessions of an organization in which a person was waited for, after the given id, in order of id. */
  waitedIn(organizationId: string, sessionId: string | undefined, limit: number): Promise<SessionState[]>;
  /** Merged, or separated, and the row does not say that the other log was told. */
  halfMerged(limit: number): Promise<SessionState[]>;
  /** Up to which number of its log the other one was told. */
  toldOfMerge(sessionId: string, mergeSeq: number): Promise<void>;
  /** What is put away counts where its customer waits for an answer. */
  holders(): Promise<Holder[]>;
  /** Organizations with sessions in the queue; `online` are the agents who were that by their last choice. */
  queued(): Promise<Array<{ organizationId: string; waiting: number; oldest: Date; online: string[] }>>;
  /** The sessions of these customers on these channels, chosen as by `latest`, where they are others than the known ones. */
  begunSince(
    known: ReadonlyArray<{ customerId: string; channelId: string; sessionId: string | undefined }>,
  ): Promise<SessionState[]>;
  /** Organization and identity of a session, when only its id is known. */
  find(sessionId: string): Promise<SessionState | undefined>;
}
