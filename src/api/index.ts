// Every route of the API, with `knowledge-routes.ts`, `copilot-routes.ts` and `setting-routes.ts`: method, path, who may.
import type { Audit } from '../audit/audit';
import type { Customers } from '../customers/customers';
import type { Links } from '../customers/links';
import type { MemoryEntry } from '../customers/memory/memory-store';
import type { Visits } from '../customers/visits';
import type { Identity } from '../identity/identity';
import type { PeopleStore, Settings } from '../identity/people-store';
import type { Analytics } from '../insights/analytics';
import type { FigureReports } from '../insights/figures';
import type { SlaFigureReports } from '../insights/sla-figures';
import type { Privacy } from '../privacy/privacy';
import { agentEndpoints, type AgentDeps } from './agents';
import { agentPictureEndpoints, type AgentPictureDeps } from './agent-pictures';
import { authEndpoints } from './auth';
import { blockEndpoints, type BlockDeps } from './blocks';
import { companyRoutes } from './company-routes';
import type { CompanyDeps } from './companies';
import { attributeEndpoints, type AttributeDeps } from './customer-attributes';
import { customerImportRoutes, type CustomerImportDeps } from './customer-import';
import { customerEndpoints, type CustomerDeps } from './customers';
import type { CopilotDeps } from './copilot';
import { copilotRoutes } from './copilot-routes';
import { attachmentEndpoints, type FilesApi } from './files';
import { figureEndpoints } from './figures';
import { slaFigureEndpoints } from './sla-figures';
import { weeklyMailEndpoints, type WeeklyMailApi } from './weekly-mail';
import { identityEndpoints, type IdentityDeps } from './identities';
import { knowledgeRoutes, type KnowledgeRouteDeps } from './knowledge-routes';
import { numberEndpoints } from './analytics';
import { invitationEndpoints, joiningEndpoints, type InvitationDeps } from './invitations';
import { memoryEndpoints, type MemoryDeps } from './memory';
import { mergeEndpoints, type MergeDeps } from './merges';
import { mentionEndpoints, type MentionDeps } from './mentions';
import { notificationRoutes, type NotificationDeps } from './notifications';
import { replyDraftEndpoints, type ReplyDraftDeps } from './reply-drafts';
import { objectEndpoints, type ObjectDeps } from './objects';
import { insightRoutes, type InsightDeps } from './insights';
import { on, open } from './http/route-line';
import { followUpRoutes, type FollowUpDeps } from './follow-ups';
import { customerNoteRoutes, type CustomerNoteDeps } from './customer-notes';
import { relationshipRoutes, type RelationshipDeps } from './relationships';
import { timelineRoutes, type TimelineDeps } from './timeline';
import { playbookRoutes, type PlaybookDeps } from './playbooks';
import { qualityRoutes } from './quality-routes';
import type { QualityDeps } from './quality';
import type { Route } from './http/route';
import { settingRoutes, type SettingRouteDeps } from './setting-routes';
import { searchEndpoints, type SearchApi } from './search';
import { sessionEndpoints, type SessionDeps } from './sessions';
import { snoozeEndpoints, type SnoozeDeps } from './snooze';
import { scheduledEndpoints, type ScheduledDeps } from './scheduled-messages';
import { teamEndpoints, type TeamDeps } from './teams';
import { toolEndpoints, type ToolDeps } from './tools';
import { userEndpoints } from './users';

