import type { EntityManager } from 'typeorm';

interface Named {
  id: string;
  erased: boolean;
}

/**
 * Whoever writes down what customers said looks here first, in the same transaction: an erasure that comes now waits
 * until that is written, and finds it; after one that has been, nothing is written. So it is with conversations whose words
 * were deleted: their logs and rows say so before what was made of them goes.
 * @param ids of customers or of their sessions; others do not matter
 */
export async function customersNamed(manager: EntityManager, ids: readonly string[]): Promise<Named[]> {
  if (ids.length === 0) return [];
  return manager.query<Named[]>(
    `SELECT c.id, c.erased_at IS NOT NULL OR EXISTS (SELECT FROM sessions s
       WHERE s.id = ANY ($1::uuid[]) AND s.customer_id = c.id AND s.metadata ? 'erased') AS erased FROM customers c
     WHERE c.id IN (SELECT unnest($1::uuid[]) UNION SELECT customer_id FROM sessions WHERE id = ANY ($1::uuid[]))
     ORDER BY c.id FOR SHARE OF c`,
    [ids],
  );
}

/**
 * Changes of a customer take turns: an erasure that comes now waits, and removes what is written; after one, nothing is.
 * False when there is no such customer, or it was erased.
 */
export async function holdCustomer(
  manager: EntityManager,
  organizationId: string,
  customerId: string,
): Promise<boolean> {
  const rows = await manager.query<unknown[]>(
    'SELECT FROM customers WHERE organization_id = $1 AND id = $2 AND erased_at IS NULL FOR NO KEY UPDATE',
    [organizationId, customerId],
  );
  return rows.length > 0;
}

/** One of those that are named, or the customer of one. */
export async function isErased(manager: EntityManager, ids: readonly string[]): Promise<boolean> {
  return (await customersNamed(manager, ids)).some(({ erased }) => erased);
}
