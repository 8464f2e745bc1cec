import type { EntityManager } from 'typeorm';

/**
 * Whoever writes down what a customer said looks here first, in the same transaction: an erasure that comes now waits
 * until that is written, and finds it; after one that has been, nothing is written.
 * @param ids of customers or of their sessions; others do not matter
 */
export async function isErased(manager: EntityManager, ids: readonly string[]): Promise<boolean> {
  if (ids.length === 0) return false;
  const [row] = await manager.query<Array<{ erased: boolean | null }>>(
    `SELECT bool_or(erased_at IS NOT NULL) AS erased FROM (
       SELECT erased_at FROM customers
       WHERE id IN (SELECT unnest($1::uuid[]) UNION SELECT customer_id FROM sessions WHERE id = ANY ($1::uuid[]))
       ORDER BY id FOR SHARE) AS named`,
    [ids],
  );
  return row!.erased === true;
}
