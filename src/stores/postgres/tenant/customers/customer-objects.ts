import type { EntityManager } from 'typeorm';
import type { ObjectKey, ObjectStore } from '../../../../customers/objects';
import { DomainError, notFound } from '../../../../errors';
import { mostObjects, type CustomerObject } from '../../../../protocol/objects';
import { inOrder, pageOfIds, type WithOrganization } from '../../sql/paging';

const columns = `id, customer_id AS "customerId", type, object_id AS "objectId", status, title, url, is_open AS "isOpen",
  fields, created_at AS "createdAt", updated_at AS "updatedAt"`;
/** Numbers that search keeps of one customer. */
const mostWords = 200;

type Row = Omit<CustomerObject, 'createdAt' | 'updatedAt' | 'status' | 'title' | 'url'> & {
  id: string;
  status: string | null;
  title: string | null;
  url: string | null;
  createdAt: Date;
  updatedAt: Date;
};

export function createObjectStore(withOrganization: WithOrganization): ObjectStore {
  return { ...changes(withOrganization), ...reading(withOrganization), ...finding(withOrganization) };
}

function changes(withOrganization: WithOrganization): Pick<ObjectStore, 'put' | 'remove'> {
  return {
    put: (organizationId, { customerId, type, objectId, isOpen, fields, ...given }) =>
      withOrganization(organizationId, async (manager) => {
        await holdCustomer(manager, organizationId, customerId);
        const { status = null, title = null, url = null } = given;
        const [row] = await manager.query<Array<Row & { isNew: boolean }>>(
          `INSERT INTO customer_objects AS o
             (organization_id, customer_id, type, object_id, status, title, url, is_open, fields)
           SELECT $1::uuid, $2::uuid, $3::text, $4::text, $5, $6, $7, $8, $9
           WHERE (SELECT count(*) FROM customer_objects WHERE organization_id = $1 AND customer_id = $2) < ${mostObjects}
             OR EXISTS (SELECT FROM customer_objects WHERE organization_id = $1 AND customer_id = $2 AND type = $3::text AND object_id = $4::text)
           ON CONFLICT (customer_id, type, object_id) DO UPDATE SET status = excluded.status, title = excluded.title,
             url = excluded.url, is_open = excluded.is_open, fields = excluded.fields, updated_at = now()
           RETURNING ${columns}, xmax = 0 AS "isNew"`,
          [organizationId, customerId, type, objectId, status, title, url, isOpen, JSON.stringify(fields)],
        );
        if (!row) throw new DomainError('capacity', `A customer has at most ${mostObjects} objects.`);
        const { isNew, ...object } = row;
        return { object: toObject(object), isNew };
      }),

    remove: (organizationId, key) =>
      withOrganization(organizationId, async (manager) => {
        const [, count] = await manager.query<[unknown[], number]>(
          `DELETE FROM customer_objects WHERE ${one}`,
          placed(organizationId, key),
        );
        return count === 1;
      }),
  };
}

function reading(withOrganization: WithOrganization): Pick<ObjectStore, 'get' | 'list'> {
  return {
    get: (organizationId, key) =>
      withOrganization(organizationId, async (manager) => {
        const [row] = await manager.query<Row[]>(
          `SELECT ${columns} FROM customer_objects WHERE ${one}`,
          placed(organizationId, key),
        );
        return row && toObject(row);
      }),

    list: (organizationId, { customerIds, type }, page) =>
      withOrganization(organizationId, async (manager) => {
        const { ids, nextCursor } = await pageOfIds(
          manager,
          {
            table: 'customer_objects',
            organizationId,
            where: `customer_id = ANY ($2::uuid[]) AND ($3::text IS NULL OR type = $3)`,
            parameters: [customerIds, type ?? null],
          },
          page,
        );
        const rows = await manager.query<Row[]>(
          `SELECT ${columns} FROM customer_objects WHERE organization_id = $1 AND id = ANY ($2::uuid[])`,
          [organizationId, ids],
        );
        return { items: inOrder(ids, rows).map(toObject), nextCursor };
      }),
  };
}

/** A number without what people leave out or add: `#`, the letters before it, zeros in front. */
const bare = (value: string) => `regexp_replace(lower(${value}), '^[^0-9]*0*', '')`;

function finding(withOrganization: WithOrganization): Pick<ObjectStore, 'types' | 'find' | 'open' | 'words'> {
  return {
    types: (organizationId) =>
      withOrganization(organizationId, async (manager) => {
        const rows = await manager.query<Array<{ type: string }>>(
          `WITH RECURSIVE known AS (
             (SELECT type FROM customer_objects WHERE organization_id = $1 ORDER BY type LIMIT 1)
             UNION ALL
             SELECT (SELECT o.type FROM customer_objects o WHERE o.organization_id = $1 AND o.type > known.type
               ORDER BY o.type LIMIT 1) FROM known WHERE known.type IS NOT NULL)
           SELECT type FROM known WHERE type IS NOT NULL`,
          [organizationId],
        );
        return rows.map(({ type }) => type);
      }),

    find: (organizationId, { customerIds, type, objectId }) =>
      withOrganization(organizationId, async (manager) => {
        const rows = await manager.query<Row[]>(
          `SELECT ${columns} FROM customer_objects
           WHERE organization_id = $1 AND customer_id = ANY ($2::uuid[]) AND type = $3
             AND (lower(object_id) = lower($4::text) OR ${bare('object_id')} = ${bare('$4::text')} AND ${bare('$4::text')} <> '')
           ORDER BY lower(object_id) = lower($4::text) DESC, updated_at DESC LIMIT 5`,
          [organizationId, customerIds, type, objectId],
        );
        return rows.map(toObject);
      }),

    open: (organizationId, { customerIds, type, limit }) =>
      withOrganization(organizationId, async (manager) => {
        const rows = await manager.query<Row[]>(
          `SELECT ${columns} FROM customer_objects
           WHERE organization_id = $1 AND customer_id = ANY ($2::uuid[]) AND type = $3 AND is_open
           ORDER BY created_at DESC, id DESC LIMIT $4`,
          [organizationId, customerIds, type, limit],
        );
        return rows.map(toObject);
      }),

    words: (organizationId, customerId) =>
      withOrganization(organizationId, async (manager) => {
        const rows = await manager.query<Array<{ words: string }>>(
          `SELECT concat_ws(' ', object_id, title) AS words FROM customer_objects
           WHERE organization_id = $1 AND customer_id = $2 ORDER BY updated_at DESC LIMIT ${mostWords}`,
          [organizationId, customerId],
        );
        return rows.map(({ words }) => words);
      }),
  };
}

const one = 'organization_id = $1 AND customer_id = $2 AND type = $3 AND object_id = $4';
const placed = (organizationId: string, { customerId, type, objectId }: ObjectKey) => [
  organizationId,
  customerId,
  type,
  objectId,
];

/** Whoever writes of a customer waits for an erasure, and for others who count. @throws `not_found` */
async function holdCustomer(
  manager: EntityManager,
  organizationId: string,
  customerId: string,
): Promise<void> {
  const rows = await manager.query<unknown[]>(
    `SELECT FROM customers WHERE organization_id = $1 AND id = $2 AND erased_at IS NULL FOR NO KEY UPDATE`,
    [organizationId, customerId],
  );
  if (rows.length === 0) throw notFound('customer');
}

function toObject({ id: _, status, title, url, createdAt, updatedAt, ...row }: Row): CustomerObject {
  return {
    ...row,
    ...(status !== null && { status }),
    ...(title !== null && { title }),
    ...(url !== null && { url }),
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
}
