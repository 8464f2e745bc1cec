// Things to act on, made fresh in either organization, and one right call of every route.
import { newsKinds } from '../../src/protocol/notifications';
import { randomUUID } from 'node:crypto';
import { hashPassword } from '../../src/identity/passwords';
import { passwordCost } from '../dev-env/password-cost';
import { summarize } from '../../src/insights/summarize';
import { sha256 } from '../../src/identity/secrets';
import { newMcpServer } from '../../src/protocol/mcp-servers';
import { newTool } from '../../src/protocol/tools';
import type { Asked, Bed, SeededOrganization } from './api-bed';
import { password } from './api-bed';
import { createFollowUpStore } from '../../src/stores/postgres/tenant/automations/follow-ups';
import { createTrendStore } from '../../src/stores/postgres/tenant/insights/trends';
import { createQualityStore } from '../../src/stores/postgres/tenant/quality/quality';

export type Kind =
  | 'session'
  | 'heldSession'
  | 'scheduledMessage'
  | 'review'
  | 'ownReview'
  | 'coachingNote'
  | 'ownNote'
  | 'insight'
  | 'closedSession'
  | 'sessionToMerge'
  | 'mergedSession'
  | 'summarizedSession'
  | 'customer'
  | 'company'
  | 'linkedCustomer'
  | 'customerWithAddress'
  | 'customerWithCall'
  | 'customerWithNote'
  | 'customerWithRelationship'
  | 'customerWithOrder'
  | 'customerWithMemory'
  | 'article'
  | 'draft'
  | 'import'
  | 'suggestion'
  | 'answeredSession'
  | 'user'
  | 'invitation'
  | 'agent'
  | 'apiKey'
  | 'channel'
  | 'inboundEvent'
  | 'setting'
  | 'suggestedReply'
  | 'answerTest'
  | 'answerRun'
  | 'tool'
  | 'cannedReply'
  | 'team'
  | 'label'
  | 'macro'
  | 'followUp'
  | 'playbook'
  | 'playbookRun'
  | 'macroOfSession'
  | 'mcpServer'
  | 'savedView'
  | 'job'
  | 'rule';

const address = 'ada@customer.example';

export interface Row {
  /** What `:id` names. */
  kind?: Kind;
  query?: Record<string, string>;
  body?: (organization: SeededOrganization) => unknown;
  /** As a person made for it: the call ends their logins. */
  ownLogin?: true;
  /** Fields of the body that may hold any JSON. */
  free?: string[];
  headers?: Record<string, string>;
  /** A multipart file instead of a body. */
  file?: { name: string; text: string };
  status?: number;
}

let count = 0;
/** The session of an organization into which others are merged. */
const mergesInto = new Map<string, { customerId: string; into: string }>();
const fresh = (word: string) => `${word} ${++count}`;
const cookie = { cookie: 'set by the test' };
const subscribing = {
  endpoint: 'https://push.test/somebody',
  keys: { p256dh: 'B'.repeat(87), auth: 'A'.repeat(22) },
  words: { titles: Object.fromEntries(newsKinds.map((kind) => [kind, 'Something'])), visitor: 'a visitor' },
};

const someTool = {
  urlTemplate: 'http://127.0.0.1:9/orders/{objectId}?of={externalId}',
  answer: { type: 'object' as const, properties: { status: { type: 'string' as const } } },
  objectType: 'order',
  identity: 'externalId' as const,
};

const someReply = () => ({ shortcut: `r${++count}`, title: 'Refund', content: 'Hi', shared: true });
const someMacroRow = () => ({
  userId: null,
  shortcut: `m${++count}`,
  title: 'Hi',
  steps: { addLabels: ['hi'] },
});
const somePlaybook = () => ({
  name: fresh('Refund'),
  isActive: true,
  when: { label: ['refund'] },
  steps: [{ text: 'Ask for the order number' }, { text: 'Say how long it takes' }],
});
const someMacro = () => ({
  shortcut: `m${++count}`,
  title: 'Refund',
  steps: { priority: 'high' },
  shared: true,
});
const someDays = { from: '2026-01-01', to: '2026-01-31', timeZone: 'Europe/Berlin' };
const someRule = () => ({
  name: fresh('Rule'),
  isActive: true,
  when: { on: 'customer_message' as const },
  if: { label: ['vip'] },
  then: [{ do: 'add_labels' as const, labels: ['seen'] }],
});
const someServer = () => ({ name: `s${++count}`, url: 'http://127.0.0.1:9/mcp', token: 'a-token' });

const someView = () => ({ name: fresh('View'), where: { label: ['vip'] }, shared: true });

const someCriterion = {
  id: randomUUID(),
  name: 'Tone',
  good: 'Warm and short.',
  weight: 2,
  scale: 'one_to_five' as const,
  critical: false,
};
const someCard = { criteria: [someCriterion], perAgent: 2, perTeam: 1, perAi: 3 };

/** Of the AI's answers, or of the organization's agent's. */
async function makeReview(bed: Bed, organization: SeededOrganization, by: 'ai' | 'agent') {
  const { id, agentId } = organization;
  const store = createQualityStore(bed.postgres.withOrganization);
  const sessionId = await makers.closedSession(bed, organization);
  // No two of one week.
  const week = new Date(Date.parse('2000-01-03') + ++count * 7 * 86_400_000).toISOString().slice(0, 10);
  await store.saveCard(id, someCard);
  await store.begin(id, week, randomUUID());
  const whose = by === 'ai' ? { agentId: null, agentName: 'AI' } : { agentId, agentName: 'Ada' };
  await store.keep(id, week, [{ sessionId, by, ...whose, teamId: null, stratum: by }]);
  const { items } = await store.list(id, {}, { limit: 200 });
  return items.find((row) => row.sessionId === sessionId)!.id;
}

/** One row a route; a route without a row fails the test. */
const tomorrow = () => new Date(Date.now() + 86_400_000).toISOString();

