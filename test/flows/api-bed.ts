// The HTTP server on real stores, with two organizations that know nothing of each other.
import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { createHttp, type HttpDeps } from '../../src/api/http-app';
import { createAudit } from '../../src/audit/audit';
import { createChannelsNow } from '../../src/app/channels/channels-now';
import { byType, createChannels } from '../../src/channels';
import { noMail } from '../dev-env/no-mail';
import { createTemplates } from '../../src/channels/outbound/templates';
import { createCustomerNotes } from '../../src/customers/notes';
import { createRelationships } from '../../src/customers/relationships';
import { createCalls } from '../../src/customers/calls';
import { createCompanies } from '../../src/customers/companies';
import { createTimeline } from '../../src/customers/timeline';
import { createCustomerNoteStore } from '../../src/stores/postgres/tenant/customers/customer-notes';
import { createRelationshipStore } from '../../src/stores/postgres/tenant/customers/relationships';
import { createCallStore } from '../../src/stores/postgres/tenant/customers/customer-calls';
import { createVisitStore } from '../../src/stores/postgres/tenant/customers/customer-visits';
import { createTimelineStore } from '../../src/stores/postgres/tenant/customers/timeline';
import { teamSession } from '../../src/sessions/visibility';
import { createBlocks } from '../../src/customers/blocks';
import { createCustomerAttributes } from '../../src/customers/attributes';
import { createCustomers } from '../../src/customers/customers';
import { createCustomerImport } from '../../src/customers/import';
import { createCustomerLinks } from '../../src/customers/links';
import { createCustomerMemory } from '../../src/customers/memory/customer-memory';
import { createCustomerObjects } from '../../src/customers/objects';
import { notFound } from '../../src/errors';
import { aiSettings } from '../../src/protocol/answers';
import { noAnswer } from '../../src/responder/compose-answer';
import { summarySoFar } from '../../src/app/conversations/conversation-reading';
import { createBreakers } from '../../src/responder/breaker';
import { createSimilarSessions } from '../../src/insights/similar-sessions';
import { createCopilot } from '../../src/responder/copilot/copilot';
import { createRewriting } from '../../src/responder/copilot/rewriting';
import { extractiveProvider } from '../../src/responder/providers/extractive';
import { createRunBudget, everybodyLets } from '../../src/responder/run-budget';
import { createAnswerStore } from '../../src/stores/postgres/tenant/responder/answers';
import { createSuggestedReplyStore } from '../../src/stores/postgres/tenant/responder/suggested-replies';
import { createLab } from '../../src/responder/lab/lab';
import { createEventBus } from '../../src/events';
import { createFiles } from '../../src/files/files';
import { createPreviews } from '../../src/files/previews';
import { createLinks } from '../../src/files/sign';
import { createIdentity } from '../../src/identity/identity';
import { createInvitations } from '../../src/identity/invitations';
import { createPasswordResets } from '../../src/identity/password-resets';
import { hashPassword } from '../../src/identity/passwords';
import { createAnalytics } from '../../src/insights/analytics';
import { createFigures } from '../../src/insights/figures';
import { createSlaFigures } from '../../src/insights/sla-figures';
import { createWeeklyMails } from '../../src/insights/weekly-mail';
import { rateRules } from '../../src/gateway/rate-rules';
import { createDocumentReader } from '../../src/knowledge/document-reader';
import { createKnowledge } from '../../src/knowledge/knowledge';
import { createKnownSynonyms } from '../../src/knowledge/known-synonyms';
import { createInboundEventList } from '../../src/stores/postgres/tenant/channels/inbound-events';
import { createSeal } from '../../src/tools/seal';
import { createSafeFetch } from '../../src/tools/safe-fetch';
import { createLog } from '../../src/log';
import { createPrivacy } from '../../src/privacy/privacy';
import { createFollowUps } from '../../src/automations/follow-ups/follow-ups';
import { followUpSettings } from '../../src/protocol/follow-ups';
import { createFollowUpStore } from '../../src/stores/postgres/tenant/automations/follow-ups';
import { createPlaybooks } from '../../src/automations/playbooks/playbooks';
import { createPlaybookRunStore } from '../../src/stores/postgres/tenant/automations/playbook-runs';
import { createPlaybookStore } from '../../src/stores/postgres/tenant/automations/playbooks';
import { createDevices } from '../../src/notifications/devices';
import { createPushDeviceStore } from '../../src/stores/postgres/tenant/notifications/push-devices';
import { createNotificationChoices } from '../../src/notifications/choices';
import { createChoiceStore } from '../../src/stores/postgres/tenant/notifications/notifications';
import { createMentions } from '../../src/automations/mentions';
import { createReplyDrafts } from '../../src/automations/reply-drafts';
import { createScheduledMessages } from '../../src/automations/scheduled-messages';
import { createSessions } from '../../src/sessions/sessions';
import { exportedSession, forCustomer } from '../../src/sessions/visibility';
import { createMemoryRealtime } from '../../src/stores/memory';
import { openDiskStorage } from '../../src/stores/file-storage/disk';
import { createAttachmentStore } from '../../src/stores/postgres/tenant/files/attachments';
import { withKinds } from '../../src/channels/inbound/kinds-of-event';
import { createChannelCounts } from '../../src/stores/postgres/tenant/channels/channel-counts';
import { createTemplateStore } from '../../src/stores/postgres/tenant/channels/channel-templates';
import { createChannelStore } from '../../src/stores/postgres/tenant/channels/channels';
import { createLabStore } from '../../src/stores/postgres/tenant/responder/answer-lab';
import { createCompanyStore } from '../../src/stores/postgres/tenant/customers/companies';
import { createCustomerImportStore } from '../../src/stores/postgres/tenant/customers/customer-import';
import { createBlockStore } from '../../src/stores/postgres/tenant/customers/blocks';
import { createLinkStore } from '../../src/stores/postgres/tenant/customers/customer-links';
import { createMemoryChoice } from '../../src/stores/postgres/tenant/customers/memory-choice';
import { createObjectStore } from '../../src/stores/postgres/tenant/customers/customer-objects';
import { createCustomerStore } from '../../src/stores/postgres/tenant/customers/customers';
import { openPostgres, type Postgres } from '../../src/stores/postgres/connection/database';
import {
  createAuditLog,
  createConversationStore,
  createMemoryStore,
  createMessageLog,
  createVectorStore,
} from '../../src/stores/postgres/documents';
import { createIdempotencyStore } from '../../src/stores/postgres/tenant/idempotency';
import { createIdentityStore } from '../../src/stores/postgres/tenant/identity/identity';
import { createFigureStore } from '../../src/stores/postgres/tenant/insights/figures';
import { createSlaFigureStore } from '../../src/stores/postgres/tenant/insights/sla-figures';
import { createFirstDay } from '../../src/stores/postgres/tenant/insights/first-day';
import { createWeeklyMailStore } from '../../src/stores/postgres/tenant/insights/weekly-mails';
import { createAnalyticsStore } from '../../src/stores/postgres/tenant/insights/insights';
import { buildLearning } from '../../src/app/answers/learning';
import { createFeedbackStore } from '../../src/stores/postgres/tenant/responder/answer-feedback';
import { createProvenanceStore } from '../../src/stores/postgres/tenant/responder/answer-provenance';
import { createUnansweredStore } from '../../src/stores/postgres/tenant/responder/unanswered';
import { createSuggestionStore } from '../../src/stores/postgres/tenant/responder/answer-suggestions';
import { openJobQueue } from '../../src/jobs/queue';
import { jobsSchema } from '../../src/stores/postgres/migrations/1700000000060-jobs';
import { createWaitingRows } from '../../src/stores/postgres/tenant/waiting-rows';
import { createKnowledgeStore } from '../../src/stores/postgres/tenant/knowledge/knowledge';
import { createDrafts } from '../../src/knowledge/drafts';
import { createImports } from '../../src/knowledge/imports/imports';
import { createDraftStore } from '../../src/stores/postgres/tenant/knowledge/article-drafts';
import { createInvitationStore } from '../../src/stores/postgres/tenant/identity/invitations';
import { createImportStore } from '../../src/stores/postgres/tenant/knowledge/knowledge-imports';
import { createScheduledStore } from '../../src/stores/postgres/tenant/automations/scheduled-messages';
import { createCoachingStore } from '../../src/stores/postgres/tenant/quality/coaching-notes';
import { createQualityStore } from '../../src/stores/postgres/tenant/quality/quality';
import { createTrendStore } from '../../src/stores/postgres/tenant/insights/trends';
import { createTrends } from '../../src/insights/trends/trends';
import { createQuality } from '../../src/insights/quality/quality';
import type { QualityCard } from '../../src/protocol/quality';
import { createReplyDraftStore } from '../../src/stores/postgres/tenant/automations/reply-drafts';
import { createMentionStore } from '../../src/stores/postgres/tenant/automations/mentions';
import { createPeopleStore } from '../../src/stores/postgres/tenant/identity/people';
import { createSessionRows } from '../../src/stores/postgres/tenant/sessions/sessions';
import { createRuleStore } from '../../src/stores/postgres/tenant/automations/automation-rules';
import { createRuleRunStore } from '../../src/stores/postgres/tenant/automations/automation-runs';
import { createLabels } from '../../src/automations/labels/labels';
import { createLabelStore } from '../../src/stores/postgres/tenant/automations/labels';
import { createTeamStore } from '../../src/stores/postgres/tenant/routing/teams';
import {
  createCannedReplyStore,
  createMacroStore,
} from '../../src/stores/postgres/tenant/automations/canned-replies';
import { createSavedViewStore } from '../../src/stores/postgres/tenant/automations/saved-views';
import {
  createMcpServerStore,
  createToolCallStore,
  createToolStore,
} from '../../src/stores/postgres/tenant/ai-tools';
import { createSettingStore } from '../../src/stores/postgres/tenant/identity/settings';
import { passwordCost } from '../dev-env/password-cost';
import { throwawayPostgres } from '../dev-env/postgres';

