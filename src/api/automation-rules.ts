// Automation rules: written by admins, tried on what was, and what each did and why.
import { randomBytes } from 'node:crypto';
import type { Automations } from '../automations/rules/rules';
import type { ListedRun, RuleRow, RuleRuns, Rules } from '../automations/rules/store';
import type { Macros } from '../automations/store';
import { DomainError, notFound } from '../errors';
import type { Channels, PeopleStore } from '../identity/people-store';
import {
  newRule,
  rule,
  rulePlace,
  ruleRun,
  ruleRunList,
  ruleSecret,
  ruleTrial,
  ruleTried,
  type NewRule,
  type Rule,
  type RuleAction,
  type RuleRun,
} from '../protocol/automation-rules';
import { attributeWordsFault } from '../protocol/customer-attributes';
import { idParam, listOf } from '../protocol/lists';
import { say } from '../protocol/words/said';
import type { Teams } from '../routing/teams';
import { variableFaults, type VariableDeps } from './known-variables';
import { found } from './require-found';
import { endpoint } from './route';

export interface RuleDeps extends VariableDeps {
  rules: Rules;
  ruleRuns: Pick<RuleRuns, 'list' | 'counts'>;
  automations: Pick<Automations, 'tryOut' | 'changed'>;
  people: Pick<PeopleStore, 'agents'>;
  teams: Teams;
  macros: Macros;
  channels: Channels;
}

const what = 'rule';
const newSecret = () => randomBytes(32).toString('base64url');

export function ruleEndpoints(deps: RuleDeps) {
  return { ...reading(deps), ...writing(deps), ...trying(deps) };
}

function reading({ rules, ruleRuns }: RuleDeps) {
  return {
    list: endpoint({
      summary: 'Automation rules, in their order. All of them in one page.',
      response: listOf(rule),
      async handle({ principal: { organizationId } }) {
        const [rows, counts] = await Promise.all([
          rules.list(organizationId),
          ruleRuns.counts(organizationId),
        ]);
        return { items: rows.map((row) => present(row, counts.get(row.id))), nextCursor: null };
      },
    }),

    get: endpoint({
      summary: 'One automation rule.',
      params: idParam,
      response: rule,
      async handle({ principal: { organizationId }, params: { id } }) {
        const row = found(await rules.get(organizationId, id), what);
        return present(row, (await ruleRuns.counts(organizationId)).get(id));
      },
    }),

    runs: endpoint({
      summary: 'What rules did, and why, newest first. What is older than 30 days is forgotten.',
      query: ruleRunList,
      response: listOf(ruleRun),
      async handle({ principal, query: { limit, cursor, ruleId, sessionId } }) {
        const filter = { ...(ruleId && { ruleId }), ...(sessionId && { sessionId }) };
        const page = { limit, ...(cursor && { cursor }) };
        const { items, nextCursor } = await ruleRuns.list(principal.organizationId, filter, page);
        return { items: items.map(presentRun), nextCursor };
      },
    }),
  };
}

function writing(deps: RuleDeps) {
  const { rules, automations } = deps;
  return {
    create: endpoint({
      summary: 'Make an automation rule. `conflict` when its name is taken, or there are 100 already.',
      body: newRule,
      response: rule,
      status: 201,
      async handle({ principal: { organizationId }, body }) {
        await areThere(deps, organizationId, body);
        const row = await rules.create(organizationId, body, newSecret());
        automations.changed(organizationId);
        return present(row);
      },
    }),

    update: endpoint({
      summary: 'Replace an automation rule. What it began goes on.',
      params: idParam,
      body: newRule,
      response: rule,
      async handle({ principal: { organizationId }, params, body }) {
        await areThere(deps, organizationId, body, found(await rules.get(organizationId, params.id), what));
        const row = found(await rules.update(organizationId, params.id, body), what);
        automations.changed(organizationId);
        return present(row);
      },
    }),

    remove: endpoint({
      summary: 'Remove an automation rule, and what is known of its runs.',
      params: idParam,
      async handle({ principal: { organizationId }, params }) {
        if (!(await rules.remove(organizationId, params.id))) throw notFound(what);
        automations.changed(organizationId);
      },
    }),

    ...ordering(deps),

    ...renewing(deps),
  };
}

function renewing({ rules }: RuleDeps) {
  return {
    renewSecret: endpoint({
      summary:
        "Make a new secret for a rule's webhooks, shown this once. The old one signs nothing any more.",
      params: idParam,
      response: ruleSecret,
      shownOnce: ['secret'],
      async handle({ principal: { organizationId }, params: { id } }) {
        const secret = newSecret();
        if (!(await rules.setSecret(organizationId, id, secret))) throw notFound(what);
        return { secret };
      },
    }),
  };
}

function ordering({ rules }: RuleDeps) {
  return {
    move: endpoint({
      summary: 'Put an automation rule in another place.',
      params: idParam,
      body: rulePlace,
      async handle({ principal: { organizationId }, params: { id }, body: { position } }) {
        const all = (await rules.list(organizationId)).map((row) => row.id);
        if (!all.includes(id)) throw notFound(what);
        const others = all.filter((other) => other !== id);
        await rules.arrange(organizationId, others.toSpliced(position, 0, id));
      },
    }),
  };
}

