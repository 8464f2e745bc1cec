import type { QualityStore } from '../../../../insights/quality/store';
import type { QualityFigures } from '../../../../protocol/quality';
import type { WithOrganization } from '../../sql/paging';

type Named = QualityFigures['agents'][number];
type Week = QualityFigures['weeks'][number];

const counted = `(count(*) FILTER (WHERE r.state = 'done'))::int AS reviewed,
  round((avg(r.score) FILTER (WHERE r.state = 'done'))::numeric, 1)::float AS score,
  (count(*) FILTER (WHERE r.state = 'done' AND r.failed_critical))::int AS "failedCritical"`;
const within = `r.organization_id = $1 AND r.week BETWEEN $2::date AND $3::date`;
const isDone = `r.state = 'done'`;

const totals = `SELECT ${counted}, (count(*) FILTER (WHERE r.state = 'open'))::int AS open,
  (count(*) FILTER (WHERE r.state = 'skipped'))::int AS skipped,
  (count(*) FILTER (WHERE r.agrees = false))::int AS disputed FROM quality_reviews r WHERE ${within}`;
/** Agents that were removed are told apart by what they were called. */
const agents = `SELECT CASE WHEN r.by = 'ai' THEN 'ai' ELSE coalesce(r.agent_id::text, r.agent_name) END AS key,
  max(coalesce(a.display_name, r.agent_name)) AS name, ${counted}
  FROM quality_reviews r LEFT JOIN agents a ON a.id = r.agent_id WHERE ${within} AND ${isDone} GROUP BY 1 ORDER BY 2, 1`;
const teams = `SELECT coalesce(r.team_id::text, 'none') AS key, coalesce(max(t.name), 'No team') AS name, ${counted}
  FROM quality_reviews r LEFT JOIN teams t ON t.id = r.team_id WHERE ${within} AND ${isDone} GROUP BY 1 ORDER BY 2, 1`;
const criteria = `SELECT c.key, max(c.name) AS name, count(c.points)::int AS reviewed,
  round((100 * avg(c.points))::numeric, 1)::float AS score,
  (count(*) FILTER (WHERE k.critical AND c.points = 0))::int AS "failedCritical"
  FROM quality_reviews r, jsonb_to_recordset(r.scores) AS s("criterionId" text, name text, points float),
    LATERAL (SELECT s."criterionId" AS key, s.name, s.points) c,
    jsonb_to_recordset(r.criteria) AS k(id text, critical boolean)
  WHERE ${within} AND ${isDone} AND k.id = c.key GROUP BY c.key ORDER BY 2, 1`;
const weeks = `SELECT r.week::text AS week, ${counted} FROM quality_reviews r WHERE ${within} AND ${isDone} GROUP BY r.week ORDER BY r.week`;

export function createQualityFigures(withOrganization: WithOrganization): Pick<QualityStore, 'figures'> {
  return {
    figures: (organizationId, { from, to }) =>
      withOrganization(organizationId, async (manager) => {
        const ask = <Row>(sql: string) => manager.query<Row[]>(sql, [organizationId, from, to]);
        const [all] = await ask<Omit<QualityFigures, 'agents' | 'teams' | 'criteria' | 'weeks'>>(totals);
        return {
          ...all!,
          agents: await ask<Named>(agents),
          teams: await ask<Named>(teams),
          criteria: await ask<Named>(criteria),
          weeks: await ask<Week>(weeks),
        };
      }),
  };
}
