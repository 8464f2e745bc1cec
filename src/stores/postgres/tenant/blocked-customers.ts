import type { EntityManager } from 'typeorm';
import type { BlockStore } from '../../../customers/blocks';
import type { WithOrganization } from '../paging';

/** Of the customer with this alias: nothing that they write is taken now. */
export const isBlocked = (alias: string) =>
  `(${alias}.blocked IS NOT NULL AND coalesce((${alias}.blocked ->> 'until')::timestamptz > now(), true))`;

export async function isBlockedNow(manager: EntityManager, customerId: string): Promise<boolean> {
  const [row] = await manager.query<Array<{ blocked: boolean }>>(
    `SELECT EXISTS (SELECT FROM customers c WHERE c.id = $1 AND ${isBlocked('c')}) AS blocked`,
    [customerId],
  );
  return row!.blocked;
}

export function createBlockStore(withOrganization: WithOrganization): BlockStore {
  return {
    set: (organizationId, customerIds, block) =>
      withOrganization(organizationId, async (manager) => {
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
          `SELECT coalesce(sum(greatest(messages, 1)), 0)::int AS n FROM inbound_events
           WHERE organization_id = $1 AND customer_ids <> '{}' AND customer_ids && $2::uuid[]
             AND status = 'blocked' AND received_at >= $3`,
          [organizationId, customerIds, since],
        );
        return row!.n;
      }),
  };
}