export const password = 'correct horse battery';
export const metricsToken = 'metrics-token-of-the-test';
export const tokenSecret = 'the secret that signs access tokens in tests';
export const identitySecret = 'the secret of the web channel, 32+';

export interface SeededOrganization {
  id: string;
  email: string;
  userId: string;
  agentId: string;
  channelId: string;
  channelKey: string;
  /** A user that is no agent, where a test needs one. */
  spareUserId?: string;
  /** Where a test needs one. */
  companyId?: string;
  /** A customer without a session, where a test needs one. */
  customerId?: string;
  /** Of somebody else, where a test needs one. */
  externalId?: string;
  /** Of an invitation or a new password, where a test needs one. */
  linkToken?: string;
  /** What a customer asked, and an article, where a test needs them. */
  sessionId?: string;
  articleId?: string;
  playbookId?: string;
  /** Of its admin. */
  accessToken: string;
}

export interface Answered {
  status: number;
  headers: Headers;
  text: string;
  // Test code reads what it expects.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  body: any;
}

export interface Asked {
  token?: string;
  body?: unknown;
  headers?: Record<string, string>;
}

export type Bed = Awaited<ReturnType<typeof createBed>>;

export async function createBed(changed: Partial<HttpDeps> = {}) {
  const server = await throwawayPostgres();
  const database = await server.migratedDatabase();
  const logger = createLog('silent');
  const postgres = await openPostgres({ url: database.url, log: logger });
  const publicDir = await pages();
  const queue = await openJobQueue({ pool: postgres.jobs, schema: jobsSchema, log: logger });
  const parts = { ...compose(postgres, publicDir), queue, jobs: queue.jobs };
  const app = createHttp({ ...parts, ...changed });
  const http = createServer(app);
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  const owner = new Client({ connectionString: database.url });
  await owner.connect();

  async function ask(method: string, path: string, asked: Asked = {}): Promise<Answered> {
    const isText = typeof asked.body === 'string';
    const response = await fetch(url + path, {
      method,
      headers: {
        ...(asked.body !== undefined && { 'Content-Type': 'application/json' }),
        ...(asked.token !== undefined && { Authorization: `Bearer ${asked.token}` }),
        ...asked.headers,
      },
      ...(asked.body !== undefined && {
        body: isText ? (asked.body as string) : JSON.stringify(asked.body),
      }),
    });
    const text = await response.text();
    const json = /json/.test(response.headers.get('content-type') ?? '');
    return { status: response.status, headers: response.headers, text, body: json ? JSON.parse(text) : text };
  }

  return {
    ...parts,
    postgres,
    owner,
    url,
    ask,
    /** Below /api/v1/. */
    api: (method: string, path: string, asked?: Asked) => ask(method, `/api/v1/${path}`, asked),
    seed: (name: string) => seed(owner, name, ask),
    async close() {
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
      await parts.sessions.drain();
      await parts.documents.close();
      await parts.knowledge.close();
      await owner.end();
      await postgres.close();
      await server.stop();
      await rm(publicDir, { recursive: true, force: true });
    },
  };
}

