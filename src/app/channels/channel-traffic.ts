// Channels at work: what providers send comes in, what the log holds for them goes out.
import { setTimeout as pause } from 'node:timers/promises';
import type { Choice } from '../../channels/channel';
import { createDelivery, type DeliveryDeps } from '../../channels/delivery';
import { createHealth, type ChannelHealth } from '../../channels/health';
import { createInbox } from '../../channels/inbox';
import { createFetchFiles } from '../../channels/inbound/inbound-files';
import { ratingChoices } from '../../channels/rating-choice';
import { createReceiver } from '../../channels/inbound/receive-event';
import type { Receiver, ReceiverDeps } from '../../channels/inbound/receiving';
import { createSeenMarks } from '../../channels/outbound/seen-marks';
import { createSendCode } from '../../channels/outbound/send-code';
import type { Deliveries, DeliveryPlace, InboundEvents, InboundFiles } from '../../channels/store';
import { createWebhooks } from '../../channels/inbound/webhooks';
import { createIdentityCodes } from '../../customers/identity-codes';
import type { IdentityKind } from '../../customers/store';
import type { Message } from '../../protocol/model/message';
import { toTurns } from '../../responder/transcript';
import { letterGreeting } from '../../responder/understanding/letter-greeting';
import { helpedAnswers } from '../../responder/understanding/helped-question';
import { ratingAnswers } from '../../responder/understanding/rating-question';
import type { SessionState } from '../../sessions/session';
import { createCoalescedRuns } from '../../tools/coalesced-run';
import { createFailures } from '../../tools/failures';
import { rememberBriefly } from '../../tools/remember-briefly';
import { createRulesOf } from './channel-rules';
import { recordLinks } from '../features';
import { isWithin } from '../is-within';
import { createMailChannelOf } from './mail-channel';
import { createPressesOf } from './ratings';
import type { Lookups } from '../operations/secrets';
import type { Parts } from '../parts';

/** A changed setting is obeyed after so long. */
const rememberedMs = 2_000;
const transcriptLength = 100;
const enqueueEveryMs = 50;

export type ChannelTraffic = ReturnType<typeof buildChannelTraffic>;

export function buildChannelTraffic(parts: Parts) {
  const { channelList: channels, stores, events, log } = parts;
  const { inbound, inboundFiles, deliveries, mailboxes } = stores.postgres.crossTenant.channelTraffic(
    parts.seal,
  );
  const known = rememberBriefly<Awaited<ReturnType<Lookups['channelById']>>>({
    milliseconds: rememberedMs,
    cap: 1_000,
  });
  const channelById = (id: string) => known.get(id, () => parts.lookups.channelById(id));
  const wakeInbox = createWakeInbox(parts);
  const health = buildHealth(parts);
  const { messages } = stores.documents;
  const watchedInbound = watched(inbound, health);
  const outside = { channelById, tried: health.tried };
  const delivery = buildDelivery(parts, deliveries, outside);
  const { handOverUndelivered } = delivery;
  const fetchFiles = buildFetchFiles(parts, inboundFiles, channelById);
  const receive = buildReceiver(parts, {
    deliveries,
    handOverUndelivered,
    channelFailed: health.failed,
    fetchFile: fetchFiles.ask,
  });
  const mailChannelOf = createMailChannelOf(parts);
  const webhooks = createWebhooks({ channels, channelById, events: watchedInbound, wake: wakeInbox, log });
  return {
    health,
    mailChannelOf,
    identityCodes: buildIdentityCodes(parts, { channelById, mailChannelOf, tried: health.tried }),
    delivery,
    inbox: createInbox({
      channels,
      events: inbound,
      channelById,
      receive,
      isIntakeBehind: webhooks.isBehind,
      wake: wakeInbox,
      log,
    }),
    inbound,
    /** What is added was heard of: its channel works. */
    watchedInbound,
    mailboxes,
    deliveries,
    wakeInbox,
    seenMarks: createSeenMarks({ channels, channelById, events, messages, log }),
    webhooks,
    fetchFiles,
    /** Channels, and files, with something that nobody was told of. */
    async sweepInbox(): Promise<void> {
      const { attempt, rethrow } = createFailures();
      await attempt(fetchFiles.sweep);
      await attempt(async () => {
        for (const channel of await inbound.channels()) wakeInbox(channel);
      });
      rethrow();
    },
  };
}

