// What one event of a provider does: a message into the log, a state forward, an identity that is another one from now on.
import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { DomainError } from '../errors';
import type { Files } from '../files/files';
import type { Log } from '../log';
import type { ChannelType } from '../protocol/model/channel';
import type { Delivery, MessageContent, MessageMetadata, MessageType } from '../protocol/model/message';
import type { Sessions } from '../sessions/commands';
import type { MessageLog } from '../sessions/store';
import type { Channel, ChannelEvent, Identity, InboundContent, Person, RemoteMedia } from './channel';
import type { Deliveries, KnownChannel } from './store';

export interface ReceiverDeps {
  sessions: Pick<Sessions, 'get' | 'receive' | 'reply' | 'current' | 'annotate' | 'delivered' | 'markRead'>;
  messages: Pick<MessageLog, 'findByChannelMessageId'>;
  deliveries: Pick<Deliveries, 'advance' | 'find'>;
  /** The customer's open session on the channel; a new one when none is open. */
  openSession(place: Place): Promise<{ id: string }>;
  /** The customer on the channel that one of these identities belongs to; a new one when none does. */
  customerOf(channel: KnownChannel, person: Person): Promise<{ id: string }>;
  /** The person behind `from` has `to` from now on; the customer, when there is one. */
  replaceIdentity(organizationId: string, from: Identity, to: Identity): Promise<string | undefined>;
  /** A state said that the channel itself does not work. */
  channelFailed(channelId: string, reason: string): void;
  /** It may be the channel's last test message. */
  testAdvanced(
    channelId: string,
    state: { providerId: string; delivery: Delivery; error?: string },
  ): Promise<void>;
  /** Hands a session over whose customer an answer of the AI did not reach. */
  tellUndelivered(sessionId: string): Promise<void>;
  files: Pick<Files, 'incoming' | 'keep' | 'take' | 'place'>;
  log: Log;
}

export interface Context {
  known: KnownChannel;
  channel: Channel;
  /** What still cannot be had is left out now, and the rest received. */
  isLastTry: boolean;
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
        return state(deps, event, context);
      case 'identity_changed':
        return identityChanged(deps, event, context);
      default:
        return annotation(deps, event, context);
    }
  };
}

type Inbound = Extract<ChannelEvent, { kind: 'message' }>;

async function message(deps: ReceiverDeps, event: Inbound, context: Context): Promise<void> {
  const { organizationId, id: channelId } = context.known;
  // Said again, also long after the customer was erased, it finds no file and makes nobody anew.
  const first = await deps.messages.findByChannelMessageId(organizationId, channelId, event.providerId);
  if (first) return ofSession(deps, first.sessionId, context);
  const customer = await customerOf(deps, event, context);
  const { fileIds, type, content } = await withFile(deps, event, { ...context, customerId: customer.id });
  const { session } = await deps.sessions.receive({
    ...placeOf(context.known, customer.id),
    channelMessageId: event.providerId,
    type,
    content,
    metadata: await metadataOf(deps, event, context),
  });
  if (fileIds.length > 0) await deps.files.place(organizationId, fileIds, session.id);
}

/** The event is of the customer whose session this is. */
async function ofSession(
  { sessions }: ReceiverDeps,
  sessionId: string,
  { known, concerns }: Context,
): Promise<void> {
  concerns((await sessions.get(known.organizationId, sessionId)).customerId);
}

async function customerOf(
  deps: ReceiverDeps,
  { person }: { person: Person },
  { known, concerns }: Context,
): Promise<{ id: string }> {
  const customer = await deps.customerOf(known, person);
  concerns(customer.id);
  return customer;
}

const placeOf = ({ id, organizationId, type }: KnownChannel, customerId: string): Place => ({
  organizationId,
  customerId,
  channelId: id,
  channelType: type,
});

async function metadataOf(
  deps: ReceiverDeps,
  { at, replyTo, past }: Inbound,
  { known, receivedAt }: Context,
): Promise<Partial<MessageMetadata>> {
  const seq = replyTo === undefined ? undefined : await seqOf(deps, known, replyTo);
  // A clock that runs ahead keeps no window open.
  const sentAt = Date.parse(at) > 0 && at < receivedAt ? at : receivedAt;
  return { sentAt, ...(seq !== undefined && { replyTo: seq }), ...(past && { past: true }) };
}

/** The number of a message that the provider names, whoever wrote it. */
async function seqOf(
  { messages, deliveries }: ReceiverDeps,
  { organizationId, id }: KnownChannel,
  providerId: string,
): Promise<number | undefined> {
  const ours = await deliveries.find(id, providerId);
  return ours?.seq ?? (await messages.findByChannelMessageId(organizationId, id, providerId))?.seq;
}

/** What the organization wrote elsewhere is the team's, and is not sent again. */
async function echo(deps: ReceiverDeps, event: Inbound, context: Context): Promise<void> {
  const { known } = context;
  const { organizationId, id: channelId } = known;
  const first = await deps.messages.findByChannelMessageId(organizationId, channelId, event.providerId);
  if (first) return ofSession(deps, first.sessionId, context);
  // What we sent through the API ourselves comes back, too.
  const ours = await deps.deliveries.find(channelId, event.providerId);
  if (ours) return context.concerns(ours.customerId);
  const { id: customerId } = await customerOf(deps, event, context);
  const file = await withFile(deps, event, { ...context, customerId });
  const session = await deps.openSession(placeOf(known, customerId));
  const metadata = await metadataOf(deps, event, context);
  await deps.sessions.reply({
    organizationId,
    sessionId: session.id,
    by: { kind: 'agent', name: 'The team' },
    type: file.type,
    content: file.content,
    metadata,
    channelMessageId: event.providerId,
    delivery: 'sent',
  });
  if (file.fileIds.length > 0) await deps.files.place(organizationId, file.fileIds, session.id);
}

