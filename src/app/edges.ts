// What callers reach: sockets, HTTP, and the AI that listens; built from the core and the features.
import { join } from 'node:path';
import { createHttp } from '../api/http-app';
import { createOauthCallback } from '../api/oauth-callback';
import { withKinds } from '../channels/inbound/kinds-of-event';
import { createOriginal } from '../channels/email/original';
import { createSendTest } from '../channels/outbound/send-test';
import { createWeb, type WebDeps } from '../channels/web/web';
import type { Disconnects } from '../gateway/disconnect';
import type { FollowUps } from '../automations/follow-ups/follow-ups';
import type { Retention } from '../privacy/retention';
import type { AnswerUsage } from '../protocol/answers';
import { createAnswerCache } from '../responder/answer-cache/answer-cache';
import { chooseProviders } from '../responder/choose-provider';
import type { Copilot } from '../responder/copilot/copilot';
import type { RewritingOf } from '../responder/copilot/rewriting';
import type { Judging } from '../responder/copilot/judging';
import type { Lab } from '../responder/lab/lab';
import type { Provider } from '../responder/providers/provider';
import { createResponder } from '../responder/responder';
import type { ModelChoice } from '../responder/run-budget';
import type { UsageStore } from '../responder/store';
import { createUsageStore } from '../stores/postgres/tenant/responder/answers';
import { createChannelCounts } from '../stores/postgres/tenant/channels/channel-counts';
import { createInboundEventList } from '../stores/postgres/tenant/channels/inbound-events';
import { createWaitingRows } from '../stores/postgres/tenant/waiting-rows';
import { responderSettings } from './answers/responder-settings';
import { createTeamRulesOf } from './channels/channel-rules';
import { buildCopilot } from './answers/copilot';
import { buildLab } from './answers/lab';
import { buildInvitations } from './invitations';
import { buildGateway } from './gateway';
import type { ChannelTraffic } from './channels/channel-traffic';
import { createAudienceOf } from './answers/audience';
import { createReadHealth } from './operations/health';
import { withHelpLinks } from './help-centre';
import { buildLearning, type Learning } from './answers/learning';
import { buildConsent } from './channels/mail-account';
import { buildMounts } from './mounts';
import { declaredTools, type OwnDataParts } from './answers/own-data';
import { createSuggestedQuestions } from './answers/suggested-questions';
import { buildPrivacy, buildRetention } from './customers/privacy';
import { readiness } from './operations/readiness';
import { conversationLists } from './conversations/conversation-lists';
import type { Notifications } from './notifications/notifications';
import type { Parts } from './parts';
import { createSettingChanged, createTeamChanged } from './conversations/build-sla-watch';
import { createMailStopping } from './channels/ratings';
import { buildTimeline } from './customers/timeline';
import { snoozeTimes } from './conversations/snooze-times';
import { createTemplateContent } from './channels/template-content';
import type { Times } from './operations/duration-metrics';
import { buildTranscripts } from './channels/transcripts';

/** Who types in a chat goes on within this time. */
const defaultBurstMs = 400;

/** Who wants no AI on their data is read by no model, and by no other server that makes vectors. */
const modelChoiceOf = ({ config, tables }: Pick<Parts, 'config' | 'tables'>): ModelChoice => ({
  lets: tables.memoryChoice.remembers,
  asksAfar: config.embeddings.provider === 'openai',
});

type EdgeParts = Parts &
  OwnDataParts & { times: Times; notifications: Notifications; keptDayMs: number | undefined };

export function buildEdges(parts: EdgeParts) {
  const { config, log, events, stores, tables, sessions, knowledge, files, links, times } = parts;
  const linked = withHelpLinks(knowledge, parts.helpCentre, config.publicUrl);
  const providers = chooseProviders(config.ai);
  const responder = createResponder({
    sessions,
    knowledge: linked,
    ...providers,
    cache: createAnswerCache({
      store: stores.realtime.answers,
      knowledge: linked,
      provider: providers.provider,
      looked: times.looked,
      log,
    }),
    answers: tables.answers,
    audienceOf: createAudienceOf(tables.customers),
    limits: stores.realtime.rateLimits,
    modelChoice: modelChoiceOf(parts),
    events,
    settings: (organizationId) => responderSettings(parts.settingsReader, organizationId),
    makePacket: parts.makePacket,
    ...parts.own,
    decided: times.decided,
    now: stores.postgres.now,
    log,
    deadlineMs: config.ai.deadlineMs,
    burstMs: (type) => parts.channelList.get(type)?.burstMs ?? defaultBurstMs,
  });
  const lab = buildLab(parts, responder);
  const helpers = buildCopilot(parts, responder);
  const web = createWeb({
    sessions,
    identity: parts.identity,
    nameOf: parts.nameOf,
    suggestedQuestions: createSuggestedQuestions(tables.oftenAsked, log),
    transcripts: buildTranscripts(parts),
    isBlocked: tables.rows.isBlocked,
    findSent: parts.stores.documents.messages.findByClientMessageId,
    recordFeedback: tables.feedback.record,
    requestHuman: responder.requestHuman,
    attachments: attachmentsOf(files),
    pictureOf: parts.pictures.urlOf,
    withLinks: links.withLinks,
  });
  const gateway = buildGateway({ ...parts, web });
  const learning = buildLearning({ ...parts, currency: parts.config.ai.currency });
  const retention = buildRetention({ ...parts, gateway });
  const edges = { web, responder, lab, gateway, retention, provider: providers.provider };
  return {
    responder,
    lab,
    ...{ copilot: helpers.copilot, followUps: helpers.followUps, readAgain: helpers.readAgain },
    gateway,
    learning,
    retention,
    http: (metrics: () => Promise<string>, traffic: ChannelTraffic) =>
      buildHttp({ ...parts, ...learning, ...helpers, ...edges, metrics, traffic }),
  };
}

