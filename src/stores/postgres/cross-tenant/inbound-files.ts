import type { InboundFile, InboundFilePlace, InboundFiles } from '../../../channels/store';
import type { Query } from './query';

const place = `organization_id AS "organizationId", channel_id AS "channelId", session_id AS "sessionId", seq`;

export function createInboundFiles(query: Query): InboundFiles {
  return {
    async add({ organizationId, channelId, sessionId, seq, customerId, messageKey, media }) {
      await query(
        'inbound-file-add',
        `INSERT INTO inbound_files (organization_id, channel_id, session_id, seq, customer_id, message_key, media)
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (session_id, seq) DO NOTHING`,
        [organizationId, channelId, sessionId, seq, customerId, messageKey, JSON.stringify(media)],
      );
    },
    async take({ sessionId, seq }, leaseMs) {
      const [row] = await query<Omit<InboundFile, 'createdAt'> & { createdAt: Date }>(
        'inbound-file-take',
        `UPDATE inbound_files SET leased_until = now() + $3 * interval '1 millisecond'
         WHERE session_id = $1 AND seq = $2 AND due_at <= now() AND (leased_until IS NULL OR leased_until < now())
         RETURNING ${place}, customer_id AS "customerId", message_key AS "messageKey", media, attempts,
           created_at AS "createdAt"`,
        [sessionId, seq, leaseMs],
      );
      return row && { ...row, createdAt: row.createdAt.toISOString() };
    },
    async postpone({ sessionId, seq }, at, error) {
      await query(
        'inbound-file-postpone',
        `UPDATE inbound_files SET due_at = $3, last_error = $4, attempts = attempts + 1, leased_until = NULL
         WHERE session_id = $1 AND seq = $2`,
        [sessionId, seq, at, error],
      );
    },
    async done({ sessionId, seq }) {
      await query('inbound-file-done', `DELETE FROM inbound_files WHERE session_id = $1 AND seq = $2`, [
        sessionId,
        seq,
      ]);
    },
    due: (limit) =>
      query<InboundFilePlace>(
        'inbound-file-due',
        `SELECT ${place} FROM inbound_files
         WHERE due_at <= now() AND (leased_until IS NULL OR leased_until < now())
         ORDER BY row_number() OVER (PARTITION BY channel_id ORDER BY due_at), due_at LIMIT $1`,
        [limit],
      ),
  };
}