async function state(
  deps: ReceiverDeps,
  { target, at, channelFails, ...said }: Extract<ChannelEvent, { kind: 'state' }>,
  { known, concerns }: Context,
): Promise<void> {
  const moved = await deps.deliveries.advance(known.id, { providerId: target, ...said });
  const found = moved ?? (await deps.deliveries.find(known.id, target));
  if (found) concerns(found.customerId);
  else
    await deps.testAdvanced(known.id, {
      providerId: target,
      delivery: said.delivery,
      ...(said.error !== undefined && { error: said.error }),
    });
  if (!moved) return;
  const { customerId: _, ...place } = moved;
  const { delivery, error } = said;
  const change = { ...place, delivery, ...(error !== undefined && { deliveryError: error }) };
  const isNews = await deps.sessions.delivered(change);
  if (delivery === 'read') {
    const { seq, ...session } = place;
    await deps.sessions.markRead({ ...session, upTo: seq, reader: 'customer' });
  }
  if (delivery !== 'failed') return;
  // An old event that is run again says nothing of today: it moves no message.
  if (isNews && channelFails) deps.channelFailed(known.id, error ?? 'It could not be delivered.');
  await deps.tellUndelivered(place.sessionId);
}

/** A reaction, an edit, a message taken back: a line in the log. There is nothing to answer. */
async function annotation(
  deps: ReceiverDeps,
  event: Extract<ChannelEvent, { kind: 'reaction' | 'edit' | 'revoke' }>,
  context: Context,
): Promise<void> {
  const { known } = context;
  const { id: customerId } = await customerOf(deps, event, context);
  const seq = await seqOf(deps, known, event.target);
  await annotate(deps, known, {
    customerId,
    channelMessageId: event.providerId,
    action: ({ reaction: 'reacted', edit: 'edited', revoke: 'revoked' } as const)[event.kind],
    data: {
      ...(seq !== undefined && { seq }),
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
  const customerId = await deps.replaceIdentity(known.organizationId, from, to);
  if (customerId === undefined) return;
  concerns(customerId);
  await annotate(deps, known, { customerId, action: 'identity_changed', data: { from, to } });
}

type Line = Pick<Parameters<Sessions['annotate']>[0], 'action' | 'data' | 'channelMessageId'>;

/** Into the customer's newest session, also a closed one; without any there is nothing to note. */
async function annotate(
  { sessions }: ReceiverDeps,
  { organizationId, id: channelId }: KnownChannel,
  { customerId, ...line }: Line & { customerId: string },
): Promise<void> {
  const session = await sessions.current({ organizationId, customerId, channelId });
  if (!session) return;
  const by = { kind: 'customer' as const, id: customerId };
  await sessions.annotate({ organizationId, sessionId: session.id, by, ...line });
}

interface WithFile {
  type: MessageType;
  content: MessageContent;
  fileIds: string[];
}

/** The provider's file becomes one of ours, before its id dies. One that cannot be had in the end is named in words. */
async function withFile(
  { files, log }: ReceiverDeps,
  { content, providerId }: Inbound,
  { known, channel, isLastTry, customerId }: Context & { customerId: string },
): Promise<WithFile> {
  const { media } = content;
  if (!media || !channel.fetchMedia) return { type: content.type, content: contentOf(content), fileIds: [] };
  try {
    return await fetched({ files }, { content, media, providerId }, { known, channel, customerId });
  } catch (error) {
    // What the provider does not have any more is not asked for again.
    const isGone = error instanceof DomainError && error.code === 'not_found';
    if (!isLastTry && !isGone)
      throw new Error('A file of the customer could not be fetched.', { cause: error });
    log.warn({ err: error, channelId: known.id }, 'could not fetch a file of a customer');
    const text = [content.text, 'A file that could not be fetched'].filter(Boolean).join('\n');
    const data = content.text ? content.data : { ...content.data, standIn: true };
    return {
      type: 'text',
      content: { ...contentOf({ ...content, ...(data && { data }) }), text },
      fileIds: [],
    };
  }
}

async function fetched(
  { files }: Pick<ReceiverDeps, 'files'>,
  { content, media, providerId }: { content: InboundContent; media: RemoteMedia; providerId: string },
  { known, channel, customerId }: Pick<Context, 'known' | 'channel'> & { customerId: string },
): Promise<WithFile> {
  const found = await channel.fetchMedia!(known.config, media);
  const path = join(await files.incoming(), randomUUID());
  await pipeline(found.body, createWriteStream(path, { mode: 0o600 }));
  const uploader = { organizationId: known.organizationId, id: customerId, customerId };
  const fileName = media.fileName ?? nameOf(content.type, media.mediaType ?? found.mediaType);
  const { id } = await files.keep(uploader, { path, fileName, maxBytes: largestFile });
  const [file] = await files.take(uploader, { ids: [id], messageKey: providerId });
  return { ...file!, content: { ...contentOf(content), ...file!.content }, fileIds: [id] };
}

/** Bytes of a file that a provider brings; people upload smaller ones. */
const largestFile = 100 * 1024 * 1024;

function nameOf(type: MessageType, mediaType = 'application/octet-stream'): string {
  return `${type}.${mediaType.split('/')[1]?.replace(/[^a-z0-9]/gi, '') || 'bin'}`;
}

function contentOf({ text, data }: InboundContent): MessageContent {
  return { ...(text !== undefined && { text }), ...(data && { data }) };
}
