// What an automation rule names, and whether the organization has it.
import { isDeepStrictEqual } from 'node:util';
import type { Rules } from '../automations/rules/store';
import type { Macros } from '../automations/store';
import { DomainError, type FieldError } from '../errors';
import type { Channels, PeopleStore } from '../identity/people-store';
import type { NewRule, RuleAction, RuleWhen } from '../protocol/automation-rules';
import {
  attributeFault,
  attributeWordsFault,
  type AttributeDeclaration,
} from '../protocol/customer-attributes';
import { say } from '../protocol/server-texts/said';
import type { Teams } from '../routing/teams';
import { variableFaults, type VariableDeps } from './known-variables';

/** Where what a rule names is looked up. */
export interface NamedDeps extends VariableDeps {
  rules: Rules;
  people: Pick<PeopleStore, 'agents'>;
  teams: Teams;
  macros: Macros;
  channels: Channels;
}

/** @throws `invalid` for what a rule names and the organization does not have */
// eslint-disable-next-line max-params -- who, where, and what replaces what
export async function refuseMissing(
  deps: NamedDeps,
  organizationId: string,
  given: NewRule,
  before?: Pick<NewRule, 'when' | 'if' | 'then'>,
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
  errors.push(...(await attributeFaults(deps, organizationId, { given, before })));
  errors.push(...(await strangeTraits(deps, organizationId, { given, before })));
  if (errors.length > 0) throw new DomainError('invalid', say('rule_names_missing'), { errors });
}

/** What it asks of attributes, and what it says of them. */
async function attributeFaults(
  deps: NamedDeps,
  organizationId: string,
  { given, before }: { given: NewRule; before: Pick<NewRule, 'when' | 'then'> | undefined },
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
  return [
    ...faults,
    ...changeFaults(given.when, declared, before?.when),
    ...setFaults(given.then, declared, before?.then),
  ];
}

const notDeclared = 'is no attribute: an admin declares it in the settings first';

/** What it waited for before stays, as conditions do. */
function changeFaults(
  when: RuleWhen,
  declared: readonly AttributeDeclaration[],
  before: RuleWhen | undefined,
): FieldError[] {
  if (when.on !== 'attribute_changed' || isDeepStrictEqual(when, before)) return [];
  const declaration = declared.find(({ key }) => key === when.attribute);
  if (!declaration) return [{ path: 'when.attribute', message: notDeclared }];
  return (['was', 'is'] as const).flatMap((field) => {
    const value = when[field];
    const message = typeof value === 'string' && attributeWordsFault(declaration, value);
    return message ? [{ path: `when.${field}`, message }] : [];
  });
}

/** What it did before stays, too: it can be renamed and switched off. */
const setFaults = (
  then: readonly RuleAction[],
  declared: readonly AttributeDeclaration[],
  before: readonly RuleAction[] = [],
): FieldError[] =>
  then.flatMap((action, index) => {
    if (action.do !== 'set_attribute' || before.some((one) => isDeepStrictEqual(one, action))) return [];
    const { attribute, value } = action;
    const declaration = declared.find(({ key }) => key === attribute);
    const message = declaration ? value !== null && attributeFault(declaration, value) : notDeclared;
    return message ? [{ path: `then.${index}`, message }] : [];
  });

const ownTraits = new Set(['name', 'email', 'phone', 'externalId']);

/**
 * Conditions that no customer can ever meet. What a rule asked for before stays as it is: it goes on running, and can be
 * renamed and switched off.
 */
async function strangeTraits(
  { customerAttributes, rules }: NamedDeps,
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
  { people, teams, macros }: NamedDeps,
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
