// What callers reach: sockets, HTTP, and the AI that listens; built from the core and the features.
import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import proxyAddress from 'proxy-addr';
import { createHttp } from '../api/http';
import { createFilesRouter } from '../api/files';
import { presentCustomer } from '../api/present';
import { createWidgetRouter } from '../api/widget';
import { createWeb } from '../channels/web/web';
import type { Disconnects } from '../gateway/disconnect';
import { createGateway } from '../gateway/gateway';
import { takeFrom } from '../gateway/store';
import { createPrivacy } from '../privacy/privacy';
import { aiSettings } from '../protocol/answers';
import { chooseProvider } from '../responder/choose-provider';
import { createResponder } from '../responder/responder';
import type { SessionState } from '../sessions/session';
import { exportedSession, forCustomer } from '../sessions/views';
import { createInboundEventList } from '../stores/postgres/tenant/inbound-events';
import { createRulesOf } from './channel-rules';
import type { ChannelTraffic } from './channel-traffic';
import { readiness } from './readiness';
import type { Parts } from './parts';
import type { Times } from './times';

/** Who types in a chat goes on within this time. */
const defaultBurstMs = 400;

export function buildEdges(parts: Parts & { times: Times }) {
  const { config, log, events, stores, tables, sessions, knowledge, files, links, times } = parts;
  const responder = createResponder({
    sessions,
    knowledge,
    provider: chooseProvider(config.ai),
    answers: tables.answers,
    limits: stores.realtime.rateLimits,
    events,
    settings: async (organizationId) =>
      (await parts.settingsReader.read(organizationId, 'ai', aiSettings)) ?? aiSettings.parse({}),
    makePacket: parts.makePacket,
    decided: times.decided,
    now: stores.postgres.now,
    log,
    deadlineMs: config.ai.deadlineMs,
    burstMs: (type) => parts.channelList.get(type)?.burstMs ?? defaultBurstMs,
  });
  const web = createWeb({
    sessions,
    identity: parts.identity,
    requestHuman: responder.requestHuman,
    attachments: {
      take: ({ organizationId, customer: { id } }, taking) => files.take({ organizationId, id }, taking),
      place: files.place,
    },
    withLinks: links.withLinks,
  });
  const gateway = buildGateway({ ...parts, web });
  return {
    responder,
    gateway,
    http: (metrics: () => Promise<string>, traffic: ChannelTraffic) =>
      buildHttp({ ...parts, web, responder, gateway, metrics, traffic }),
  };
}

type Web = ReturnType<typeof createWeb>;

/** What channels take now, and how they hear that somebody writes. */
function channelHints({ channelList, stores, events }: Pick<Parts, 'channelList' | 'stores' | 'events'>) {
  return {
    rulesOf: createRulesOf(channelList, stores.postgres.now),
    agentWrites: (session: SessionState) => events.emit('typing', { session }),
  };
}

function buildGateway({
  config,
  log,
  stores,
  events,
  tables,
  sessions,
  routing,
  identity,
  customers,
  files,
  links,
  channelsNow,
  channelList,
  web,
}: Parts & { web: Web }) {
  const trusted = proxyAddress.compile(config.trustProxy);
  const adapter = stores.redis?.adapterClients();
  return createGateway({
    web,
    sessions,
    events,
    verifyAccessToken: identity.verifyAccessToken,
    forgetUser: identity.forget,
    renewVisitor: identity.renew,
    leaveContact: ({ organizationId, customer }, contact) =>
      customers.leaveContact(organizationId, customer.id, contact),
    channelsNow,
    routing,
    ...channelHints({ channelList, stores, events }),
    async customer(organizationId, customerId) {
      const { customer, identities } = await customers.withIdentities(organizationId, customerId);
      return { ...presentCustomer(customer), identities };
    },
    agent: tables.agents.get,
    takeAttachments: ({ organizationId, id }, taking) => files.take({ organizationId, id }, taking),
    withLinks: links.withLinks,
    counts: tables.rows.counts,
    queue: tables.rows.queue,
    waiting: tables.rows.waiting,
    heads: async (sessionIds) => {
      const heads = await stores.documents.messages.heads({ sessionIds });
      return new Map(heads.map(({ sessionId, headSeq }) => [sessionId, headSeq]));
    },
    begunSince: stores.postgres.crossTenant.begunSince,
    connections: stores.realtime.connections,
    activeSessions: stores.realtime.activeSessions,
    context: stores.realtime.context,
    limits: stores.realtime.rateLimits,
    ...(adapter && {
      redis: { publisher: adapter.pub, subscriber: adapter.sub, areReady: adapter.areReady },
    }),
    log,
    options: {
      node: randomUUID(),
      rateLimits: config.rateLimits,
      addressOf: (request: IncomingMessage) => proxyAddress(request, trusted),
    },
  });
}

