// A person belongs to one company, whichever of their customers was put there.
import type { EntityManager } from 'typeorm';

/** Where some of one person belong to a company, and to one only, all do. */
export async function shareCompany(
  manager: EntityManager,
  organizationId: string,
  customerIds: readonly string[],
): Promise<void> {
  await manager.query(
    `WITH one AS (SELECT min(company_id::text)::uuid AS id FROM customers
       WHERE organization_id = $1 AND id = ANY ($2::uuid[]) HAVING count(DISTINCT company_id) = 1)
     UPDATE customers c SET company_id = one.id, updated_at = now() FROM one
     WHERE c.organization_id = $1 AND c.id = ANY ($2::uuid[]) AND c.erased_at IS NULL AND c.company_id IS NULL`,
    [organizationId, customerIds],
  );
}
