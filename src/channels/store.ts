// What the channels need kept: every event as it came, and what is still to be sent.
import type { ChannelType } from '../protocol/model/channel';
import type { Delivery, Sender } from '../protocol/model/message';
import type { Page } from '../sessions/store';
import type { RemoteMedia } from './channel';

/** A channel as whoever serves it needs it; secrets are in `config`. */
export interface KnownChannel {
  id: string;
  organizationId: string;
  type: ChannelType;
  isActive: boolean;
  config: Record<string, unknown>;
}

export interface NewInboundEvent {
  organizationId: string;
  channelId: string;
  /** The provider's id of it, or what is made of its bytes: known once, it is stored once. */
  providerId: string;
  headers: Record<string, string>;
  body: Buffer;
}

export const inboundStatuses = ['pending', 'done', 'failed', 'not_understood', 'blocked'] as const;
export type InboundStatus = (typeof inboundStatuses)[number];

export interface InboundEvent extends NewInboundEvent {
  id: string;
  status: InboundStatus;
  attempts: number;
  lastError?: string;
  receivedAt: string;
  processedAt?: string;
}

export interface PendingEvent extends Omit<InboundEvent, 'body'> {
  /** Undefined when the installation's key does not open it. */
  body: Buffer | undefined;
}

/** Of an event that waits until `dueAt`: what its senders wrote since waits as long. */
export interface WaitingEvent {
  senders: string[];
  /** Whose it is, as far as earlier tries found out. */
  customerIds: string[];
  dueAt: string;
}

/** When an event that is not done comes again, for whom, and whose it is. */
export interface Next {
  at: Date;
  /** Their pieces are not done. */
  senders: string[];
  customerIds: string[];
}

export interface Settlement {
  status: Exclude<InboundStatus, 'pending'>;
  /** Why it is not done, or what of it was not understood. */
  error?: string;
  /** Whose words it holds: an erasure of one of them deletes it. */
  customerIds: string[];
  /** Messages of customers in it, and states of messages of ours; unset: none. */
  holds?: { messages: number; states: number };
}

/** Events of every organization; bodies are encrypted where they lie. */
export interface InboundEvents {
  /** Durable when it resolves. Those that are known are left alone. */
  add(events: readonly NewInboundEvent[]): Promise<void>;
  /** Due ones of a channel in the order in which they came: up to `limit`, and not many MB of them. */
  due(channelId: string, limit: number): Promise<{ items: PendingEvent[]; more: boolean }>;
  /** Those of a channel that are tried again later. */
  waiting(channelId: string): Promise<WaitingEvent[]>;
  /** What is a customer's who was erased meanwhile is deleted instead. */
  settle(id: string, end: Settlement): Promise<void>;
  /** Counts a try that failed. */
  failed(id: string, error: string, next: Next): Promise<void>;
  /** Waits until then, and this is no try. */
  hold(id: string, next: Next): Promise<void>;
  /** Of one that was stored, its bytes; undefined when it is not there any more, or the installation's key does not open it. */
  bodyOf(channelId: string, providerId: string): Promise<Buffer | undefined>;
  /** Channels with pending events that are due. */
  channels(): Promise<Array<{ organizationId: string; channelId: string }>>;
  /** Forgets what is settled and older. Returns how many. */
  expire(before: Date): Promise<number>;
}

/** An event that is pending again. */
export interface Replayed {
  id: string;
  channelId: string;
}

/** Of one organization, for its people. */
export interface ListedEvent extends Omit<InboundEvent, 'body'> {
  channelType: ChannelType;
  /** Undefined for one that is too large to be looked into here, or that the installation's key does not open. */
  body: Buffer | undefined;
  /** Whose it is, as far as is known. */
  customers: Array<{ id: string; name?: string }>;
}

export interface InboundEventList {
  /** Notes that the customer is named in events of which nobody knew whose they are: an erasure deletes them. */
  findThoseOf(organizationId: string, customerId: string): Promise<void>;
  list(
    organizationId: string,
    filter: { status?: InboundStatus; channelId?: string },
    page: { limit: number; cursor?: string },
  ): Promise<Page<ListedEvent>>;
  get(organizationId: string, id: string): Promise<InboundEvent | undefined>;
  /** Makes one, or every failed one, pending again, with no tries behind it. */
  replay(organizationId: string, which: { id: string } | { status: InboundStatus }): Promise<Replayed[]>;
}

/** Which message waits for its file. */
export interface InboundFilePlace {
  organizationId: string;
  channelId: string;
  sessionId: string;
  seq: number;
}

/** A file of a customer that its provider still has. */
export interface NewInboundFile extends InboundFilePlace {
  customerId: string;
  /** The provider's id of the message. */
  messageKey: string;
  media: RemoteMedia & { fileName: string };
}

