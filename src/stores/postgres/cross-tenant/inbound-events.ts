import type { InboundEvent, InboundEvents, InboundStatus } from '../../../channels/store';
import type { Seal } from '../../../tools/seal';
import type { Query } from './query';

interface Row {
  id: string;
  organizationId: string;
  channelId: string;
  providerId: string;
  headers: Record<string, string>;
  body: Buffer;
  status: InboundStatus;
  attempts: number;
  lastError: string | null;
  receivedAt: Date;
  processedAt: Date | null;
}

export const inboundColumns = `id, organization_id AS "organizationId", channel_id AS "channelId",
  provider_id AS "providerId", status, attempts, last_error AS "lastError", received_at AS "receivedAt",
  processed_at AS "processedAt"`;

const pendingColumns = `${inboundColumns}, headers, body, due_at AS "dueAt", arrival`;

export function toInboundEvent(
  { lastError, receivedAt, processedAt, ...row }: Row,
  seal: Seal,
): InboundEvent {
  const { id, organizationId, channelId, providerId, headers, status, attempts } = row;
  return {
    id,
    organizationId,
    channelId,
    providerId,
    headers,
    status,
    attempts,
    body: seal.open(row.body),
    receivedAt: receivedAt.toISOString(),
    ...(lastError !== null && { lastError }),
    ...(processedAt !== null && { processedAt: processedAt.toISOString() }),
  };
}

export function createInboundEvents(query: Query, seal: Seal): InboundEvents {
  return { ...createQueue(query, seal), ...createEnds(query) };
}

/** In the order in which they came. */
function createQueue(query: Query, seal: Seal): Pick<InboundEvents, 'add' | 'pending'> {
  return {
    async add(events) {
      await query(
        'inbound-add',
        `INSERT INTO inbound_events (organization_id, channel_id, provider_id, headers, body)
         SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::jsonb[], $5::bytea[])
         ON CONFLICT (channel_id, provider_id) DO NOTHING`,
        [
          events.map(({ organizationId }) => organizationId),
          events.map(({ channelId }) => channelId),
          events.map(({ providerId }) => providerId),
          events.map(({ headers }) => JSON.stringify(headers)),
          events.map(({ body }) => seal.seal(body)),
        ],
      );
    },
    async pending(channelId, limit) {
      const rows = await query<Row & { isDue: boolean; dueAt: Date }>(
        'inbound-pending',
        `SELECT * FROM (
           (SELECT ${pendingColumns}, true AS "isDue" FROM inbound_events
             WHERE channel_id = $1 AND status = 'pending' AND due_at <= now() ORDER BY arrival LIMIT $2)
           UNION ALL
           (SELECT ${pendingColumns}, false AS "isDue" FROM inbound_events
             WHERE channel_id = $1 AND status = 'pending' AND due_at > now() AND attempts > 0 LIMIT 1000)
         ) AS event ORDER BY arrival`,
        [channelId, limit],
      );
      return rows.map((row) => ({
        ...toInboundEvent(row, seal),
        isDue: row.isDue,
        dueAt: row.dueAt.toISOString(),
      }));
    },
  };
}

/** What becomes of them. */
function createEnds(query: Query): Omit<InboundEvents, 'add' | 'pending'> {
  return {
    async hold(ids, until) {
      await query('inbound-hold', 'UPDATE inbound_events SET due_at = $2 WHERE id = ANY ($1::uuid[])', [
        ids,
        until,
      ]);
    },
    async settle(id, status, error) {
      await query(
        'inbound-settle',
        `UPDATE inbound_events SET status = $2, last_error = $3, processed_at = now() WHERE id = $1`,
        [id, status, error ?? null],
      );
    },
    async failed(id, error, retryAt) {
      await query(
        'inbound-failed',
        `UPDATE inbound_events SET attempts = attempts + 1, last_error = $2, due_at = $3 WHERE id = $1`,
        [id, error, retryAt],
      );
    },
    channels: () =>
      query(
        'inbound-channels',
        `SELECT DISTINCT organization_id AS "organizationId", channel_id AS "channelId" FROM inbound_events
         WHERE status = 'pending' AND due_at <= now()`,
      ),
    async expire(before) {
      const gone = await query(
        'inbound-expire',
        `DELETE FROM inbound_events WHERE status <> 'pending' AND received_at < $1 RETURNING 1`,
        [before],
      );
      return gone.length;
    },
  };
}
