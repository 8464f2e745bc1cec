import type { VisitStore } from '../../../../customers/visits';
import type { Visit } from '../../../../protocol/visits';
import type { EntityManager } from 'typeorm';
import type { WithOrganization } from '../../sql/paging';
import { holdCustomer } from '../privacy/erasure-guard';

export function createVisitStore(withOrganization: WithOrganization): VisitStore {
  return {
    get: (organizationId, customerId) =>
      withOrganization(organizationId, (manager) => read(manager, organizationId, customerId)),

    change: (organizationId, customerId, next) =>
      withOrganization(organizationId, async (manager) => {
        if (!(await holdCustomer(manager, organizationId, customerId))) return undefined;
        const visit = next(await read(manager, organizationId, customerId));
        await manager.query(
          `INSERT INTO customer_visits (organization_id, customer_id, visit) VALUES ($1, $2, $3)
           ON CONFLICT (customer_id) DO UPDATE SET visit = excluded.visit`,
          [organizationId, customerId, JSON.stringify(visit)],
        );
        return visit;
      }),
  };
}

async function read(
  manager: EntityManager,
  organizationId: string,
  customerId: string,
): Promise<Visit | undefined> {
  const rows = await manager.query<Array<{ visit: Visit }>>(
    'SELECT visit FROM customer_visits WHERE organization_id = $1 AND customer_id = $2',
    [organizationId, customerId],
  );
  return rows[0]?.visit;
}