/** In a flood one job stands for many events: it is rung for at once, and then again for what came since. */
function createWakeInbox({ queue }: Parts) {
  interface Channel {
    organizationId: string;
    channelId: string;
  }
  const enqueue = ({ organizationId, channelId }: Channel, at?: Date) =>
    queue.add(
      'inbox',
      { organizationId, channelId },
      { key: inboxKey(channelId, at), queue: `inbox:${channelId}`, ...(at && { at }) },
    );
  const paced = createCoalescedRuns(async (key) => {
    const [organizationId = '', channelId = ''] = key.split(' ');
    await enqueue({ organizationId, channelId });
    await pause(enqueueEveryMs, undefined, { ref: false });
  });
  return (channel: Channel, at?: Date): void =>
    void (at ? enqueue(channel, at) : paced.run(`${channel.organizationId} ${channel.channelId}`));
}

/** The first that is switched on. */
function buildIdentityCodes(
  parts: Parts,
  given: Pick<Parameters<typeof createSendCode>[0], 'channelById' | 'mailChannelOf' | 'tried'>,
) {
  const { channelList: channels, stores, tables, sessionsOf, events, log } = parts;
  return createIdentityCodes({
    store: tables.links,
    links: parts.customerLinks,
    send: createSendCode({
      ...given,
      channels,
      sessionsOf,
      session: parts.sessions.get,
      rulesOf: createRulesOf(channels, tables.rows, stores.postgres.now),
      addressOf: createAddressOf(parts),
    }),
    take: (customerId) => stores.realtime.rateLimits.take('identity_code', customerId),
    secret: parts.secret,
    events,
    linked: recordLinks(parts.audit),
    onError: (error) => log.warn({ err: error }, 'could not look at a code of a customer'),
  });
}

type ChannelById = DeliveryDeps['channelById'];

function buildDelivery(
  parts: Parts,
  deliveries: Deliveries,
  outside: Pick<DeliveryDeps, 'channelById' | 'tried'>,
) {
  const { channelList, stores, sessions, files, queue, events, log } = parts;
  return createDelivery({
    channels: channelList,
    deliveries,
    sessions,
    messages: stores.documents.messages,
    ...outside,
    addressOf: createAddressOf(parts),
    filesOf: files.contentsOf,
    choicesOf,
    pressesOf: createPressesOf(parts),
    greetingOf: ({ customerName }, { content: { text = '' } }) => letterGreeting(text, customerName),
    undelivered: createUndelivered(parts),
    wake: ({ organizationId, channelId, sessionId }, at) =>
      void queue.add(
        'deliver',
        { organizationId, channelId, sessionId },
        { key: `deliver:${sessionId}`, ...(at && { at }) },
      ),
    events,
    log,
  });
}

function buildFetchFiles(
  { channelList, sessions, files, queue, log }: Parts,
  rows: InboundFiles,
  channelById: ChannelById,
) {
  return createFetchFiles({
    channels: channelList,
    rows,
    channelById,
    sessions,
    files,
    wake: ({ organizationId, channelId, sessionId, seq }, at) =>
      void queue.add(
        'fetch-file',
        { organizationId, channelId, sessionId, seq },
        { key: `fetch-file:${sessionId}:${seq}`, ...(at && { at }) },
      ),
    log,
  });
}

function buildHealth({ channelList, lookups, stores, log }: Parts): ChannelHealth {
  const { activeChannelIds, noteChannelHealth } = stores.postgres.crossTenant;
  return createHealth({
    channels: channelList,
    channelById: lookups.channelById,
    channelIds: activeChannelIds,
    note: noteChannelHealth,
    log,
  });
}

/** The answers to what is asked, in its language. */
function choicesOf({ sessionId, metadata, content: { text = '' } }: Message): Choice[] | undefined {
  const { asks, options } = metadata;
  if (asks === 'which') return options?.map(({ articleId: id, title }) => ({ id, title }));
  if (asks === 'helped') return helpedAnswers(text)?.map((title, at) => ({ id: `choice-${at + 1}`, title }));
  const titles = asks === 'rating' ? ratingAnswers(text) : undefined;
  return titles && ratingChoices(sessionId, titles);
}

