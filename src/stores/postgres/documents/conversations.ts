import type { Pool } from 'pg';
import type { Conversation, ConversationStore } from '../../../insights/store';
import { storable } from '../../storable';

const upsert = `
INSERT INTO conversations (session_id, organization_id, message_count, doc) VALUES ($1, $2, $3, $4)
ON CONFLICT (session_id) DO UPDATE SET message_count = excluded.message_count, doc = excluded.doc
WHERE conversations.message_count <= excluded.message_count
  AND conversations.organization_id = excluded.organization_id`;

export function createConversationStore(pool: Pool): ConversationStore {
  async function read(organizationId: string, sessionIds: readonly string[]): Promise<Conversation[]> {
    const { rows } = await pool.query<{ session_id: string; message_count: number; doc: Conversation }>(
      'SELECT session_id, message_count, doc FROM conversations WHERE session_id = ANY($1::uuid[]) AND organization_id = $2',
      [sessionIds, organizationId],
    );
    return rows.map((row) => ({
      ...row.doc,
      organizationId,
      sessionId: row.session_id,
      messageCount: row.message_count,
    }));
  }

  return {
    async upsert(conversation) {
      const { organizationId, sessionId, messageCount, ...doc } = conversation;
      await pool.query(upsert, [sessionId, organizationId, messageCount, JSON.stringify(storable(doc))]);
    },

    get: async (organizationId, sessionId) => (await read(organizationId, [sessionId]))[0],

    read,

    async messageCounts(organizationId, sessionIds) {
      const { rows } = await pool.query<{ session_id: string; message_count: number }>(
        'SELECT session_id, message_count FROM conversations WHERE session_id = ANY($1::uuid[]) AND organization_id = $2',
        [sessionIds, organizationId],
      );
      return new Map(rows.map((row) => [row.session_id, row.message_count]));
    },

    async remove(organizationId, sessionIds) {
      const { rowCount } = await pool.query(
        'DELETE FROM conversations WHERE session_id = ANY($1::uuid[]) AND organization_id = $2',
        [sessionIds, organizationId],
      );
      return rowCount ?? 0;
    },
  };
}
