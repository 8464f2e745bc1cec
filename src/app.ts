// The one composition root: config -> stores -> features -> edges, by plain calls, once, in order; closed in reverse.
import { randomBytes, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import proxyAddress from 'proxy-addr';
import { createHttp } from './api/http';
import { createWidgetRouter } from './api/widget';
import { createAudit } from './audit/audit';
import { createWeb } from './channels/web/web';
import type { Config } from './config';
import { createCustomers } from './customers/customers';
import { createBells, type BellRope } from './events';
import { firstStart, type FirstStart } from './first-start';
import { createGateway } from './gateway/gateway';
import { rateRules } from './gateway/store';
import { createIdentity } from './identity/identity';
import { createSettingsReader } from './identity/settings-reader';
import { createAnalytics } from './insights/analytics';
import { createSweep, type SweepReport } from './jobs/sweep';
import { chooseEmbedder } from './knowledge/embed/choose';
import { createKnowledge } from './knowledge/knowledge';
import type { Log } from './log';
import { createMetrics } from './metrics';
import { allPages } from './privacy/all-pages';
import { createPrivacy } from './privacy/privacy';
import { aiSettings } from './protocol/answers';
import { chooseProvider } from './responder/choose-provider';
import { handOverLate } from './responder/late';
import { createResponder } from './responder/responder';
import { businessHours, openAt } from './routing/hours';
import { createRouting, type Routing } from './routing/routing';
import { createSessions } from './sessions/sessions';
import { openStores, type Stores } from './stores/open';
import { createTables, type Tables } from './stores/postgres';
import { readiness } from './readiness';

export interface App {
  /** Resolves once requests are answered. */
  listen(): Promise<{ url: string; port: number }>;
  first: FirstStart;
  /** Of the PostgreSQL that runs, embedded or not. */
  databaseUrl: string;
  /** One run of the sweep, for tests and for the impatient. */
  sweep(): Promise<SweepReport>;
  /** Drains and closes, at most 15 s. */
  close(): Promise<void>;
}

/** Agents without a connection keep their sessions for this long. */
const graceMs = 60_000;
const sweepEveryMs = 5_000;
/** Past the AI's own deadline, before the sweep steps in. */
const sweepMarginMs = 2_000;

export interface Timing {
  graceMs?: number;
  sweepEveryMs?: number;
}

export async function createApp(config: Config, log: Log, timing: Timing = {}): Promise<App> {
  const stores = await openStores({ config, log, rateRules });
  try {
    return await compose({ config, log, stores, timing });
  } catch (error) {
    await stores.close();
    throw error;
  }
}

interface Base {
  config: Config;
  log: Log;
  stores: Stores;
  timing: Timing;
}

async function compose({ config, log, stores, timing }: Base): Promise<App> {
  const bells = createBells((error, bell) => log.error({ err: error, bell }, 'a listener failed'));
  const tables = createTables(stores.postgres);
  const core = buildCore({ log, stores, bells, tables, graceMs: timing.graceMs ?? graceMs });
  const features = buildFeatures({ config, log, stores, bells, tables, sessions: core.sessions });
  const first = await firstStart({
    config,
    postgres: stores.postgres,
    channels: tables.channels,
    knowledge: features.knowledge,
  });
  const edges = buildEdges({ config, log, stores, bells, tables, first, ...core, ...features });
  const { gateway, responder, http } = edges;
  const metrics = createMetrics({
    gateway,
    sessions: core.sessions,
    responder,
    postgres: stores.postgres,
    log,
  });
  const sweep = buildSweep({ config, log, stores, ...core, onReport: metrics.swept });
  const server = createServer(http(metrics.text));
  return {
    first,
    databaseUrl: stores.databaseUrl,
    sweep: sweep.run,
    async listen() {
      if (config.role !== 'worker') gateway.attach(server);
      if (config.role !== 'web') sweep.start(timing.sweepEveryMs ?? sweepEveryMs);
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject);
        server.listen(config.port, config.host, resolve);
      });
      const { port } = server.address() as AddressInfo;
      return {
        port,
        url: config.publicUrl ?? `http://${config.host === '0.0.0.0' ? 'localhost' : config.host}:${port}`,
      };
    },
    async close() {
      await gateway.close();
      server.closeIdleConnections();
      await new Promise<void>((resolve) => (server.listening ? server.close(() => resolve()) : resolve()));
      await sweep.stop();
      await responder.close();
      await core.routing.close();
      await core.sessions.drain();
      await features.knowledge.close();
      await stores.close();
    },
  };
}

/** The core asks routing who gets a session; routing gives the core commands: each has the other as functions. */
function buildCore(base: { log: Log; stores: Stores; bells: BellRope; tables: Tables; graceMs: number }) {
  const { log, stores, bells, tables } = base;
  const sessions = createSessions({
    log: stores.documents.messages,
    rows: tables.rows,
    projection: stores.postgres.across,
    bells,
    logger: log,
    pick: (wanted) => routing.pick(wanted),
  });
  const routing: Routing = createRouting({
    statuses: stores.realtime.statuses,
    connections: stores.realtime.connections,
    listAgents: tables.agents.list,
    saveStatus: tables.agents.saveStatus,
    rows: tables.rows,
    sessions,
    bells,
    log,
    graceMs: base.graceMs,
  });
  return { sessions, routing };
}

type Core = ReturnType<typeof buildCore>;

