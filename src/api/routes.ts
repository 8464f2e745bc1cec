// Every route of the API, with `setting-routes.ts`: method, path, who may.
import type { AnswerUsage, PreviewRequest, PreviewResponse } from '../protocol/answers';
import type { Audit } from '../audit/audit';
import type { Customers } from '../customers/customers';
import type { Links } from '../customers/links';
import type { MemoryEntry } from '../customers/memory';
import type { Identity } from '../identity/identity';
import type { PeopleStore, Settings } from '../identity/people-store';
import type { Analytics } from '../insights/analytics';
import type { Privacy } from '../privacy/privacy';
import { agentEndpoints, type AgentDeps } from './agents';
import { labEndpoints, type LabApi } from './answer-lab';
import { answerEndpoints } from './answers';
import { draftEndpoints, type DraftDeps } from './article-drafts';
import { authEndpoints } from './auth';
import { customerEndpoints } from './customers';
import { copilotEndpoints, type CopilotDeps } from './copilot';
import type { DocumentsApi } from './document';
import { attachmentEndpoints, type FilesApi } from './files';
import { identityEndpoints, type IdentityDeps } from './identities';
import { knowledgeEndpoints, type KnowledgeApi } from './knowledge';
import { knowledgeImportEndpoints, type KnowledgeImportsDeps } from './knowledge-imports';
import { numberEndpoints } from './analytics';
import { memoryEndpoints, type MemoryDeps } from './memory';
import { objectEndpoints, type ObjectDeps } from './objects';
import { on, open } from './place';
import type { Route } from './route';
import { provenanceEndpoints, type ProvenanceDeps } from './provenance';
import { settingRoutes, type SettingRouteDeps } from './setting-routes';
import { sessionEndpoints, type SessionDeps } from './sessions';
import { snoozeEndpoints, type SnoozeDeps } from './snooze';
import { suggestionEndpoints, unansweredEndpoints, type SuggestionDeps } from './suggestions';
import { toolEndpoints, type ToolDeps } from './tools';
import { userEndpoints } from './users';

export interface ApiDeps
  extends
    AgentDeps,
    CopilotDeps,
    DraftDeps,
    FilesApi,
    IdentityDeps,
    KnowledgeImportsDeps,
    MemoryDeps,
    ObjectDeps,
    ProvenanceDeps,
    SessionDeps,
    SettingRouteDeps,
    SnoozeDeps,
    SuggestionDeps,
    ToolDeps {
  channels: SettingRouteDeps['channels'];
  identity: Identity;
  people: PeopleStore;
  files: FilesApi['files'] & SessionDeps['files'];
  customers: Customers;
  customerLinks: Links;
  privacy: Privacy;
  memoryOf(customer: { organizationId: string; customerId: string }): Promise<MemoryEntry[]>;
  knowledge: KnowledgeApi;
  documents: DocumentsApi;
  preview(organizationId: string, request: PreviewRequest): Promise<PreviewResponse>;
  lab: LabApi;
  usage(organizationId: string): Promise<AnswerUsage>;
  settings: Settings;
  analytics: Analytics;
  audit: Audit;
}

export function createRoutes(deps: ApiDeps): Route[] {
  return [
    ...loginRoutes(deps),
    ...sessionRoutes(deps),
    ...copilotRoutes(deps),
    ...customerRoutes(deps),
    ...knowledgeRoutes(deps),
    ...learningRoutes(deps),
    ...labRoutes(deps),
    ...peopleRoutes(deps),
    ...settingRoutes(deps),
    ...numberRoutes(deps),
  ];
}

function loginRoutes(deps: ApiDeps): Route[] {
  const auth = authEndpoints(deps);
  return [
    open('auth.login', 'post auth/login', auth.login),
    open('auth.refresh', 'post auth/refresh', auth.refresh),
    open('auth.logout', 'post auth/logout', auth.logout),
    on('auth.me', 'get auth/me', 'signed_in', auth.me),
    on('auth.password', 'post auth/password', 'signed_in', auth.password),
  ];
}

