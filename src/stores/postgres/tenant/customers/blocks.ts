import type { BlockStore } from '../../../../customers/blocks';
import type { WithOrganization } from '../../sql/paging';
import { isBlocked } from './blocked-customers';
import { personOf, standInLine } from './customer-links';

export function createBlockStore(withOrganization: WithOrganization): BlockStore {
  return {
    set: (organizationId, customerId, block) =>
      withOrganization(organizationId, async (manager) => {
        // Whoever is linked at this moment is blocked by one of both.
        await standInLine(manager, organizationId);
        const customerIds = await personOf(manager, organizationId, customerId);
        const [rows] = await manager.query<[Array<{ id: string }>, number]>(
          `UPDATE customers SET blocked = $3, updated_at = now()
           WHERE organization_id = $1 AND id = ANY ($2) AND erased_at IS NULL RETURNING id`,
          [organizationId, customerIds, block && JSON.stringify(block)],
        );
        return rows.map(({ id }) => id);
      }),

    kept: (organizationId, customerIds, since) =>
      withOrganization(organizationId, async (manager) => {
        const [row] = await manager.query<Array<{ n: number }>>(
          `SELECT count(*)::int AS n FROM inbound_events
           WHERE organization_id = $1 AND customer_ids <> '{}' AND customer_ids && $2::uuid[]
             AND status = 'blocked' AND received_at >= $3`,
          [organizationId, customerIds, since],
        );
        return row!.n;
      }),

    among: (organizationId, customerIds) =>
      withOrganization(organizationId, async (manager) => {
        const rows = await manager.query<Array<{ id: string }>>(
          `SELECT c.id FROM customers c WHERE c.organization_id = $1 AND c.id = ANY ($2::uuid[]) AND ${isBlocked('c')}`,
          [organizationId, customerIds],
        );
        return new Set(rows.map(({ id }) => id));
      }),

    blockedAt: (organizationId, address) =>
      withOrganization(organizationId, async (manager) => {
        const [row] = await manager.query<Array<{ id: string }>>(
          `SELECT c.id FROM customers c JOIN customer_identities i ON i.customer_id = c.id
           WHERE c.organization_id = $1 AND ${isBlocked('c')}
             AND i.kind IN ('email', 'unverified_email') AND split_part(i.value, ' ', 1) = $2 LIMIT 1`,
          [organizationId, address],
        );
        return row?.id;
      }),
  };
}
