// Numbers that people look at, as SQL over the rows of `sessions`.
import type { Chosen, Column, FigureStore, Opened } from '../../../../insights/figures';
import type { Breakdown, FigureName, FiguresBreakdown, FiguresReport } from '../../../../protocol/figures';
import type { WithOrganization } from '../../sql/paging';
import { firstResponseBy, nextResponsesBy } from '../../rows/responders';
import { selectSessionsOf, toState, type StoredSession } from '../../rows/session-mapping';
import {
  countedBy,
  facts,
  howLong,
  outcome,
  score,
  timesOf,
  toFigures,
  trigger,
  type CountedRow,
} from './figure-counts';
import {
  conditionsOf,
  cursorAfter,
  isKept,
  joinLabels,
  pageOf,
  walkOf,
  whereAll,
} from '../sessions/session-lists';

/** What a row of a breakdown is: its key, its name, and what has to be joined for them. */
const ways: Record<Breakdown, { key: string; name: string; join?: string }> = {
  agent: { key: 'NULL', name: 's.agent_name' },
  team: { key: 's.team_id::text', name: 't.name', join: 'LEFT JOIN teams t ON t.id = s.team_id' },
  channel: { key: 's.channel_id::text', name: 'c.name', join: 'LEFT JOIN channels c ON c.id = s.channel_id' },
  label: { key: 'l.label', name: 'NULL' },
  language: { key: 's.language', name: 'NULL' },
  trigger: { key: trigger, name: 'NULL' },
  score: { key: `(${score})::text`, name: 'NULL' },
};
/** One who is gone is named as the conversations that they held last name them. */
const ofAgents = {
  shown: `whose::text AS key, coalesce((SELECT a.display_name FROM agents a WHERE a.id = whose), max(name) FILTER (WHERE held)) AS name`,
  groups: 'whose',
};
const mostRows = 100;

/** What a figure counts. */
const meanings: Record<FigureName, string> = {
  conversations: 'true',
  closed: `s.status = 'closed'`,
  resolvedByAi: `(${outcome}) = 'ai'`,
  withPerson: `(${outcome}) = 'person'`,
  unanswered: `(${outcome}) = 'nobody'`,
  handedOver: `s.metadata ? 'handover'`,
  answeredByPerson: 's.first_human_response_seconds IS NOT NULL',
  answeredAgain: `s.next_human_response_seconds <> '{}'`,
  rated: `${score} IS NOT NULL`,
  commented: `s.metadata #>> '{rating,comment}' <> ''`,
};

const missing: Record<Column, string> = {
  agentId: 's.agent_id IS NULL',
  teamId: 's.team_id IS NULL',
  language: 's.language IS NULL',
  label: `s.labels = '{}'`,
  trigger: `${trigger} IS NULL`,
};

export function createFigureStore(withOrganization: WithOrganization): FigureStore {
  const ask: Ask = (organizationId, sql, values) =>
    withOrganization(organizationId, (manager) => manager.query(sql, values));
  return { ...counting(ask), ...looking(ask, withOrganization) };
}

type Ask = <Row>(organizationId: string, sql: string, values: unknown[]) => Promise<Row[]>;

