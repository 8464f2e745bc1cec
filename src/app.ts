// The one composition root: config -> stores -> features -> edges, by plain calls, once, in order; closed in reverse.
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { createAudit } from './audit/audit';
import { buildEdges } from './app-edges';
import type { Config } from './config';
import { createCustomers } from './customers/customers';
import { createBells, type BellRope } from './events';
import { createFiles } from './files/files';
import { createShownIn } from './files/shown-in';
import { createLinks } from './files/sign';
import { firstStart, type FirstStart } from './first-start';
import { rateRules } from './gateway/store';
import * as httpServer from './http-server';
import { createIdentity } from './identity/identity';
import { createSettingsReader } from './identity/settings-reader';
import { createAnalytics } from './insights/analytics';
import { keepConversations } from './insights/conversations';
import { createDaily } from './jobs/daily';
import { createSweep, type SweepReport } from './jobs/sweep';
import { chooseEmbedder } from './knowledge/embed/choose';
import { createDocumentReader } from './knowledge/document-reader';
import { createKnowledge } from './knowledge/knowledge';
import type { Log } from './log';
import { createMetrics } from './metrics';
import { allPages } from './privacy/all-pages';
import { handOverLate } from './responder/late';
import { createPack, type Pack } from './responder/pack';
import { businessHours, openAt } from './routing/hours';
import { createRouting, type Routing } from './routing/routing';
import { createSessions, type SessionsService } from './sessions/sessions';
import { openStores, type Stores } from './stores/open';
import { createTables, type Tables } from './stores/postgres';

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
  const secret = await secretOf(stores, 'link_secret');
  const features = buildFeatures({ config, log, stores, bells, tables, sessions: core.sessions, secret });
  const first = await firstStart({
    config,
    postgres: stores.postgres,
    channels: tables.channels,
    knowledge: features.knowledge,
  });
  const pack = createPack(tables.agents.specialties, log);
  const parts = { config, log, stores, bells, tables, pack };
  const edges = buildEdges({ ...parts, first, ...core, sessions: withoutOffline(core), ...features });
  const { gateway, responder, http } = edges;
  const metrics = createMetrics({
    gateway,
    sessions: core.sessions,
    responder,
    postgres: stores.postgres,
    log,
  });
  const daily = createDaily({
    organizationIds: stores.postgres.across.organizationIds,
    rollUp: features.analytics.rollUp,
    forgetIdempotencyKeys: tables.idempotency.forgetOld,
    forgetRefreshTokens: stores.postgres.across.forgetRefreshTokens,
    embedPending: features.knowledge.embedPending,
    findLostConversations: features.conversations.findLost,
    removeUnattached: features.files.removeUnattached,
    log,
  });
  const onReport = (report: SweepReport) => {
    metrics.swept(report);
    daily.due();
  };
  const sweep = buildSweep({ config, log, stores, pack, ...core, onReport });
  const server = createServer(http(metrics.text));
  return {
    first,
    databaseUrl: stores.databaseUrl,
    sweep: sweep.run,
    async listen() {
      if (config.role !== 'worker') gateway.attach(server);
      if (config.role !== 'web') sweep.start(timing.sweepEveryMs ?? sweepEveryMs);
      const port = await httpServer.listen(server, { ...config, log });
      return {
        port,
        url: config.publicUrl ?? `http://${config.host === '0.0.0.0' ? 'localhost' : config.host}:${port}`,
      };
    },
    async close() {
      await Promise.all([gateway.close(), httpServer.close(server)]);
      await Promise.all([features.documents.close(), sweep.stop()]);
      // Its long work is vectors, which only knowledge ends; customers come first.
      const quiet = daily.stop();
      await responder.close();
      await core.routing.close();
      await core.sessions.drain();
      await features.conversations.close();
      await Promise.all([quiet, features.knowledge.close()]);
      await stores.close();
    },
  };
}

