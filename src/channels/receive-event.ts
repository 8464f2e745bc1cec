// What one event of a provider does: a message into the log, a state forward, an identity that is another one from now on.
import type { ChannelType } from '../protocol/model/channel';
import type { Message, MessageMetadata } from '../protocol/model/message';
import { Blocked, type Receive, type Sessions } from '../sessions/commands';
import { mailThreadOf } from '../sessions/mail-thread';
import type { SessionState } from '../sessions/session';
import type { MessageLog } from '../sessions/store';
import type { ChannelEvent, Identity, Person, RemoteMedia } from './channel';
import { annotate } from './annotate-session';
import { contentOf, isAnother, wordsAlone } from './content-of';
import { ratingOf } from './rating-choice';
import { receiveRating } from './receive-rating';
import { receiveState, type StateDeps } from './receive-state';
import type { Deliveries, KnownChannel, NewInboundFile } from './store';
import { sentAtOf, writtenBefore } from './said-at';
import { messageNamed, sessionOf } from './thread-session';
import { authorOf, needsPersonSince, saidByTeam, type TeamDeps } from './written-by-team';

export interface ReceiverDeps extends StateDeps, Pick<TeamDeps, 'memberOf'> {
  sessions: Pick<
    Sessions,
    'get' | 'receive' | 'reply' | 'current' | 'annotate' | 'delivered' | 'markRead' | 'rate'
  >;
  messages: Pick<MessageLog, 'findByChannelMessageId'>;
  deliveries: Pick<Deliveries, 'advance' | 'find'>;
  /** The customer's open session on the channel; a new one when none is open. */
  openSession(place: Place): Promise<{ id: string }>;
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

interface Place {
  organizationId: string;
  customerId: string;
  channelId: string;
  channelType: ChannelType;
}

type Understood = Exclude<ChannelEvent, { kind: 'not_understood' }>;
export type Receiver = (event: Understood, context: Context) => Promise<void>;

export function createReceiver(deps: ReceiverDeps): Receiver {
  return async (event, context) => {
    switch (event.kind) {
      case 'message':
        return event.fromTeam ? echo(deps, event, context) : message(deps, event, context);
      case 'state':
        return receiveState(deps, event, context);
      case 'identity_changed':
        return identityChanged(deps, event, context);
      default:
        return annotation(deps, event, context);
    }
  };
}

type Inbound = Extract<ChannelEvent, { kind: 'message' }>;

async function message(deps: ReceiverDeps, given: Inbound, context: Context): Promise<void> {
  const { organizationId, id: channelId } = context.known;
  let event = given;
  // Said again, also long after the customer was erased, it finds no file and makes nobody anew.
  let first = await deps.messages.findByChannelMessageId(organizationId, channelId, event.providerId);
  if (first && isAnother(first, event)) {
    event = { ...event, providerId: `mail:${event.content.media!.id}` };
    first = await deps.messages.findByChannelMessageId(organizationId, channelId, event.providerId);
  }
  if (first) return seenBefore(deps, first, { event, context });
  const rating = event.choice === undefined ? undefined : ratingOf(event.choice);
  if (rating) return receiveRating(deps, { ...rating, ...tapOf(event, context) }, context);
  const named = event.thread && (await sessionOf(deps, context.known, event.thread));
  const author = named ? await authorOf(deps, named, event) : undefined;
  if (named && author?.is === 'team') return byTeam(deps, named, { event, name: author.name, context });
  if (author?.is === 'nobody_sure') event = { ...event, needsPerson: needsPersonSince };
  const joined =
    author?.is === 'customer' && (await mayJoin(deps, named!, { event, context })) ? named : undefined;
  const customer = joined ? known(joined.customerId, context) : await customerOf(deps, event, context);
  if (!customer) return;
  const content =
    joined && joined.channelType !== context.known.type ? wordsAlone(event.content) : event.content;
  const replyTo = await messageNamed(deps, context.known, event.replyTo);
  const { message: received } = await deps.sessions.receive({
    ...placeOf(joined ?? context.known, customer.id),
    ...(event.thread && intoThread(event, { joined, context })),
    channelMessageId: event.providerId,
    type: event.content.type,
    content: contentOf(content),
    metadata: { ...metadataOf(event, context), ...(await tooMany(deps, event, context)) },
    ...(replyTo && { replyTo }),
  });
  const { media } = content;
  await askForFile(deps, context.known, { message: received, media, customerId: customer.id });
}

/** A thread is of several people: a block is of one of them. @throws `Blocked` where that is the sender */
async function mayJoin(
  { senderOf, isBlocked }: ReceiverDeps,
  { organizationId, customerId, metadata }: SessionState,
  { event: { thread, person }, context }: { event: Inbound; context: Context },
): Promise<boolean> {
  if (mailThreadOf(metadata)?.participants[0] === thread?.from) return true;
  const sender = await senderOf(context.known, person.identities);
  if (sender !== undefined && (await isBlocked(organizationId, sender))) {
    context.concerns(sender);
    throw new Blocked();
  }
  return sender === customerId || !(await isBlocked(organizationId, customerId));
}

async function byTeam(
  deps: ReceiverDeps,
  session: SessionState,
  { event, name, context }: { event: Inbound; name: string; context: Context },
): Promise<void> {
  const { id: customerId } = known(session.customerId, context);
  const metadata = metadataOf(event, context);
  const message = await saidByTeam(deps, session, { event, name, metadata });
  if (message) await askForFile(deps, context.known, { message, media: event.content.media, customerId });
}

/** Programs that answer each other never tire. */
async function tooMany(
  { mayBeAnswered }: ReceiverDeps,
  { thread, past, needsPerson, content }: Inbound,
  { known: channel }: Context,
): Promise<Pick<MessageMetadata, 'needsPerson'>> {
  const isAsked = thread !== undefined && !past && needsPerson === undefined && content.mail !== undefined;
  if (!isAsked || (await mayBeAnswered(`${channel.id} ${thread.from}`))) return {};
  return {
    needsPerson: 'So many mails came from this address in an hour that a program may be writing them.',
  };
}

function known(customerId: string, { concerns }: Context): { id: string } {
  concerns(customerId);
  return { id: customerId };
}

/** Of the session's other participants the mail says who wrote. */
function intoThread(
  { thread, person }: Inbound,
  { joined, context }: { joined: SessionState | undefined; context: Context },
): Pick<Receive, 'into' | 'senderName'> {
  const { key, subject, from } = thread!;
  return {
    into: {
      // Elsewhere the customer has one conversation at a time.
      thread: joined && joined.channelType !== context.known.type ? '' : key,
      ...(joined && { sessionId: joined.id }),
      ...(subject !== undefined && { subject }),
    },
    ...(joined && { senderName: person.name ?? from }),
  };
}

/** The event is of the customer whose session this is. */
async function seenBefore(
  deps: ReceiverDeps,
  message: Message,
  { event, context: { known, concerns } }: { event: Inbound; context: Context },
): Promise<void> {
  const { customerId } = await deps.sessions.get(known.organizationId, message.sessionId);
  concerns(customerId);
  await askForFile(deps, known, { message, media: event.content.media, customerId });
}

/** Undefined for words of somebody who was erased since. */
async function customerOf(
  deps: ReceiverDeps,
  { person, at }: { person: Person; at: string },
  { known, receivedAt, concerns }: Context,
): Promise<{ id: string } | undefined> {
  const customer = await deps.customerOf(known, person, writtenBefore(at, receivedAt));
  concerns(customer.id);
  return customer.erased ? undefined : customer;
}

/** The channel, or that of a session: who has gone from the web goes on by mail. */
const placeOf = (at: KnownChannel | SessionState, customerId: string): Place => ({
  organizationId: at.organizationId,
  customerId,
  ...('channelId' in at
    ? { channelId: at.channelId, channelType: at.channelType }
    : { channelId: at.id, channelType: at.type }),
});

const tapOf = (event: Inbound, context: Context) => ({
  channelMessageId: event.providerId,
  sentAt: sentAtOf(event, context),
});

function metadataOf(event: Inbound, context: Context): Partial<MessageMetadata> {
  const { past, needsPerson } = event;
  return {
    sentAt: sentAtOf(event, context),
    ...(past && { past: true }),
    ...(needsPerson !== undefined && { needsPerson }),
  };
}

/** What the organization wrote elsewhere is the team's, and is not sent again. */
async function echo(deps: ReceiverDeps, event: Inbound, context: Context): Promise<void> {
  const { known } = context;
  const { organizationId, id: channelId } = known;
  const first = await deps.messages.findByChannelMessageId(organizationId, channelId, event.providerId);
  if (first) return seenBefore(deps, first, { event, context });
  // What we sent through the API ourselves comes back, too.
  const ours = await deps.deliveries.find(channelId, event.providerId);
  if (ours) return context.concerns(ours.customerId);
  const customer = await customerOf(deps, event, context);
  if (!customer) return;
  const customerId = customer.id;
  const session = await sessionOfEcho(deps, placeOf(known, customerId));
  const replyTo = await messageNamed(deps, known, event.replyTo);
  const { message: said } = await deps.sessions.reply({
    organizationId,
    sessionId: session.id,
    by: { kind: 'agent', name: 'The team' },
    type: event.content.type,
    content: contentOf(event.content),
    metadata: {
      ...metadataOf(event, context),
      ...(replyTo?.sessionId === session.id && { replyTo: replyTo.seq }),
    },
    channelMessageId: event.providerId,
    delivery: 'sent',
    evenClosed: session.isKept,
  });
  await askForFile(deps, known, { message: said, media: event.content.media, customerId });
}

/** For somebody who is blocked nothing is opened: what the team says to them stands where they wrote last. */
async function sessionOfEcho(
  { openSession, sessions }: ReceiverDeps,
  place: Place,
): Promise<{ id: string; isKept: boolean }> {
  try {
    return { id: (await openSession(place)).id, isKept: false };
  } catch (error) {
    const last = error instanceof Blocked ? await sessions.current(place) : undefined;
    if (last) return { id: last.id, isKept: true };
    throw error;
  }
}

/** A reaction, an edit, a message taken back: a line in the log. There is nothing to answer. */
async function annotation(
  deps: ReceiverDeps,
  event: Extract<ChannelEvent, { kind: 'reaction' | 'edit' | 'revoke' }>,
  context: Context,
): Promise<void> {
  const { known } = context;
  const customer = await customerOf(deps, event, context);
  if (!customer) return;
  const target = await messageNamed(deps, known, event.target);
  await annotate(deps, known, {
    customerId: customer.id,
    ...(target && { target }),
    ...(event.fromTeam && { by: { kind: 'agent' as const, name: 'The team' } }),
    channelMessageId: event.providerId,
    action: ({ reaction: 'reacted', edit: 'edited', revoke: 'revoked' } as const)[event.kind],
    data: {
      ...('emoji' in event && { emoji: event.emoji }),
      ...('text' in event && { text: event.text }),
    },
  });
}

async function identityChanged(
  deps: ReceiverDeps,
  { from, to }: Extract<ChannelEvent, { kind: 'identity_changed' }>,
  { known, concerns }: Context,
): Promise<void> {
  const { organizationId, id: channelId } = known;
  const customerId = await deps.replaceIdentity({ organizationId, channelId }, from, to);
  if (customerId === undefined) return;
  concerns(customerId);
  await annotate(deps, known, { customerId, action: 'identity_changed', data: { from, to } });
}

/** Also of a message that was there already: whoever wrote it may have ended before it asked. */
async function askForFile(
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
