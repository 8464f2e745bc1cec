// What knows one thing and none of the others: app/ hands functions across.
import { createAudit, type Audit } from '../audit/audit';
import { createTemplates } from '../channels/outbound/templates';
import { createCustomerAttributes } from '../customers/attributes';
import { createCustomers } from '../customers/customers';
import { createCustomerImport } from '../customers/import';
import { createCustomerLinks, type LinksDeps } from '../customers/links';
import { createCustomerMemory } from '../customers/memory/customer-memory';
import { createCustomerObjects } from '../customers/objects';
import { createVisits } from '../customers/visits';
import { createAgentPictures } from '../files/agent-pictures';
import { createFiles } from '../files/files';
import { createMessageFinder } from '../files/find-message';
import { createPreviews, type Previews } from '../files/previews';
import { createLinks, withPictures } from '../files/sign';
import { createIdentity, type IdentityDeps } from '../identity/identity';
import type { ChannelsNow } from '../identity/visitor-channel';
import { createSettingsReader } from '../identity/settings-reader';
import { buildConversationMeaning, type ConversationMeaning } from './conversations/conversation-meaning';
import { createAnalytics } from '../insights/analytics';
import { createTrends } from '../insights/trends/trends';
import { createQuality } from '../insights/quality/quality';
import { keepConversations } from '../insights/conversation-summaries';
import { createDocumentReader } from '../knowledge/document-reader';
import { chooseEmbedder } from '../knowledge/embed/choose';
import { createDrafts } from '../knowledge/drafts';
import { createImports, type ImportsDeps } from '../knowledge/imports/imports';
import { createKnowledge } from '../knowledge/knowledge';
import { createKnownSynonyms } from '../knowledge/known-synonyms';
import { entitiesIn } from '../responder/understanding/detect-in-message';
import { allPages } from '../tools/all-pages';
import { buildBlocks } from './customers/blocks';
import { buildCompanies } from './customers/companies';
import { secretOf, type Base } from './base';
import type { Core } from './core';
import { buildFigures } from './notifications/weekly-mails';
import { conversationReading } from './conversations/conversation-reading';
import { buildFileTexts, buildSearch } from './conversations/search';
import { buildWriting } from './conversations/writing';

interface CustomerSessions {
  organizationId: string;
  customerId: string;
  emptied?: true;
}

export function buildFeatures(
  base: Base & Pick<Core, 'sessions' | 'mergeTurn'> & { channelsNow: ChannelsNow; secret: string },
) {
  const { config, log, stores, events, tables, sessions, queue } = base;
  const sessionsOf = ({ organizationId, ...which }: CustomerSessions) =>
    allPages((cursor) => sessions.list(organizationId, which, { limit: 100, ...(cursor && { cursor }) }));
  const previews = createPreviews(log);
  const findMessage = createMessageFinder({ sessionsOf, messages: sessions.messages });
  const files = buildFiles({ ...base, previews, findMessage });
  // Of its own: what customers send does not hold up what is imported.
  const fileReader = createDocumentReader({ timeMs: 20_000 });
  const pictures = createAgentPictures({ store: tables.pictures, storage: stores.files, previews, log });
  const { audit, customers, ...people } = buildCustomers(base);
  const settings = createSettingsReader(tables.settings);
  const identity = buildIdentity(base, customers);
  const embeddings = chooseEmbedder(config.embeddings);
  const synonyms = createKnownSynonyms({ settings: tables.settings, log });
  const knowledge = createKnowledge({
    store: tables.knowledge,
    vectors: stores.documents.vectors,
    synonymsOf: synonyms.of,
    embeddings,
    events,
    embedLater: (organizationId, at) =>
      void queue.add('embed', { organizationId }, { key: `embed:${organizationId}`, ...(at && { at }) }),
    log,
  });
  const meaning = buildConversationMeaning({ ...base, ...people, knowledge, embeddings });
  const conversations = buildConversations({ ...base, ...meaning });
  return {
    ...buildSearch({ ...base, ...meaning, customers, sessionsOf }),
    ...meaning,
    fileReader,
    fileTexts: buildFileTexts({ ...base, files, fileReader, findMessage }),
    templates: buildTemplates(base),
    settingsReader: settings,
    sessionsOf,
    customers,
    identity,
    knowledge,
    synonyms,
    embed: embeddings.embedder?.embed,
    drafts: createDrafts({ store: tables.drafts, events }),
    ...buildWriting(base),
    ...buildDocuments(base, knowledge),
    conversations,
    files,
    previews,
    pictures,
    links: withPictures(createLinks(base.secret), pictures.urlOf),
    ...buildNumbers(base),
    audit,
    ...people,
    customerObjects: createCustomerObjects({ store: tables.objects, events }),
    visits: createVisits({ store: tables.visits }),
    customerMemory: buildMemory(base),
    secret: base.secret,
  };
}

