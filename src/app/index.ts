// The one composition root: config -> stores -> core -> features -> edges -> jobs, by plain calls, once, in order; closed in reverse.
import { rememberedFacts } from '../customers/memory/remembered-facts';
import { usualPasswordCost } from '../identity/passwords';
import { answersSettings } from '../protocol/answers';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Registry } from 'prom-client';
import proxyAddress from 'proxy-addr';
import { byType, createChannels } from '../channels';
import type { Channel } from '../channels/channel';
import { createConfigSeal } from '../channels/config-seal';
import type { Config } from '../config';
import { createEventBus } from '../events';
import { rateRules } from '../gateway/rate-rules';
import { openJobQueue, type JobQueue } from '../jobs/queue';
import type { SweepReport } from '../jobs/sweep';
import type { Log } from '../log';
import { createPacketMaker } from '../responder/handover-packet';
import type { S3Patience } from '../stores/file-storage/s3';
import { openStores, type Stores } from '../stores/open';
import { createTables } from '../stores/postgres';
import { jobsSchema } from '../stores/postgres/migrations/1700000000060-jobs';
import { createSafeFetch } from '../tools/safe-fetch';
import { secretOf } from './base';
import { buildAutomations } from './conversations/automations';
import { buildChannelTraffic, type ChannelTraffic } from './channels/channel-traffic';
import { buildCore, withoutOffline } from './core';
import { createChannelsNow } from './channels/channels-now';
import { buildMail } from './channels/mail';
import { buildEdges } from './edges';
import { buildFeatures } from './features';
import { firstStart, type FirstStart } from './first-start';
import { buildHelpCentre } from './help-centre';
import * as httpServer from './operations/http-server';
import { buildJobs } from './jobs';
import { buildOwnData } from './answers/own-data';
import { buildMailIntake, type MailIntakeTiming } from './channels/mail-intake';
import { createMetrics } from './operations/metrics';
import type { Parts } from './parts';
import { openSeal, sealOldConfigs, withOpenConfigs, withSealedConfigs } from './operations/secrets';
import { refreshSessionRows } from './conversations/refresh-session-rows';
import { buildNotifications } from './notifications/notifications';
import { createTimes } from './operations/duration-metrics';

export interface App {
  /** Resolves once requests are answered. */
  listen(): Promise<{ url: string; port: number }>;
  first: FirstStart;
  /** Of the PostgreSQL that runs, embedded or not. */
  databaseUrl: string;
  /** Resolves to the reason when the embedded PostgreSQL will not come back: time to end, with a code. */
  gone: Promise<string>;
  /** One run of the sweep, for tests and for the impatient. */
  sweep(): Promise<SweepReport>;
  /** Where our own mail server listens; undefined when it does not. */
  smtpPort(): number | undefined;
  /** What happens later or again; tests ring it. */
  queue: JobQueue;
  /** Drains and closes, at most 15 s. */
  close(): Promise<void>;
}

/** Agents without a connection keep their sessions for this long. */
const graceMs = 60_000;
const sweepEveryMs = 5_000;

export interface Timing {
  graceMs?: number;
  sweepEveryMs?: number;
  /** How long a minute is of those that an agent may sit still. */
  stillMinuteMs?: number;
  /** False: a job runs when something asks for it, none because it is time. */
  byTheClock?: boolean;
  /** How long a day is of those for which an organization keeps things. */
  keptDayMs?: number;
  /** Channels besides those of the list. */
  moreChannels?: readonly Channel[];
  mail?: MailIntakeTiming;
  /** How long a bucket may take. */
  s3Patience?: S3Patience;
  /** Of bcrypt, for new passwords. */
  passwordCost?: number;
}

export async function createApp(config: Config, log: Log, timing: Timing = {}): Promise<App> {
  const ai_organization = { ...rateRules.ai_organization, points: config.ai.runsPerDay };
  let onGone!: (why: string) => void;
  const gone = new Promise<string>((resolve) => (onGone = resolve));
  const stores = await openStores({
    config,
    log,
    rateRules: { ...rateRules, ai_organization },
    onGone,
    ...(timing.s3Patience && { s3Patience: timing.s3Patience }),
  });
  try {
    return { ...(await compose({ config, log, stores, timing })), gone };
  } catch (error) {
    await stores.close();
    throw error;
  }
}

interface Given {
  config: Config;
  log: Log;
  stores: Stores;
  timing: Timing;
}