function counting(ask: Ask): Pick<FigureStore, 'count' | 'answers' | 'breakDown'> {
  return {
    async count(organizationId, chosen, starts) {
      const { where, whose, parameter, values } = countedConditions(organizationId, chosen);
      const piece = `width_bucket(s.started_at, ${parameter(starts)}::timestamptz[]) - 1 AS piece`;
      const sql = countedBy({
        select: `SELECT ${piece}, NULL AS name, ${facts} FROM sessions s ${where}`,
        column: 'piece',
        shown: 'piece',
        groups: 'GROUPING SETS ((), (piece))',
        where: whose,
      });
      const rows = await ask<CountedRow & { piece: number | null }>(organizationId, sql, values);
      const pieces = rows.flatMap((row) =>
        row.piece === null ? [] : [[row.piece, toFigures(row)] as const],
      );
      return { totals: toFigures(rows.find(({ piece }) => piece === null)!), pieces: new Map(pieces) };
    },

    async answers(organizationId, chosen) {
      const { where, values } = conditionsFor(organizationId, chosen);
      const sql = `SELECT ${howLong('a.latency_ms / 1000.0', 'took')}, count(*)::int AS answers, sum(a.cost) AS cost
        FROM answers a WHERE a.decision = 'answer' AND a.session_id IN (SELECT s.id FROM sessions s ${where})`;
      const [row] = await ask<AnswersRow>(organizationId, sql, values);
      return toAnswers(row!);
    },

    async breakDown(organizationId, chosen, by) {
      const { where, whose, parameter, values } = countedConditions(organizationId, chosen);
      const { key, name } = ways[by];
      const join = by === 'label' ? joinLabels(chosen.filter, parameter) : (ways[by].join ?? '');
      const all = countedBy({
        select: `SELECT ${key} AS key, ${name} AS name, ${facts} FROM sessions s ${join} ${where}`,
        column: 'key',
        ...(by === 'agent' ? ofAgents : { shown: 'key, max(name) AS name', groups: 'key' }),
        where: whose,
      });
      const sql = `${all} ORDER BY conversations DESC, key LIMIT ${mostRows}`;
      const rows = await ask<CountedRow & { key: string | null; name: string | null }>(
        organizationId,
        sql,
        values,
      );
      return rows.map((row): FiguresBreakdown['rows'][number] => ({
        key: row.key,
        ...(row.name !== null && { name: row.name }),
        ...toFigures(row),
      }));
    },
  };
}

function looking(
  ask: Ask,
  withOrganization: WithOrganization,
): Pick<FigureStore, 'load' | 'sessions' | 'now'> {
  return {
    async load(organizationId, chosen, starts) {
      const { where, parameter, values } = conditionsFor(organizationId, chosen);
      const sql = `SELECT width_bucket(s.started_at, ${parameter(starts)}::timestamptz[]) - 1 AS piece, count(*)::int AS n
        FROM sessions s ${where} GROUP BY 1`;
      const rows = await ask<{ piece: number; n: number }>(organizationId, sql, values);
      return new Map(rows.map(({ piece, n }) => [piece, n]));
    },

    sessions: (organizationId, opened, { limit, cursor }) =>
      withOrganization(organizationId, async (manager) => {
        const filter = { ...opened.filter, order: 'startedAt' } as const;
        const walk = walkOf(filter);
        const conditions = openedConditions(organizationId, opened);
        conditions.add(() => isKept);
        const rows = `(${pageOf(conditions, walk, { filter, limit: limit + 1, cursor })})`;
        const found = await manager.query<StoredSession[]>(
          `${selectSessionsOf(rows)} ORDER BY s.started_at DESC, s.id DESC`,
          conditions.values,
        );
        const items = found.slice(0, limit).map(toState);
        return { items, nextCursor: found.length > limit ? cursorAfter(items.at(-1)!, walk) : null };
      }),

    async now(organizationId) {
      const [row] = await ask<{
        waiting: number;
        longest: Date | null;
        with_ai: number;
        with_agents: number;
      }>(
        organizationId,
        `SELECT (count(*) FILTER (WHERE status = 'waiting'))::int AS waiting,
           min(coalesce(queued_at, started_at)) FILTER (WHERE status = 'waiting') AS longest,
           (count(*) FILTER (WHERE status = 'active'))::int AS with_ai,
           (count(*) FILTER (WHERE status = 'with_agent' AND snoozed_until IS NULL))::int AS with_agents
         FROM sessions WHERE organization_id = $1 AND status <> 'closed'`,
        [organizationId],
      );
      const { waiting, longest, with_ai: withAi, with_agents: withAgents } = row!;
      return { waiting, longestWaitSince: longest?.toISOString() ?? null, withAi, withAgents };
    },
  };
}