export const rows: Record<string, Row> = {
  'auth.login': { body: ({ email }) => ({ email, password }) },
  'auth.refresh': { headers: cookie },
  'auth.logout': { headers: cookie, status: 204 },
  'auth.me': {},
  'auth.password': {
    ownLogin: true,
    body: () => ({ currentPassword: password, password: 'another horse battery' }),
  },
  'auth.invitation': { body: ({ linkToken }) => ({ token: linkToken }) },
  'auth.join': { body: ({ linkToken }) => ({ token: linkToken, firstName: 'Lin', password }) },
  'auth.forgot': { body: ({ email }) => ({ email }), status: 204 },
  'auth.reset': { body: ({ linkToken }) => ({ token: linkToken, password }) },
  'invitations.list': {},
  'invitations.create': {
    body: () => ({ email: `i${++count}@people.test`, role: 'agent', talks: true, teamIds: [] }),
    status: 201,
  },
  'invitations.resend': { kind: 'invitation' },
  'invitations.revoke': { kind: 'invitation', status: 204 },
  'sessions.list': {
    query: { status: 'active', channelType: 'web', label: 'x', q: 'hello', agentId: 'me', snoozed: 'false' },
  },
  'search.places': {
    query: {
      q: 'hello',
      kind: 'note',
      sender: 'agent',
      status: 'closed',
      agentId: 'me',
      since: '2026-01-01T00:00:00Z',
    },
  },
  'sessions.create': {
    body: ({ customerId, channelId }) => ({ customerId, channelId }),
    status: 201,
  },
  'sessions.counts': {},
  'sessions.get': { kind: 'session' },
  'sessions.update': { kind: 'session', body: () => ({ labels: ['refund'], priority: 'high' }) },
  'sessions.messages': { kind: 'session', query: { after: '0' } },
  'sessions.reply': {
    kind: 'heldSession',
    body: () => ({ text: 'Hello', clientMessageId: randomUUID() }),
    status: 201,
  },
  'sessions.retry': { kind: 'heldSession' },
  'sessions.arrived': { kind: 'session' },
  'sessions.react': { kind: 'heldSession', body: () => ({ emoji: '👍' }) },
  'sessions.unreact': { kind: 'heldSession' },
  'sessions.original': { kind: 'session' },
  'sessions.claim': { kind: 'session', body: () => ({}) },
  'sessions.transfer': { kind: 'heldSession', body: () => ({ to: { queue: true }, note: 'not mine' }) },
  'sessions.snooze': {
    kind: 'session',
    body: () => ({ until: new Date(Date.now() + 3_600_000).toISOString() }),
  },
  'sessions.unsnooze': { kind: 'heldSession', body: () => ({}) },
  'sessions.snooze-times': {},
  'sessions.close': { kind: 'session', body: () => ({}) },
  'sessions.summarize': { kind: 'session' },
  'sessions.similar': { kind: 'session' },
  'copilot.state': { kind: 'session' },
  'sessions.rewrite': { kind: 'session', body: () => ({ text: 'It takes a week.', how: 'friendlier' }) },
  'sessions.translate': { kind: 'session', body: () => ({ to: 'de' }) },
  'sessions.summary': { kind: 'summarizedSession' },
  'sessions.merge': { kind: 'sessionToMerge', body: ({ id }) => ({ into: mergesInto.get(id)?.into }) },
  'sessions.separate': { kind: 'mergedSession', body: () => ({}) },
  'sessions.reopen': { kind: 'closedSession', body: () => ({}) },
  'suggested-replies.create': { kind: 'session', body: () => ({}) },
  'suggested-replies.dismiss': { kind: 'suggestedReply', status: 204 },
  'suggested-replies.report': { query: { days: '30' } },
  'customers.list': { query: { q: 'ada' } },
  'customers.create': { body: () => ({ externalId: fresh('c'), firstName: 'Grace' }), status: 201 },
  'customers.check-rows': {
    body: () => [{ externalId: fresh('c'), name: 'Grace Hopper' }, { name: 'Nobody' }],
  },
  'customers.import-rows': {
    body: () => [{ externalId: fresh('c'), name: 'Grace Hopper' }, { name: 'Nobody' }],
  },
  'customers.get': { kind: 'customer' },
  'customers.update': { kind: 'customer', body: () => ({ firstName: 'Grace', metadata: { plan: 'pro' } }) },
  'customers.resume-mail': { kind: 'customerWithAddress', body: () => ({ address }) },
  'customers.export': { kind: 'customer' },
  'customers.erase': { kind: 'customer', status: 200 },
  'customers.block': { kind: 'customer', body: () => ({ reason: 'Spam', forDays: 7 }), status: 204 },
  'customers.unblock': { kind: 'customer', status: 204 },
  'customers.identities': { kind: 'customer' },
  'customers.link': {
    kind: 'customer',
    body: () => ({ kind: 'phone', value: `+49 30 ${1_000_000 + ++count}`, evidence: 'agent' }),
    status: 201,
  },
  'customers.send-code': {
    kind: 'customer',
    body: ({ externalId }) => ({ kind: 'external', value: externalId }),
  },
  'customers.unlink': { kind: 'linkedCustomer', status: 204 },
  'customers.timeline': { kind: 'customer', query: { kind: 'call' } },
  'customers.log-call': {
    kind: 'customer',
    body: () => ({ at: '2026-01-05T10:00:00Z', direction: 'out', minutes: 5, outcome: 'Will pay' }),
    status: 201,
  },
  'customers.update-call': { kind: 'customerWithCall', body: () => ({ minutes: 6 }) },
  'customers.remove-call': { kind: 'customerWithCall', status: 204 },
  'customers.notes': { kind: 'customer' },
  'customers.write-note': { kind: 'customer', body: () => ({ text: 'Likes tea' }), status: 201 },
  'customers.update-note': { kind: 'customerWithNote', body: () => ({ text: 'Likes coffee' }) },
  'customers.remove-note': { kind: 'customerWithNote', status: 204 },
  'customers.relationships': { kind: 'customer' },
  'customers.relate': {
    kind: 'customer',
    body: ({ customerId }) => ({ otherId: customerId, role: 'Spouse', ownRole: 'Spouse' }),
    status: 201,
  },
  'customers.update-relationship': { kind: 'customerWithRelationship', body: () => ({ role: 'Partner' }) },
  'customers.unrelate': { kind: 'customerWithRelationship', status: 204 },
  'companies.list': { query: { q: 'acme', tier: 'vip' } },
  'companies.create': {
    body: ({ agentId }) => ({
      name: fresh('Acme'),
      domains: [`a${++count}.example`],
      tier: 'vip',
      ownerId: agentId,
    }),
    status: 201,
  },
  'companies.import': { body: () => [{ externalId: fresh('a'), name: 'Acme' }] },
  'companies.check-rows': { body: () => [{ name: fresh('Acme') }, { tier: 'gold' }] },
  'companies.import-rows': { body: () => [{ name: fresh('Acme') }, { tier: 'gold' }] },
  'companies.put': { body: () => ({ name: 'Acme', notes: 'Pays late.' }), status: 201 },
  'companies.get': { kind: 'company' },
  'companies.update': { kind: 'company', body: () => ({ tier: 'priority', attributes: { seats: 5 } }) },
  'companies.remove': { kind: 'company', status: 204 },
  'customers.company': { kind: 'customer' },
  'customers.join-company': { kind: 'customer', body: ({ companyId }) => ({ companyId }) },
  'customers.leave-company': { kind: 'customer', status: 204 },
  'memory.list': { kind: 'customerWithMemory' },
  'memory.correct': { kind: 'customerWithMemory', body: () => ({ text: 'Jo' }) },
  'memory.choose': { kind: 'customerWithMemory', body: () => ({ remembers: false }), status: 204 },
  'memory.forget': { kind: 'customerWithMemory', status: 204 },
  'memory.forget-all': { kind: 'customerWithMemory', status: 204 },
  'objects.list': { kind: 'customerWithOrder', query: { type: 'order' } },
  'objects.get': { kind: 'customerWithOrder' },
  'objects.put': {
    kind: 'customer',
    body: () => ({ status: 'shipped', isOpen: true, fields: { carrier: 'Sea' } }),
    free: [],
    status: 201,
  },
  'objects.remove': { kind: 'customerWithOrder', status: 204 },
  'articles.list': { query: { q: 'refund' } },
  'articles.create': { body: () => ({ title: fresh('Refunds'), content: 'Five days.' }), status: 201 },
  'articles.import': { body: () => [{ externalId: fresh('x'), title: 'Refunds', content: 'Five days.' }] },
  'attachments.upload': { file: { name: 'receipt.txt', text: 'Paid.' }, status: 201 },
  'articles.get': { kind: 'article' },
  'articles.update': { kind: 'article', body: () => ({ title: 'Returns' }) },
  'articles.versions': { kind: 'article' },
  'articles.version': { kind: 'article' },
  'articles.restore': { kind: 'article', body: () => ({ version: 1 }) },
  'articles.remove-samples': {},
  'articles.remove': { kind: 'article', status: 204 },
  'drafts.list': { query: { limit: '5' } },
  'drafts.create': { body: () => ({ title: fresh('Refunds'), content: '' }), status: 201 },
  'drafts.get': { kind: 'draft' },
  'drafts.update': { kind: 'draft', body: () => ({ content: 'Six days.', category: null }) },
  'drafts.remove': { kind: 'draft', status: 204 },
  'drafts.publish': { kind: 'draft', body: () => ({ version: 1 }) },
  'imports.list': {},
  'imports.create': { body: () => ({ url: 'https://shop.example/help' }), status: 201 },
  'imports.upload': { file: { name: 'refunds.md', text: '# Refunds\n\nFive days.' }, status: 201 },
  'imports.get': { kind: 'import' },
  'imports.cancel': { kind: 'import', status: 204 },
  'documents.upload': { file: { name: 'refunds.md', text: '# Refunds\n\nFive days.' }, status: 201 },
  'knowledge.status': {},
  'knowledge.search': { body: () => ({ query: 'refund', limit: 3 }) },
  'suggestions.list': { query: { state: 'open' } },
  'suggestions.pick': { body: ({ sessionId, articleId }) => ({ sessionId, articleId }), status: 201 },
  'suggestions.approve': { kind: 'suggestion', body: () => ({ question: 'How long?' }) },
  'suggestions.dismiss': { kind: 'suggestion' },
  'answer-tests.list': {},
  'answer-tests.create': {
    body: () => ({ question: fresh('Who owns you?'), history: ['hello'], articleIds: [], facts: ['Ada'] }),
    status: 201,
  },
  'answer-tests.candidates': { query: { limit: '5' } },
  'answer-tests.remove': { kind: 'answerTest', status: 204 },
  'answer-runs.list': {},
  'answer-runs.create': {
    kind: 'answerTest',
    body: () => ({ draft: { confidenceFloor: 0.5, turnCap: null } }),
    status: 201,
  },
  'answer-runs.get': { kind: 'answerRun' },
  'answer-runs.remove': { kind: 'answerRun', status: 204 },
  'answer-runs.results': { kind: 'answerRun', query: { changed: 'true', verdict: 'wrong' } },
  'answer-runs.publish': { kind: 'answerRun', body: () => ({ confirm: true }) },
  'knowledge.reports': { query: { days: '30' } },
  'answers.why': { kind: 'answeredSession' },
  'articles.answers': { kind: 'article', query: { outOfDate: 'true' } },
  'unanswered.list': { query: { days: '30' } },
  'unanswered.draft': { body: () => ({ answerIds: [randomUUID()] }) },
  'unanswered.settle': { body: () => ({ answerIds: [randomUUID()] }) },
  'answers.usage': {},
  'answers.preview': { body: () => ({ question: 'How long does a refund take?' }) },
  'users.list': {},
  'users.create': {
    body: () => ({ email: `u${++count}@people.test`, password, role: 'agent', firstName: 'Lin' }),
    status: 201,
  },
  'users.get': { kind: 'user' },
  'users.update': { kind: 'user', body: () => ({ firstName: 'Grace', role: 'supervisor' }) },
  'users.remove': { kind: 'user', status: 204 },
  'agents.list': {},
  'agents.create': { body: ({ spareUserId }) => ({ userId: spareUserId, displayName: 'Lin' }), status: 201 },
  'agents.get': { kind: 'agent' },
  'agents.update': { kind: 'agent', body: () => ({ displayName: 'Lin', specialties: ['refunds'] }) },
  'agents.update-own': { body: () => ({ language: 'de' }) },
  'agents.remove': { kind: 'agent', status: 204 },
  'organization.health': {},
  'jobs.list': {},
  'jobs.counts': {},
  'jobs.retry': { kind: 'job', status: 204 },
  'jobs.remove': { kind: 'job', status: 204 },
  'agents.picture': { kind: 'agent', file: { name: 'me.png', text: 'A picture.' } },
  'agents.remove-picture': { kind: 'agent', status: 204 },
  'api-keys.list': {},
  'api-keys.create': {
    body: () => ({
      name: fresh('Key'),
      permissions: ['sessions:read'],
      expiresAt: '2099-01-01T00:00:00.000Z',
    }),
    status: 201,
  },
  'api-keys.get': { kind: 'apiKey' },
  'api-keys.update': { kind: 'apiKey', body: () => ({ name: fresh('Renamed') }) },
  'api-keys.remove': { kind: 'apiKey', status: 204 },
  'channels.list': { query: { type: 'web' } },
  'channels.create': {
    body: () => ({ name: fresh('Shop'), type: 'web', config: { greeting: 'Hi' } }),
    status: 201,
  },
  'channels.get': { kind: 'channel' },
  'channels.update': { kind: 'channel', body: () => ({ name: fresh('Shop'), config: { greeting: 'Hey' } }) },
  'channels.check': { kind: 'channel' },
  'channels.counts': { kind: 'channel' },
  'channels.templates': { kind: 'channel' },
  'channels.refresh-templates': { kind: 'channel' },
  'channels.test': { kind: 'channel', body: () => ({ to: '+49 170 1234567' }) },
  'channels.consent': { kind: 'channel' },
  'channels.read-now': { kind: 'channel', status: 204 },
  'channels.remove': { kind: 'channel', status: 204 },
  'inbound-events.list': { query: { status: 'failed' } },
  'inbound-events.get': { kind: 'inboundEvent' },
  'inbound-events.replay': { kind: 'inboundEvent' },
  'inbound-events.replay-all': { body: () => ({ status: 'failed' }) },
  'settings.list': { query: { category: 'console' } },
  'settings.create': {
    body: () => ({ category: 'console', key: `k${++count}`, value: { dense: true } }),
    free: ['value'],
    status: 201,
  },
  'settings.get': { kind: 'setting' },
  'settings.update': { kind: 'setting', body: () => ({ value: [1, 2] }), free: ['value'] },
  'settings.remove': { kind: 'setting', status: 204 },
  'retention.preview': { body: () => ({ conversations: 30 }) },
  'automation-rules.list': {},
  'automation-rules.create': { body: () => someRule(), status: 201 },
  'automation-rules.runs': {},
  'automation-rules.try': {
    body: () => ({ rule: { when: { on: 'opened' }, if: {}, then: [{ do: 'close' }] } }),
  },
  'automation-rules.get': { kind: 'rule' },
  'automation-rules.update': { kind: 'rule', body: () => someRule() },
  'automation-rules.move': { kind: 'rule', body: () => ({ position: 0 }), status: 204 },
  'automation-rules.renew-secret': { kind: 'rule' },
  'automation-rules.remove': { kind: 'rule', status: 204 },
  'teams.list': {},
  'teams.create': { body: ({ agentId }) => ({ name: fresh('Team'), agentIds: [agentId] }), status: 201 },
  'teams.get': { kind: 'team' },
  'teams.update': {
    kind: 'team',
    body: ({ channelId }) => ({ name: fresh('Team'), channelIds: [channelId] }),
  },
  'teams.remove': { kind: 'team', status: 204 },
  'canned-replies.list': {},
  'canned-replies.create': { body: () => someReply(), status: 201 },
  'canned-replies.get': { kind: 'cannedReply' },
  'canned-replies.update': { kind: 'cannedReply', body: () => someReply() },
  'canned-replies.remove': { kind: 'cannedReply', status: 204 },
  'canned-replies.used': { kind: 'cannedReply', status: 204 },
  'scheduled-messages.list': { kind: 'session' },
  'scheduled-messages.create': {
    kind: 'heldSession',
    body: () => ({ text: 'Later', sendAt: tomorrow() }),
    status: 201,
  },
  'scheduled-messages.get': { kind: 'scheduledMessage' },
  'scheduled-messages.update': { kind: 'scheduledMessage', body: () => ({ text: 'Later still' }) },
  'scheduled-messages.send': { kind: 'scheduledMessage', status: 204 },
  'scheduled-messages.remove': { kind: 'scheduledMessage', status: 204 },
  'quality.card': {},
  'quality.save-card': { body: () => someCard },
  'quality.draw': { kind: 'review' },
  'quality.figures': { query: { from: '2026-01-01', to: '2026-12-31' } },
  'quality.list': { query: { state: 'open' } },
  'quality.mine': {},
  'quality.get': { kind: 'review' },
  'quality.score': {
    kind: 'review',
    body: () => ({ scores: [{ criterionId: someCriterion.id, value: 4, comment: 'Kind' }], comment: 'Good' }),
  },
  'quality.skip': { kind: 'review', body: () => ({ because: 'Spam' }) },
  'quality.propose': { kind: 'review' },
  'quality.answer': { kind: 'ownReview', body: () => ({ agrees: false, text: 'I had asked.' }) },
  'coaching-notes.list': {},
  'coaching-notes.create': { body: ({ agentId }) => ({ agentId, text: 'Ask first.' }), status: 201 },
  'coaching-notes.remove': { kind: 'coachingNote', status: 204 },
  'coaching-notes.mine': {},
  'coaching-notes.acknowledge': { kind: 'ownNote', status: 204 },
  'insights.list': { kind: 'insight', query: { open: 'true' } },
  'insights.get': { kind: 'insight' },
  'insights.update': { kind: 'insight', body: ({ agentId }) => ({ state: 'reviewed', agentId }) },
  'insights.sessions': { kind: 'insight' },
  'reply-drafts.list': {},
  'reply-drafts.save': { kind: 'session', body: () => ({ kind: 'reply', text: 'Dear', version: null }) },
  'mentions.list': { query: { unread: 'true' } },
  'mentions.read': { body: () => ({}) },
  'notifications.get': {},
  'notifications.update': { body: () => ({ choices: { mentioned: { mail: true } } }) },
  'push.get': { headers: cookie },
  'push.subscribe': { headers: cookie, body: () => subscribing },
  'push.renew': {
    headers: cookie,
    body: () => ({ endpoint: subscribing.endpoint, keys: subscribing.keys }),
    status: 204,
  },
  'push.unsubscribe': { headers: cookie, status: 204 },
  'synonyms.list': {},
  'synonyms.update': { body: () => ({ items: [['refund', 'money back']] }) },
  'customer-attributes.list': {},
  'customer-attributes.update': { body: () => ({ items: [{ key: 'plan', label: 'Plan', type: 'text' }] }) },
  'follow-ups.list': { kind: 'followUp' },
  'follow-ups.get': { kind: 'followUp' },
  'follow-ups.update': { kind: 'followUp', body: () => ({ text: 'Hello again' }) },
  'follow-ups.approve': { kind: 'followUp', body: () => ({ text: 'Hello' }) },
  'follow-ups.dismiss': { kind: 'followUp', body: () => ({ reason: 'They called' }), status: 204 },
  'playbooks.list': {},
  'playbooks.create': { body: () => somePlaybook(), status: 201 },
  'playbooks.get': { kind: 'playbook' },
  'playbooks.update': { kind: 'playbook', body: () => somePlaybook() },
  'playbooks.remove': { kind: 'playbook', status: 204 },
  'playbooks.figures': { kind: 'playbook', query: { days: '30' } },
  'playbooks.sessions': { kind: 'playbook', query: { what: 'started' } },
  'sessions.playbooks': { kind: 'session' },
  'playbook-runs.start': {
    kind: 'session',
    body: ({ playbookId }) => ({ playbookId }),
    status: 201,
  },
  'playbook-runs.step': { kind: 'playbookRun', body: () => ({ state: 'done' }) },
  'playbook-runs.remove': { kind: 'playbookRun', status: 204 },
  'labels.list': {},
  'labels.create': { body: () => ({ name: fresh('Label'), colour: 'teal' }), status: 201 },
  'labels.marks': {},
  'labels.get': { kind: 'label' },
  'labels.update': { kind: 'label', body: () => ({ name: fresh('Label'), description: 'When they pay' }) },
  'labels.merge': { kind: 'label', body: () => ({ into: 'Into' }) },
  'labels.remove': { kind: 'label', status: 204 },
  'macros.list': {},
  'macros.create': { body: () => someMacro(), status: 201 },
  'macros.get': { kind: 'macro' },
  'macros.update': { kind: 'macro', body: () => someMacro() },
  'macros.remove': { kind: 'macro', status: 204 },
  'sessions.run-macro': { kind: 'macroOfSession', body: () => ({ runId: randomUUID() }) },
  'views.list': {},
  'views.create': { body: () => someView(), status: 201 },
  'views.counts': {},
  'views.get': { kind: 'savedView' },
  'views.update': { kind: 'savedView', body: () => someView() },
  'views.move': { kind: 'savedView', body: () => ({ position: 0 }), status: 204 },
  'views.remove': { kind: 'savedView', status: 204 },
  'tools.list': {},
  'tools.create': { body: () => ({ ...someTool, name: `t${++count}` }), status: 201, free: ['headers'] },
  'tools.get': { kind: 'tool' },
  'tools.update': { kind: 'tool', body: () => ({ ...someTool, name: `t${++count}` }), free: ['headers'] },
  'tools.remove': { kind: 'tool', status: 204 },
  'tools.try': { kind: 'tool', body: () => ({ objectId: '4711', identity: 'c-1' }) },
  'mcp-servers.list': {},
  'mcp-servers.create': { body: someServer, status: 201 },
  'mcp-servers.get': { kind: 'mcpServer' },
  'mcp-servers.update': { kind: 'mcpServer', body: someServer },
  'mcp-servers.remove': { kind: 'mcpServer', status: 204 },
  'mcp-servers.tools': { kind: 'mcpServer' },
  'sessions.tool-calls': { kind: 'session' },
  'organization.get': {},
  'organization.first-day': {},
  'organization.update': { body: () => ({ name: fresh('Harbour') }) },
  'analytics.get': { query: { from: '2026-01-01', to: '2026-01-31', channelType: 'web' } },
  'analytics.figures': { query: { ...someDays, bucket: 'week' } },
  'analytics.breakdown': { query: { ...someDays, by: 'label' } },
  'analytics.load': { query: someDays },
  'analytics.now': { query: { timeZone: 'Europe/Berlin' } },
  'analytics.sessions': { query: { ...someDays, figure: 'closed', trigger: 'requested' } },
  'analytics.weekly-mail': {},
  'analytics.want-weekly-mail': { body: () => ({ wanted: true, timeZone: 'Europe/Berlin' }) },
  'analytics.promises': { query: { ...someDays, by: 'agent', priority: 'high' } },
  'analytics.promise-sessions': { query: { ...someDays, outcome: 'missed', target: 'resolution' } },
  'analytics.sla': { query: { from: '2026-01-01', to: '2026-01-31', channelType: 'web' } },
  'audit-logs.list': { query: { action: 'auth.login', from: '2026-01-01T00:00:00.000Z' } },
};

