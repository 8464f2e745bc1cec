// Every table of the API's own, as its consumers want it.
import type { Seal } from '../../tools/seal';
import type { Postgres } from './connection/database';
import { createAgentDirectory } from './tenant/routing/agents';
import { createAgentPictureStore } from './tenant/files/agent-pictures';
import { createLabStore } from './tenant/responder/answer-lab';
import { createAnswerStore } from './tenant/responder/answers';
import { createFeedbackStore } from './tenant/responder/answer-feedback';
import { createOftenAsked } from './tenant/responder/often-asked';
import { createProvenanceStore } from './tenant/responder/answer-provenance';
import { createSuggestionStore } from './tenant/responder/answer-suggestions';
import { createSuggestedReplyStore } from './tenant/responder/suggested-replies';
import { createDraftStore } from './tenant/knowledge/article-drafts';
import { createRelationshipStore } from './tenant/customers/relationships';
import { createRuleStore } from './tenant/automations/automation-rules';
import { createAttributeChangeStore } from './tenant/customers/attribute-changes';
import { createRuleRunStore } from './tenant/automations/automation-runs';
import { createAttachmentStore } from './tenant/files/attachments';
import { createFileTextStore } from './tenant/search/file-texts';
import { createCannedReplyStore, createMacroStore } from './tenant/automations/canned-replies';
import { createInvitationStore } from './tenant/identity/invitations';
import { createLabelStore } from './tenant/automations/labels';
import { createMemoryChoice } from './tenant/customers/memory-choice';
import { createSavedViewStore } from './tenant/automations/saved-views';
import { createTemplateStore } from './tenant/channels/channel-templates';
import { createChannelStore } from './tenant/channels/channels';
import { createImportStore } from './tenant/knowledge/knowledge-imports';
import { createCallStore } from './tenant/customers/customer-calls';
import { createVisitStore } from './tenant/customers/customer-visits';
import { createRetentionStore } from './tenant/privacy/retention';
import { createTimelineStore } from './tenant/customers/timeline';
import { createCompanyStore } from './tenant/customers/companies';
import { createCustomerImportStore } from './tenant/customers/customer-import';
import { createBlockStore } from './tenant/customers/blocks';
import { createLinkStore } from './tenant/customers/customer-links';
import { createCustomerNoteStore } from './tenant/customers/customer-notes';
import { createObjectStore } from './tenant/customers/customer-objects';
import { createCustomerStore } from './tenant/customers/customers';
import { createFigureStore } from './tenant/insights/figures';
import { createSlaFigureStore } from './tenant/insights/sla-figures';
import { createFirstDay } from './tenant/insights/first-day';
import { createIdempotencyStore } from './tenant/idempotency';
import { createIdentityStore } from './tenant/identity/identity';
import { createAnalyticsStore } from './tenant/insights/insights';
import { createKnowledgeStore } from './tenant/knowledge/knowledge';
import { createMailStops } from './tenant/channels/mail-stops';
import { createMentionStore } from './tenant/automations/mentions';
import { createChoiceStore, createMailNewsStore } from './tenant/notifications/notifications';
import { createPushDeviceStore } from './tenant/notifications/push-devices';
import { createPushNewsStore } from './tenant/notifications/push-news';
import { createFollowUpStore } from './tenant/automations/follow-ups';
import { createPlaybookRunStore } from './tenant/automations/playbook-runs';
import { createPlaybookStore } from './tenant/automations/playbooks';
import { createReplyDraftStore } from './tenant/automations/reply-drafts';
import { createScheduledStore } from './tenant/automations/scheduled-messages';
import { createCoachingStore } from './tenant/quality/coaching-notes';
import { createTrendStore } from './tenant/insights/trends';
import { createQualityStore } from './tenant/quality/quality';
import { createPeopleStore } from './tenant/identity/people';
import { createSearchStore } from './tenant/search/search';
import { createSearchedNoteStore } from './tenant/search/searched-notes';
import { createSessionRows } from './tenant/sessions/sessions';
import { createWeeklyMailStore } from './tenant/insights/weekly-mails';
import { createMcpServerStore, createToolCallStore, createToolStore } from './tenant/ai-tools';
import { createSettingStore } from './tenant/identity/settings';
import { createTeamStore } from './tenant/routing/teams';
import { createUnansweredStore } from './tenant/responder/unanswered';

