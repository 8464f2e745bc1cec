import type { Choice, ChoiceStore, Kept, MailNewsStore } from '../../../../notifications/store';
import { withPlace } from '../../rows/news-place';
import type { WithOrganization } from '../../sql/paging';
import { customerName } from '../../rows/session-mapping';

type Row = Pick<Kept, 'kind' | 'at'> & { sessionId: string | null; noteId: string | null };

const asker =
  (withOrganization: WithOrganization) =>
  <T>(organizationId: string, sql: string, values: unknown[]): Promise<T> =>
    withOrganization(organizationId, (manager) => manager.query<T>(sql, [organizationId, ...values]));

export function createChoiceStore(withOrganization: WithOrganization): ChoiceStore {
  const ask = asker(withOrganization);
  return {
    get: (organizationId, agentId) =>
      ask<Choice[]>(
        organizationId,
        `SELECT kind, way, wanted FROM notification_choices WHERE organization_id = $1 AND agent_id = $2`,
        [agentId],
      ),

    async set(organizationId, agentId, choices) {
      await ask(
        organizationId,
        `INSERT INTO notification_choices (organization_id, agent_id, kind, way, wanted)
         SELECT $1, a.id, c.kind, c.way, c.wanted
         FROM agents a, unnest($3::text[], $4::text[], $5::boolean[]) AS c (kind, way, wanted)
         WHERE a.organization_id = $1 AND a.id = $2
         ON CONFLICT (agent_id, kind, way) DO UPDATE SET wanted = excluded.wanted`,
        [
          agentId,
          choices.map(({ kind }) => kind),
          choices.map(({ way }) => way),
          choices.map(({ wanted }) => wanted),
        ],
      );
    },
  };
}

export function createMailNewsStore(withOrganization: WithOrganization): MailNewsStore {
  return { ...waitingNews(withOrganization), ...readers(withOrganization) };
}

function waitingNews(
  withOrganization: WithOrganization,
): Pick<MailNewsStore, 'add' | 'take' | 'putBack' | 'lost'> {
  const ask = asker(withOrganization);
  return {
    ...keepingNews(withOrganization),

    async take(organizationId, agentId) {
      const [rows] = await ask<[Row[], number]>(
        organizationId,
        `DELETE FROM mail_news WHERE organization_id = $1 AND agent_id = $2
         RETURNING session_id AS "sessionId", note_id AS "noteId", kind, at`,
        [agentId],
      );
      return rows.map(withPlace).sort((one, other) => one.at.getTime() - other.at.getTime());
    },

    async putBack(organizationId, agentId, kept) {
      await ask(
        organizationId,
        `INSERT INTO mail_news (organization_id, agent_id, session_id, note_id, kind, at)
         SELECT $1, $2, s.id, n.id, k.kind, k.at
         FROM unnest($3::uuid[], $4::text[], $5::timestamptz[]) AS k (about_id, kind, at)
           JOIN agents a ON a.organization_id = $1 AND a.id = $2
           LEFT JOIN sessions s ON s.organization_id = $1 AND s.id = k.about_id
           LEFT JOIN customer_notes n ON n.organization_id = $1 AND n.id = k.about_id
         WHERE s.id IS NOT NULL OR n.id IS NOT NULL
         ON CONFLICT DO NOTHING`,
        [
          agentId,
          kept.map(({ sessionId, noteId }) => sessionId ?? noteId),
          kept.map(({ kind }) => kind),
          kept.map(({ at }) => at),
        ],
      );
    },

    async lost(organizationId, olderThan) {
      const rows = await ask<Array<{ agentId: string }>>(
        organizationId,
        `SELECT agent_id AS "agentId" FROM mail_news WHERE organization_id = $1
         GROUP BY agent_id HAVING min(at) < $2`,
        [olderThan],
      );
      return rows.map(({ agentId }) => agentId);
    },
  };
}

function keepingNews(withOrganization: WithOrganization): Pick<MailNewsStore, 'add'> {
  return {
    add: (organizationId, { sessionId = null, noteId = null, kind, agentIds }) =>
      withOrganization(organizationId, async (manager) => {
        // Who was removed meanwhile is told no more.
        await manager.query(
          `INSERT INTO mail_news (organization_id, agent_id, session_id, note_id, kind)
           SELECT $1, a.id, $2, $5, $3 FROM agents a
           WHERE a.organization_id = $1 AND a.id = ANY($4::uuid[])
             AND (EXISTS (SELECT FROM sessions s WHERE s.organization_id = $1 AND s.id = $2)
               OR EXISTS (SELECT FROM customer_notes n WHERE n.organization_id = $1 AND n.id = $5))
           ON CONFLICT DO NOTHING`,
          [organizationId, sessionId, kind, agentIds, noteId],
        );
        return manager.query(
          `SELECT agent_id AS "agentId", min(at) AS since FROM mail_news
           WHERE organization_id = $1 AND agent_id = ANY($2::uuid[]) GROUP BY agent_id`,
          [organizationId, agentIds],
        );
      }),
  };
}

function readers(
  withOrganization: WithOrganization,
): Pick<MailNewsStore, 'reader' | 'hasUnreadMention' | 'unreadNote'> {
  const ask = asker(withOrganization);
  return {
    async reader(organizationId, agentId) {
      const [row] = await ask<Array<{ email: string; language: string | null }>>(
        organizationId,
        `SELECT u.email, a.language FROM agents a JOIN users u ON u.id = a.user_id
         WHERE a.organization_id = $1 AND a.id = $2 AND u.is_active`,
        [agentId],
      );
      return row;
    },

    async hasUnreadMention(organizationId, agentId, sessionId) {
      const rows = await ask<unknown[]>(
        organizationId,
        `SELECT FROM mentions WHERE organization_id = $1 AND agent_id = $2 AND session_id = $3 AND read_at IS NULL LIMIT 1`,
        [agentId, sessionId],
      );
      return rows.length > 0;
    },

    async unreadNote(organizationId, agentId, noteId) {
      const [row] = await ask<Array<{ customerId: string; name: string | null }>>(
        organizationId,
        `SELECT n.customer_id AS "customerId", ${customerName} AS name
         FROM mentions m JOIN customer_notes n ON n.id = m.note_id JOIN customers c ON c.id = n.customer_id
         WHERE m.organization_id = $1 AND m.agent_id = $2 AND m.note_id = $3 AND m.read_at IS NULL`,
        [agentId, noteId],
      );
      if (!row) return undefined;
      const { customerId, name } = row;
      return { id: noteId, customerId, ...(name !== null && { customerName: name }) };
    },
  };
}