const makers: Record<Kind, (bed: Bed, organization: SeededOrganization) => Promise<string>> = {
  session: async (bed, { id, channelId }) => {
    const customer = await bed.customers.createAnonymous(id);
    const { session } = await bed.sessions.receive({
      organizationId: id,
      customerId: customer.id,
      channelId,
      channelType: 'web',
      channelMessageId: randomUUID(),
      content: { text: 'How long does a refund take?' },
    });
    return session.id;
  },
  heldSession: async (bed, organization) => {
    const sessionId = await makers.session(bed, organization);
    const agent = { id: organization.agentId, name: 'Ada' };
    await bed.sessions.claim({ organizationId: organization.id, sessionId, agent });
    return sessionId;
  },
  inboundEvent: async (bed, { id, channelId }) => {
    const { inbound } = bed.postgres.crossTenant.channelTraffic(bed.seal);
    const providerId = randomUUID();
    const body = Buffer.from('{}');
    await inbound.add([{ organizationId: id, channelId, providerId, headers: {}, body }]);
    const { rows } = await bed.owner.query<{ id: string }>(
      'SELECT id FROM inbound_events WHERE provider_id = $1',
      [providerId],
    );
    return rows[0]!.id;
  },
  sessionToMerge: async (bed, { id, channelId }) => {
    const begin = (customerId: string) =>
      bed.sessions.receive({
        ...{ organizationId: id, customerId, channelId, channelType: 'web' },
        into: { thread: fresh('thread') },
        content: { text: 'And one thing more.' },
      });
    if (!mergesInto.has(id)) {
      const { id: customerId } = await bed.customers.createAnonymous(id);
      mergesInto.set(id, { customerId, into: (await begin(customerId)).session.id });
    }
    return (await begin(mergesInto.get(id)!.customerId)).session.id;
  },
  mergedSession: async (bed, organization) => {
    const sessionId = await makers.sessionToMerge(bed, organization);
    const { into } = mergesInto.get(organization.id)!;
    await bed.sessions.merge({
      ...{ organizationId: organization.id, sessionId, into },
      by: { kind: 'system' },
    });
    return sessionId;
  },
  closedSession: async (bed, organization) => {
    const sessionId = await makers.session(bed, organization);
    await bed.sessions.close({ organizationId: organization.id, sessionId, by: { kind: 'system' } });
    return sessionId;
  },
  summarizedSession: async (bed, organization) => {
    const sessionId = await makers.closedSession(bed, organization);
    const messages = await bed.sessions.messages(organization.id, sessionId, { limit: 100 });
    await bed.conversations.upsert(summarize({ organizationId: organization.id, id: sessionId }, messages));
    return sessionId;
  },
  company: async (bed, { id }) => (await bed.companies.create(id, { name: fresh('Acme') })).id,
  customer: async (bed, { id }) => (await bed.customers.createAnonymous(id)).id,
  customerWithAddress: async (bed, { id }) =>
    (await bed.customers.upsert(id, { email: address })).customer.id,
  customerWithOrder: async (bed, { id }) => {
    const customer = await bed.customers.createAnonymous(id);
    const key = { customerId: customer.id, type: 'order', objectId: '4711' };
    await bed.customerObjects.put(id, key, { status: 'shipped', fields: {} });
    return customer.id;
  },
  customerWithMemory: async (bed, { id: organizationId }) => {
    const { id: customerId } = await bed.customers.createAnonymous(organizationId);
    const value = { kind: 'name', text: 'Joe' };
    const entry = { type: 'long_term' as const, key: 'name', value, importance: 0.9 };
    await bed.memory.remember({ organizationId, customerId, ...entry }, new Date());
    return customerId;
  },
  // Its call has the same id.
  customerWithCall: async (bed, { id, userId }) => {
    const customer = await bed.customers.createAnonymous(id);
    const call = { at: '2026-01-05T10:00:00.000Z', direction: 'in' as const, minutes: 3, outcome: 'Asked' };
    const author = { kind: 'user' as const, id: userId, name: 'Ada' };
    const { id: callId } = await bed.calls.add(id, customer.id, { ...call, author });
    await bed.owner.query('UPDATE customer_calls SET id = customer_id WHERE id = $1', [callId]);
    return customer.id;
  },
  // Its note has the same id.
  customerWithNote: async (bed, { id, userId }) => {
    const customer = await bed.customers.createAnonymous(id);
    const author = { kind: 'user' as const, id: userId, name: 'Ada' };
    const { id: noteId } = await bed.customerNotes.add(id, customer.id, { text: 'Likes tea', author });
    await bed.owner.query('UPDATE customer_notes SET id = customer_id WHERE id = $1', [noteId]);
    return customer.id;
  },
  // Its relationship has the same id.
  customerWithRelationship: async (bed, { id, userId }) => {
    const [one, other] = [await bed.customers.createAnonymous(id), await bed.customers.createAnonymous(id)];
    const by = { kind: 'user' as const, id: userId, name: 'Ada' };
    const given = { otherId: other.id, role: 'Spouse', ownRole: 'Spouse', by };
    await bed.relationships.add(id, one.id, given);
    await bed.owner.query('UPDATE customer_relationships SET id = customer_id WHERE customer_id = $1', [
      one.id,
    ]);
    return one.id;
  },
  // Its link has the same id.
  linkedCustomer: async (bed, { id }) => {
    const [one, other] = [await bed.customers.createAnonymous(id), await bed.customers.createAnonymous(id)];
    const by = { kind: 'system' as const, name: 'test' };
    const pair = { customerId: one.id, otherId: other.id };
    await bed.customerLinks.link(id, { ...pair, evidence: 'agent', by });
    await bed.owner.query('UPDATE customer_links SET id = customer_id WHERE customer_id = $1', [one.id]);
    return one.id;
  },
  article: async (bed, { id }) =>
    (await bed.knowledge.create(id, { title: fresh('Refunds'), content: 'Five days.' })).id,
  answeredSession: async (bed, organization) => {
    const sessionId = await makers.session(bed, organization);
    const [asked] = await bed.sessions.messages(organization.id, sessionId, { limit: 1 });
    await bed.owner.query(
      `INSERT INTO answers (organization_id, session_id, message_id, question, decision, provider)
       VALUES ($1, $2, $3, 'How long?', 'answer', 'extractive')`,
      [organization.id, sessionId, asked!.id],
    );
    return sessionId;
  },
  // It has the same id as its session.
  suggestedReply: async (bed, organization) => {
    const sessionId = await makers.session(bed, organization);
    await bed.sessions.writeRows();
    await bed.owner.query(
      `INSERT INTO answers (id, organization_id, session_id, question, text, decision, provider)
       VALUES ($2, $1, $2, 'How long?', 'Five days.', 'suggested', 'extractive')`,
      [organization.id, sessionId],
    );
    return sessionId;
  },
  draft: async (bed, organization) => {
    const articleId = await makers.article(bed, organization);
    const by = { kind: 'system' as const, name: 'test' };
    const draft = { articleId, title: fresh('Refunds'), content: 'Six days.' };
    return (await bed.drafts.create(organization.id, draft, by)).id;
  },
  import: async (bed, { id }) => {
    const row = { kind: 'page' as const, source: 'https://shop.example/', options: {}, refetchHours: null };
    return (await bed.imports.begin(id, { ...row, createdBy: { kind: 'system', name: 'test' } })).id;
  },
  suggestion: async (bed, organization) => {
    const sessionId = await makers.session(bed, organization);
    const articleId = await makers.article(bed, organization);
    const { id } = await bed.suggestions.pick(organization.id, { sessionId, articleId, by: 'Ada' });
    await bed.sessions.writeRows();
    return id;
  },
  job: async ({ queue }, { id }) => {
    await queue.add('promises', { organizationId: id }, { at: new Date(Date.now() + 3_600_000) });
    const { items } = await queue.jobs.list({ organizationId: id, andServer: false }, {}, { limit: 1 });
    return items[0]!.id;
  },
  user: async (bed, organization) => (await makeUser(bed, organization)).id,
  agent: async (bed, organization) => {
    const userId = await makers.user(bed, organization);
    return (await bed.people.agents.create(organization.id, { userId, displayName: 'Lin' })).id;
  },
  apiKey: async (bed, { id }) =>
    (
      await bed.people.apiKeys.create(id, {
        name: fresh('Key'),
        keyHash: sha256(randomUUID()),
        permissions: ['sessions:read'],
      })
    ).id,
  channel: async (bed, { id }) =>
    (await bed.channels.create(id, { name: fresh('Shop'), type: 'web', key: randomUUID(), config: {} })).id,
  answerTest: async (bed, { id }) =>
    (await bed.lab.addTest(id, { question: fresh('Refund?'), history: [], articleIds: [], facts: [] })).id,
  answerRun: async (bed, organization) => {
    await makers.answerTest(bed, organization);
    const run = await bed.lab.begin(organization.id, { confidenceFloor: 0.5, turnCap: null });
    await bed.lab.work(organization.id, run.id);
    return run.id;
  },
  invitation: async (bed, organization) => (await invite(bed, organization)).row.id,
  tool: async (bed, { id }) => {
    const { data } = newTool.safeParse({ ...someTool, name: `t${++count}` });
    return (await bed.tools.create(id, { ...data!, ownerPath: null })).id;
  },
  cannedReply: async (bed, { id }) =>
    (
      await bed.cannedReplies.create(id, {
        userId: null,
        shortcut: `r${++count}`,
        title: 'Hi',
        content: 'Hi',
      })
    ).id,
  team: async (bed, { id }) =>
    (
      await bed.teams.create(id, {
        ...{ name: fresh('Team'), agentIds: [], labels: ['refund'], languages: ['de'], channelIds: [] },
        businessHours: null,
      })
    ).id,
  label: async (bed, { id }) => {
    const said = { colour: null, description: '' };
    await bed.labels.create(id, { name: 'Into', ...said }).catch(() => undefined);
    const name = fresh('Label');
    await bed.labels.create(id, { name, ...said });
    return name;
  },
  rule: async (bed, { id }) => (await bed.rules.create(id, someRule(), 'a secret')).id,
  macro: async (bed, { id }) => (await bed.macros.create(id, someMacroRow())).id,
  macroOfSession: async (bed, organization) => {
    const id = await makers.session(bed, organization);
    // One `:id` for both in a path.
    await bed.macros.create(organization.id, { ...someMacroRow(), ...{ id } });
    return id;
  },
  followUp: async (bed, organization) => {
    const sessionId = await makers.heldSession(bed, organization);
    await bed.sessions.writeRows();
    const { headSeq: seenSeq } = await bed.sessions.get(organization.id, sessionId);
    await createFollowUpStore(bed.postgres.withOrganization).add(organization.id, {
      ...{ sessionId, kind: 'waiting', since: new Date().toISOString(), seenSeq, text: 'Hello' },
    });
    const { items } = await bed.followUps.list(organization.id, { limit: 200 });
    return items.find((one) => one.sessionId === sessionId)!.id;
  },
  playbook: async (bed, { id }) => (await bed.playbooks.create(id, somePlaybook())).id,
  // Its first step has the same id.
  playbookRun: async (bed, organization) => {
    const sessionId = await makers.session(bed, organization);
    await bed.sessions.writeRows();
    const id = randomUUID();
    await bed.owner.query(
      `INSERT INTO playbook_runs (id, organization_id, session_id, name, steps, started_at, started_by)
       VALUES ($1, $2, $3, 'Refund', $4, now(), 'Ada')`,
      [id, organization.id, sessionId, JSON.stringify([{ id, text: 'Ask', state: 'open' }])],
    );
    return id;
  },
  mcpServer: async (bed, { id }) => {
    const { token = null, ...given } = newMcpServer.parse(someServer());
    return (await bed.mcpServers.create(id, { ...given, tools: [], token })).id;
  },
  review: (bed, organization) => makeReview(bed, organization, 'ai'),
  ownReview: async (bed, organization) => {
    const reviewId = await makeReview(bed, organization, 'agent');
    const scores = [{ criterionId: someCriterion.id, value: 5 }];
    await bed.quality.score(organization.id, reviewId, {
      scores,
      by: { id: organization.agentId, name: 'Grace' },
    });
    return reviewId;
  },
  coachingNote: async (bed, organization) =>
    noteFor(bed, organization, await makers.agent(bed, organization)),
  ownNote: (bed, organization) => noteFor(bed, organization, organization.agentId),
  insight: async (bed, organization) => {
    const store = createTrendStore(bed.postgres.withOrganization);
    const key = fresh('label');
    const sessionIds = [await makers.closedSession(bed, organization)];
    const found = { kind: 'label' as const, key, name: key, count: 12, before: [1, 0, 2, 1], sessionIds };
    await store.note(organization.id, [found], new Date());
    const { items } = await store.list(organization.id, {}, { limit: 200 });
    return items.find((one) => one.key === key)!.id;
  },
  scheduledMessage: async (bed, organization) => {
    const sessionId = await makers.heldSession(bed, organization);
    const agent = { id: organization.agentId, name: 'Ada' };
    const reply = { sessionId, agent, text: 'Later', sendAt: tomorrow() };
    return (await bed.scheduled.add(organization.id, reply)).id;
  },
  savedView: async (bed, { id }) =>
    (await bed.savedViews.create(id, { userId: null, name: fresh('View'), filter: { label: ['vip'] } })).id,
  setting: async (bed, { id }) =>
    (await bed.settings.create(id, { category: 'console', key: `k${++count}`, value: true })).id,
};