type HttpParts = Parts & {
  times: Times;
  web: Web;
  responder: ReturnType<typeof createResponder>;
  gateway: Disconnects;
  metrics: () => Promise<string>;
  traffic: ChannelTraffic;
};

function buildHttp(parts: HttpParts) {
  const { config, log, stores, tables, identity, routing, responder, gateway, first, times, ...rest } = parts;
  const { web, ...features } = rest;
  return createHttp({
    ...features,
    log,
    identity,
    privacy: buildPrivacy(parts),
    limits: stores.realtime.rateLimits,
    withLinks: features.links.withLinks,
    counts: tables.rows.counts,
    openSession: tables.rows.openOrGet,
    people: tables.people,
    channels: tables.channels,
    channelKinds: parts.channelList,
    publicUrl: config.publicUrl,
    rulesOf: createRulesOf(parts.channelList, stores.postgres.now),
    retryDelivery: parts.traffic.delivery.retry,
    inboundEvents: buildInboundEvents(parts),
    settings: tables.settings,
    idempotency: tables.idempotency,
    changeTurn: stores.postgres.changeTurn,
    presences: routing.presences,
    agentChanged: (organizationId) => void routing.claimNext(organizationId),
    userLeft: gateway.signOut,
    memoryOf: (customer) => stores.documents.memory.recall(customer, new Date(), 1_000),
    preview: (organizationId, request) => responder.preview({ organizationId, ...request }),
    publicDir: join(__dirname, '../../public'),
    demoChannelKey: async () => first.channelKey,
    ready: () => readiness(stores),
    answered: times.answered,
    ...(config.metricsToken && { metricsToken: config.metricsToken }),
    trustProxy: config.trustProxy,
    secureCookies: config.publicUrl?.startsWith('https:') ?? false,
    mounts: buildMounts(parts),
  });
}

function buildInboundEvents({ stores, seal, traffic }: HttpParts) {
  const events = createInboundEventList(stores.postgres.withOrganization, seal);
  return {
    ...events,
    async replay(organizationId: string, which: Parameters<typeof events.replay>[1]): Promise<number> {
      const again = await events.replay(organizationId, which);
      for (const channelId of new Set(again.map((event) => event.channelId)))
        traffic.wakeInbox({ organizationId, channelId });
      return again.length;
    },
  };
}

function buildMounts({ stores, tables, identity, gateway, web, files, links }: HttpParts) {
  const { rateLimits } = stores.realtime;
  const widget = createWidgetRouter({
    web,
    visitor: identity.visitor,
    async signOut(visitor) {
      await identity.endVisitor(visitor);
      gateway.signOutVisitor(visitor.tokenHash);
    },
    limits: rateLimits,
    takeFrom: (type, address) => takeFrom(rateLimits, type, address),
    files,
    idempotency: tables.idempotency,
  });
  const fileRouter = createFilesRouter({
    files,
    links,
    organizationOf: async (sessionId) => (await stores.postgres.crossTenant.find(sessionId))?.organizationId,
  });
  return [
    { path: '/api/v1/widget', handler: widget },
    { path: '/files', handler: fileRouter },
  ];
}

function buildPrivacy(parts: HttpParts) {
  const { stores, tables, sessions, sessionsOf, files, gateway } = parts;
  const { documents } = stores;
  return createPrivacy({
    eraseCustomer: ({ organizationId, customerId }) => tables.customers.erase(organizationId, customerId),
    cutOff: gateway.cutOffCustomer,
    sessionsOf,
    messages: sessions.messages,
    forCustomer,
    exportedSession,
    redactLog: (organizationId, sessionIds) => sessions.erase({ organizationId, sessionIds }),
    forgetMemory: (customer) => documents.memory.forget(customer),
    removeConversations: documents.conversations.remove,
    removeFiles: files.removeOf,
  });
}