function trying({ automations }: RuleDeps) {
  return {
    try: endpoint({
      summary:
        'Try a rule on sessions of the past, the newest first: where it would have run. Nothing is done.',
      body: ruleTrial,
      response: ruleTried,
      readOnly: true,
      handle: ({ principal, body: { rule: tried, limit, cursor } }) =>
        automations.tryOut(principal.organizationId, tried, { limit, ...(cursor && { cursor }) }),
    }),
  };
}

/** @throws `invalid` for what a rule names and the organization does not have */
// eslint-disable-next-line max-params -- who, where, and what replaces what
async function areThere(
  deps: RuleDeps,
  organizationId: string,
  given: NewRule,
  before?: Pick<NewRule, 'if'>,
): Promise<void> {
  const errors: Array<{ path: string; message: string }> = [];
  const miss = (path: string, message: string) => errors.push({ path, message });
  for (const [index, action] of given.then.entries()) {
    const why = await missing(deps, organizationId, action);
    if (why) miss(`then.${index}`, why);
  }
  const named = [
    ['agentId', given.if.agentId, deps.people.agents, 'names no agent of the organization'],
    ['teamId', given.if.teamId, deps.teams, 'names no team of the organization'],
    ['channelId', given.if.channelId, deps.channels, 'names no channel of the organization'],
  ] as const;
  for (const [field, ids = [], table, message] of named)
    for (const id of ids) if (!(await table.get(organizationId, id))) miss(`if.${field}`, message);
  errors.push(...(await attributeFaults(deps, organizationId, given)));
  errors.push(...(await strangeTraits(deps, organizationId, { given, before })));
  if (errors.length > 0) throw new DomainError('invalid', say('rule_names_missing'), { errors });
}

/** What it asks of attributes, and what it says of them. */
async function attributeFaults(
  deps: RuleDeps,
  organizationId: string,
  given: NewRule,
): Promise<Array<{ path: string; message: string }>> {
  const texts = given.then.map((action, index) => [
    `then.${index}.text`,
    'text' in action ? action.text : '',
  ]);
  const faults = await variableFaults(
    deps,
    organizationId,
    Object.fromEntries(texts) as Record<string, string>,
  );
  const declared = await deps.customerAttributes.list(organizationId);
  for (const { attribute, operator, value } of given.if.customer ?? []) {
    const declaration = declared.find(({ key }) => key === attribute);
    const message = declaration && operator === 'is' && attributeWordsFault(declaration, value);
    if (message) faults.push({ path: 'if.customer', message: `asks for ${attribute}, which ${message}` });
  }
  return faults;
}

const ownTraits = new Set(['name', 'email', 'phone', 'externalId']);

/**
 * Conditions that no customer can ever meet. What a rule asked for before stays as it is: it goes on running, and can be
 * renamed and switched off.
 */
async function strangeTraits(
  { customerAttributes, rules }: RuleDeps,
  organizationId: string,
  { given, before }: { given: NewRule; before: Pick<NewRule, 'if'> | undefined },
): Promise<Array<{ path: string; message: string }>> {
  const kept = (before?.if.customer ?? []).map(({ attribute }) => attribute);
  const asked = (given.if.customer ?? []).map(({ attribute }) => attribute);
  const unsure = [...new Set(asked)].filter((one) => !ownTraits.has(one) && !kept.includes(one));
  if (unsure.length === 0) return [];
  const declared = (await customerAttributes.list(organizationId)).map(({ key }) => key);
  const faults: Array<{ path: string; message: string }> = [];
  for (const one of unsure)
    if (!declared.includes(one) && !(await rules.isPushed(organizationId, one)))
      faults.push({
        path: 'if.customer',
        message: `asks for ${one}, which is no attribute: an admin declares it in the settings first, or a program sends it`,
      });
  return faults;
}

async function missing(
  { people, teams, macros }: RuleDeps,
  organizationId: string,
  action: RuleAction,
): Promise<string | undefined> {
  if (action.do === 'agent' && !(await people.agents.get(organizationId, action.agentId)))
    return 'names no agent of the organization';
  if (action.do === 'team' && !(await teams.get(organizationId, action.teamId)))
    return 'names no team of the organization';
  if (action.do !== 'macro') return undefined;
  const macro = await macros.get(organizationId, action.macroId);
  if (macro?.userId !== null) return "names no macro of the team's";
  return macro.steps.snooze === undefined
    ? undefined
    : 'names a macro that puts away: only an agent does that';
}

function present(row: RuleRow, counted?: { runs: number; lastRunAt: Date }): Rule {
  const { id, name, position, activeSince, when, if: conditions, then } = row;
  return {
    ...{ id, name, position, when, if: conditions, then },
    isActive: activeSince !== null,
    ...(activeSince && { activeSince: activeSince.toISOString() }),
    runs: counted?.runs ?? 0,
    ...(counted && { lastRunAt: counted.lastRunAt.toISOString() }),
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

function presentRun({ customerName, status, tries, createdAt, ...run }: ListedRun): RuleRun {
  return {
    ...run,
    // What was skipped is in no list.
    status: status === 'skipped' ? 'stopped' : status,
    ...(customerName !== null && { customerName }),
    createdAt: createdAt.toISOString(),
  };
}
