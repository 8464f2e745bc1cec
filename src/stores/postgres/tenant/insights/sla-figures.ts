// The SLA, counted of the outcomes: each has in its own row in whose hands the conversation was then.
import type { ChosenSla, SlaFigureStore, SlaRow } from '../../../../insights/sla-figures';
import type { SlaBreakdown } from '../../../../protocol/sla-figures';
import type { WithOrganization } from '../../sql/paging';
import { selectSessionsOf, toState, type StoredSession } from '../../rows/session-mapping';
import {
  conditionsOf,
  cursorAfter,
  isKept,
  joinLabels,
  pageOf,
  walkOf,
  whereAll,
} from '../sessions/session-lists';

/** A node of an earlier version wrote no holder: who holds the conversation now is all that is known. */
const heldBy = (column: 'agent_id' | 'team_id') =>
  `CASE WHEN o.priority IS NULL THEN s.${column} ELSE o.${column} END`;
const whose = {
  agentId: heldBy('agent_id'),
  teamId: heldBy('team_id'),
  priority: 'coalesce(o.priority, s.priority)',
};

/** What a row is: its key, its name, and what has to be joined for them. */
const ways: Record<SlaBreakdown, { key: string; name: string; join?: string }> = {
  policy: { key: 'o.policy_id::text', name: '(array_agg(o.policy_name ORDER BY o.at DESC))[1]' },
  agent: {
    key: `(${whose.agentId})::text`,
    // One who is gone is named as the conversation that they held last names them.
    name: `max(coalesce(a.display_name, CASE WHEN s.agent_id = ${whose.agentId} THEN s.agent_name END))`,
    join: `LEFT JOIN agents a ON a.id = ${whose.agentId}`,
  },
  team: {
    key: `(${whose.teamId})::text`,
    name: 'max(t.name)',
    join: `LEFT JOIN teams t ON t.id = ${whose.teamId}`,
  },
  channel: {
    key: 's.channel_id::text',
    name: 'max(c.name)',
    join: 'LEFT JOIN channels c ON c.id = s.channel_id',
  },
  priority: { key: whose.priority, name: 'NULL' },
  label: { key: 'l.label', name: 'NULL' },
  language: { key: 's.language', name: 'NULL' },
};

type Counted = Omit<SlaRow, 'name' | 'before' | 'target'> & {
  name: string | null;
  target: SlaRow['target'] | null;
  kept_before: number;
  missed_before: number;
};

export function createSlaFigureStore(withOrganization: WithOrganization): SlaFigureStore {
  return {
    breakDown: (organizationId, chosen, { by, before }) =>
      withOrganization(organizationId, async (manager) => {
        const { key, name } = ways[by];
        const conditions = slaConditions(organizationId, chosen);
        const p = conditions.parameter;
        const join = by === 'label' ? joinLabels(chosen.filter, p) : (ways[by].join ?? '');
        const [from, until, beforeFrom, beforeUntil] = [
          ...[chosen.period.from, chosen.period.until],
          ...[before.from, before.until],
        ].map((time) => `${p(time)}::timestamptz`);
        const now = `o.at >= ${from} AND o.at < ${until}`;
        const then = `o.at >= ${beforeFrom} AND o.at < ${beforeUntil}`;
        const target = by === 'policy' ? 'o.target' : 'NULL::text';
        const count = (which: string) => `(count(*) FILTER (WHERE ${which}))::int`;
        const rows = await manager.query<Counted[]>(
          `SELECT ${key} AS key, ${target} AS target, ${name} AS name,
             ${count(`o.kept AND ${now}`)} AS kept, ${count(`NOT o.kept AND ${now}`)} AS missed,
             ${count(`o.kept AND ${then}`)} AS kept_before, ${count(`NOT o.kept AND ${then}`)} AS missed_before
           FROM promise_outcomes o JOIN sessions s ON s.id = o.session_id ${join}
           ${whereAll([...conditions.all, `((${now}) OR (${then}))`])}
           GROUP BY 1, 2
           ORDER BY ${count(now)} DESC, 3, 1, array_position(ARRAY['first_reply', 'next_reply', 'resolution'], ${target})`,
          conditions.values,
        );
        return rows.map(toRow);
      }),

    sessions: (organizationId, { outcome, ...chosen }, { limit, cursor }) =>
      withOrganization(organizationId, async (manager) => {
        const filter = { order: 'startedAt' } as const;
        const walk = walkOf(filter);
        const conditions = conditionsOf({});
        conditions.add(() => isKept);
        const own = slaConditions(organizationId, chosen, conditions.values);
        own.add((p) => `o.at >= ${p(chosen.period.from)}::timestamptz`);
        own.add((p) => `o.at < ${p(chosen.period.until)}::timestamptz`);
        if (outcome) own.add((p) => `o.kept = ${p(outcome === 'kept')}`);
        conditions.add(
          () => `EXISTS (SELECT FROM promise_outcomes o ${whereAll(['o.session_id = s.id', ...own.all])})`,
        );
        const rows = `(${pageOf(conditions, walk, { filter, limit: limit + 1, cursor })})`;
        const found = await manager.query<StoredSession[]>(
          `${selectSessionsOf(rows)} ORDER BY s.started_at DESC, s.id DESC`,
          conditions.values,
        );
        const items = found.slice(0, limit).map(toState);
        return { items, nextCursor: found.length > limit ? cursorAfter(items.at(-1)!, walk) : null };
      }),
  };
}

/** Of what the page asks for, whose it is is the outcome's own; the rest is of the conversation. */
function slaConditions(organizationId: string, chosen: ChosenSla, values?: unknown[]) {
  const { agentId, teamId, priority, ...ofSession } = chosen.filter;
  const conditions = conditionsOf(ofSession, values);
  conditions.add((p) => `o.organization_id = ${p(organizationId)}`);
  const wantedOf = { agentId, teamId, priority };
  for (const name of ['agentId', 'teamId', 'priority'] as const) {
    const wanted = wantedOf[name];
    if (wanted !== undefined)
      conditions.add((p) => `(${whose[name]})::text = ANY (${p([wanted].flat())}::text[])`);
  }
  for (const column of chosen.none ?? []) {
    const missing = nothing[column];
    if (missing) conditions.add(() => missing);
  }
  if (chosen.policyId) conditions.add((p) => `o.policy_id = ${p(chosen.policyId)}`);
  if (chosen.target) conditions.add((p) => `o.target = ${p(chosen.target)}`);
  return conditions;
}

const nothing: Partial<Record<NonNullable<ChosenSla['none']>[number], string>> = {
  agentId: `(${whose.agentId}) IS NULL`,
  teamId: `(${whose.teamId}) IS NULL`,
  label: `s.labels = '{}'`,
  language: 's.language IS NULL',
};

function toRow({ key, name, target, kept, missed, kept_before, missed_before }: Counted): SlaRow {
  return {
    key,
    ...(name !== null && { name }),
    ...(target && { target }),
    kept,
    missed,
    before: { kept: kept_before, missed: missed_before },
  };
}