const invite = (bed: Bed, { id: organizationId, userId }: SeededOrganization) =>
  bed.invitations.invite(
    { organizationId, userId, name: 'Ada' },
    { email: `i${++count}@people.test`, role: 'agent', talks: true, teamIds: [] },
  );

/** What follows the # of a link. */
async function linkTokenFor(bed: Bed, organization: SeededOrganization, route: string): Promise<string> {
  if (route !== 'auth.reset') return (await invite(bed, organization)).link.split('#')[1]!;
  const { id } = await makeUser(bed, organization);
  const token = randomUUID();
  await bed.invitationStore.addReset(organization.id, { userId: id, tokenHash: sha256(token), seconds: 60 });
  return token;
}

const hashed = hashPassword(password, passwordCost);

async function makeUser(bed: Bed, { id }: SeededOrganization) {
  const passwordHash = await hashed;
  return bed.people.users.create(id, { email: `user${++count}@people.test`, passwordHash, role: 'agent' });
}

/** The access token of a new user with the role agent. */
export async function tokenOfSomebody(bed: Bed, organization: SeededOrganization): Promise<string> {
  const { email } = await makeUser(bed, organization);
  return (await bed.api('POST', 'auth/login', { body: { email, password } })).body.accessToken as string;
}

async function noteFor(bed: Bed, { id }: SeededOrganization, agentId: string): Promise<string> {
  return (await bed.coaching.create(id, { agentId, text: 'Ask first.', authorName: 'Grace' })).id;
}