/** A secret that all nodes share; whoever asks first makes it. */
async function secretOf({ postgres }: Stores, name: string): Promise<string> {
  return String(await postgres.across.setInstanceValue(name, randomBytes(32).toString('base64url')));
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
    inTurn: stores.realtime.inTurn,
  });
  const routing: Routing = createRouting({
    statuses: stores.realtime.statuses,
    connections: stores.realtime.connections,
    listAgents: tables.agents.list,
    saveStatus: tables.agents.saveStatus,
    rows: tables.rows,
    sessions,
    bells,
    inTurn: stores.realtime.inTurn,
    log,
    graceMs: base.graceMs,
  });
  return { sessions, routing };
}

type Core = ReturnType<typeof buildCore>;

/** What people may ask for: whoever chose 'offline' gets no session. */
function withoutOffline({ sessions, routing }: Core): SessionsService {
  return {
    ...sessions,
    async claim(input) {
      await routing.refuseOffline(input.agent);
      return sessions.claim(input);
    },
    async reopen(input) {
      await routing.refuseOffline(input.agent);
      return sessions.reopen(input);
    },
    async transfer(input) {
      if ('agent' in input.to) await routing.refuseOffline(input.to.agent);
      return sessions.transfer(input);
    },
  };
}

function buildFeatures(
  base: Omit<Base, 'timing'> & {
    bells: BellRope;
    tables: Tables;
    sessions: Core['sessions'];
    secret: string;
  },
) {
  const { config, log, stores, bells, tables, sessions } = base;
  const { documents, postgres } = stores;
  const sessionsOf = ({ organizationId, customerId }: { organizationId: string; customerId: string }) =>
    allPages((cursor) =>
      sessions.list(organizationId, { customerId }, { limit: 100, ...(cursor && { cursor }) }),
    );
  const files = createFiles({
    store: tables.attachments,
    dataDir: config.dataDir,
    shownIn: createShownIn({ sessionsOf, messages: sessions.messages }),
    log,
  });
  const customers = createCustomers({ store: tables.customers });
  const settings = createSettingsReader(tables.settings);
  const identity = createIdentity({
    lookups: postgres.across,
    store: tables.identity,
    customers,
    limits: stores.realtime.rateLimits,
    tokenSecret: () => secretOf(stores, 'token_secret'),
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
  const conversations = keepConversations({
    bells,
    messages: documents.messages,
    store: documents.conversations,
    closed: (organizationId, page) => sessions.list(organizationId, { status: 'closed' }, page),
    log,
  });
  return {
    settingsReader: settings,
    sessionsOf,
    customers,
    identity,
    knowledge,
    documents: createDocumentReader(),
    conversations,
    files,
    links: createLinks(base.secret),
    analytics: createAnalytics({ store: tables.analytics }),
    audit: createAudit({
      log: documents.auditLogs,
      onError: (error) => log.error({ err: error }, 'a deed could not be recorded'),
    }),
  };
}

type Features = ReturnType<typeof buildFeatures>;

export type Everything = Omit<Base, 'timing'> &
  Core &
  Features & { bells: BellRope; tables: Tables; first: FirstStart; pack: Pack };

type SweepParts = Core &
  Pick<Base, 'config' | 'log' | 'stores'> & { pack: Pack; onReport(report: SweepReport): void };

function buildSweep({ config, log, stores, pack, sessions, routing, onReport }: SweepParts) {
  return createSweep({
    messages: stores.documents.messages,
    projection: stores.postgres.across,
    repair: sessions.repair,
    writeRows: sessions.writeRows,
    handOver: (session) => handOverLate({ ...sessions, pack }, session),
    checkHolders: routing.checkHolders,
    claimNext: routing.claimNext,
    expireMemory: () => stores.documents.memory.expire(new Date()),
    deadlineMs: config.ai.deadlineMs + sweepMarginMs,
    log,
    onReport,
  });
}
