import { DomainError, notFound } from '../../../../errors';
import type { Found, TrendStore } from '../../../../insights/trends/trends';
import type { Insight } from '../../../../protocol/insights';
import { say } from '../../../../protocol/server-texts/said';
import { isUniqueViolation } from '../../connection/pool';
import { inOrder, pageOfIds, type WithOrganization } from '../../sql/paging';

interface Row extends Omit<Insight, 'from' | 'until' | 'createdAt' | 'agentId' | 'agentName' | 'changedBy'> {
  agentId: string | null;
  agentName: string | null;
  changedBy: string | null;
  until: Date;
  createdAt: Date;
}

const weekMs = 7 * 24 * 3_600_000;
/** Conversations that are kept as evidence. */
const mostSessions = 200;
const isOpen = `state IN ('new', 'reviewed')`;

const select = `SELECT i.id, i.kind, i.key, i.name, i.count, i.before, i.until, i.state, i.agent_id AS "agentId",
    a.display_name AS "agentName", i.changed_by AS "changedBy", i.created_at AS "createdAt"
  FROM insights i LEFT JOIN agents a ON a.id = i.agent_id WHERE i.organization_id = $1`;

const toInsight = ({ agentId, agentName, changedBy, until, createdAt, ...row }: Row): Insight => ({
  ...row,
  ...(agentId !== null && { agentId }),
  ...(agentName !== null && { agentName }),
  ...(changedBy !== null && { changedBy }),
  from: new Date(Number(until) - weekMs).toISOString(),
  until: until.toISOString(),
  createdAt: createdAt.toISOString(),
});

/** A conversation counts once of each, in the week in which it began: piece 0 is the last seven days. */
const counted = `
  WITH recent AS (
    SELECT s.id, s.started_at, s.language,
      floor(extract(epoch FROM $2::timestamptz - s.started_at) / ${weekMs / 1000})::int AS piece
    FROM sessions s WHERE s.organization_id = $1 AND s.started_at <= $2 AND s.started_at > $2::timestamptz - interval '35 days'),
  of_each AS (
    SELECT 'conversations' AS kind, '' AS key, '' AS name, id, started_at, piece FROM recent
    UNION SELECT 'label', l.label, l.label, r.id, r.started_at, r.piece FROM recent r JOIN session_labels l ON l.session_id = r.id
    UNION SELECT 'language', language, language, id, started_at, piece FROM recent WHERE language IS NOT NULL
    UNION SELECT 'article', k.id::text, k.title, r.id, r.started_at, r.piece FROM recent r
      JOIN answers a ON a.session_id = r.id AND a.decision = 'answer'
      JOIN answer_sources w ON w.answer_id = a.id AND w.rank = 0 JOIN knowledge_base k ON k.id = w.article_id
    UNION SELECT 'unanswered', '', '', r.id, r.started_at, r.piece FROM recent r
      JOIN answers a ON a.session_id = r.id AND a.decision = 'handover' AND a.trigger = 'low_confidence')
  SELECT kind, key, max(name) AS name, (count(*) FILTER (WHERE piece = 0))::int AS count,
    ARRAY[count(*) FILTER (WHERE piece = 1), count(*) FILTER (WHERE piece = 2), count(*) FILTER (WHERE piece = 3),
      count(*) FILTER (WHERE piece = 4)]::int[] AS before,
    coalesce((array_agg(id ORDER BY started_at DESC) FILTER (WHERE piece = 0))[1:${mostSessions}], '{}') AS "sessionIds"
  FROM of_each GROUP BY kind, key HAVING count(*) FILTER (WHERE piece = 0) > 0`;

export function createTrendStore(withOrganization: WithOrganization): TrendStore {
  return {
    ...noting(withOrganization),

    list: (organizationId, { open }, page) =>
      withOrganization(organizationId, async (manager) => {
        const where = open === undefined ? 'true' : open ? isOpen : `NOT (${isOpen})`;
        const { ids, nextCursor } = await pageOfIds(
          manager,
          { table: 'insights', organizationId, where },
          page,
        );
        const rows = await manager.query<Row[]>(`${select} AND i.id = ANY ($2::uuid[])`, [
          organizationId,
          ids,
        ]);
        return { items: inOrder(ids, rows.map(toInsight)), nextCursor };
      }),

    get: (organizationId, id) =>
      withOrganization(organizationId, async (manager) => {
        const [row] = await manager.query<Row[]>(`${select} AND i.id = $2`, [organizationId, id]);
        return row && toInsight(row);
      }),

    sessionIds: (organizationId, id) =>
      withOrganization(organizationId, async (manager) => {
        const [row] = await manager.query<Array<{ ids: string[] }>>(
          'SELECT session_ids AS ids FROM insights WHERE organization_id = $1 AND id = $2',
          [organizationId, id],
        );
        return row?.ids;
      }),

    ...changing(withOrganization),
  };
}

function changing(withOrganization: WithOrganization): Pick<TrendStore, 'change'> {
  return {
    change: (organizationId, id, { state, agentId, changedBy }) =>
      withOrganization(organizationId, async (manager) => {
        if (agentId) {
          const [agent] = await manager.query<unknown[]>(
            'SELECT FROM agents WHERE organization_id = $1 AND id = $2',
            [organizationId, agentId],
          );
          if (!agent) throw notFound('agent');
        }
        await manager.query(
          `UPDATE insights SET state = coalesce($3, state), changed_by = CASE WHEN $3::text IS NULL THEN changed_by ELSE left($4, 255) END,
             agent_id = CASE WHEN $5 THEN $6::uuid ELSE agent_id END WHERE organization_id = $1 AND id = $2`,
          [organizationId, id, state ?? null, changedBy, agentId !== undefined, agentId ?? null],
        );
        const [row] = await manager.query<Row[]>(`${select} AND i.id = $2`, [organizationId, id]);
        return row && toInsight(row);
      }).catch((error: unknown) => {
        if (!isUniqueViolation(error)) throw error;
        throw new DomainError('conflict', say('newer_insight'));
      }),
  };
}

function noting(withOrganization: WithOrganization): Pick<TrendStore, 'since' | 'count' | 'note'> {
  return {
    since: (organizationId) =>
      withOrganization(organizationId, async (manager) => {
        const [row] = await manager.query<Array<{ at: Date | null }>>(
          'SELECT min(started_at) AS at FROM sessions WHERE organization_id = $1',
          [organizationId],
        );
        return row?.at ?? undefined;
      }),

    count: (organizationId, until) =>
      withOrganization(organizationId, (manager) => manager.query<Found[]>(counted, [organizationId, until])),

    note: (organizationId, found, until) =>
      withOrganization(organizationId, async (manager) => {
        const rows = await manager.query<unknown[]>(
          `INSERT INTO insights (organization_id, kind, key, name, count, before, session_ids, until)
           SELECT $1, f.kind, left(f.key, 100), left(f.name, 255), f.count, f.before, f."sessionIds", $3
           FROM jsonb_to_recordset($2::jsonb)
             AS f(kind text, key text, name text, count int, before int[], "sessionIds" uuid[])
           WHERE NOT EXISTS (SELECT FROM insights i WHERE i.organization_id = $1 AND i.kind = f.kind
             AND i.key = left(f.key, 100) AND i.until > $3::timestamptz - interval '28 days')
           ON CONFLICT DO NOTHING RETURNING id`,
          [organizationId, JSON.stringify(found), until],
        );
        return rows.length;
      }),
  };
}
