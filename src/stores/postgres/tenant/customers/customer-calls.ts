import type { EntityManager } from 'typeorm';
import type { CallStore } from '../../../../customers/calls';
import { DomainError, notFound } from '../../../../errors';
import { mostCalls, type CustomerCall } from '../../../../protocol/timeline';
import { inOrder, pageOfIds, type WithOrganization } from '../../sql/paging';
import { holdCustomer } from '../privacy/erasure-guard';

const columns = `id, customer_id AS "customerId", at, direction, minutes, outcome, author, created_at AS "createdAt",
  updated_at AS "updatedAt"`;

type Row = Omit<CustomerCall, 'at' | 'createdAt' | 'updatedAt'> & {
  at: Date;
  createdAt: Date;
  updatedAt: Date;
};

const toCall = ({ at, createdAt, updatedAt, ...row }: Row): CustomerCall => ({
  ...row,
  at: at.toISOString(),
  createdAt: createdAt.toISOString(),
  updatedAt: updatedAt.toISOString(),
});

export function createCallStore(withOrganization: WithOrganization): CallStore {
  return { ...reading(withOrganization), ...writing(withOrganization) };
}

function reading(withOrganization: WithOrganization): Pick<CallStore, 'list' | 'get'> {
  return {
    list: (organizationId, customerIds, page) =>
      withOrganization(organizationId, async (manager) => {
        const { ids, nextCursor } = await pageOfIds(
          manager,
          {
            table: 'customer_calls',
            organizationId,
            where: 'customer_id = ANY ($2::uuid[])',
            parameters: [customerIds],
          },
          page,
        );
        const rows = await manager.query<Row[]>(
          `SELECT ${columns} FROM customer_calls WHERE organization_id = $1 AND id = ANY ($2::uuid[])`,
          [organizationId, ids],
        );
        return { items: inOrder(ids, rows).map(toCall), nextCursor };
      }),

    get: (organizationId, customerId, callId) =>
      withOrganization(organizationId, async (manager) => {
        const [row] = await manager.query<Row[]>(
          `SELECT ${columns} FROM customer_calls WHERE organization_id = $1 AND customer_id = $2 AND id = $3`,
          [organizationId, customerId, callId],
        );
        return row && toCall(row);
      }),
  };
}

function writing(withOrganization: WithOrganization): Pick<CallStore, 'add' | 'update' | 'remove'> {
  return {
    add: (organizationId, customerId, { at, direction, minutes, outcome, author }) =>
      withOrganization(organizationId, async (manager) => {
        await hold(manager, organizationId, customerId);
        const [row] = await manager.query<Row[]>(
          `INSERT INTO customer_calls (organization_id, customer_id, at, direction, minutes, outcome, author)
           SELECT $1::uuid, $2::uuid, $3::timestamptz, $4::text, $5::int, $6::text, $7::jsonb
           WHERE (SELECT count(*) FROM customer_calls WHERE customer_id = $2) < ${mostCalls} RETURNING ${columns}`,
          [organizationId, customerId, at, direction, minutes, outcome, JSON.stringify(author)],
        );
        if (!row) throw new DomainError('capacity', `A customer has at most ${mostCalls} calls.`);
        return toCall(row);
      }),

    update: (organizationId, { customerId, callId }, { at, direction, minutes, outcome }) =>
      withOrganization(organizationId, async (manager) => {
        await hold(manager, organizationId, customerId);
        const [[row]] = await manager.query<[Row[], number]>(
          `UPDATE customer_calls SET at = coalesce($4, at), direction = coalesce($5, direction),
             minutes = coalesce($6, minutes), outcome = coalesce($7, outcome), updated_at = now()
           WHERE organization_id = $1 AND customer_id = $2 AND id = $3 RETURNING ${columns}`,
          [
            ...[organizationId, customerId, callId],
            ...[at ?? null, direction ?? null, minutes ?? null, outcome ?? null],
          ],
        );
        return row && toCall(row);
      }),

    remove: (organizationId, customerId, callId) =>
      withOrganization(organizationId, async (manager) => {
        const [, count] = await manager.query<[unknown, number]>(
          'DELETE FROM customer_calls WHERE organization_id = $1 AND customer_id = $2 AND id = $3',
          [organizationId, customerId, callId],
        );
        return count === 1;
      }),
  };
}

async function hold(manager: EntityManager, organizationId: string, customerId: string): Promise<void> {
  if (!(await holdCustomer(manager, organizationId, customerId))) throw notFound('customer');
}