export interface ApiDeps
  extends
    AgentDeps,
    AgentPictureDeps,
    AttributeDeps,
    BlockDeps,
    CompanyDeps,
    CopilotDeps,
    CustomerImportDeps,
    CustomerNoteDeps,
    RelationshipDeps,
    FilesApi,
    IdentityDeps,
    InvitationDeps,
    KnowledgeRouteDeps,
    MemoryDeps,
    MentionDeps,
    MergeDeps,
    NotificationDeps,
    InsightDeps,
    ObjectDeps,
    FollowUpDeps,
    TimelineDeps,
    PlaybookDeps,
    QualityDeps,
    ReplyDraftDeps,
    ScheduledDeps,
    SearchApi,
    SessionDeps,
    SettingRouteDeps,
    SnoozeDeps,
    TeamDeps,
    ToolDeps,
    WeeklyMailApi {
  channels: SettingRouteDeps['channels'];
  teams: TeamDeps['teams'];
  mentions: MentionDeps['mentions'];
  sessions: SessionDeps['sessions'];
  identity: Identity;
  people: PeopleStore;
  files: FilesApi['files'] & SessionDeps['files'];
  pictures: AgentPictureDeps['pictures'] & AgentDeps['pictures'];
  customers: Customers;
  companies: CompanyDeps['companies'];
  blocks: BlockDeps['blocks'];
  visits: Pick<Visits, 'of'>;
  mailStopsAmong: CustomerDeps['mailStopsAmong'];
  resumeMail: CustomerDeps['resumeMail'];
  customerLinks: Links;
  privacy: Privacy;
  memoryOf(customer: { organizationId: string; customerId: string }): Promise<MemoryEntry[]>;
  settings: Settings;
  analytics: Analytics;
  figures: FigureReports;
  slaFigures: SlaFigureReports;
  audit: Audit;
}

export function createRoutes(deps: ApiDeps): Route[] {
  return [
    ...loginRoutes(deps),
    ...sessionRoutes(deps),
    ...notificationRoutes(deps),
    ...scheduledRoutes(deps),
    ...copilotRoutes(deps),
    ...customerRoutes(deps),
    ...timelineRoutes(deps),
    ...customerNoteRoutes(deps),
    ...relationshipRoutes(deps),
    ...companyRoutes(deps),
    ...customerImportRoutes(deps),
    ...knowledgeRoutes(deps),
    ...peopleRoutes(deps),
    ...settingRoutes(deps),
    ...numberRoutes(deps),
    ...qualityRoutes(deps),
    ...insightRoutes(deps),
    ...playbookRoutes(deps),
    ...followUpRoutes(deps),
  ];
}

function loginRoutes(deps: ApiDeps): Route[] {
  const auth = authEndpoints(deps);
  const joining = joiningEndpoints(deps);
  return [
    open('auth.login', 'post auth/login', auth.login),
    open('auth.refresh', 'post auth/refresh', auth.refresh),
    open('auth.invitation', 'post auth/invitation', joining.look),
    open('auth.join', 'post auth/join', joining.join),
    open('auth.forgot', 'post auth/forgot', joining.forgot),
    open('auth.reset', 'post auth/reset', joining.reset),
    open('auth.logout', 'post auth/logout', auth.logout),
    on('auth.me', 'get auth/me', 'signed_in', auth.me),
    on('auth.password', 'post auth/password', 'signed_in', auth.password),
  ];
}

function scheduledRoutes(deps: ApiDeps): Route[] {
  const { list, create, get, update, send, remove } = scheduledEndpoints(deps);
  return [
    on('scheduled-messages.list', 'get sessions/:id/scheduled-messages', 'sessions:read', list),
    on('scheduled-messages.create', 'post sessions/:id/scheduled-messages', 'sessions:write', create),
    on('scheduled-messages.get', 'get scheduled-messages/:id', 'sessions:read', get),
    on('scheduled-messages.update', 'patch scheduled-messages/:id', 'sessions:write', update),
    on('scheduled-messages.send', 'post scheduled-messages/:id/send', 'sessions:write', send),
    on('scheduled-messages.remove', 'delete scheduled-messages/:id', 'sessions:write', remove),
  ];
}