/** What is stored came in: its channel works. */
function watched({ add }: InboundEvents, health: ChannelHealth): Pick<InboundEvents, 'add'> {
  return {
    async add(events) {
      await add(events);
      for (const channelId of new Set(events.map((event) => event.channelId))) health.cameIn(channelId);
    },
  };
}

/** A later wake must not take the place of an earlier one: those of one second are one. */
const inboxKey = (channelId: string, at?: Date): string =>
  at ? `inbox:${channelId}:${Math.floor(at.getTime() / 1000)}` : `inbox:${channelId}`;

function buildReceiver(
  { sessions, stores, tables, customers, lookups }: Parts,
  given: Pick<ReceiverDeps, 'deliveries' | 'handOverUndelivered' | 'channelFailed' | 'fetchFile'>,
): Receiver {
  return createReceiver({
    ...given,
    testAdvanced: stores.postgres.crossTenant.advanceChannelTest,
    mayBeAnswered: (sender) => isWithin(stores.realtime.rateLimits.take('mail_sender', sender)),
    sessions,
    messages: stores.documents.messages,
    openSession: async (place) => (await tables.rows.openOrGet(place)).state,
    customerOf: ({ id: channelId, organizationId }, { identities, ...known }, writtenBefore) =>
      customers.fromChannel({ organizationId, channelId, writtenBefore }, identities, known),
    senderOf: async ({ id: channelId, organizationId }, identities) =>
      (
        await tables.customers.findByIdentities(
          organizationId,
          identities.map((one) => ({ ...one, ...(one.kind === 'whatsapp' && { channelId }) })),
        )
      )?.customerId,
    isBlocked: tables.rows.isBlocked,
    blockedAt: tables.blocks.blockedAt,
    replaceIdentity: customers.replaceIdentity,
    async memberOf(organizationId, address) {
      const login = await lookups.loginByEmail(address);
      if (login?.organizationId !== organizationId || !login.isActive) return undefined;
      return { name: login.displayName ?? login.firstName ?? 'The team' };
    },
  });
}

/** What the AI could not say to a customer, a person has to: where it goes on, if it was merged. */
function createUndelivered({ sessions, makePacket, stores }: Parts) {
  return async (place: DeliveryPlace, reason: string): Promise<void> => {
    const { organizationId } = place;
    const session = await sessions.target(organizationId, place.sessionId);
    const sessionId = session.id;
    // Who looks at this one does not see the message that did not arrive.
    if (sessionId !== place.sessionId)
      await sessions.reply({
        ...{ organizationId, sessionId, by: { kind: 'system' }, type: 'note' },
        content: { text: `${reason} It stands in a conversation that was merged into this one.` },
        clientMessageId: `undelivered:${place.sessionId}:${place.seq}`,
      });
    if (session.status !== 'active') return;
    const messages = await stores.documents.messages.read(
      { organizationId, sessionId },
      { limit: transcriptLength },
    );
    const why = { trigger: 'failure', reason } as const;
    const packet = await makePacket(organizationId, why, { session, turns: toTurns(messages) });
    await sessions.handOver({ organizationId, sessionId, packet });
  };
}

/** What a channel has proved comes first, and the newest of that. */
function createAddressOf({ customers }: Parts) {
  return async ({ organizationId, customerId, channelId }: SessionState, kinds: readonly IdentityKind[]) => {
    const identities = await customers.identitiesOn(organizationId, customerId, channelId);
    const ofKind = (kind: IdentityKind) => identities.filter((one) => one.kind === kind);
    const proved = (kind: IdentityKind) => ofKind(kind).findLast(({ provedBy }) => provedBy === 'channel');
    const best =
      kinds.map(proved).find((one) => one !== undefined) ??
      kinds.map((kind) => ofKind(kind).at(-1)).find((one) => one !== undefined);
    return best && { kind: best.kind, value: best.value };
  };
}
