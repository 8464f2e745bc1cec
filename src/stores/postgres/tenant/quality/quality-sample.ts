import type { Candidate, Drawing, QualityStore } from '../../../../insights/quality/store';
import type { NewQualityCard, QualityCard } from '../../../../protocol/quality';
import type { WithOrganization } from '../../sql/paging';

/** Some turn out to have no answer of theirs: so many times more are looked at than are wanted. */
const spare = 5;

interface CardRow extends NewQualityCard {
  updatedAt: Date;
}

const card = `criteria, per_agent AS "perAgent", per_team AS "perTeam", per_ai AS "perAi", updated_at AS "updatedAt"`;
const toCard = ({ updatedAt, ...row }: CardRow): QualityCard => ({
  ...row,
  updatedAt: updatedAt.toISOString(),
});

/** The order is that of a hash of the seed and the session: random, and the same whenever it is asked for. */
const candidates = `
  WITH closed AS (
    SELECT s.id, s.agent_id, s.team_id, coalesce(a.display_name, s.agent_name, 'Agent') AS agent_name,
      md5($3::text || s.id::text) AS place,
      EXISTS (SELECT FROM answers w WHERE w.session_id = s.id AND w.decision = 'answer') AS by_ai
    FROM sessions s LEFT JOIN agents a ON a.id = s.agent_id
    WHERE s.organization_id = $1 AND s.status = 'closed' AND s.merged_into IS NULL AND NOT s.metadata ? 'erased'
      AND s.ended_at >= $2::date::timestamp AT TIME ZONE 'UTC' AND s.ended_at < ($2::date + 7)::timestamp AT TIME ZONE 'UTC'),
  strata AS (
    SELECT c.*, 'agent' AS by, 'agent ' || agent_id AS stratum, $4::int AS wanted FROM closed c WHERE agent_id IS NOT NULL
    UNION ALL
    SELECT c.*, 'agent', 'team ' || team_id, $5::int FROM closed c WHERE agent_id IS NOT NULL AND team_id IS NOT NULL
    UNION ALL
    SELECT c.*, 'ai', 'ai', $6::int FROM closed c WHERE by_ai),
  placed AS (SELECT *, row_number() OVER (PARTITION BY stratum ORDER BY place) AS n FROM strata)
  SELECT id AS "sessionId", by, CASE WHEN by = 'agent' THEN agent_id END AS "agentId", stratum,
    CASE WHEN by = 'agent' THEN agent_name ELSE 'AI' END AS "agentName", team_id AS "teamId"
  FROM placed WHERE n <= wanted * ${spare} ORDER BY left(stratum, 2), stratum, n`;

export function createSampleStore(
  withOrganization: WithOrganization,
): Pick<QualityStore, 'card' | 'saveCard' | 'begin' | 'candidates' | 'keep'> {
  const ask = <Row>(organizationId: string, sql: string, values: unknown[] = []): Promise<Row[]> =>
    withOrganization(organizationId, (manager) => manager.query(sql, [organizationId, ...values]));
  return {
    async card(organizationId) {
      const sql = `SELECT ${card} FROM quality_cards WHERE organization_id = $1`;
      const [row] = await ask<CardRow>(organizationId, sql);
      return row && toCard(row);
    },

    async saveCard(organizationId, { criteria, perAgent, perTeam, perAi }) {
      const [row] = await ask<CardRow>(
        organizationId,
        `INSERT INTO quality_cards (organization_id, criteria, per_agent, per_team, per_ai) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (organization_id) DO UPDATE SET criteria = excluded.criteria, per_agent = excluded.per_agent,
           per_team = excluded.per_team, per_ai = excluded.per_ai, updated_at = now() RETURNING ${card}`,
        [JSON.stringify(criteria), perAgent, perTeam, perAi],
      );
      return toCard(row!);
    },

    async begin(organizationId, week, seed) {
      // Two statements: a draw that began elsewhere in between is waited for, and seen.
      await ask(
        organizationId,
        'INSERT INTO quality_samples (organization_id, week, seed) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING',
        [week, seed],
      );
      const [row] = await ask<Drawing>(
        organizationId,
        'SELECT seed, drawn_at IS NOT NULL AS drawn FROM quality_samples WHERE organization_id = $1 AND week = $2',
        [week],
      );
      return row!;
    },

    candidates: (organizationId, week, { seed, perAgent, perTeam, perAi }) =>
      ask<Candidate>(organizationId, candidates, [week, seed, perAgent, perTeam, perAi]),

    ...keeping(withOrganization),
  };
}

function keeping(withOrganization: WithOrganization): Pick<QualityStore, 'keep'> {
  return {
    keep: (organizationId, week, chosen) =>
      withOrganization(organizationId, async (manager) => {
        // One that is drawn by two nodes at once is written by the first.
        const [, first] = await manager.query<[unknown, number]>(
          'UPDATE quality_samples SET drawn_at = now() WHERE organization_id = $1 AND week = $2 AND drawn_at IS NULL',
          [organizationId, week],
        );
        if (first === 1)
          await manager.query(
            `INSERT INTO quality_reviews (organization_id, week, session_id, by, agent_id, agent_name, team_id)
             SELECT $1, $2, c."sessionId", c.by, c."agentId", left(c."agentName", 255), c."teamId"
             FROM jsonb_to_recordset($3::jsonb) AS c("sessionId" uuid, by text, "agentId" uuid, "agentName" text, "teamId" uuid)
             JOIN sessions s ON s.id = c."sessionId" JOIN customers p ON p.id = s.customer_id AND p.erased_at IS NULL
             LEFT JOIN agents a ON a.id = c."agentId" WHERE c.by = 'ai' OR a.id IS NOT NULL
             ON CONFLICT DO NOTHING`,
            [organizationId, week, JSON.stringify(chosen)],
          );
        const [row] = await manager.query<[{ n: number }]>(
          'SELECT count(*)::int AS n FROM quality_reviews WHERE organization_id = $1 AND week = $2',
          [organizationId, week],
        );
        return row.n;
      }),
  };
}