/** Core and features: what edges and jobs are built from. */
async function buildParts({ config, log, stores, timing }: Given): Promise<Parts> {
  const events = createEventBus((error, name) => log.error({ err: error, event: name }, 'a listener failed'));
  const fetch = createSafeFetch({ allow: config.fetchAllow });
  const seal = await openSeal(config, stores);
  const mail = await buildMail({ config, stores, seal });
  const channelList = byType([...createChannels({ fetch, mail }), ...(timing.moreChannels ?? [])]);
  const configs = createConfigSeal((type) => channelList.get(type)?.settings, seal);
  const tables = withSealedConfigs(
    createTables(stores.postgres, seal, config.mongoUrl === undefined),
    configs,
  );
  await sealOldConfigs(stores.postgres.crossTenant, configs);
  const lookups = withOpenConfigs(stores.postgres.crossTenant, configs);
  const queue = await openJobQueue({ pool: stores.postgres.jobs, schema: jobsSchema, log });
  const { passwordCost = usualPasswordCost } = timing;
  const base = {
    ...{ config, channelList, mail, log, stores, events, tables, lookups, seal, queue, fetch },
    passwordCost,
  };
  const core = buildCore(base, { graceMs, ...timing });
  const channelsNow = createChannelsNow(lookups, core.routing);
  const features = buildFeatures({
    ...base,
    channelsNow,
    sessions: core.sessions,
    mergeTurn: core.mergeTurn,
    secret: await secretOf(stores, 'link_secret'),
  });
  const first = await firstStart({
    config,
    postgres: stores.postgres,
    channels: tables.channels,
    knowledge: features.knowledge,
    passwordCost: base.passwordCost,
  });
  const makePacket = createPacketMaker({
    remembered: (session) => rememberedFacts(features.customerMemory, session),
    specialties: tables.agents.specialties,
    language: async (organizationId) =>
      (await features.settingsReader.read(organizationId, 'answers', answersSettings))?.language,
    log,
  });
  const helpCentre = buildHelpCentre({ ...base, ...features, first });
  await features.pictures.read();
  refreshSessionRows({ ...base, ...core });
  const parts = { ...base, ...core, ...features, channelsNow, first, helpCentre, makePacket };
  return { ...parts, automations: buildAutomations(parts) };
}

async function compose(given: Given): Promise<Omit<App, 'gone'>> {
  const { config, log, stores, timing } = given;
  const parts = await buildParts(given);
  const { sessions, routing, queue, first } = parts;
  const registry = new Registry();
  const traffic = buildChannelTraffic(parts);
  const notifications = buildNotifications({ ...parts, traffic });
  const { gateway, responder, learning, lab, followUps, readAgain, copilot, retention, http } = buildEdges({
    ...parts,
    notifications,
    ...buildOwnData({ ...parts, ...traffic }),
    times: createTimes(registry),
    keptDayMs: timing.keptDayMs,
    sessions: withoutOffline({ sessions, routing }),
  });
  const mail = await buildMailIntake(parts, traffic, timing.mail);
  const { readers: mailboxes } = mail;
  const { webhooks } = traffic;
  const { answers } = stores.realtime;
  const edges = { gateway, responder, webhooks, mailboxes };
  const metrics = createMetrics({ ...parts, ...edges, registry, postgres: stores.postgres, answers });
  const jobs = buildJobs(
    { ...parts, traffic, lab, followUps, readAgain, notifications, retention },
    metrics.swept,
  );
  const server = createServer(config, traffic, http(metrics.text, traffic));
  return {
    first,
    databaseUrl: stores.databaseUrl,
    sweep: jobs.sweep,
    queue,
    smtpPort: mail.smtpPort,
    async listen() {
      if (config.role !== 'worker') gateway.attach(server);
      jobs.start({ sweepEveryMs, byTheClock: true, ...timing });
      await mail.start();
      const port = await httpServer.listen(server, { ...config, log });
      return { port, url: config.publicUrl ?? `http://${hostOf(config)}:${port}` };
    },
    async close() {
      await Promise.all([gateway.close(), httpServer.close(server), mail.stop()]);
      // A long job is mostly vectors, which only knowledge ends; customers come first.
      traffic.delivery.stop();
      traffic.seenMarks.stop();
      traffic.identityCodes.stop();
      const quiet = jobs.stop();
      const readers = [parts.documents, parts.fileReader, parts.previews, parts.mail.reader];
      await Promise.all(readers.map((one) => one.close()));
      await responder.close();
      await routing.close();
      await sessions.drain();
      await notifications.close();
      await Promise.all([learning.suggestions.close(), copilot.close()]);
      await Promise.all([parts.indexer.close(), parts.fileTexts.close()]);
      parts.conversations.close();
      await parts.customerMemory.close();
      await Promise.all([quiet, parts.knowledge.close()]);
      await stores.close();
    },
  };
}

function createServer(
  config: Config,
  { webhooks }: Pick<ChannelTraffic, 'webhooks'>,
  serveHttp: (request: IncomingMessage, response: ServerResponse) => unknown,
): ReturnType<typeof httpServer.create> {
  const trusted = proxyAddress.compile(config.trustProxy);
  return httpServer.create(
    (request, response) => void (webhooks.serve(request, response) || serveHttp(request, response)),
    { isTrusted: (address) => !config.rateLimits || trusted(address, 0) },
  );
}

function hostOf({ host }: Config): string {
  return host === '0.0.0.0' ? 'localhost' : host;
}