export function make(bed: Bed, organization: SeededOrganization, kind: Kind): Promise<string> {
  return makers[kind](bed, organization);
}

/** A fresh right call, as the organization's admin where the row says nothing else. */
export async function rightCall(
  bed: Bed,
  organization: SeededOrganization,
  name: string,
): Promise<{ asked: Asked; id?: string }> {
  const row = rows[name]!;
  const spareUserId = name === 'agents.create' ? await make(bed, organization, 'user') : '';
  const needsCustomer = ['sessions.create', 'customers.relate'].includes(name);
  const customerId = needsCustomer ? await make(bed, organization, 'customer') : '';
  const companyId = name === 'customers.join-company' ? await make(bed, organization, 'company') : '';
  const picked =
    name === 'suggestions.pick'
      ? {
          sessionId: await make(bed, organization, 'session'),
          articleId: await make(bed, organization, 'article'),
        }
      : name === 'coaching-notes.create'
        ? { agentId: await make(bed, organization, 'agent') }
        : name === 'playbook-runs.start'
          ? { playbookId: await make(bed, organization, 'playbook') }
          : {};
  const linkToken = /^auth\.(invitation|join|reset)$/.test(name)
    ? await linkTokenFor(bed, organization, name)
    : '';
  const externalId = fresh('known');
  if (name === 'customers.send-code') await bed.customers.upsert(organization.id, { externalId });
  const id = row.kind && (await make(bed, organization, row.kind));
  const refresh = row.headers === cookie ? await refreshCookie(bed, organization) : undefined;
  return {
    ...(id && { id }),
    asked: {
      token: row.ownLogin ? await tokenOfSomebody(bed, organization) : organization.accessToken,
      ...(row.body && {
        body: row.body({
          ...organization,
          ...picked,
          ...{ spareUserId, customerId, companyId, externalId, linkToken },
        }),
      }),
      ...(refresh && { headers: { cookie: refresh } }),
      ...(row.file && formOf(row.file)),
    },
  };
}

