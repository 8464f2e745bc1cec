// Automation rules, with what they ask of everybody else.
import type { ActionDeps } from '../../automations/rules/actions';
import type { Moment } from '../../automations/rules/matching';
import { createAutomations } from '../../automations/rules/rules';
import { displayName } from '../../customers/known-attributes';
import { aiSettings } from '../../protocol/answers';
import { attributeVariables, channelWord, firstNameOf, type ReplyValues } from '../../protocol/reply-text';
import { businessHours, openAt } from '../../routing/hours';
import { toTurns } from '../../responder/transcript';
import { apply } from '../../sessions/fold';
import { emptySession, type SessionState } from '../../sessions/session';
import { teamSession } from '../../sessions/visibility';
import { withoutOffline } from '../core';
import type { Parts } from '../parts';

type RuleParts = Omit<Parts, 'automations'>;

export function buildAutomations(parts: RuleParts) {
  const { tables, queue, stores, events, fetch, log, settingsReader } = parts;
  const sessions = withoutOffline(parts);
  const { agents, organization } = tables.people;
  return createAutomations({
    rules: tables.rules,
    runs: tables.ruleRuns,
    changes: tables.attributeChanges,
    sessions,
    facts: {
      async opening(organizationId, at) {
        const hours = await settingsReader.read(organizationId, 'businessHours', businessHours);
        return hours ? openAt(hours, at) : { open: true };
      },
      customer: (session) => knownOf(parts, session),
    },
    async labelOf(organizationId, key) {
      const declared = await parts.customerAttributes.list(organizationId);
      return declared.find((one) => one.key === key)?.label ?? key;
    },
    setAttribute: (session, given) => setAttribute(parts, session, given),
    setCompanyAttribute: ({ organizationId, customerId }, { by: changedBy, ...given }) =>
      parts.companies.setAttribute(organizationId, customerId, { ...given, changedBy }),
    handOver: async (session, reason) =>
      sessions.handOver({
        organizationId: session.organizationId,
        sessionId: session.id,
        packet: await packetOf(parts, session, reason),
      }),
    async agentOf(organizationId, agentId) {
      const agent = await agents.get(organizationId, agentId);
      return agent && { id: agent.id, name: agent.displayName };
    },
    async teamOf(organizationId, teamId) {
      const team = await tables.teams.get(organizationId, teamId);
      return team && { id: team.id, name: team.name };
    },
    async macroOf(organizationId, macroId) {
      const macro = await tables.macros.get(organizationId, macroId);
      return macro?.userId === null ? macro : undefined;
    },
    valuesOf: (session) => valuesOf(parts, session),
    nameOf: async (organizationId) => (await organization(organizationId))?.name,
    aiAnswers: async (organizationId) =>
      (await settingsReader.read(organizationId, 'ai', aiSettings))?.enabled ?? true,
    shown: teamSession,
    fetch,
    begin: emptySession,
    after: apply,
    now: stores.postgres.now,
    events,
    tellLater: (organizationId) => enqueueChanges(parts, organizationId),
    workLater: (at, when) =>
      void queue.add('rules', at, { key: `rules:${at.sessionId}`, ...(when && { at: when }) }),
    log,
  });
}

/** One after another in an organization: of one attribute the first change is told first. */
export function enqueueChanges({ queue }: Pick<RuleParts, 'queue'>, organizationId: string): Promise<void> {
  const key = `attribute-changes:${organizationId}`;
  return queue.add('attribute-changes', { organizationId }, { key, queue: key });
}

/** False where it is so already. */
async function setAttribute(
  { customers }: Pick<RuleParts, 'customers'>,
  { organizationId, customerId }: SessionState,
  { attribute, value, by }: Parameters<ActionDeps['setAttribute']>[1],
): Promise<boolean> {
  const { attributes } = await customers.get(organizationId, customerId);
  if ((attributes[attribute] ?? null) === value) return false;
  await customers.update(organizationId, customerId, { attributes: { [attribute]: value }, changedBy: by });
  return true;
}

/** What the AI would have given along. */
async function packetOf({ sessions, makePacket }: RuleParts, session: SessionState, reason: string) {
  const { organizationId, id } = session;
  const messages = await sessions.messages(organizationId, id, { limit: 200 });
  return makePacket(organizationId, { trigger: 'rule', reason }, { session, turns: toTurns(messages) });
}

async function knownOf(
  { customers }: RuleParts,
  { organizationId, customerId }: SessionState,
): ReturnType<Moment['customer']> {
  const { customer } = await customers.withIdentities(organizationId, customerId);
  const { firstName, lastName, email, phone, externalId, metadata, attributes } = customer;
  const own = { name: [firstName, lastName].filter(Boolean).join(' '), email, phone, externalId };
  return Object.fromEntries(
    Object.entries({ ...metadata, ...attributes, ...own }).flatMap(([name, value]) =>
      typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
        ? [[name, value]]
        : [],
    ),
  );
}

export async function valuesOf(
  parts: Pick<RuleParts, 'customers' | 'tables'>,
  session: SessionState,
): Promise<ReplyValues> {
  const { organizationId, customerId } = session;
  const { customer } = await parts.customers.withIdentities(organizationId, customerId);
  const name = displayName(customer);
  const organization = await parts.tables.people.organization(organizationId);
  const agent = session.status === 'with_agent' ? session.agentName : undefined;
  const values = {
    ...attributeVariables(customer.attributes),
    'customer.first_name': firstNameOf(name),
    'customer.name': name,
    'customer.email': customer.email,
    'agent.first_name': firstNameOf(agent),
    'agent.name': agent,
    'organization.name': organization?.name,
    'session.channel': channelWord(session.channelType),
    'session.subject': session.subject,
  };
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value)) as ReplyValues;
}