function sessionRoutes(deps: ApiDeps): Route[] {
  const sessions = sessionEndpoints(deps);
  const attachments = attachmentEndpoints(deps);
  const snooze = snoozeEndpoints(deps);
  const merges = mergeEndpoints(deps);
  const mentions = mentionEndpoints(deps);
  const tools = toolEndpoints(deps);
  const drafts = replyDraftEndpoints(deps);
  return [
    on('sessions.list', 'get sessions', 'sessions:read', sessions.list),
    on('search.places', 'get search', 'sessions:read', searchEndpoints(deps).places),
    on('sessions.create', 'post sessions', 'sessions:write', sessions.create),
    on('sessions.counts', 'get sessions/counts', 'sessions:read', sessions.counts),
    on('sessions.snooze-times', 'get sessions/snooze-times', 'sessions:read', snooze.times),
    on('sessions.get', 'get sessions/:id', 'sessions:read', sessions.get),
    on('sessions.update', 'patch sessions/:id', 'sessions:write', sessions.update),
    on('sessions.summary', 'get sessions/:id/summary', 'sessions:read', sessions.summary),
    on('sessions.messages', 'get sessions/:id/messages', 'sessions:read', sessions.messages),
    on('sessions.reply', 'post sessions/:id/messages', 'sessions:write', sessions.reply),
    on('sessions.retry', 'post sessions/:id/messages/:seq/retry', 'sessions:write', sessions.retry),
    on('sessions.arrived', 'post sessions/:id/messages/:seq/arrived', 'sessions:write', sessions.arrived),
    on('sessions.react', 'put sessions/:id/messages/:seq/reaction', 'sessions:write', sessions.react),
    on('sessions.unreact', 'delete sessions/:id/messages/:seq/reaction', 'sessions:write', sessions.unreact),
    on('sessions.original', 'get sessions/:id/messages/:seq/original', 'sessions:read', sessions.original),
    on('sessions.claim', 'post sessions/:id/claim', 'sessions:write', sessions.claim),
    on('sessions.transfer', 'post sessions/:id/transfer', 'sessions:write', sessions.transfer),
    on('sessions.snooze', 'post sessions/:id/snooze', 'sessions:write', snooze.snooze),
    on('sessions.unsnooze', 'post sessions/:id/unsnooze', 'sessions:write', snooze.unsnooze),
    on('sessions.close', 'post sessions/:id/close', 'sessions:write', sessions.close),
    on('sessions.reopen', 'post sessions/:id/reopen', 'sessions:write', sessions.reopen),
    on('sessions.merge', 'post sessions/:id/merge', 'sessions:write', merges.merge),
    on('sessions.separate', 'post sessions/:id/separate', 'sessions:write', merges.separate),
    on('sessions.tool-calls', 'get sessions/:id/tool-calls', 'sessions:read', tools.calls),
    on('reply-drafts.list', 'get reply-drafts', 'sessions:read', drafts.list),
    on('reply-drafts.save', 'put sessions/:id/draft', 'sessions:write', drafts.save),
    on('mentions.list', 'get mentions', 'sessions:read', mentions.list),
    on('mentions.read', 'post mentions/read', 'sessions:read', mentions.read),
    on('attachments.upload', 'post attachments', 'sessions:write', attachments.upload),
  ];
}

function customerRoutes(deps: ApiDeps): Route[] {
  const customers = customerEndpoints(deps);
  const attributes = attributeEndpoints(deps);
  const blocks = blockEndpoints(deps);
  const identities = identityEndpoints(deps);
  const objects = objectEndpoints(deps);
  const memory = memoryEndpoints(deps);
  const linking = ['customers:read', 'customers:link'] as const;
  return [
    on('customer-attributes.list', 'get customer-attributes', 'customers:read', attributes.list),
    on('customer-attributes.update', 'put customer-attributes', 'settings:write', attributes.update),
    on('customers.list', 'get customers', 'customers:read', customers.list),
    on('customers.create', 'post customers', 'customers:write', customers.create),
    on('customers.get', 'get customers/:id', 'customers:read', customers.get),
    on('customers.update', 'patch customers/:id', 'customers:write', customers.update),
    on('customers.resume-mail', 'post customers/:id/resume-mail', 'customers:write', customers.resumeMail),
    on('customers.export', 'get customers/:id/export', ['customers:read', 'sessions:read'], customers.export),
    on('customers.erase', 'delete customers/:id', 'customers:erase', customers.erase),
    on('customers.block', 'put customers/:id/block', 'customers:block', blocks.block),
    on('customers.unblock', 'delete customers/:id/block', 'customers:block', blocks.unblock),
    on('customers.identities', 'get customers/:id/identities', 'customers:read', identities.list),
    on('customers.link', 'post customers/:id/identities', linking, identities.link),
    on('customers.send-code', 'post customers/:id/identities/code', 'customers:link', identities.code),
    on('customers.unlink', 'delete customers/:id/identities/:linkId', 'customers:link', identities.unlink),
    on('memory.list', 'get customers/:id/memory', 'customers:read', memory.list),
    on('memory.choose', 'patch customers/:id/memory', 'customers:write', memory.choose),
    on('memory.forget-all', 'delete customers/:id/memory', 'customers:write', memory.forgetAll),
    on('memory.correct', 'patch customers/:id/memory/:key', 'customers:write', memory.correct),
    on('memory.forget', 'delete customers/:id/memory/:key', 'customers:write', memory.forget),
    on('objects.list', 'get customers/:id/objects', 'customers:read', objects.list),
    on('objects.get', 'get customers/:id/objects/:type/:objectId', 'customers:read', objects.get),
    on('objects.put', 'put customers/:id/objects/:type/:objectId', 'objects:write', objects.put),
    on('objects.remove', 'delete customers/:id/objects/:type/:objectId', 'objects:write', objects.remove),
  ];
}