const attachmentsOf = ({ take, place }: Parts['files']): WebDeps['attachments'] => ({
  take: ({ organizationId, customer: { id } }, taking) => take({ organizationId, id }, taking),
  place,
});

type HttpParts = Parts &
  Learning & {
    times: Times;
    notifications: Notifications;
    web: ReturnType<typeof createWeb>;
    responder: ReturnType<typeof createResponder>;
    lab: Lab;
    followUps: FollowUps;
    copilot: Copilot;
    rewriting: RewritingOf;
    judge: Judging;
    gateway: Disconnects;
    retention: Retention;
    metrics: () => Promise<string>;
    traffic: ChannelTraffic;
    provider: Provider;
  };

/** What who runs a server, or an organization on it, looks at. */
const operation = (parts: HttpParts) => ({
  jobs: parts.queue.jobs,
  waitingRows: createWaitingRows(parts.stores.postgres.withOrganization),
  runsServer: (organizationId: string) => organizationId === parts.first.organizationId,
  readHealth: createReadHealth(parts),
  inboundEvents: buildInboundEvents(parts),
});

function buildHttp(parts: HttpParts) {
  const { config, log, stores, tables, identity, routing, responder, gateway, first, times, ...rest } = parts;
  const { web, ...features } = rest;
  const consent = buildConsent(parts);
  return createHttp({
    ...features,
    log,
    identity,
    privacy: buildPrivacy(parts),
    limits: stores.realtime.rateLimits,
    withLinks: features.links.withLinks,
    ...conversationLists(parts),
    ...{ ...buildInvitations(parts), ...buildTimeline(parts), ...createMailStopping(tables.mailStops) },
    snoozeTimes: snoozeTimes(parts.settingsReader),
    people: tables.people,
    channels: tables.channels,
    channelKinds: parts.channelList,
    publicUrl: config.publicUrl,
    rulesOf: createTeamRulesOf(parts),
    ...channelProvider(parts),
    beginConsent: consent.begin,
    readMailboxNow: parts.traffic.mailboxes.ask,
    channelCounts: createChannelCounts(stores.postgres.withOrganization),
    retryDelivery: parts.traffic.delivery.retry,
    original: createOriginal({ reader: parts.mail.reader, fileOf: parts.files.contentOf }),
    arrived: parts.traffic.delivery.arrived,
    identityCodes: parts.traffic.identityCodes,
    settings: tables.settings,
    settingChanged: createSettingChanged(parts),
    cannedReplies: tables.cannedReplies,
    teams: tables.teams,
    teamChanged: createTeamChanged(parts),
    macros: tables.macros,
    rules: tables.rules,
    ruleRuns: tables.ruleRuns,
    ...declaredTools(parts),
    ...operation(parts),
    idempotency: tables.idempotency,
    changeTurn: stores.postgres.changeTurn,
    presences: routing.presences,
    agentChanged: (organizationId) => void routing.claimNext(organizationId),
    userLeft: gateway.signOut,
    memoryOf: (customer) => stores.documents.memory.read(customer, new Date(), 1_000),
    conversations: stores.documents.conversations,
    preview: (organizationId, request) => responder.preview({ organizationId, ...request }),
    takeCopilot: ({ id }) => stores.realtime.rateLimits.take('copilot', id),
    usage: createUsage(createUsageStore(stores.postgres.withOrganization), config.ai.currency),
    publicDir: join(__dirname, '../../public'),
    demoChannelKey: async () => first.channelKey,
    ready: () => readiness(stores),
    answered: times.answered,
    ...(config.metricsToken && { metricsToken: config.metricsToken }),
    trustProxy: config.trustProxy,
    secureCookies: config.publicUrl?.startsWith('https:') ?? false,
    mounts: [
      ...buildMounts(parts),
      { path: '/oauth', handler: createOauthCallback({ finish: consent.finish }) },
    ],
  });
}

const dayMs = 86_400_000;

function createUsage({ used }: UsageStore, currency: string) {
  return async (organizationId: string): Promise<AnswerUsage> => {
    const since = new Date(Date.now() - dayMs);
    const { answers, models } = await used(organizationId, since);
    const sum = (of: 'tokens' | 'money') => models.reduce((total, one) => total + one[of], 0);
    const total = { tokens: sum('tokens'), money: sum('money') };
    return { since: since.toISOString(), currency, answers, total, models };
  };
}

/** What the API asks of channels' providers. */
function channelProvider(parts: HttpParts) {
  const { channelList, lookups, queue, stores, traffic } = parts;
  return {
    templateContent: createTemplateContent(parts),
    channelChanged: (channelId: string) =>
      void queue.add('templates', { channelId }, { key: `templates:${channelId}` }),
    sendTest: createSendTest({
      channels: channelList,
      channelById: lookups.channelById,
      tried: traffic.health.tried,
      note: (channelId, lastTest) => stores.postgres.crossTenant.noteChannelHealth(channelId, { lastTest }),
      take: (organizationId) => stores.realtime.rateLimits.take('channel_test', organizationId),
    }),
  };
}

function buildInboundEvents({ stores, seal, traffic, channelList }: HttpParts) {
  const events = createInboundEventList(stores.postgres.withOrganization, seal);
  return {
    get: events.get,
    list: withKinds(events.list, channelList),
    async replay(organizationId: string, which: Parameters<typeof events.replay>[1]): Promise<number> {
      const again = await events.replay(organizationId, which);
      for (const channelId of new Set(again.map((event) => event.channelId)))
        traffic.wakeInbox({ organizationId, channelId });
      return again.length;
    },
  };
}