function chosenConditions(organizationId: string, { period, filter, none = [] }: Chosen) {
  const conditions = conditionsOf(filter);
  conditions.add((p) => `s.organization_id = ${p(organizationId)}`);
  conditions.add((p) => `s.started_at >= ${p(period.from)}::timestamptz`);
  conditions.add((p) => `s.started_at < ${p(period.until)}::timestamptz`);
  // What goes on in another conversation is counted there.
  conditions.add(() => 's.merged_into IS NULL');
  for (const column of none) conditions.add(() => missing[column]);
  return conditions;
}

function conditionsFor(organizationId: string, chosen: Chosen) {
  const { all, parameter, values } = chosenConditions(organizationId, chosen);
  return { where: whereAll(all), parameter, values };
}

/** Where an agent is asked for: also what others have, and that agent answered. `whose` is of each thing that is counted. */
function countedConditions(organizationId: string, chosen: Chosen) {
  const { agentId, none, others } = agentOf(chosen);
  const { all, add, parameter, values } = chosenConditions(organizationId, others);
  if (agentId === undefined)
    return { where: whereAll(all), whose: none ? 'WHERE whose IS NULL' : '', parameter, values };
  const agents = `${parameter([agentId].flat())}::uuid[]`;
  add(
    () =>
      `(s.agent_id = ANY (${agents}) OR ${firstResponseBy} = ANY (${agents}) OR ${nextResponsesBy} && ${agents})`,
  );
  return { where: whereAll(all), whose: `WHERE whose = ANY (${agents})`, parameter, values };
}

/** What is asked of the agent, and of all else. */
function agentOf<Of extends Chosen>(chosen: Of) {
  const { agentId, ...filter } = chosen.filter;
  const isNone = (column: Column) => column === 'agentId';
  const rest = (chosen.none ?? []).filter((column) => !isNone(column));
  return { agentId, none: chosen.none?.some(isNone) ?? false, others: { ...chosen, filter, none: rest } };
}

/** Of a response an agent is who gave it: one of these, or nobody who is known. */
const givenBy: Partial<Record<FigureName, { some: (agents: string) => string; none: string }>> = {
  answeredByPerson: {
    some: (agents) => `${firstResponseBy} = ANY (${agents})`,
    none: `${firstResponseBy} IS NULL`,
  },
  answeredAgain: {
    some: (agents) => `${nextResponsesBy} && ${agents}`,
    none: `(${nextResponsesBy} IS NULL OR array_position(${nextResponsesBy}, NULL) IS NOT NULL)`,
  },
};

function openedConditions(organizationId: string, opened: Opened) {
  const { figure, spans } = opened;
  const { agentId, none, others } = agentOf(opened);
  const given = givenBy[figure];
  const conditions = chosenConditions(organizationId, given ? others : opened);
  conditions.add(() => meanings[figure]);
  if (given && agentId !== undefined) conditions.add((p) => given.some(`${p([agentId].flat())}::uuid[]`));
  if (given && none) conditions.add(() => given.none);
  if (opened.trigger !== undefined) conditions.add((p) => `${trigger} = ${p(opened.trigger)}`);
  if (opened.score !== undefined) conditions.add((p) => `${score} = ${p(opened.score)}`);
  if (spans)
    conditions.add(
      (p) => `EXISTS (SELECT FROM unnest(${p(spans.map(({ from }) => from))}::timestamptz[],
        ${p(spans.map(({ until }) => until))}::timestamptz[]) AS span (a, b) WHERE s.started_at >= a AND s.started_at < b)`,
    );
  return conditions;
}

interface AnswersRow {
  took_count: number;
  took: number[] | null;
  answers: number;
  cost: number | null;
}

const toAnswers = ({ answers, took, cost }: AnswersRow): FiguresReport['answers'] => ({
  count: answers,
  ...timesOf(took),
  cost,
});
