// Every table of the API's own, as its consumers want it.
import type { Seal } from '../../tools/seal';
import type { Postgres } from './connection/database';
import { createAgentDirectory } from './tenant/agents';
import { createAgentPictureStore } from './tenant/agent-pictures';
import { createLabStore } from './tenant/answer-lab';
import { createAnswerStore } from './tenant/answers';
import { createFeedbackStore } from './tenant/answer-feedback';
import { createOftenAsked } from './tenant/often-asked';
import { createProvenanceStore } from './tenant/answer-provenance';
import { createSuggestionStore } from './tenant/answer-suggestions';
import { createSuggestedReplyStore } from './tenant/suggested-replies';
import { createDraftStore } from './tenant/article-drafts';
import { createRelationshipStore } from './tenant/relationships';
import { createRuleStore } from './tenant/automation-rules';
import { createAttributeChangeStore } from './tenant/attribute-changes';
import { createRuleRunStore } from './tenant/automation-runs';
import { createAttachmentStore } from './tenant/attachments';
import { createFileTextStore } from './tenant/file-texts';
import { createCannedReplyStore, createMacroStore } from './tenant/canned-replies';
import { createInvitationStore } from './tenant/invitations';
import { createLabelStore } from './tenant/labels';
import { createMemoryChoice } from './tenant/memory-choice';
import { createSavedViewStore } from './tenant/saved-views';
import { createTemplateStore } from './tenant/channel-templates';
import { createChannelStore } from './tenant/channels';
import { createImportStore } from './tenant/knowledge-imports';
import { createCallStore } from './tenant/customer-calls';
import { createVisitStore } from './tenant/customer-visits';
import { createRetentionStore } from './tenant/retention';
import { createTimelineStore } from './tenant/timeline';
import { createCompanyStore } from './tenant/companies';
import { createCustomerImportStore } from './tenant/customer-import';
import { createBlockStore } from './tenant/blocks';
import { createLinkStore } from './tenant/customer-links';
import { createCustomerNoteStore } from './tenant/customer-notes';
import { createObjectStore } from './tenant/customer-objects';
import { createCustomerStore } from './tenant/customers';
import { createFigureStore } from './tenant/figures';
import { createPromiseFigureStore } from './tenant/promise-figures';
import { createFirstDay } from './tenant/first-day';
import { createIdempotencyStore } from './tenant/idempotency';
import { createIdentityStore } from './tenant/identity';
import { createAnalyticsStore } from './tenant/insights';
import { createKnowledgeStore } from './tenant/knowledge';
import { createMailStops } from './tenant/mail-stops';
import { createMentionStore } from './tenant/mentions';
import { createChoiceStore, createMailNewsStore } from './tenant/notifications';
import { createPushDeviceStore } from './tenant/push-devices';
import { createPushNewsStore } from './tenant/push-news';
import { createFollowUpStore } from './tenant/follow-ups';
import { createPlaybookRunStore } from './tenant/playbook-runs';
import { createPlaybookStore } from './tenant/playbooks';
import { createReplyDraftStore } from './tenant/reply-drafts';
import { createScheduledStore } from './tenant/scheduled-messages';
import { createCoachingStore } from './tenant/coaching-notes';
import { createNoticedStore } from './tenant/noticed';
import { createQualityStore } from './tenant/quality';
import { createPeopleStore } from './tenant/people';
import { createSearchStore } from './tenant/search';
import { createSearchedNoteStore } from './tenant/searched-notes';
import { createSessionRows } from './tenant/sessions';
import { createWeeklyMailStore } from './tenant/weekly-mails';
import { createMcpServerStore, createToolCallStore, createToolStore } from './tenant/tools';
import { createSettingStore } from './tenant/settings';
import { createTeamStore } from './tenant/teams';
import { createUnansweredStore } from './tenant/unanswered';

/** What people look at in numbers. */
const numberTables = (withOrganization: Postgres['withOrganization']) => ({
  analytics: createAnalyticsStore(withOrganization),
  figures: createFigureStore(withOrganization),
  promiseFigures: createPromiseFigureStore(withOrganization),
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
    noticed: createNoticedStore(withOrganization),
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