/** What people look at in numbers. */
const numberTables = (withOrganization: Postgres['withOrganization']) => ({
  analytics: createAnalyticsStore(withOrganization),
  figures: createFigureStore(withOrganization),
  slaFigures: createSlaFigureStore(withOrganization),
  weeklyMails: createWeeklyMailStore(withOrganization),
});

export type Tables = ReturnType<typeof createTables>;

const customerTables = (withOrganization: Postgres['withOrganization'], seal: Pick<Seal, 'mark'>) => ({
  customers: createCustomerStore(withOrganization, seal.mark),
  customerImport: createCustomerImportStore(withOrganization, seal.mark),
  links: createLinkStore(withOrganization),
  blocks: createBlockStore(withOrganization),
  calls: createCallStore(withOrganization),
  notes: createCustomerNoteStore(withOrganization),
  searchedNotes: createSearchedNoteStore(withOrganization),
  relationships: createRelationshipStore(withOrganization),
  visits: createVisitStore(withOrganization),
  retention: createRetentionStore(withOrganization),
  timeline: createTimelineStore(withOrganization),
  companies: createCompanyStore(withOrganization),
  objects: createObjectStore(withOrganization),
  mailStops: createMailStops(withOrganization),
});

/** @param holdsLog whether the logs are in this database, too */
export function createTables(
  postgres: Pick<Postgres, 'withOrganization' | 'queryOrganization' | 'crossTenant'>,
  seal: Pick<Seal, 'mark'>,
  holdsLog = false,
) {
  const { withOrganization } = postgres;
  return {
    rows: createSessionRows(postgres, holdsLog),
    agents: createAgentDirectory(withOrganization),
    people: createPeopleStore(withOrganization),
    channels: createChannelStore(withOrganization),
    templates: createTemplateStore(withOrganization),
    ...customerTables(withOrganization, seal),
    memoryChoice: createMemoryChoice(withOrganization),
    identity: createIdentityStore(withOrganization),
    invitations: createInvitationStore(withOrganization),
    knowledge: createKnowledgeStore(withOrganization),
    drafts: createDraftStore(withOrganization),
    imports: createImportStore(withOrganization),
    answers: createAnswerStore(withOrganization),
    provenance: createProvenanceStore(withOrganization),
    feedback: createFeedbackStore(withOrganization),
    oftenAsked: createOftenAsked(withOrganization),
    suggestions: createSuggestionStore(withOrganization),
    lab: createLabStore(withOrganization),
    suggestedReplies: createSuggestedReplyStore(withOrganization),
    unanswered: createUnansweredStore(withOrganization),
    pictures: createAgentPictureStore(withOrganization, postgres.crossTenant),
    attachments: createAttachmentStore(withOrganization, postgres.crossTenant),
    ...numberTables(withOrganization),
    firstDay: createFirstDay(withOrganization),
    idempotency: createIdempotencyStore(withOrganization),
    settings: createSettingStore(withOrganization),
    teams: createTeamStore(withOrganization),
    labels: createLabelStore(withOrganization),
    cannedReplies: createCannedReplyStore(withOrganization),
    macros: createMacroStore(withOrganization),
    rules: createRuleStore(withOrganization),
    ruleRuns: createRuleRunStore(withOrganization),
    attributeChanges: createAttributeChangeStore(withOrganization),
    mentions: createMentionStore(withOrganization),
    ...notificationTables(withOrganization),
    followUps: createFollowUpStore(withOrganization),
    playbooks: createPlaybookStore(withOrganization),
    playbookRuns: createPlaybookRunStore(withOrganization),
    scheduled: createScheduledStore(withOrganization),
    quality: createQualityStore(withOrganization),
    trends: createTrendStore(withOrganization),
    coaching: createCoachingStore(withOrganization),
    replyDrafts: createReplyDraftStore(withOrganization),
    savedViews: createSavedViewStore(withOrganization),
    tools: createToolStore(withOrganization),
    mcpServers: createMcpServerStore(withOrganization),
    toolCalls: createToolCallStore(withOrganization),
    search: createSearchStore(withOrganization, postgres.crossTenant),
    fileTexts: createFileTextStore(withOrganization),
  };
}

const notificationTables = (withOrganization: Postgres['withOrganization']) => ({
  notificationChoices: createChoiceStore(withOrganization),
  mailNews: createMailNewsStore(withOrganization),
  pushDevices: createPushDeviceStore(withOrganization),
  pushNews: createPushNewsStore(withOrganization),
});
