import type { EntityManager } from 'typeorm';
import type { MentionRow, MentionStore } from '../../../../automations/mentions';
import { inOrder, pageOfIds, type WithOrganization } from '../../sql/paging';
import { customerName } from '../../rows/session-mapping';

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

    read: (organizationId, agentId, { sessionId = null, noteId = null }) =>
      withOrganization(organizationId, async (manager) => {
        await manager.query(
          `UPDATE mentions SET read_at = now() WHERE organization_id = $1 AND agent_id = $2 AND read_at IS NULL
             AND ($3::uuid IS NULL OR session_id = $3) AND ($4::uuid IS NULL OR note_id = $4)`,
          [organizationId, agentId, sessionId, noteId],
        );
      }),
  };
}

interface NotedCall {
  noteId: string;
  byName: string;
  agentIds: readonly string[];
}

/** A note about a customer, which is written in the same transaction, calls these and nobody else. @returns for whom it is new */
export async function callInNote(
  manager: EntityManager,
  organizationId: string,
  { noteId, byName, agentIds }: NotedCall,
): Promise<string[]> {
  const values = [organizationId, noteId, agentIds];
  await manager.query(
    'DELETE FROM mentions WHERE organization_id = $1 AND note_id = $2 AND agent_id <> ALL ($3::uuid[])',
    values,
  );
  const added = await manager.query<Array<{ agentId: string }>>(
    `INSERT INTO mentions (organization_id, agent_id, note_id, by_name)
     SELECT $1::uuid, a.id, $2::uuid, $4 FROM agents a
     WHERE a.organization_id = $1 AND a.id = ANY ($3::uuid[])
       AND NOT EXISTS (SELECT FROM mentions m WHERE m.agent_id = a.id AND m.note_id = $2)
     RETURNING agent_id AS "agentId"`,
    [...values, byName.slice(0, 255)],
  );
  return added.map(({ agentId }) => agentId);
}

type Row = Pick<MentionRow, 'id' | 'byName' | 'createdAt' | 'readAt'> &
  (
    | { sessionId: string; seq: number; noteId: null }
    | { sessionId: null; noteId: string; customerId: string; customerName: string | null; text: string }
  );

function toMention(row: Row): MentionRow {
  const { id, byName, createdAt, readAt } = row;
  const said = { id, byName, createdAt, readAt };
  if (row.noteId === null) return { ...said, sessionId: row.sessionId, seq: row.seq };
  const { noteId, customerId, customerName, text } = row;
  return {
    ...said,
    note: { id: noteId, customerId, text, ...(customerName !== null && { customerName }) },
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
        const rows: Row[] = await manager.query(
          `SELECT m.id, m.session_id AS "sessionId", m.seq, m.by_name AS "byName", m.created_at AS "createdAt",
             m.read_at AS "readAt", m.note_id AS "noteId", n.text, n.customer_id AS "customerId",
             ${customerName} AS "customerName"
           FROM mentions m LEFT JOIN customer_notes n ON n.id = m.note_id LEFT JOIN customers c ON c.id = n.customer_id
           WHERE m.organization_id = $1 AND m.id = ANY($2::uuid[])`,
          [organizationId, ids],
        );
        return { items: inOrder(ids, rows).map(toMention), nextCursor };
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
