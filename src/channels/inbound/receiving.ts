// What receiving needs, and what is the same for whatever comes in: whose it is, where it belongs, its file.
import type { ChannelType } from '../../protocol/model/channel';
import type { Message, MessageMetadata } from '../../protocol/model/message';
import type { Sessions } from '../../sessions/commands';
import type { SessionState } from '../../sessions/session';
import type { MessageLog } from '../../sessions/store';
import type { ChannelEvent, Identity, Person, RemoteMedia } from '../channel';
import type { StateDeps } from './receive-state';
import { sentAtOf, writtenBefore } from './said-at';
import type { Deliveries, KnownChannel, NewInboundFile } from '../store';
import type { TeamDeps } from './written-by-team';

export interface ReceiverDeps extends StateDeps, Pick<TeamDeps, 'memberOf'> {
  sessions: Pick<
    Sessions,
    | 'get'
    | 'target'
    | 'receive'
    | 'reply'
    | 'close'
    | 'current'
    | 'annotate'
    | 'delivered'
    | 'markRead'
    | 'rate'
  >;
  messages: Pick<MessageLog, 'findByChannelMessageId'>;
  deliveries: Pick<Deliveries, 'advance' | 'find'>;
  /** The customer's open session on the channel; a new one when none is open, of a blocked customer only where that is said. */
  openSession(place: Place & { evenBlocked?: boolean }): Promise<{ id: string }>;
  /**
   * The customer on the channel that one of these identities belongs to; a new one when none does, unless somebody with one
   * of them was erased since `writtenBefore`: `erased`.
   */
  customerOf(
    channel: KnownChannel,
    person: Person,
    writtenBefore: string,
  ): Promise<{ id: string; erased?: true }>;
  /** Whoever has one of these identities on the channel already. */
  senderOf(channel: KnownChannel, identities: Person['identities']): Promise<string | undefined>;
  /** Nothing that this customer writes is taken now. */
  isBlocked(organizationId: string, customerId: string): Promise<boolean>;
  /** A blocked customer who wrote from this e-mail address. */
  blockedAt(organizationId: string, address: string): Promise<string | undefined>;
  /** The person behind `from` has `to` from now on; the customer, when there is one. */
  replaceIdentity(
    place: { organizationId: string; channelId: string },
    from: Identity,
    to: Identity,
  ): Promise<string | undefined>;
  /** Whether a program may still answer this one; each asking counts. */
  mayBeAnswered(sender: string): Promise<boolean>;
  /** Has the file fetched that a message waits for. */
  fetchFile(file: NewInboundFile): Promise<void>;
}

export interface Context {
  known: KnownChannel;
  /** When the event came in. */
  receivedAt: string;
  /** Told as soon as it is known whose the event is: what is kept of it goes when that customer is erased. */
  concerns(customerId: string): void;
}

export interface Place {
  organizationId: string;
  customerId: string;
  channelId: string;
  channelType: ChannelType;
}

export type Understood = Exclude<ChannelEvent, { kind: 'not_understood' }>;
export type Receiver = (event: Understood, context: Context) => Promise<void>;
export type Inbound = Extract<ChannelEvent, { kind: 'message' }>;

/** The event is of the customer whose session this is. */
export async function seenBefore(
  deps: ReceiverDeps,
  message: Message,
  { event, context: { known, concerns } }: { event: Inbound; context: Context },
): Promise<void> {
  const { customerId } = await deps.sessions.get(known.organizationId, message.sessionId);
  concerns(customerId);
  await askForFile(deps, known, { message, media: event.content.media, customerId });
}

/** Undefined for words of somebody who was erased since. */
export async function customerOf(
  deps: ReceiverDeps,
  { person, at }: { person: Person; at: string },
  { known, receivedAt, concerns }: Context,
): Promise<{ id: string } | undefined> {
  const customer = await deps.customerOf(known, person, writtenBefore(at, receivedAt));
  concerns(customer.id);
  return customer.erased ? undefined : customer;
}

/** The channel, or that of a session: who has gone from the web goes on by mail. */
export const placeOf = (at: KnownChannel | SessionState, customerId: string): Place => ({
  organizationId: at.organizationId,
  customerId,
  ...('channelId' in at
    ? { channelId: at.channelId, channelType: at.channelType }
    : { channelId: at.id, channelType: at.type }),
});

export function metadataOf(event: Inbound, context: Context): Partial<MessageMetadata> {
  const { past, needsPerson } = event;
  return {
    sentAt: sentAtOf(event, context),
    ...(past && { past: true }),
    ...(needsPerson !== undefined && { needsPerson }),
  };
}

/** Also of a message that was there already: whoever wrote it may have ended before it asked. */
export async function askForFile(
  { fetchFile }: ReceiverDeps,
  { organizationId, id: channelId }: KnownChannel,
  { message, media, customerId }: { message: Message; media?: RemoteMedia | undefined; customerId: string },
): Promise<void> {
  const { sessionId, seq, content, metadata } = message;
  if (!media || content.file !== 'pending') return;
  await fetchFile({
    organizationId,
    channelId,
    sessionId,
    seq,
    customerId,
    messageKey: metadata.channelMessageId!,
    media: { ...media, fileName: content.fileName! },
  });
}
