// Numbers that people look at, as SQL over the rows of `sessions`.
import type { Chosen, Column, FigureStore, Opened } from '../../../insights/figures';
import type {
  Breakdown,
  FigureName,
  Figures,
  FiguresBreakdown,
  FiguresReport,
} from '../../../protocol/figures';
import type { WithOrganization } from '../paging';
import { selectSessionsOf, toState, type StoredSession } from '../session-mapping';
import { conditionsOf, cursorAfter, isKept, joinLabels, pageOf, walkOf, whereAll } from './session-lists';

/** Whoever comes back so soon was not helped. */
const backWithin = `interval '24 hours'`;
const trigger = `s.metadata #>> '{handover,trigger}'`;
const score = `(s.metadata #>> '{rating,score}')::float8`;
const byPeople = `(s.agent_id IS NOT NULL OR s.metadata ? 'handover' OR s.first_human_response_seconds IS NOT NULL)`;
const cameBack = `EXISTS (SELECT FROM sessions later WHERE later.customer_id = s.customer_id
  AND later.started_at > s.ended_at AND later.started_at <= s.ended_at + ${backWithin})`;

/** How a conversation ended, of those that have; CASE, because only what the AI may have resolved is looked up again. */
const outcome = `CASE WHEN s.status <> 'closed' THEN NULL WHEN ${byPeople} THEN 'person'
  WHEN s.ai_turns = 0 THEN 'nobody' WHEN ${cameBack} THEN 'nobody' ELSE 'ai' END`;

/** What `Figures` are counted of. */
const facts = `s.status = 'closed' AS closed, ${outcome} AS outcome, s.metadata ? 'handover' AS handed_over,
  s.first_human_response_seconds AS first, s.next_human_response_seconds AS next, ${score} AS score,
  CASE WHEN s.status = 'closed' THEN extract(epoch FROM s.ended_at - s.started_at)::float8 END AS resolution`;

const howLong = (column: string, name: string) => `count(${column})::int AS ${name}_count,
  percentile_cont(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY ${column}) AS ${name}`;

const counted = `count(*)::int AS conversations, (count(*) FILTER (WHERE closed))::int AS closed,
  (count(*) FILTER (WHERE outcome = 'ai'))::int AS resolved_by_ai,
  (count(*) FILTER (WHERE outcome = 'person'))::int AS with_person,
  (count(*) FILTER (WHERE outcome = 'nobody'))::int AS unanswered,
  (count(*) FILTER (WHERE handed_over))::int AS handed_over,
  ${howLong('first', 'first')}, ${howLong('resolution', 'resolution')},
  count(score)::int AS rated, (count(*) FILTER (WHERE score >= 4))::int AS satisfied, avg(score) AS average_score`;

/** Answers after the first are several of a conversation: they are counted apart, and stand beside it. */
const countedBy = (
  column: 'piece' | 'key',
  groups: string,
  { select, more = '' }: { select: string; more?: string },
) =>
  `WITH chosen AS MATERIALIZED (${select}),
    later AS (SELECT ${column}, ${howLong('seconds', 'next')} FROM chosen, unnest(next) AS seconds GROUP BY ${groups})
  SELECT c.*, coalesce(l.next_count, 0) AS next_count, l.next
  FROM (SELECT ${column}, ${counted}${more} FROM chosen GROUP BY ${groups}) AS c
  LEFT JOIN later l ON l.${column} IS NOT DISTINCT FROM c.${column}`;

interface CountedRow {
  next_count: number;
  next: number[] | null;
  conversations: number;
  closed: number;
  resolved_by_ai: number;
  with_person: number;
  unanswered: number;
  handed_over: number;
  first_count: number;
  first: number[] | null;
  resolution_count: number;
  resolution: number[] | null;
  rated: number;
  satisfied: number;
  average_score: number | null;
}

/** What a row of a breakdown is: its key, its name, and what has to be joined for them. */
const ways: Record<Breakdown, { key: string; name: string; join?: string }> = {
  agent: {
    key: 's.agent_id::text',
    name: 'coalesce(a.display_name, s.agent_name)',
    join: 'LEFT JOIN agents a ON a.id = s.agent_id',
  },
  team: { key: 's.team_id::text', name: 't.name', join: 'LEFT JOIN teams t ON t.id = s.team_id' },
  channel: { key: 's.channel_id::text', name: 'c.name', join: 'LEFT JOIN channels c ON c.id = s.channel_id' },
  label: { key: 'l.label', name: 'NULL' },
  language: { key: 's.language', name: 'NULL' },
  trigger: { key: trigger, name: 'NULL' },
  score: { key: `(${score})::text`, name: 'NULL' },
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
      const { where, parameter, values } = conditionsFor(organizationId, chosen);
      const piece = `width_bucket(s.started_at, ${parameter(starts)}::timestamptz[]) - 1 AS piece`;
      const sql = countedBy('piece', 'GROUPING SETS ((), (piece))', {
        select: `SELECT ${piece}, ${facts} FROM sessions s ${where}`,
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
      const { where, parameter, values } = conditionsFor(organizationId, chosen);
      const { key, name } = ways[by];
      const join = by === 'label' ? joinLabels(chosen.filter, parameter) : (ways[by].join ?? '');
      const all = countedBy('key', 'key', {
        select: `SELECT ${key} AS key, ${name} AS name, ${facts} FROM sessions s ${join} ${where}`,
        more: ', max(name) AS name',
      });
      const sql = `${all} ORDER BY c.conversations DESC, c.key LIMIT ${mostRows}`;
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

function openedConditions(organizationId: string, opened: Opened) {
  const conditions = chosenConditions(organizationId, opened);
  const { figure, spans } = opened;
  conditions.add(() => meanings[figure]);
  if (opened.trigger !== undefined) conditions.add((p) => `${trigger} = ${p(opened.trigger)}`);
  if (opened.score !== undefined) conditions.add((p) => `${score} = ${p(opened.score)}`);
  if (spans)
    conditions.add(
      (p) => `EXISTS (SELECT FROM unnest(${p(spans.map(({ from }) => from))}::timestamptz[],
        ${p(spans.map(({ until }) => until))}::timestamptz[]) AS span (a, b) WHERE s.started_at >= a AND s.started_at < b)`,
    );
  return conditions;
}

function toFigures(row: CountedRow): Figures {
  return {
    conversations: row.conversations,
    closed: row.closed,
    resolvedByAi: row.resolved_by_ai,
    withPerson: row.with_person,
    unanswered: row.unanswered,
    handedOver: row.handed_over,
    firstResponse: { count: row.first_count, ...timesOf(row.first) },
    nextResponse: { count: row.next_count, ...timesOf(row.next) },
    resolution: { count: row.resolution_count, ...timesOf(row.resolution) },
    rated: row.rated,
    satisfied: row.satisfied,
    averageScore: row.average_score,
  };
}

/** percentile_cont of nothing is null, or two of them. */
const timesOf = (both: readonly (number | null)[] | null) => ({
  median: both?.[0] ?? null,
  p90: both?.[1] ?? null,
});

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