function buildFeatures(
  base: Omit<Base, 'timing'> & { bells: BellRope; tables: Tables; sessions: Core['sessions'] },
) {
  const { config, log, stores, bells, tables, sessions } = base;
  const { documents, postgres } = stores;
  const customers = createCustomers({ store: tables.customers });
  const settings = createSettingsReader(tables.settings);
  const identity = createIdentity({
    lookups: postgres.across,
    store: tables.identity,
    customers,
    limits: stores.realtime.rateLimits,
    tokenSecret: async () =>
      String(await postgres.across.setInstanceValue('token_secret', randomBytes(32).toString('base64url'))),
    async businessHours(organizationId) {
      const hours = await settings.read(organizationId, 'businessHours', businessHours);
      return hours && openAt(hours, new Date());
    },
  });
  const knowledge = createKnowledge({
    store: tables.knowledge,
    vectors: documents.vectors,
    embeddings: chooseEmbedder(config.embeddings),
    bells,
    log,
  });
  const privacy = createPrivacy({
    eraseCustomer: ({ organizationId, customerId }) => tables.customers.erase(organizationId, customerId),
    sessionsOf: ({ organizationId, customerId }) =>
      allPages((cursor) =>
        sessions.list(organizationId, { customerId }, { limit: 100, ...(cursor && { cursor }) }),
      ),
    transcript: (organizationId, sessionId) =>
      sessions.messages(organizationId, sessionId, { after: 0, limit: 10_000 }),
    forgetMemory: (customer) => documents.memory.forget(customer),
    removeConversations: documents.conversations.remove,
  });
  return {
    settingsReader: settings,
    customers,
    identity,
    knowledge,
    privacy,
    analytics: createAnalytics({ store: tables.analytics }),
    audit: createAudit({
      log: documents.auditLogs,
      onError: (error) => log.error({ err: error }, 'a deed could not be recorded'),
    }),
  };
}

type Features = ReturnType<typeof buildFeatures>;

type Everything = Omit<Base, 'timing'> &
  Core &
  Features & { bells: BellRope; tables: Tables; first: FirstStart };

function buildEdges(parts: Everything) {
  const { config, log, bells, tables, sessions, knowledge } = parts;
  const responder = createResponder({
    sessions,
    knowledge,
    provider: chooseProvider(config.ai),
    answers: tables.answers,
    bells,
    settings: async (organizationId) =>
      (await parts.settingsReader.read(organizationId, 'ai', aiSettings)) ?? aiSettings.parse({}),
    log,
    deadlineMs: config.ai.deadlineMs,
  });
  const web = createWeb({ sessions, identity: parts.identity, requestHuman: responder.requestHuman });
  return {
    responder,
    gateway: buildGateway({ ...parts, web }),
    http: (metrics: () => Promise<string>) => buildHttp({ ...parts, web, responder, metrics }),
  };
}

type Web = ReturnType<typeof createWeb>;

function buildGateway({
  config,
  log,
  stores,
  bells,
  tables,
  sessions,
  routing,
  identity,
  customers,
  web,
}: Everything & { web: Web }) {
  const trusted = proxyAddress.compile(config.trustProxy);
  const adapter = stores.redis?.adapterClients();
  return createGateway({
    web,
    sessions,
    bells,
    verifyAccessToken: identity.verifyAccessToken,
    routing,
    customer: customers.withIdentities,
    agent: tables.agents.get,
    counts: tables.rows.counts,
    waiting: tables.rows.waiting,
    heads: async (sessionIds) => {
      const heads = await stores.documents.messages.heads({ sessionIds });
      return new Map(heads.map(({ sessionId, headSeq }) => [sessionId, headSeq]));
    },
    connections: stores.realtime.connections,
    limits: stores.realtime.rateLimits,
    ...(adapter && { redis: { publisher: adapter.pub, subscriber: adapter.sub } }),
    log,
    options: {
      node: randomUUID(),
      rateLimits: config.rateLimits,
      addressOf: (request: IncomingMessage) => proxyAddress(request, trusted),
    },
  });
}

type HttpParts = Everything & {
  web: Web;
  responder: ReturnType<typeof createResponder>;
  metrics: () => Promise<string>;
};

function buildHttp(parts: HttpParts) {
  const { config, log, stores, tables, identity, routing, responder, web, first, ...features } = parts;
  const { rateLimits } = stores.realtime;
  const widget = createWidgetRouter({ web, visitor: identity.visitor, limits: rateLimits });
  return createHttp({
    ...features,
    log,
    identity,
    limits: rateLimits,
    counts: tables.rows.counts,
    people: tables.people,
    channels: tables.channels,
    settings: tables.settings,
    idempotency: tables.idempotency,
    presences: routing.presences,
    agentChanged: (organizationId) => void routing.claimNext(organizationId),
    memoryOf: (customer) => stores.documents.memory.recall(customer, new Date(), 1_000),
    preview: (organizationId, request) => responder.preview({ organizationId, ...request }),
    publicDir: join(__dirname, '../public'),
    demoChannelKey: async () => first.channelKey,
    ready: () => readiness(stores),
    ...(config.metricsToken && { metricsToken: config.metricsToken }),
    trustProxy: config.trustProxy,
    mounts: [{ path: '/api/v1/widget', handler: widget }],
  });
}

type SweepParts = Core & Pick<Base, 'config' | 'log' | 'stores'> & { onReport(report: SweepReport): void };

function buildSweep({ config, log, stores, sessions, routing, onReport }: SweepParts) {
  return createSweep({
    messages: stores.documents.messages,
    projection: stores.postgres.across,
    repair: sessions.repair,
    handOver: (session) => handOverLate(sessions, session),
    checkHolders: routing.checkHolders,
    claimNext: routing.claimNext,
    expireMemory: () => stores.documents.memory.expire(new Date()),
    deadlineMs: config.ai.deadlineMs + sweepMarginMs,
    log,
    onReport,
  });
}