export async function refreshCookie(bed: Bed, { email }: SeededOrganization): Promise<string> {
  const login = await bed.api('POST', 'auth/login', { body: { email, password } });
  return login.headers.get('set-cookie')!.split(';')[0]!;
}

export function formOf(file: { name: string; text: string }): Asked {
  const boundary = 'boundary-of-the-test';
  return {
    headers: { 'Content-Type': `multipart/form-data; boundary=${boundary}` },
    body: `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${file.name}"\r\nContent-Type: text/markdown\r\n\r\n${file.text}\r\n--${boundary}--\r\n`,
  };
}

export function pathOf(path: string, id: string | undefined, query: Record<string, string> = {}): string {
  const search = new URLSearchParams(query).toString();
  return (
    path
      .replace(':id', id ?? '')
      .replace(':linkId', id ?? '')
      .replace(':noteId', id ?? '')
      .replace(':relationshipId', id ?? '')
      .replace(':name', encodeURIComponent(id ?? ''))
      .replace(':callId', id ?? '')
      .replace(':macroId', id ?? '')
      .replace(':stepId', id ?? '')
      .replace(':suggestionId', id ?? '')
      .replace(':type', 'order')
      .replace(':externalId', `account-${++count}`)
      .replace(':objectId', '4711')
      .replace(':key', 'name')
      .replace(':version', '1')
      .replace(':seq', '1') + (search && `?${search}`)
  );
}
