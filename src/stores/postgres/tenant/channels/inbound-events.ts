import type { EntityManager } from 'typeorm';
import type { InboundEventList, ListedEvent, InboundStatus, Replayed } from '../../../../channels/store';
import type { Seal } from '../../../../tools/seal';
import { inboundColumns, toInboundEvent, withoutBody } from '../../cross-tenant/inbound-events';
import { customerName } from '../../rows/session-mapping';
import { inOrder, pageOfIds, type WithOrganization } from '../../sql/paging';

/** Sealed bytes: a larger body is not opened for a row of a list, which may have 200. */
const mostBytes = 16 * 1024;

export function createInboundEventList(withOrganization: WithOrganization, seal: Seal): InboundEventList {
  return {
    list: (organizationId, filter, page) =>
      withOrganization(organizationId, async (manager) => {
        const { ids, nextCursor } = await pageOfIds(
          manager,
          { table: 'inbound_events', organizationId, time: 'received_at', ...conditions(filter) },
          page,
        );
        const rows: ListedRow[] = await manager.query(listed, [organizationId, ids]);
        return { items: inOrder(ids, rows).map((row) => toListed(row, seal)), nextCursor };
      }),

    ...createNameSearch(withOrganization, seal),

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

function createNameSearch(
  withOrganization: WithOrganization,
  seal: Seal,
): Pick<InboundEventList, 'findThoseOf'> {
  return {
    async findThoseOf(organizationId, customerId) {
      const names = await withOrganization(organizationId, (manager) =>
        namesOf(manager, organizationId, customerId),
      );
      if (names.length === 0) return;
      for await (const rows of ofNobody(withOrganization, organizationId)) {
        const ids = rows.filter(({ body }) => isNamed(opened(body, seal), names)).map(({ id }) => id);
        if (ids.length === 0) continue;
        await withOrganization(organizationId, (manager) =>
          manager.query(
            'UPDATE inbound_events SET customer_ids = customer_ids || $3::uuid WHERE organization_id = $1 AND id = ANY ($2)',
            [organizationId, ids, customerId],
          ),
        );
      }
    },
  };
}

/** Bodies that are opened before others get a turn. */
const openedAtOnce = 50;

/** How a provider names the customer. */
async function namesOf(
  manager: EntityManager,
  organizationId: string,
  customerId: string,
): Promise<string[]> {
  const rows: Array<{ value: string }> = await manager.query(
    `SELECT value FROM customer_identities WHERE organization_id = $1 AND customer_id = $2 AND kind <> 'external'`,
    [organizationId, customerId],
  );
  // An address that nobody vouched for has the thread behind it.
  return rows.map(({ value }) => value.replace(/^\+/, '').split(' ', 1)[0]!.toLowerCase());
}

interface OfNobody {
  id: string;
  arrival: string;
  body: Buffer;
}

/** Events of which nobody knows whose they are, in pages; each way to find them has an index. */
async function* ofNobody(
  withOrganization: WithOrganization,
  organizationId: string,
): AsyncGenerator<OfNobody[]> {
  for (const status of [`<> 'pending'`, `= 'pending'`]) {
    let rows: OfNobody[] = [];
    do {
      const after = rows.at(-1)?.arrival ?? '0';
      rows = await withOrganization(organizationId, (manager) =>
        manager.query<OfNobody[]>(
          `SELECT id, arrival, body FROM inbound_events
           WHERE organization_id = $1 AND customer_ids = '{}' AND status ${status} AND arrival > $2
           ORDER BY arrival LIMIT ${openedAtOnce}`,
          [organizationId, after],
        ),
      );
      yield rows;
    } while (rows.length === openedAtOnce);
  }
}

/** As a whole word: a number is no part of a longer one. */
function isNamed(body: Buffer | undefined, names: readonly string[]): boolean {
  const text = body?.toString('latin1').toLowerCase() ?? '';
  return names.some((name) => {
    for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1))
      if (!/\w/.test(`${text[at - 1] ?? ''}${text[at + name.length] ?? ''}`)) return true;
    return false;
  });
}

const listed = `SELECT ${inboundColumns}, headers,
    (SELECT type FROM channels ch WHERE ch.id = inbound_events.channel_id) AS "channelType",
    CASE WHEN octet_length(body) <= ${mostBytes} THEN body END AS body,
    (SELECT coalesce(jsonb_agg(jsonb_strip_nulls(jsonb_build_object('id', c.id, 'name', ${customerName}))), '[]')
      FROM customers c WHERE c.organization_id = $1 AND c.id = ANY (inbound_events.customer_ids)) AS customers
  FROM inbound_events WHERE organization_id = $1 AND id = ANY ($2)`;

type ListedRow = Omit<Parameters<typeof withoutBody>[0], 'body'> & {
  channelType: string;
  body: Buffer | null;
  customers: ListedEvent['customers'];
};

function toListed({ body, customers, channelType, ...row }: ListedRow, seal: Seal): ListedEvent {
  return { ...withoutBody(row), channelType, customers, body: body ? opened(body, seal) : undefined };
}

function opened(body: Buffer, seal: Seal): Buffer | undefined {
  try {
    return seal.open(body);
  } catch {
    return undefined;
  }
}

function conditions({ status, channelId }: { status?: InboundStatus; channelId?: string }) {
  const parameters = [status, channelId].filter((value) => value !== undefined);
  const parts = [
    ...(status === undefined ? [] : ['status = $2']),
    ...(channelId === undefined ? [] : [`channel_id = $${parameters.length + 1}`]),
  ];
  return parts.length === 0 ? {} : { where: parts.join(' AND '), parameters };
}
