import type { EntityManager } from 'typeorm';

interface Named {
  id: string;
  erased: boolean;
}

/**
 * Whoever writes down what customers said looks here first, in the same transaction: an erasure that comes now waits
 * until that is written, and finds it; after one that has been, nothing is written.
 * @param ids of customers or of their sessions; others do not matter
 */
export async function customersNamed(manager: EntityManager, ids: readonly string[]): Promise<Named[]> {
  if (ids.length === 0) return [];
  return manager.query<Named[]>(
    `SELECT id, erased_at IS NOT NULL AS erased FROM customers
     WHERE id IN (SELECT unnest($1::uuid[]) UNION SELECT customer_id FROM sessions WHERE id = ANY ($1::uuid[]))
     ORDER BY id FOR SHARE`,
    [ids],
  );
}

/** One of those that are named. */
export async function isErased(manager: EntityManager, ids: readonly string[]): Promise<boolean> {
  return (await customersNamed(manager, ids)).some(({ erased }) => erased);
}