function peopleRoutes(deps: ApiDeps): Route[] {
  const users = userEndpoints(deps);
  const agents = agentEndpoints(deps);
  const pictures = agentPictureEndpoints(deps);
  const teams = teamEndpoints(deps);
  const invitations = invitationEndpoints(deps);
  return [
    on('users.list', 'get users', 'people:read', users.list),
    on('users.create', 'post users', 'people:write', users.create),
    on('users.get', 'get users/:id', 'people:read', users.get),
    on('users.update', 'patch users/:id', 'people:write', users.update),
    on('users.remove', 'delete users/:id', 'people:write', users.remove),
    on('invitations.list', 'get invitations', 'people:write', invitations.list),
    on('invitations.create', 'post invitations', 'people:write', invitations.create),
    on('invitations.resend', 'post invitations/:id/resend', 'people:write', invitations.resend),
    on('invitations.revoke', 'delete invitations/:id', 'people:write', invitations.revoke),
    on('agents.list', 'get agents', 'people:read', agents.list),
    on('agents.create', 'post agents', 'people:write', agents.create),
    on('agents.get', 'get agents/:id', 'people:read', agents.get),
    on('agents.update-own', 'patch agents/me', 'signed_in', agents.updateOwn),
    on('agents.update', 'patch agents/:id', 'people:write', agents.update),
    on('agents.remove', 'delete agents/:id', 'people:write', agents.remove),
    on('agents.picture', 'put agents/:id/picture', 'signed_in', pictures.set),
    on('agents.remove-picture', 'delete agents/:id/picture', 'signed_in', pictures.remove),
    on('teams.list', 'get teams', 'people:read', teams.list),
    on('teams.create', 'post teams', 'people:write', teams.create),
    on('teams.get', 'get teams/:id', 'people:read', teams.get),
    on('teams.update', 'put teams/:id', 'people:write', teams.update),
    on('teams.remove', 'delete teams/:id', 'people:write', teams.remove),
  ];
}

function numberRoutes(deps: ApiDeps): Route[] {
  const numbers = numberEndpoints(deps);
  const figures = figureEndpoints(deps);
  const sla = slaFigureEndpoints(deps);
  const weekly = weeklyMailEndpoints(deps);
  return [
    on('analytics.get', 'get analytics', 'analytics:read', numbers.analytics),
    on('analytics.figures', 'get analytics/figures', 'analytics:read', figures.figures),
    on('analytics.breakdown', 'get analytics/breakdown', 'analytics:read', figures.breakdown),
    on('analytics.load', 'get analytics/load', 'analytics:read', figures.load),
    on('analytics.now', 'get analytics/now', 'analytics:read', figures.now),
    on('analytics.sessions', 'get analytics/sessions', ['analytics:read', 'sessions:read'], figures.sessions),
    on('analytics.weekly-mail', 'get analytics/weekly-mail', 'analytics:read', weekly.get),
    on('analytics.want-weekly-mail', 'put analytics/weekly-mail', 'analytics:read', weekly.update),
    on('analytics.sla', 'get analytics/sla', 'analytics:read', numbers.sla),
    on('analytics.promises', 'get analytics/promises', 'analytics:read', sla.breakdown),
    on(
      'analytics.promise-sessions',
      'get analytics/promises/sessions',
      ['analytics:read', 'sessions:read'],
      sla.sessions,
    ),
    on('audit-logs.list', 'get audit-logs', 'audit:read', numbers.auditLogs),
  ];
}
