// What every channel is: how it is set up, how its provider's events read, how a message leaves, what may be written when.
import type { z } from 'zod';
import type { IdentityKind } from '../customers/store';
import type { FileLimit } from '../files/limits';
import type { ChannelType, Health } from '../protocol/model/channel';
import type { Rules } from '../protocol/model/rules';
import type { MailHead } from '../protocol/model/mail';
import type { Delivery, MessageType } from '../protocol/model/message';
import type { SessionState } from '../sessions/session';
import type { ChannelTemplate, Template } from '../protocol/model/template';

/** A webhook body or a mail, byte for byte as it came. */
export interface RawEvent {
  body: Buffer;
  headers: Record<string, string>;
}

/** As Node reads them, in lower case. */
export type GivenHeaders = Readonly<Record<string, string | string[] | undefined>>;

export interface Identity {
  kind: IdentityKind;
  value: string;
}

/** Who wrote, by everything that the provider says of them; the first identity is the one to send to. */
export interface Person {
  identities: [Identity, ...Identity[]];
  name?: string;
  /** The provider says so, and proves nothing. */
  isUnproved?: true;
}

/** A file that the provider keeps; it must be fetched before its id dies. */
export interface RemoteMedia {
  id: string;
  mediaType?: string;
  fileName?: string;
}

export interface InboundContent {
  type: MessageType;
  text?: string;
  media?: RemoteMedia;
  /** What the provider says of it besides: a referral, an order, a place. */
  data?: Record<string, unknown>;
  mail?: MailHead;
}

/** Where a message belongs on a channel whose customers have several conversations at once. */
export interface Thread {
  /** The address that it came from: what it names counts only where this one takes part. */
  from: string;
  /** Who else got it. */
  to?: readonly string[];
  /** What it names of ours and theirs, the surest first: a session, or a message by the provider's id. */
  names: ReadonlyArray<{ sessionId: string } | { providerId: string }>;
  /** Names the thread that it begins, where it belongs to none; at most 64 characters. */
  key: string;
  /** The address is forged, as far as anybody can tell: it takes part only in what it began itself. */
  isForged?: true;
  subject?: string;
}

interface FromProvider {
  /** The provider's id of this event. */
  providerId: string;
  /** When the provider says that it happened, ISO 8601. */
  at: string;
}

interface ToMessage {
  person: Person;
  /** The provider's id of the message that it is about. */
  target: string;
  /** The organization did it, elsewhere; `person` is whom it is with. */
  fromTeam?: true;
}

/** An answer that the customer may choose. */
export interface Choice {
  /** Comes back when it is chosen. */
  id: string;
  title: string;
}

/** What a letter offers to press, each a link. */
export interface Presses {
  /** From bad to good. */
  answers: ReadonlyArray<{ sign: string; title: string; url: string }>;
  /** `#rrggbb` */
  accent?: string;
  /** That no such letter comes again: a press in the letter, or in the reader's mail program (RFC 8058). */
  stop: { title: string; url: string };
}

export type ChannelEvent =
  | (FromProvider & {
      kind: 'message';
      person: Person;
      content: InboundContent;
      /** The provider's id of the message that this one answers. */
      replyTo?: string;
      /** The id of a choice of ours, when the customer took one instead of writing. */
      choice?: string;
      /** The organization wrote it, elsewhere (the phone that shares the number). */
      fromTeam?: true;
      /** Nobody is asked to answer: it was said before we were there, or to another program that has the thread. */
      past?: true;
      thread?: Thread;
      /** Why the AI must not answer it. */
      needsPerson?: string;
    })
  | (FromProvider & ToMessage & { kind: 'reaction'; emoji?: string })
  | (FromProvider & ToMessage & { kind: 'edit'; text?: string })
  | (FromProvider & ToMessage & { kind: 'revoke' })
  | {
      kind: 'state';
      /** The provider's id of the message. */
      target: string;
      /** Ours, when the provider hands it back. */
      tryId?: string;
      delivery: Delivery;
      at: string;
      /** Why it failed, for the agent, in plain words. */
      error?: string;
      /** It is the channel that does not work, not this one message. */
      channelFails?: true;
    }
  | { kind: 'identity_changed'; from: Identity; to: Identity; at: string }
  | { kind: 'not_understood'; what: string };

export interface OutgoingFile {
  fileName: string;
  mediaType: string;
  size: number;
  read(): Promise<Buffer>;
}

