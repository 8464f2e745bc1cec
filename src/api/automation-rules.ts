// Automation rules: written by admins, tried on what was, and what each did and why.
import { randomBytes } from 'node:crypto';
import type { Automations } from '../automations/rules/rules';
import type { ListedRun, RuleRow, RuleRuns } from '../automations/rules/store';
import { notFound } from '../errors';
import {
  newRule,
  rule,
  rulePlace,
  ruleRun,
  ruleRunList,
  ruleSecret,
  ruleTrial,
  ruleTried,
  type Rule,
  type RuleRun,
} from '../protocol/automation-rules';
import { idParam, listOf } from '../protocol/lists';
import { found } from './http/require-found';
import { refuseMissing, type NamedDeps } from './rule-faults';
import { endpoint } from './http/route';

export interface RuleDeps extends NamedDeps {
  ruleRuns: Pick<RuleRuns, 'list' | 'counts'>;
  automations: Pick<Automations, 'tryOut' | 'changed'>;
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
        await refuseMissing(deps, organizationId, body);
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
        await refuseMissing(
          deps,
          organizationId,
          body,
          found(await rules.get(organizationId, params.id), what),
        );
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
        'Try a rule on sessions of the past, the newest first: where it would have run. Nothing is done. A change of an attribute is in logs since there is a rule that names it, switched on or not.',
      body: ruleTrial,
      response: ruleTried,
      readOnly: true,
      handle: ({ principal, body: { rule: tried, limit, cursor } }) =>
        automations.tryOut(principal.organizationId, tried, { limit, ...(cursor && { cursor }) }),
    }),
  };
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
