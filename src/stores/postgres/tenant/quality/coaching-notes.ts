import { DomainError, notFound } from '../../../../errors';
import type { CoachingStore } from '../../../../insights/quality/store';
import { erasedWords, type CoachingNote } from '../../../../protocol/quality';
import { inOrder, pageOfIds, type WithOrganization } from '../../sql/paging';
import { isErased } from '../privacy/erasure-guard';

interface Row {
  id: string;
  agentId: string;
  agentName: string;
  reviewId: string | null;
  sessionId: string | null;
  text: string;
  authorName: string;
  createdAt: Date;
  acknowledgedAt: Date | null;
}

const select = `SELECT n.id, n.agent_id AS "agentId", a.display_name AS "agentName", n.review_id AS "reviewId",
    n.session_id AS "sessionId", n.text, n.author_name AS "authorName", n.created_at AS "createdAt",
    n.acknowledged_at AS "acknowledgedAt"
  FROM coaching_notes n JOIN agents a ON a.id = n.agent_id WHERE n.organization_id = $1`;

const toNote = ({ reviewId, sessionId, createdAt, acknowledgedAt, ...row }: Row): CoachingNote => ({
  ...row,
  ...(reviewId !== null && { reviewId }),
  ...(sessionId !== null && { sessionId }),
  createdAt: createdAt.toISOString(),
  ...(acknowledgedAt && { acknowledgedAt: acknowledgedAt.toISOString() }),
});

export function createCoachingStore(withOrganization: WithOrganization): CoachingStore {
  return {
    list: (organizationId, { agentId }, page) =>
      withOrganization(organizationId, async (manager) => {
        const which = agentId === undefined ? {} : { where: 'agent_id = $2', parameters: [agentId] };
        const rows = { table: 'coaching_notes', organizationId, ...which };
        const { ids, nextCursor } = await pageOfIds(manager, rows, page);
        const found = await manager.query<Row[]>(`${select} AND n.id = ANY ($2::uuid[])`, [
          organizationId,
          ids,
        ]);
        return { items: inOrder(ids, found.map(toNote)), nextCursor };
      }),

    ...writing(withOrganization),

    acknowledge: (organizationId, id, agentId) =>
      withOrganization(organizationId, async (manager) => {
        const [, count] = await manager.query<[unknown, number]>(
          `UPDATE coaching_notes SET acknowledged_at = coalesce(acknowledged_at, now())
           WHERE organization_id = $1 AND id = $2 AND agent_id = $3`,
          [organizationId, id, agentId],
        );
        return count === 1;
      }),

    remove: (organizationId, id, { except }) =>
      withOrganization(organizationId, async (manager) => {
        const [, count] = await manager.query<[unknown, number]>(
          'DELETE FROM coaching_notes WHERE organization_id = $1 AND id = $2 AND agent_id IS DISTINCT FROM $3',
          [organizationId, id, except ?? null],
        );
        return count === 1;
      }),
  };
}

function writing(withOrganization: WithOrganization): Pick<CoachingStore, 'create'> {
  return {
    create: (organizationId, { agentId, reviewId, text, authorName }) =>
      withOrganization(organizationId, async (manager) => {
        const [agent] = await manager.query<unknown[]>(
          'SELECT FROM agents WHERE organization_id = $1 AND id = $2',
          [organizationId, agentId],
        );
        if (!agent) throw notFound('agent');
        const [review] = await manager.query<Array<{ session_id: string }>>(
          'SELECT session_id FROM quality_reviews WHERE organization_id = $1 AND id = $2 AND agent_id = $3',
          [organizationId, reviewId ?? null, agentId],
        );
        if (reviewId !== undefined && !review) throw notFound('review');
        if (review && (await isErased(manager, [review.session_id])))
          throw new DomainError('conflict', erasedWords);
        const [{ id }] = await manager.query<[{ id: string }]>(
          `INSERT INTO coaching_notes (organization_id, agent_id, review_id, session_id, text, author_name)
           VALUES ($1, $2, $3, $4, $5, left($6, 255)) RETURNING id`,
          [organizationId, agentId, reviewId ?? null, review?.session_id ?? null, text, authorName],
        );
        const [row] = await manager.query<[Row]>(`${select} AND n.id = $2`, [organizationId, id]);
        return toNote(row);
      }),
  };
}