function buildIdentity(
  { lookups, tables, stores, channelsNow, channelList, passwordCost }: Base & { channelsNow: ChannelsNow },
  customers: IdentityDeps['customers'],
) {
  return createIdentity({
    lookups,
    store: tables.identity,
    customers,
    limits: stores.realtime.rateLimits,
    tokenSecret: () => secretOf(stores, 'token_secret'),
    channelsNow,
    hasVisitors: (type) => channelList.get(type)?.hasVisitors ?? false,
    passwordCost,
  });
}

const buildNumbers = (base: Base & Pick<Core, 'sessions'>) => ({
  ...buildFigures(base),
  analytics: createAnalytics({ store: base.tables.analytics }),
  quality: createQuality({ store: base.tables.quality, messages: base.sessions.messages }),
  coaching: base.tables.coaching,
  trends: createTrends({ store: base.tables.trends }),
  sessionsAmong: (organizationId: string, ids: readonly string[]) =>
    base.tables.rows.among(organizationId, ids, {}),
  readFirstDay: base.tables.firstDay,
});

function buildDocuments({ tables, fetch, queue, log }: Base, knowledge: ImportsDeps['knowledge']) {
  const documents = createDocumentReader();
  const imports = createImports({
    knowledge,
    documents,
    store: tables.imports,
    fetch,
    workLater: (organizationId, importId, at) =>
      void queue.add(
        'import',
        { organizationId, importId },
        { key: `import:${importId}`, queue: `import:${organizationId}`, ...(at && { at }) },
      ),
    log,
  });
  return { documents, imports };
}

function buildCustomers({ stores, tables, events, sessions, log }: Base & Pick<Core, 'sessions'>) {
  const audit = createAudit({
    log: stores.documents.auditLogs,
    onError: (error) => log.error({ err: error }, 'could not record the action'),
  });
  const customerLinks = createCustomerLinks({
    store: tables.links,
    customers: tables.customers,
    events,
    linked: recordLinks(audit),
  });
  const customerAttributes = createCustomerAttributes({ settings: tables.settings });
  const customers = createCustomers({
    store: tables.customers,
    events,
    link: customerLinks.byEvidence,
    linked: customerLinks.made,
    checkAttributes: customerAttributes.check,
  });
  const customerImport = createCustomerImport({
    store: tables.customerImport,
    events,
    declared: customerAttributes.list,
  });
  const blocks = buildBlocks({ tables, events, stores, sessions }, customerLinks);
  const companies = buildCompanies({ tables, events }, customerLinks);
  return { audit, customers, companies, customerAttributes, customerImport, customerLinks, blocks };
}

/** What no route records: links that evidence made. */
export function recordLinks({ record }: Pick<Audit, 'record'>): LinksDeps['linked'] {
  return ({ organizationId, customerId, otherId, evidence, by }) =>
    record({
      organizationId,
      actor: by,
      action: 'customers.link',
      resource: 'customers',
      resourceId: customerId,
      more: { linkedCustomerId: otherId, evidence },
    });
}

function buildTemplates({ channelList, lookups, stores, tables, log }: Base) {
  return createTemplates({
    channels: channelList,
    channelById: lookups.channelById,
    channelIds: stores.postgres.crossTenant.activeChannelIds,
    store: tables.templates,
    log,
  });
}

function buildFiles(
  base: Base & {
    sessions: Core['sessions'];
    previews: Previews;
    findMessage: ReturnType<typeof createMessageFinder>;
  },
) {
  const { config, log, stores, tables, sessions, channelList: channels, previews, findMessage } = base;
  return createFiles({
    store: tables.attachments,
    storage: stores.files,
    previews,
    channels,
    channelOf: async (organizationId, sessionId) =>
      (await sessions.get(organizationId, sessionId)).channelType,
    organizationIds: stores.postgres.crossTenant.organizationIds,
    dataDir: config.dataDir,
    findMessage,
    log,
  });
}

export type Features = ReturnType<typeof buildFeatures>;

function buildMemory({ events, stores, tables, log }: Base) {
  return createCustomerMemory({
    events,
    store: stores.documents.memory,
    factsIn: entitiesIn,
    choice: tables.memoryChoice,
    log,
  });
}

function buildConversations({
  events,
  stores: { documents },
  sessions,
  queue,
  conversationVectors,
}: Base & Pick<Core, 'sessions'> & Pick<ConversationMeaning, 'conversationVectors'>) {
  return keepConversations({
    lacking: conversationVectors.lacking,
    events,
    messages: documents.messages,
    store: documents.conversations,
    closed: (organizationId, page) => sessions.list(organizationId, { status: 'closed' }, page),
    reading: conversationReading,
    summarizeLater: (ended) => void queue.add('summarize', ended, { key: `summarize:${ended.sessionId}` }),
  });
}
