import { isDeepStrictEqual } from 'node:util';
import type { RuleRow, Rules } from '../../../../automations/rules/store';
import { DomainError } from '../../../../errors';
import { mostRules, newRule, type NewRule } from '../../../../protocol/automation-rules';
import { say } from '../../../../protocol/server-texts/said';
import { AutomationRule } from '../../entities';
import type { WithOrganization } from '../../sql/paging';
import { createTable, uniqueName } from '../table';

const taken = say('rule_name_taken');
const isFree = uniqueName('automation_rules', taken);

type Given = Pick<AutomationRule, 'name' | 'activeSince' | 'position' | 'definition' | 'secret'>;

function createRuleTable(withOrganization: WithOrganization) {
  return createTable<AutomationRule, Given>({
    withOrganization,
    entity: AutomationRule,
    table: 'automation_rules',
    sentences: { taken, used: 'This rule is in use.' },
    async check(manager, organizationId, given) {
      await isFree(manager, organizationId, given);
      if (given.id !== undefined) return;
      const there = await manager.countBy(AutomationRule, { organizationId });
      if (there >= mostRules) throw new DomainError('conflict', say('rules_full', { count: mostRules }));
    },
  });
}

export function createRuleStore(withOrganization: WithOrganization): Rules {
  const table = createRuleTable(withOrganization);
  const now = clockOf(withOrganization);
  return {
    list: (organizationId) =>
      withOrganization(organizationId, async (manager) => {
        const order = { position: 'ASC', createdAt: 'ASC', id: 'ASC' } as const;
        return (await manager.find(AutomationRule, { where: { organizationId }, order })).map(toRule);
      }),
    async get(organizationId, id) {
      const row = await table.get(organizationId, id);
      return row && toRule(row);
    },
    async create(organizationId, rule, secret) {
      const activeSince = rule.isActive ? await now(organizationId) : null;
      const row = { ...written(rule), activeSince, position: lastPlace, secret };
      return toRule(await table.create(organizationId, row));
    },
    async update(organizationId, id, rule) {
      const before = await table.get(organizationId, id);
      if (!before) return undefined;
      // What waits for something else counts from now on.
      const stays = isDeepStrictEqual(before.definition.when, rule.when) && before.activeSince;
      const activeSince = rule.isActive ? stays || (await now(organizationId)) : null;
      const row = await table.update(organizationId, id, { ...written(rule), activeSince });
      return row && toRule(row);
    },
    remove: table.remove,
    arrange: (organizationId, ids) =>
      withOrganization(organizationId, async (manager) => {
        await manager.query(
          `UPDATE automation_rules r SET position = o.place - 1 FROM unnest($2::uuid[]) WITH ORDINALITY AS o (id, place)
           WHERE r.organization_id = $1 AND r.id = o.id`,
          [organizationId, ids],
        );
      }),
    secret: async (organizationId, id) => (await table.get(organizationId, id))?.secret,
    setSecret: async (organizationId, id, secret) =>
      (await table.update(organizationId, id, { secret })) !== undefined,
    isPushed: (organizationId, name) =>
      withOrganization(organizationId, async (manager) => {
        const [row] = await manager.query<[{ found: boolean }]>(
          `SELECT EXISTS (SELECT FROM customers WHERE organization_id = $1 AND jsonb_exists(metadata, $2)) AS found`,
          [organizationId, name],
        );
        return row.found;
      }),
  };
}

/** Messages are dated by this clock. */
function clockOf(withOrganization: WithOrganization) {
  return (organizationId: string): Promise<Date> =>
    withOrganization(organizationId, async (manager) => {
      const [row] = await manager.query<[{ now: Date }]>('SELECT clock_timestamp() AS now');
      return row.now;
    });
}

/** Behind all that were put in order. */
const lastPlace = 1_000_000;

const written = ({ name, when, if: conditions, then }: NewRule) => ({
  name,
  definition: { when, if: conditions, then },
});

/** One of a later version, out of an archive, stays switched off. */
function toRule({ id, name, activeSince, position, definition, ...row }: AutomationRule): RuleRow {
  const known = newRule.safeParse({ ...definition, name, isActive: activeSince !== null });
  const rule = known.success ? known.data : { name, isActive: false, ...definition };
  return {
    ...rule,
    ...{ id, position },
    activeSince: known.success ? activeSince : null,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
  };
}
