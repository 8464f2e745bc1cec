import type { UnansweredQuestion, UnansweredStore } from '../../../../responder/learning/unanswered';
import type { WithOrganization } from '../../sql/paging';

const selection = `
  SELECT a.id, a.session_id AS "sessionId", a.question, a.created_at AS at,
    array_remove(ARRAY[c.first_name, c.last_name], NULL) AS names
  FROM answers a
    LEFT JOIN sessions s ON s.organization_id = $1 AND s.id = a.session_id
    LEFT JOIN customers c ON c.organization_id = $1 AND c.id = s.customer_id
  WHERE a.organization_id = $1 AND c.no_memory IS NOT TRUE AND a.decision = 'handover' AND a.trigger = 'low_confidence' AND a.question <> ''`;

export function createUnansweredStore(withOrganization: WithOrganization): UnansweredStore {
  return {
    recent: (organizationId, since, limit) =>
      withOrganization(organizationId, (manager) =>
        manager.query<UnansweredQuestion[]>(
          `${selection} AND a.created_at >= $2 AND a.settled_at IS NULL
             AND NOT EXISTS (SELECT FROM knowledge_base k, unnest(k.questions) known
               WHERE k.organization_id = $1 AND lower(known) = lower(a.question))
           ORDER BY a.created_at DESC LIMIT $3`,
          [organizationId, since, limit],
        ),
      ),
    read: (organizationId, ids) =>
      withOrganization(organizationId, (manager) =>
        manager.query<UnansweredQuestion[]>(`${selection} AND a.id = ANY ($2)`, [organizationId, ids]),
      ),
    settle: (organizationId, ids) =>
      withOrganization(organizationId, async (manager) => {
        const [, count]: [unknown, number] = await manager.query(
          `UPDATE answers SET settled_at = now() WHERE organization_id = $1 AND id = ANY ($2) AND settled_at IS NULL`,
          [organizationId, ids],
        );
        return count;
      }),
  };
}