/** What leaves: a message of the log and where to. */
export interface Outgoing<Settings> {
  channelId: string;
  settings: Settings;
  to: Identity;
  /** The message, and its session; without it nothing of the log is sent: a test, a code. */
  of?: {
    session: SessionState;
    seq: number;
    /** Nobody looked at it before it went. */
    isAutomatic: boolean;
    /** How a letter of a program begins. */
    greeting?: string;
    mail?: MailHead;
    /** What it answers, where the channel quotes that. */
    answered?: { from: string; at: string; text: string };
  };
  /** Ours, of this try; a provider that hands it back with its states settles what hung. */
  tryId: string;
  /** To a person of the team: what stands under letters to customers does not stand under it. */
  isInternal?: boolean;
  /** Where nothing of the log is sent and the channel has subjects. */
  subject?: string;
  text?: string;
  media?: OutgoingFile;
  /** Where the channel takes several in one message: those after the first. */
  moreMedia?: readonly OutgoingFile[];
  template?: FilledTemplate;
  /** Nothing is said: a message of the customer's gets this emoji, or loses ours. */
  reaction?: { to: string; emoji?: string };
  /** Where an answer of the AI can be read in whole. */
  readMore?: string;
  /** Answers that the customer may choose from. */
  choices?: readonly Choice[];
  /** Of a letter that asks something. */
  presses?: Presses;
  /** An answer of the AI may be cut to the channel's length; what a person wrote is refused instead. */
  mayBeCut: boolean;
  /** Called right before the provider may take the message: from then on only its answer tells whether it did. */
  beforeSend(): Promise<void>;
  /** The provider's id of the customer's message that this one answers. */
  replyTo?: string;
}

/** A template and which places its parameters fill, as the provider listed them; without `form` nobody has seen the list. */
export interface FilledTemplate extends Template {
  form?: {
    header?: { kind: string; place: string };
    body: string[];
    /** Of each parameter the button, counted from 0. */
    buttons: Array<{ index: number; kind: string }>;
  };
}

/** `channelFails`: it is the channel that does not work, not this one message. */
export type SendOutcome =
  /** `note`: what did not go of it, for the agent, in plain words. */
  | { outcome: 'sent'; providerId: string; note?: string }
  /** The provider said no: asking again changes nothing. `reason` is for the agent, in plain words. */
  | { outcome: 'refused'; reason: string; code?: number; channelFails?: true }
  /** Nothing was taken: it may be sent again. */
  | { outcome: 'unreachable'; reason: string; retryAfterMs?: number; channelFails?: true }
  /** It may have been taken: only a later state or a person can say. */
  | { outcome: 'uncertain'; reason: string };

export interface FetchedMedia {
  mediaType?: string;
  body: AsyncIterable<Uint8Array>;
}

export interface Channel<Settings = Record<string, unknown>> {
  type: ChannelType;
  /** What the docs call it. */
  name: string;
  /** What an admin enters; secrets are marked (src/tools/secret-fields.ts), masked and encrypted. */
  settings: z.ZodObject;
  /** How much of an agent's capacity a session takes. */
  weight: number;
  /** Customers come in by the channel's key, and are seen to come and go. */
  hasVisitors: boolean;
  /** How long a burst of messages may pause before it is answered, milliseconds. */
  burstMs?: number;
  /** Bytes of the largest event; unset: 4 MB. */
  largestEvent?: number;
  /** Whether the provider itself sent these bytes. What is absent, empty or of another type is not. */
  isGenuine?(settings: Settings, raw: { body: Buffer; headers: GivenHeaders }): boolean;
  /** What to answer to a provider that asks whether the address is ours; undefined: nothing. */
  challenge?(settings: Settings, query: URLSearchParams): string | undefined;
  /** By which identities a customer is reached, the best first. */
  reaches?: readonly IdentityKind[];
  /** Whether what is answered stands beneath the answer. */
  quotes?(settings: Settings): boolean;
  /** Where answers go in this session, when it says so itself. */
  answersTo?(session: SessionState): Identity | undefined;
  /** Every message is a letter: nothing is asked by a message of its own, like whether an answer helped. */
  isSlow?: true;
  /** Pure. */
  parse?(raw: RawEvent): ChannelEvent[];
  /** Instead of `parse`, where that takes long, or more than the bytes. */
  read?(raw: RawEvent, settings: Settings): Promise<ChannelEvent[]>;
  /** @throws what it met; asked again, it may work */
  fetchMedia?(settings: Settings, media: RemoteMedia, channelId: string): Promise<FetchedMedia>;
  send?(out: Outgoing<Settings>): Promise<SendOutcome>;
  /** The team, or the AI, has seen the customer's messages up to this one, and may be writing. Nothing depends on it. */
  seen?(settings: Settings, providerId: string, typing: boolean): Promise<void>;
  /** What may be written now. @param customerWroteAt ISO 8601, by the provider's clock; undefined: never */
  rules(customerWroteAt: string | undefined, now: Date): Rules;
  /** The files that it takes; the first that names a media type counts. */
  files: readonly FileLimit[];
  /** All files of one message together, bytes; unset: each is a message of its own. */
  togetherBytes?: number;
  /** All templates that the provider has for it. @throws DomainError with why they cannot be had */
  templates?(settings: Settings): Promise<ChannelTemplate[]>;
  /** What "Send a test" sends to somebody who has not written; without it, a line of text. */
  testTemplate?: Template;
  /** Whether it works with these settings; a channel that is being made has no id yet. Without it, nothing can be wrong. */
  check?(settings: Settings, channelId?: string): Promise<Pick<Health, 'ok' | 'lastError'>>;
}

/** By type. */
export type ChannelList = ReadonlyMap<ChannelType, Channel>;