function compose(postgres: Postgres, publicDir: string) {
  const { withOrganization, crossTenant, documents } = postgres;
  const log = createLog('silent');
  const events = createEventBus((error) => {
    throw error;
  });
  const messageLog = createMessageLog(documents);
  const rows = createSessionRows(postgres);
  const sessions = createSessions({
    bornAs: () => undefined,
    detectIn: () => ({}),
    handoverWords: () => Promise.resolve(undefined),
    ratingWords: () => Promise.resolve(undefined),
    withSla: (state) => state,
    mergeTurn: (organizationId, work) => postgres.changeTurn(organizationId, 'merges', work),
    log: messageLog,
    rows,
    projection: crossTenant,
    events,
    logger: log,
    now: postgres.now,
    assign: (_organizationId, wanted, record) =>
      record(
        wanted.map(() => undefined),
        [],
      ),
  });
  const memory = createMemoryStore(documents);
  const customerMemory = createCustomerMemory({
    events,
    store: memory,
    factsIn: () => [],
    choice: createMemoryChoice(withOrganization),
    log,
  });
  const conversations = createConversationStore(documents);
  const customerStore = createCustomerStore(withOrganization, String);
  const linkStore = createLinkStore(withOrganization);
  const customerLinks = createCustomerLinks({
    store: linkStore,
    customers: customerStore,
    events,
    linked: () => Promise.resolve(),
  });
  const settings = createSettingStore(withOrganization);
  const mentions = createMentions({ store: createMentionStore(withOrganization), events, sessions });
  const customerAttributes = createCustomerAttributes({ settings });
  const customers = createCustomers({
    store: customerStore,
    events,
    link: customerLinks.byEvidence,
    linked: customerLinks.made,
    checkAttributes: customerAttributes.check,
  });
  const limits = createMemoryRealtime({ rules: rateRules }).rateLimits;
  const identity = createIdentity({
    lookups: crossTenant,
    store: createIdentityStore(withOrganization),
    customers,
    limits,
    tokenSecret: () => Promise.resolve(tokenSecret),
    channelsNow: createChannelsNow(crossTenant, { onlineAmong: () => Promise.resolve(new Set()) }),
    hasVisitors: (type) => type === 'web',
    passwordCost,
  });
  const seal = createSeal(Buffer.alloc(32));
  const inbound = createInboundEventList(withOrganization, seal);
  const privacy = createPrivacy({
    personOf: ({ organizationId, customerId }) => customerLinks.customerIds(organizationId, customerId),
    forgetLinks: customerLinks.forget,
    findInbound: ({ organizationId, customerId }) => inbound.findThoseOf(organizationId, customerId),
    eraseCustomer: ({ organizationId, customerId }) => customerStore.erase(organizationId, customerId),
    sessionsOf: async ({ organizationId, customerId }) =>
      (await sessions.list(organizationId, { customerId }, { limit: 200 })).items,
    messages: sessions.messages,
    forCustomer,
    exportedSession,
    redactLog: (organizationId, sessionIds) => sessions.erase({ organizationId, sessionIds }),
    forgetMemory: (customer) => memory.forget(customer),
    removeConversations: (organizationId, ids) => conversations.remove(organizationId, ids),
    // Neither sockets nor files are in this bed.
    cutOff: () => Promise.resolve(),
    removeFiles: () => Promise.resolve(0),
  });
  const synonyms = createKnownSynonyms({ settings, log });
  const knowledge = createKnowledge({
    synonymsOf: synonyms.of,
    store: createKnowledgeStore(withOrganization),
    vectors: createVectorStore(documents),
    embeddings: { reason: 'off in this test' },
    events,
    embedLater: () => undefined,
    log,
  });
  const channels = createChannelStore(withOrganization);
  const channelKinds = byType(createChannels({ fetch: createSafeFetch({ allow: [] }), mail: noMail }));
  const links = {
    store: createInvitationStore(withOrganization),
    lookups: crossTenant,
    limits,
    begin: identity.begin,
    // No mailbox is connected.
    letter: () => Promise.resolve({ why: 'No mailbox is connected.' }),
    publicUrl: 'https://parley.test',
    organizationName: () => Promise.resolve('Ours'),
  };
  return {
    log,
    events,
    identity,
    invitationStore: links.store,
    invitations: createInvitations(links),
    passwordResets: createPasswordResets({
      ...links,
      identity: createIdentityStore(withOrganization),
      onError: () => undefined,
    }),
    customers,
    customerLinks,
    customerObjects: createCustomerObjects({ store: createObjectStore(withOrganization), events }),
    // No channel of this bed sends.
    identityCodes: {
      send: () => Promise.resolve({ expiresAt: new Date().toISOString() }),
      check: () => Promise.resolve(),
    },
    sessions,
    counts: rows.counts,
    countEach: rows.countEach,
    rulesOf: () => ({ mayWrite: true, forms: ['text' as const, 'attachment' as const] }),
    retryDelivery: () => Promise.resolve(true),
    original: () => Promise.resolve({}),
    arrived: () => Promise.resolve(true),
    seal,
    inboundEvents: {
      get: inbound.get,
      list: withKinds(inbound.list, channelKinds),
      replay: async (...asked: Parameters<typeof inbound.replay>) => (await inbound.replay(...asked)).length,
    },
    openSession: rows.openOrGet,
    search: async () => ({ items: [], nextCursor: null }),
    searchPlaces: async () => ({ items: [], nextCursor: null, total: 0 }),
    privacy,
    memory,
    customerMemory,
    conversations,
    similarSessions: createSimilarSessions({
      similar: { find: () => Promise.resolve(undefined), forget: () => undefined },
      conversations,
      session: sessions.get,
      messages: sessions.messages,
      soFar: summarySoFar,
      closedAmong: () => Promise.resolve([]),
      lets: () => Promise.resolve(true),
      personOf: customerLinks.customerIds,
      masked: String,
      articleOf: async () => undefined,
    }),
    memoryOf: (customer: { organizationId: string; customerId: string }) =>
      memory.recall(customer, new Date(), 1_000),
    knowledge,
    ...buildLearning({
      tables: {
        suggestions: createSuggestionStore(withOrganization),
        unanswered: createUnansweredStore(withOrganization),
        provenance: createProvenanceStore(withOrganization),
        feedback: createFeedbackStore(withOrganization),
      },
      embed: undefined,
      currency: 'EUR',
      sessions,
      customers,
      knowledge,
      events,
      log,
    }),
    takeCopilot: () => Promise.resolve(),
    copilot: createCopilot({
      provider: extractiveProvider(),
      breakers: createBreakers(),
      budget: createRunBudget(
        { take: () => Promise.resolve() },
        createAnswerStore(withOrganization),
        everybodyLets,
      ),
      ...{ sessions, knowledge, events, log },
      answers: createAnswerStore(withOrganization),
      store: createSuggestedReplyStore(withOrganization),
      soFar: summarySoFar,
      settings: () => Promise.resolve(aiSettings.parse({})),
      deadlineMs: 5_000,
    }),
    rewriting: createRewriting({
      provider: {
        ...extractiveProvider(),
        model: 'one of the test',
        write: () => Promise.resolve({ text: 'A refund takes a week.', tokens: { input: 1, output: 1 } }),
      },
      breakers: createBreakers(),
      budget: createRunBudget(
        { take: () => Promise.resolve() },
        createAnswerStore(withOrganization),
        everybodyLets,
      ),
      ...{ sessions, knowledge, log },
      answers: createAnswerStore(withOrganization),
      settings: () => Promise.resolve(aiSettings.parse({})),
      deadlineMs: 5_000,
    }),
    documents: createDocumentReader(),
    lab: createLab({
      store: createLabStore(withOrganization),
      settings: () => Promise.resolve(aiSettings.parse({})),
      compose: ({ turns }) => Promise.resolve(noAnswer(turns[0]!.text, 'a test')),
      article: knowledge.get,
      closed: () => Promise.resolve([]),
      turns: () => Promise.resolve([]),
      knownOf: () => Promise.resolve([]),
      writeSetting: () => Promise.resolve(),
      workLater: () => undefined,
      log,
    }),
    synonyms,
    drafts: createDrafts({ store: createDraftStore(withOrganization), events }),
    imports: createImports({
      store: createImportStore(withOrganization),
      knowledge,
      documents: { read: () => Promise.reject(new Error('nothing is worked on here')) },
      fetch: () => Promise.reject(new Error('nothing is fetched here')),
      workLater() {},
      log,
    }),
    usage: () =>
      Promise.resolve({
        since: new Date(0).toISOString(),
        currency: 'USD',
        answers: 0,
        total: { tokens: 0, money: 0 },
        models: [],
      }),
    preview: () =>
      Promise.resolve({ decision: 'handover' as const, confidence: 0, reason: 'a test', sources: [] }),
    people: createPeopleStore(withOrganization),
    channels,
    channelKinds,
    channelCounts: createChannelCounts(withOrganization),
    templates: createTemplates({
      channels: channelKinds,
      channelById: crossTenant.channelById,
      channelIds: crossTenant.activeChannelIds,
      store: createTemplateStore(withOrganization),
      log,
    }),
    channelChanged: () => undefined,
    templateContent: () => Promise.resolve({ text: 'a template' }),
    async sendTest({ organizationId, channelId }: { organizationId: string; channelId: string }) {
      if (!(await channels.get(organizationId, channelId))) throw notFound('channel');
      return { outcome: 'sent' as const };
    },
    async beginConsent({ organizationId, channelId }: { organizationId: string; channelId: string }) {
      if (!(await channels.get(organizationId, channelId))) throw notFound('channel');
      return 'https://provider.test/consent';
    },
    readMailboxNow: () => Promise.resolve(),
    publicUrl: undefined,
    settings,
    customerAttributes,
    companies: createCompanies({
      store: createCompanyStore(withOrganization),
      identitiesOf: async (organizationId, customerId) =>
        (await customerLinks.whole(organizationId, customerId)).identities,
      events,
    }),
    customerImport: createCustomerImport({
      store: createCustomerImportStore(withOrganization, String),
      events,
      declared: customerAttributes.list,
    }),
    visits: { of: createVisitStore(withOrganization).get },
    mailStopsAmong: () => Promise.resolve([]),
    resumeMail: () => Promise.resolve(true),
    retention: {
      preview: () =>
        Promise.resolve({
          ...{ conversations: 0, files: 0, visits: 0, answers: 0, events: 0, audit: 0 },
        }),
    },
    customerNotes: createCustomerNotes({
      store: createCustomerNoteStore(withOrganization),
      events,
      mentionsOf: mentions.of,
      words: (text) => text.split(' '),
      customerIds: customerLinks.customerIds,
    }),
    relationships: createRelationships({
      store: createRelationshipStore(withOrganization),
      events,
      customerIds: customerLinks.customerIds,
    }),
    calls: createCalls({ store: createCallStore(withOrganization) }),
    timeline: createTimeline({
      store: createTimelineStore(withOrganization),
      customerIds: customerLinks.customerIds,
      done: (organizationId, { customerId, to }, page) =>
        createAuditLog(documents).list(
          organizationId,
          { resource: 'customers', resourceId: customerId, ...(to && { to }) },
          page,
        ),
      sessionsAmong: (organizationId, ids) => createSessionRows(postgres).among(organizationId, ids, {}),
      shown: teamSession,
      messages: sessions.messages,
    }),
    blocks: createBlocks({
      store: createBlockStore(withOrganization),
      personOf: customerLinks.customerIds,
      closeSessions: () => Promise.resolve(),
      events,
    }),
    settingChanged: () => undefined,
    cannedReplies: createCannedReplyStore(withOrganization),
    macros: createMacroStore(withOrganization),
    rules: createRuleStore(withOrganization),
    ruleRuns: createRuleRunStore(withOrganization),
    automations: {
      changed: () => true,
      tryOut: () => Promise.resolve({ looked: 0, matches: [], nextCursor: null }),
    },
    scheduled: createScheduledMessages({
      store: createScheduledStore(withOrganization),
      lost: () => Promise.resolve([]),
      sessions,
      unmerged: (_organizationId, work) => work(),
      events,
      enqueue: () => Promise.resolve(),
    }),
    followUps: createFollowUps({
      store: createFollowUpStore(withOrganization),
      sessions,
      settings: () => Promise.resolve(followUpSettings.parse({})),
      promisesIn: () => [],
      languageOf: () => undefined,
      valuesOf: () => Promise.resolve({}),
      write: () => Promise.resolve(undefined),
      rulesOf: () => Promise.resolve({ mayWrite: true, forms: ['text'] }),
      templateContent: () => Promise.resolve({ text: 'a template' }),
      changeTurn: (_organization, _thing, change) => change(),
      log,
    }),
    playbooks: createPlaybooks({
      store: createPlaybookStore(withOrganization),
      runs: createPlaybookRunStore(withOrganization),
      ...{ sessions, events },
      titleOf: () => Promise.resolve('A title'),
    }),
    quality: createQuality({ store: createQualityStore(withOrganization), messages: sessions.messages }),
    coaching: createCoachingStore(withOrganization),
    trends: createTrends({ store: createTrendStore(withOrganization) }),
    sessionsAmong: (organizationId: string, ids: readonly string[]) =>
      createSessionRows(postgres).among(organizationId, ids, {}),
    judge: (_place: unknown, { criteria }: Pick<QualityCard, 'criteria'>) =>
      Promise.resolve({
        model: 'one of the test',
        at: new Date(0).toISOString(),
        scores: criteria.map(({ id }) => ({ criterionId: id, value: 1, reason: 'So it seems.' })),
      }),
    replyDrafts: createReplyDrafts({ store: createReplyDraftStore(withOrganization), events }),
    mentions,
    notifications: {
      ...createNotificationChoices({ store: createChoiceStore(withOrganization), changed: () => undefined }),
      whyNoMail: () => Promise.resolve('There is no mailbox.'),
      devices: createDevices({
        store: createPushDeviceStore(withOrganization),
        forgetEndpoint: () => Promise.resolve(),
        deviceOf: () => Promise.resolve(undefined),
        checkHost: () => Promise.resolve({ isPublic: true }),
        publicKey: () => Promise.resolve('BA'),
        changed: () => undefined,
      }),
    },
    savedViews: createSavedViewStore(withOrganization),
    tools: createToolStore(withOrganization),
    mcpServers: createMcpServerStore(withOrganization),
    // What the one of this world has, whatever its address.
    mcpClient: { list: () => Promise.resolve([]) },
    toolCalls: createToolCallStore(withOrganization),
    fetch: createSafeFetch({ allow: [] }),
    analytics: createAnalytics({ store: createAnalyticsStore(withOrganization) }),
    readFirstDay: createFirstDay(withOrganization),
    figures: createFigures({ store: createFigureStore(withOrganization) }),
    slaFigures: createSlaFigures({ store: createSlaFigureStore(withOrganization) }),
    weeklyMails: createWeeklyMails({
      store: createWeeklyMailStore(withOrganization),
      report: () => Promise.reject(new Error('Nothing is sent here.')),
      mailbox: () => Promise.resolve(undefined),
      nameOf: () => Promise.resolve(''),
      link: undefined,
    }),
    audit: createAudit({
      log: createAuditLog(documents),
      onError: (error) => {
        throw error;
      },
    }),
    files: createFiles({
      store: createAttachmentStore(withOrganization, crossTenant),
      storage: openDiskStorage(publicDir),
      previews: createPreviews(log),
      channels: byType(createChannels({ fetch: createSafeFetch({ allow: [] }), mail: noMail })),
      channelOf: () => Promise.resolve('web'),
      organizationIds: crossTenant.organizationIds,
      dataDir: publicDir,
      findMessage: () => Promise.resolve(undefined),
      log,
    }),
    waitingRows: createWaitingRows(withOrganization),
    runsServer: () => false,
    // Nothing is measured in this bed.
    readHealth: () => Promise.resolve({ items: [{ part: 'backup' as const, state: 'unknown' as const }] }),
    // No picture is made in this bed.
    pictures: {
      set: () => Promise.resolve(),
      remove: () => Promise.resolve(),
      ofUser: () => Promise.resolve([]),
      forget: () => Promise.resolve(),
    },
    withLinks: createLinks('the key of the links').withLinks,
    snoozeTimes: () => Promise.resolve({}),
    merge: sessions.merge,
    presences: () => Promise.resolve({}),
    agentChanged: () => undefined,
    labels: createLabels({
      store: createLabelStore(withOrganization),
      sessions,
      enqueue: () => Promise.resolve(),
      changed: () => undefined,
    }),
    teams: createTeamStore(withOrganization),
    teamChanged: () => undefined,
    userLeft: () => undefined,
    limits,
    idempotency: createIdempotencyStore(withOrganization),
    changeTurn: postgres.changeTurn,
    publicDir,
    demoChannelKey: () => Promise.resolve('demo-key'),
    ready: () =>
      Promise.resolve({
        status: 'ready' as const,
        stores: { postgres: 'ok' as const, documents: 'ok' as const, realtime: 'ok' as const },
      }),
    metrics: () => Promise.resolve('parley_test 1\n'),
    metricsToken,
    answered() {},
    trustProxy: [],
    secureCookies: false,
  };
}

