// What one event of a provider does: a message into the log, a state forward, an identity that is another one from now on.
import type { MessageMetadata } from '../../protocol/model/message';
import type { Receive } from '../../sessions/commands';
import { Blocked } from '../../sessions/refusals';
import { mailThreadOf } from '../../sessions/mail-thread';
import type { SessionState } from '../../sessions/session';
import type { ChannelEvent } from '../channel';
import { annotate } from './annotate-session';
import { contentOf, isAnother, wordsAlone } from './content-of';
import { ratingOf } from '../rating-choice';
import { receiveEcho } from './receive-echo';
import { receiveRating } from './receive-rating';
import { receiveState } from './receive-state';
import {
  askForFile,
  customerOf,
  metadataOf,
  placeOf,
  seenBefore,
  type Context,
  type Inbound,
  type Receiver,
  type ReceiverDeps,
} from './receiving';
import { sentAtOf } from './said-at';
import { messageNamed, sessionOf } from './find-session';
import { authorOf, needsPersonSince, saidByTeam } from './written-by-team';

export function createReceiver(deps: ReceiverDeps): Receiver {
  return async (event, context) => {
    switch (event.kind) {
      case 'message':
        return event.fromTeam ? receiveEcho(deps, event, context) : message(deps, event, context);
      case 'state':
        return receiveState(deps, event, context);
      case 'identity_changed':
        return identityChanged(deps, event, context);
      default:
        return annotation(deps, event, context);
    }
  };
}

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
  await refuseBlockedAddress(deps, event, context);
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

/**
 * Whoever cannot be verified is somebody new with each mail, so their block is of the address. Whom the domain vouches for is
 * not meant: the address was not theirs to lose. @throws `Blocked`
 */
async function refuseBlockedAddress(
  { blockedAt }: ReceiverDeps,
  { person }: Inbound,
  { known: { organizationId }, concerns }: Context,
): Promise<void> {
  const unverified = person.identities.find(({ kind }) => kind === 'unverified_email');
  const holder = unverified && (await blockedAt(organizationId, unverified.value.split(' ')[0]!));
  if (holder === undefined) return;
  concerns(holder);
  throw new Blocked();
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

const tapOf = (event: Inbound, context: Context) => ({
  channelMessageId: event.providerId,
  sentAt: sentAtOf(event, context),
});

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