export interface InboundFile extends NewInboundFile {
  /** Tries before this one. */
  attempts: number;
  createdAt: string;
}

type MessagePlace = Pick<InboundFilePlace, 'sessionId' | 'seq'>;

export interface InboundFiles {
  /** One that is known is left alone. */
  add(file: NewInboundFile): Promise<void>;
  /** For `leaseMs`; undefined when it is not due, somebody has it, or it is done. */
  take(place: MessagePlace, leaseMs: number): Promise<InboundFile | undefined>;
  postpone(place: MessagePlace, at: Date, error: string): Promise<void>;
  /** It is ours, or lost: nobody asks again. */
  done(place: MessagePlace): Promise<void>;
  /** Of every channel the one that waits longest first. */
  due(limit: number): Promise<InboundFilePlace[]>;
}

/** What is to be sent of a message; the message itself is in the log. */
export interface NewDelivery {
  organizationId: string;
  sessionId: string;
  channelId: string;
  seq: number;
  sender: Sender;
}

export type DueSession = Pick<NewDelivery, 'organizationId' | 'channelId' | 'sessionId'>;

export interface DeliveryPlace {
  organizationId: string;
  sessionId: string;
  seq: number;
}

/** A message of ours, and the customer that it went to. */
export interface FoundDelivery extends DeliveryPlace {
  customerId: string;
}

export interface DeliveryState {
  delivery: Delivery;
  error?: string;
}

export interface PendingDelivery extends NewDelivery {
  id: string;
  /** Goes out with the message and comes back with its states; a person's retry has another one. */
  tryId: string;
  /** Tries before this one. */
  attempts: number;
  /** Tells this taking from every other. */
  takenAt: string;
  createdAt: string;
}

/** One taking of a delivery: who comes back after another has taken it changes nothing. */
export type Taken = Pick<PendingDelivery, 'id' | 'takenAt'>;

/** An answer of the AI that did not arrive, or of which nobody knows it. */
export interface Unnotified extends DeliveryPlace {
  tryId: string;
  delivery: 'failed' | 'uncertain';
  error: string;
}

export interface Deliveries {
  /** Those that are known are left alone. */
  add(deliveries: readonly NewDelivery[]): Promise<void>;
  /**
   * The first message of a session that is not settled, for `leaseMs`; undefined when there is none, it is not due yet, or
   * somebody has it. Whoever takes it must settle it; until `begin` another may take it once the lease is over.
   */
  take(sessionId: string, leaseMs: number): Promise<PendingDelivery | undefined>;
  /** The provider may take it from now on: without a word within `leaseMs` it is `uncertain`. False when the lease was lost. */
  begin(delivery: PendingDelivery, leaseMs: number): Promise<boolean>;
  /** The provider took it, or it will never be sent. False when a state of the provider said so before, or another has taken it. */
  settle(taken: Taken, end: { delivery: Delivery; providerId?: string; error?: string }): Promise<boolean>;
  /** Nothing was sent: it is due again at `at`. False when another has taken it, or it is settled. */
  postpone(taken: Taken, at: Date, error: string): Promise<boolean>;
  /** A state from the provider: only forward; the same again is told again. Undefined for an older one, or an unknown id. */
  advance(
    channelId: string,
    state: { providerId: string; tryId?: string; delivery: Delivery; error?: string },
  ): Promise<FoundDelivery | undefined>;
  /** Which message of ours it is; undefined when none. */
  find(channelId: string, providerId: string): Promise<FoundDelivery | undefined>;
  /** A person's will: a failed or uncertain one is due again, on the channel whose id it gives. Undefined when it is neither. */
  retry(sessionId: string, seq: number): Promise<string | undefined>;
  /** A person's word on an uncertain one: the customer has it. Others are left alone. */
  arrived(sessionId: string, seq: number): Promise<void>;
  /** Sessions whose first message that is not settled is due: of every channel the one that waits longest first. */
  due(limit: number): Promise<DueSession[]>;
  /** Whoever sent them did not come back: nobody knows whether they were taken. They are `uncertain` from now on. */
  abandon(): Promise<DeliveryPlace[]>;
  /** How far these are, by `sessionId seq`; absent when there is no row. */
  statesOf(places: readonly Omit<DeliveryPlace, 'organizationId'>[]): Promise<Map<string, DeliveryState>>;
  /** Answers of the AI that failed, or have been uncertain for two minutes, and of which no person was told; of one session, or any. */
  unnotified(which: { sessionId?: string; limit: number }): Promise<Unnotified[]>;
  markNotified(tryId: string): Promise<void>;
  /** Forgets what was settled before. Returns how many. */
  expire(before: Date): Promise<number>;
}
