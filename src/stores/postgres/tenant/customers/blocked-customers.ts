// Who is blocked now, and that a block is of the whole person.
import type { EntityManager } from 'typeorm';

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

/** Where one of them is blocked now all are, by the block that lasts longest. */
export async function shareBlock(
  manager: EntityManager,
  organizationId: string,
  customerIds: readonly string[],
): Promise<void> {
  await manager.query(
    `WITH longest AS (
       SELECT c.blocked FROM customers c WHERE c.organization_id = $1 AND c.id = ANY ($2::uuid[]) AND ${isBlocked('c')}
       ORDER BY (c.blocked ->> 'until')::timestamptz DESC NULLS FIRST LIMIT 1)
     UPDATE customers o SET blocked = longest.blocked, updated_at = now() FROM longest
     WHERE o.organization_id = $1 AND o.id = ANY ($2::uuid[]) AND o.erased_at IS NULL
       AND o.blocked IS DISTINCT FROM longest.blocked`,
    [organizationId, customerIds],
  );
}
