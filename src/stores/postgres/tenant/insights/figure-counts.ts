// What figures count, as SQL over the rows of `sessions`: what a conversation is counted as, and whose each response is.
import type { Figures } from '../../../../protocol/figures';
import { byPeople, firstResponseBy, nextResponsesBy } from '../../rows/responders';

/** Whoever comes back so soon was not helped. */
const backWithin = `interval '24 hours'`;
export const trigger = `s.metadata #>> '{handover,trigger}'`;
export const score = `(s.metadata #>> '{rating,score}')::float8`;
const cameBack = `EXISTS (SELECT FROM sessions later WHERE later.customer_id = s.customer_id
  AND later.started_at > s.ended_at AND later.started_at <= s.ended_at + ${backWithin})`;

/** How a conversation ended, of those that have; CASE, because only what the AI may have resolved is looked up again. */
export const outcome = `CASE WHEN s.status <> 'closed' THEN NULL WHEN ${byPeople} THEN 'person'
  WHEN s.ai_turns = 0 THEN 'nobody' WHEN ${cameBack} THEN 'nobody' ELSE 'ai' END`;

/** What `Figures` are counted of. */
export const facts = `s.status = 'closed' AS closed, ${outcome} AS outcome, s.metadata ? 'handover' AS handed_over,
  ${score} AS score, s.agent_id AS held_by, s.first_human_response_seconds AS first, ${firstResponseBy} AS first_by,
  s.next_human_response_seconds AS next, ${nextResponsesBy} AS next_by,
  CASE WHEN s.status = 'closed' THEN extract(epoch FROM s.ended_at - s.started_at)::float8 END AS resolution`;

export const howLong = (column: string, name: string) => `count(${column})::int AS ${name}_count,
  percentile_cont(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY ${column}) AS ${name}`;

const counted = `(count(*) FILTER (WHERE held))::int AS conversations, (count(*) FILTER (WHERE closed))::int AS closed,
  (count(*) FILTER (WHERE outcome = 'ai'))::int AS resolved_by_ai,
  (count(*) FILTER (WHERE outcome = 'person'))::int AS with_person,
  (count(*) FILTER (WHERE outcome = 'nobody'))::int AS unanswered,
  (count(*) FILTER (WHERE handed_over))::int AS handed_over,
  ${howLong('first', 'first')}, ${howLong('next', 'next')}, ${howLong('resolution', 'resolution')},
  count(score)::int AS rated, (count(*) FILTER (WHERE score >= 4))::int AS satisfied, avg(score) AS average_score`;

interface Counting {
  /** Of `facts`, with `column` and, of a breakdown, `name`. */
  select: string;
  column: 'piece' | 'key';
  /** What is shown of each group, beside its figures. */
  shown: string;
  groups: string;
  /** Of each thing that is counted: `whose` it is. */
  where: string;
}

/** A conversation is of who has it, or had it last; each response of a person is of who gave it, and is counted apart. */
export const countedBy = ({ select, column, shown, groups, where }: Counting) =>
  `WITH chosen AS MATERIALIZED (${select}),
    each AS (
      SELECT ${column}, name, held_by AS whose, true AS held, closed, outcome, handed_over, score, resolution,
        NULL::float8 AS first, NULL::float8 AS next FROM chosen
      UNION ALL SELECT ${column}, name, first_by, ${nothingOfIt}, first, NULL FROM chosen WHERE first IS NOT NULL
      UNION ALL SELECT ${column}, name, by, ${nothingOfIt}, NULL, seconds
        FROM chosen, unnest(next, next_by) AS response (seconds, by))
  SELECT ${shown}, ${counted} FROM each ${where} GROUP BY ${groups}`;
const nothingOfIt = 'false, false, NULL, false, NULL, NULL';

export interface CountedRow {
  conversations: number;
  closed: number;
  resolved_by_ai: number;
  with_person: number;
  unanswered: number;
  handed_over: number;
  first_count: number;
  first: number[] | null;
  next_count: number;
  next: number[] | null;
  resolution_count: number;
  resolution: number[] | null;
  rated: number;
  satisfied: number;
  average_score: number | null;
}

export function toFigures(row: CountedRow): Figures {
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
export const timesOf = (both: readonly (number | null)[] | null) => ({
  median: both?.[0] ?? null,
  p90: both?.[1] ?? null,
});