async function pages(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-public-'));
  await mkdir(join(folder, 'console', 'assets'), { recursive: true });
  await mkdir(join(folder, 'widget'));
  await writeFile(
    join(folder, 'index.html'),
    '<script src="/widget.js" data-channel-key="{{channelKey}}"></script>',
  );
  await writeFile(join(folder, 'widget.js'), '// widget');
  await writeFile(join(folder, 'widget', 'frame.html'), '<p>frame</p>');
  await writeFile(join(folder, 'console', 'index.html'), '<p>console</p>');
  await writeFile(join(folder, 'console', 'assets', 'app-1a2b3c.js'), '// console');
  return folder;
}

async function seed(
  owner: Client,
  name: string,
  ask: (method: string, path: string, asked?: Asked) => Promise<Answered>,
): Promise<SeededOrganization> {
  const email = `admin@${name}.test`;
  const channelKey = `${name}-${randomUUID()}`;
  const { rows } = await owner.query(
    `WITH organization AS (INSERT INTO organizations (name, max_agents) VALUES ($1, 1000) RETURNING id),
       person AS (INSERT INTO users (email, password_hash, first_name, role, organization_id)
         SELECT $2, $3, 'Ada', 'admin', id FROM organization RETURNING id, organization_id),
       agent AS (INSERT INTO agents (organization_id, user_id, display_name)
         SELECT organization_id, id, 'Ada' FROM person RETURNING id),
       channel AS (INSERT INTO channels (organization_id, name, type, key, config)
         SELECT id, 'Website', 'web', $4, $5 FROM organization RETURNING id)
     SELECT person.organization_id AS id, person.id AS "userId", agent.id AS "agentId", channel.id AS "channelId"
     FROM person, agent, channel`,
    [
      name,
      email,
      await hashPassword(password, passwordCost),
      channelKey,
      JSON.stringify({ identitySecret, greeting: 'Hello' }),
    ],
  );
  const login = await ask('POST', '/api/v1/auth/login', { body: { email, password } });
  return { ...(rows[0] as SeededOrganization), email, channelKey, accessToken: login.body.accessToken };
}