function sessionRoutes(deps: ApiDeps): Route[] {
  const sessions = sessionEndpoints(deps);
  const attachments = attachmentEndpoints(deps);
  const snooze = snoozeEndpoints(deps);
  const tools = toolEndpoints(deps);
  return [
    on('sessions.list', 'get sessions', 'sessions:read', sessions.list),
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
    on('sessions.tool-calls', 'get sessions/:id/tool-calls', 'sessions:read', tools.calls),
    on('attachments.upload', 'post attachments', 'sessions:write', attachments.upload),
  ];
}

function copilotRoutes(deps: ApiDeps): Route[] {
  const copilot = copilotEndpoints(deps);
  return [
    on(
      'suggested-replies.create',
      'post sessions/:id/suggested-replies',
      ['sessions:write', 'knowledge:read'],
      copilot.suggest,
    ),
    on(
      'suggested-replies.dismiss',
      'post sessions/:id/suggested-replies/:suggestionId/dismiss',
      'sessions:write',
      copilot.dismiss,
    ),
    on('sessions.summarize', 'post sessions/:id/summary', 'sessions:read', copilot.summarize),
    on('suggested-replies.report', 'get answers/suggested-replies', 'analytics:read', copilot.report),
  ];
}

function customerRoutes(deps: ApiDeps): Route[] {
  const customers = customerEndpoints(deps);
  const identities = identityEndpoints(deps);
  const objects = objectEndpoints(deps);
  const memory = memoryEndpoints(deps);
  const linking = ['customers:read', 'customers:link'] as const;
  return [
    on('customers.list', 'get customers', 'customers:read', customers.list),
    on('customers.create', 'post customers', 'customers:write', customers.create),
    on('customers.get', 'get customers/:id', 'customers:read', customers.get),
    on('customers.update', 'patch customers/:id', 'customers:write', customers.update),
    on('customers.export', 'get customers/:id/export', ['customers:read', 'sessions:read'], customers.export),
    on('customers.erase', 'delete customers/:id', 'customers:erase', customers.erase),
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

function knowledgeRoutes(deps: ApiDeps): Route[] {
  const knowledge = knowledgeEndpoints(deps);
  const imports = knowledgeImportEndpoints(deps);
  const drafts = draftEndpoints(deps);
  const answers = answerEndpoints(deps);
  return [
    on('articles.list', 'get knowledge/articles', 'knowledge:read', knowledge.list),
    on('articles.create', 'post knowledge/articles', 'knowledge:write', knowledge.create),
    on('articles.import', 'post knowledge/articles/import', 'knowledge:write', knowledge.import),
    on('articles.get', 'get knowledge/articles/:id', 'knowledge:read', knowledge.get),
    on('articles.update', 'put knowledge/articles/:id', 'knowledge:write', knowledge.update),
    on('articles.remove', 'delete knowledge/articles/:id', 'knowledge:write', knowledge.remove),
    on('articles.versions', 'get knowledge/articles/:id/versions', 'knowledge:read', knowledge.versions),
    on(
      'articles.version',
      'get knowledge/articles/:id/versions/:version',
      'knowledge:read',
      knowledge.version,
    ),
    on('articles.restore', 'post knowledge/articles/:id/restore', 'knowledge:write', knowledge.restore),
    on('drafts.list', 'get knowledge/drafts', 'knowledge:write', drafts.list),
    on('drafts.create', 'post knowledge/drafts', 'knowledge:write', drafts.create),
    on('drafts.get', 'get knowledge/drafts/:id', 'knowledge:write', drafts.get),
    on('drafts.update', 'put knowledge/drafts/:id', 'knowledge:write', drafts.update),
    on('drafts.remove', 'delete knowledge/drafts/:id', 'knowledge:write', drafts.remove),
    on('drafts.publish', 'post knowledge/drafts/:id/publish', 'knowledge:write', drafts.publish),
    on('imports.list', 'get knowledge/imports', 'knowledge:read', imports.list),
    on('imports.create', 'post knowledge/imports', 'knowledge:write', imports.create),
    on('imports.upload', 'post knowledge/imports/file', 'knowledge:write', imports.upload),
    on('imports.get', 'get knowledge/imports/:id', 'knowledge:read', imports.get),
    on('imports.cancel', 'delete knowledge/imports/:id', 'knowledge:write', imports.cancel),
    on('documents.upload', 'post knowledge/documents', 'knowledge:write', knowledge.upload),
    on('knowledge.status', 'get knowledge/status', 'knowledge:read', knowledge.status),
    on('knowledge.search', 'post knowledge/search', 'knowledge:read', knowledge.search),
    on('answers.preview', 'post answers/preview', 'answers:preview', answers.preview),
    on('answers.usage', 'get answers/usage', 'analytics:read', answers.usage),
  ];
}

function labRoutes(deps: ApiDeps): Route[] {
  const lab = labEndpoints(deps);
  return [
    on('answer-tests.list', 'get answers/tests', 'answers:test', lab.tests),
    on('answer-tests.create', 'post answers/tests', 'answers:test', lab.addTest),
    on(
      'answer-tests.candidates',
      'get answers/tests/candidates',
      ['answers:test', 'sessions:read'],
      lab.candidates,
    ),
    on('answer-tests.remove', 'delete answers/tests/:id', 'answers:test', lab.removeTest),
    on('answer-runs.list', 'get answers/runs', 'answers:test', lab.runs),
    on('answer-runs.create', 'post answers/runs', 'answers:test', lab.begin),
    on('answer-runs.get', 'get answers/runs/:id', 'answers:test', lab.run),
    on('answer-runs.remove', 'delete answers/runs/:id', 'answers:test', lab.removeRun),
    on('answer-runs.results', 'get answers/runs/:id/results', 'answers:test', lab.results),
    on(
      'answer-runs.publish',
      'post answers/runs/:id/publish',
      ['answers:test', 'settings:write'],
      lab.publish,
    ),
  ];
}

function learningRoutes(deps: ApiDeps): Route[] {
  const provenance = provenanceEndpoints(deps);
  const suggestions = suggestionEndpoints(deps);
  const unanswered = unansweredEndpoints(deps);
  return [
    on(
      'suggestions.list',
      'get knowledge/suggestions',
      ['knowledge:read', 'sessions:read'],
      suggestions.list,
    ),
    on('suggestions.pick', 'post knowledge/suggestions', 'sessions:write', suggestions.pick),
    on(
      'suggestions.approve',
      'post knowledge/suggestions/:id/approve',
      ['knowledge:write', 'sessions:read'],
      suggestions.approve,
    ),
    on(
      'suggestions.dismiss',
      'post knowledge/suggestions/:id/dismiss',
      ['knowledge:write', 'sessions:read'],
      suggestions.dismiss,
    ),
    on('unanswered.list', 'get knowledge/unanswered', ['knowledge:read', 'sessions:read'], unanswered.groups),
    on(
      'unanswered.draft',
      'post knowledge/unanswered/draft',
      ['knowledge:read', 'sessions:read'],
      unanswered.draft,
    ),
    on(
      'unanswered.settle',
      'post knowledge/unanswered/settle',
      ['knowledge:write', 'sessions:read'],
      unanswered.settle,
    ),
    on('knowledge.reports', 'get knowledge/reports', 'knowledge:read', provenance.reports),
    on('answers.why', 'get sessions/:id/messages/:seq/why', 'sessions:read', provenance.why),
    on(
      'articles.answers',
      'get knowledge/articles/:id/answers',
      ['knowledge:read', 'sessions:read'],
      provenance.uses,
    ),
  ];
}

function peopleRoutes(deps: ApiDeps): Route[] {
  const users = userEndpoints(deps);
  const agents = agentEndpoints(deps);
  return [
    on('users.list', 'get users', 'people:read', users.list),
    on('users.create', 'post users', 'people:write', users.create),
    on('users.get', 'get users/:id', 'people:read', users.get),
    on('users.update', 'patch users/:id', 'people:write', users.update),
    on('users.remove', 'delete users/:id', 'people:write', users.remove),
    on('agents.list', 'get agents', 'people:read', agents.list),
    on('agents.create', 'post agents', 'people:write', agents.create),
    on('agents.get', 'get agents/:id', 'people:read', agents.get),
    on('agents.update', 'patch agents/:id', 'people:write', agents.update),
    on('agents.remove', 'delete agents/:id', 'people:write', agents.remove),
  ];
}

function numberRoutes(deps: ApiDeps): Route[] {
  const numbers = numberEndpoints(deps);
  return [
    on('analytics.get', 'get analytics', 'analytics:read', numbers.analytics),
    on('audit-logs.list', 'get audit-logs', 'audit:read', numbers.auditLogs),
  ];
}
