import type { InboundEvent, InboundEventList, InboundStatus, Replayed } from '../../../channels/store';
import type { Seal } from '../../../tools/seal';
import { inboundColumns, toInboundEvent } from '../cross-tenant/inbound-events';
import { inOrder, pageOfIds, type WithOrganization } from '../paging';

type Summary = Omit<InboundEvent, 'body' | 'headers'>;

export function createInboundEventList(withOrganization: WithOrganization, seal: Seal): InboundEventList {
  return {
    list: (organizationId, filter, page) =>
      withOrganization(organizationId, async (manager) => {
        const { ids, nextCursor } = await pageOfIds(
          manager,
          { table: 'inbound_events', organizationId, time: 'received_at', ...conditions(filter) },
          page,
        );
        const rows: SummaryRow[] = await manager.query(
          `SELECT ${inboundColumns} FROM inbound_events WHERE organization_id = $1 AND id = ANY ($2)`,
          [organizationId, ids],
        );
        return { items: inOrder(ids, rows).map(toSummary), nextCursor };
      }),

    get: (organizationId, id) =>
      withOrganization(organizationId, async (manager) => {
        const [row] = await manager.query(
          `SELECT ${inboundColumns}, headers, body FROM inbound_events WHERE organization_id = $1 AND id = $2`,
          [organizationId, id],
        );
        return row && toInboundEvent(row, seal);
      }),

    replay: (organizationId, which) =>
      withOrganization(organizationId, async (manager) => {
        const [column, value] = 'id' in which ? ['id', which.id] : ['status', which.status];
        const again: [Replayed[], number] = await manager.query(
          `UPDATE inbound_events SET status = 'pending', attempts = 0, due_at = now(), last_error = NULL,
             processed_at = NULL
           WHERE organization_id = $1 AND ${column} = $2 RETURNING id, channel_id AS "channelId"`,
          [organizationId, value],
        );
        return again[0];
      }),
  };
}

type SummaryRow = Omit<Summary, 'receivedAt' | 'processedAt' | 'lastError'> & {
  receivedAt: Date;
  processedAt: Date | null;
  lastError: string | null;
};

function toSummary({ receivedAt, processedAt, lastError, ...row }: SummaryRow): Summary {
  return {
    ...row,
    receivedAt: receivedAt.toISOString(),
    ...(processedAt && { processedAt: processedAt.toISOString() }),
    ...(lastError !== null && { lastError }),
  };
}

function conditions({ status, channelId }: { status?: InboundStatus; channelId?: string }) {
  const parameters = [status, channelId].filter((value) => value !== undefined);
  const parts = [
    ...(status === undefined ? [] : ['status = $2']),
    ...(channelId === undefined ? [] : [`channel_id = $${parameters.length + 1}`]),
  ];
  return parts.length === 0 ? {} : { where: parts.join(' AND '), parameters };
}
