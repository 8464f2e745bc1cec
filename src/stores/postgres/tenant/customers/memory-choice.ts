import type { MemoryChoice } from '../../../../customers/memory/memory-store';
import type { WithOrganization } from '../../sql/paging';

const remembered = 'organization_id = $1 AND id = $2 AND erased_at IS NULL AND NOT no_memory';

export function createMemoryChoice(withOrganization: WithOrganization): MemoryChoice {
  return {
    remembers: ({ organizationId, customerId }) =>
      withOrganization(organizationId, async (manager) => {
        const rows = await manager.query<unknown[]>(`SELECT FROM customers WHERE ${remembered}`, [
          organizationId,
          customerId,
        ]);
        return rows.length > 0;
      }),

    leftOut: (organizationId, sessionIds) =>
      withOrganization(organizationId, async (manager) => {
        const rows = await manager.query<Array<{ id: string }>>(
          `SELECT s.id FROM sessions s JOIN customers c ON c.id = s.customer_id
           WHERE s.organization_id = $1 AND s.id = ANY ($2::uuid[]) AND c.no_memory`,
          [organizationId, sessionIds],
        );
        return new Set(rows.map(({ id }) => id));
      }),

    whileRemembered: ({ organizationId, customerId }, work) =>
      withOrganization(organizationId, async (manager) => {
        const [found] = await manager.query<Array<{ at: Date | null }>>(
          `SELECT memory_forgotten_at AS at FROM customers WHERE ${remembered} FOR SHARE`,
          [organizationId, customerId],
        );
        if (found) await work(found.at ?? undefined);
      }),

    forgets: ({ organizationId, customerId }, at) =>
      withOrganization(organizationId, async (manager) => {
        await manager.query(
          `UPDATE customers SET memory_forgotten_at = $3 WHERE organization_id = $1 AND id = $2`,
          [organizationId, customerId, at],
        );
      }),

    choose: ({ organizationId, customerId }, remembers) =>
      withOrganization(organizationId, async (manager) => {
        const [, count] = await manager.query<[unknown[], number]>(
          `UPDATE customers SET no_memory = $3, updated_at = now()
           WHERE organization_id = $1 AND id = $2 AND erased_at IS NULL`,
          [organizationId, customerId, !remembers],
        );
        // Nobody learns from them any more.
        if (!remembers)
          await manager.query(
            `DELETE FROM answer_suggestions WHERE organization_id = $1 AND state = 'open'
               AND session_id IN (SELECT id FROM sessions WHERE organization_id = $1 AND customer_id = $2)`,
            [organizationId, customerId],
          );
        return count === 1;
      }),
  };
}
