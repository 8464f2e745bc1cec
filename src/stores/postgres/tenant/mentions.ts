import type { MentionRow, MentionStore } from '../../../automations/mentions';
import { inOrder, pageOfIds, type WithOrganization } from '../paging';

export function createMentionStore(withOrganization: WithOrganization): MentionStore {
  return {
    ...reading(withOrganization),

    add: (organizationId, { sessionId, seq, byName, agentIds }) =>
      withOrganization(organizationId, async (manager) => {
        // Who was removed meanwhile is called no more.
        const rows: Array<{ agentId: string }> = await manager.query(
          `INSERT INTO mentions (organization_id, agent_id, session_id, seq, by_name)
           SELECT $1::uuid, a.id, $2::uuid, $3::int, $4 FROM agents a
           WHERE a.organization_id = $1 AND a.id = ANY($5::uuid[])
           ON CONFLICT (agent_id, session_id, seq) DO NOTHING RETURNING agent_id AS "agentId"`,
          [organizationId, sessionId, seq, byName.slice(0, 255), agentIds],
        );
        return rows.map(({ agentId }) => agentId);
      }),

    read: (organizationId, agentId, sessionId) =>
      withOrganization(organizationId, async (manager) => {
        await manager.query(
          `UPDATE mentions SET read_at = now() WHERE organization_id = $1 AND agent_id = $2 AND read_at IS NULL
             AND ($3::uuid IS NULL OR session_id = $3)`,
          [organizationId, agentId, sessionId ?? null],
        );
      }),
  };
}

function reading(withOrganization: WithOrganization): Pick<MentionStore, 'agents' | 'list' | 'unread'> {
  return {
    agents: (organizationId, ids) =>
      withOrganization(organizationId, (manager) =>
        manager.query(
          `SELECT a.id, a.display_name AS name FROM agents a JOIN users u ON u.id = a.user_id
           WHERE a.organization_id = $1 AND a.id = ANY($2::uuid[]) AND u.is_active
           ORDER BY array_position($2::uuid[], a.id)`,
          [organizationId, ids],
        ),
      ),

    list: (organizationId, { agentId, unread }, page) =>
      withOrganization(organizationId, async (manager) => {
        const where = `agent_id = $2${unread ? ' AND read_at IS NULL' : ''}`;
        const asked = { table: 'mentions', organizationId, where, parameters: [agentId] };
        const { ids, nextCursor } = await pageOfIds(manager, asked, page);
        const rows: MentionRow[] = await manager.query(
          `SELECT id, session_id AS "sessionId", seq, by_name AS "byName", created_at AS "createdAt", read_at AS "readAt"
           FROM mentions WHERE organization_id = $1 AND id = ANY($2::uuid[])`,
          [organizationId, ids],
        );
        return { items: inOrder(ids, rows), nextCursor };
      }),

    unread: (organizationId, agentId) =>
      withOrganization(organizationId, async (manager) => {
        const [row] = (await manager.query(
          `SELECT count(*)::int AS unread FROM mentions WHERE organization_id = $1 AND agent_id = $2 AND read_at IS NULL`,
          [organizationId, agentId],
        )) as [{ unread: number }];
        return row.unread;
      }),
  };
}
