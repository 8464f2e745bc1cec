// A row is of two customers: each sees it from its own side.
import type { EntityManager } from 'typeorm';
import type { RelationshipStore } from '../../../../customers/relationships';
import { DomainError, fieldError, notFound } from '../../../../errors';
import { mostRelationships, type Relationship } from '../../../../protocol/relationships';
import { say } from '../../../../protocol/server-texts/said';
import type { WithOrganization } from '../../sql/paging';
import { customersNamed } from '../privacy/erasure-guard';

interface Row extends Pick<Relationship, 'id' | 'customerId' | 'role' | 'ownRole' | 'by'> {
  otherId: string;
  name: string | null;
  createdAt: Date;
}

const seen = `SELECT r.id, side.customer_id AS "customerId", side.other_id AS "otherId", side.role,
    side.own_role AS "ownRole", r.author AS by, r.created_at AS "createdAt",
    nullif(concat_ws(' ', c.first_name, nullif(c.last_name, '')), '') AS name
  FROM customer_relationships r
    CROSS JOIN LATERAL (VALUES (r.customer_id, r.other_id, r.role, r.own_role), (r.other_id, r.customer_id, r.own_role, r.role))
      AS side (customer_id, other_id, role, own_role)
    JOIN customers c ON c.id = side.other_id
  WHERE r.organization_id = $1 AND (r.customer_id = ANY ($2::uuid[]) OR r.other_id = ANY ($2::uuid[]))
    AND side.customer_id = ANY ($2::uuid[]) AND side.other_id <> ALL ($2::uuid[])
  ORDER BY r.created_at, r.id`;

const toRelationship = ({ otherId, name, createdAt, ...row }: Row): Relationship => ({
  ...row,
  other: { id: otherId, ...(name !== null && { name }) },
  createdAt: createdAt.toISOString(),
});

export function createRelationshipStore(withOrganization: WithOrganization): RelationshipStore {
  const list = async (manager: EntityManager, organizationId: string, ids: readonly string[]) =>
    (await manager.query<Row[]>(seen, [organizationId, ids])).map(toRelationship);
  return {
    list: (organizationId, customerIds) =>
      withOrganization(organizationId, (manager) => list(manager, organizationId, customerIds)),

    add: (organizationId, customerId, { otherId, role, ownRole, by, person }) =>
      withOrganization(organizationId, async (manager) => {
        await refuseUnfit(manager, { customerId, otherId, person });
        const [row] = await manager.query<Array<{ id: string }>>(
          `INSERT INTO customer_relationships (organization_id, customer_id, other_id, role, own_role, author)
           VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING RETURNING id`,
          [organizationId, customerId, otherId, role, ownRole, JSON.stringify(by)],
        );
        if (!row) throw refused('conflict', 'relationship_there');
        const all = await list(manager, organizationId, [customerId]);
        return all.find(({ id }) => id === row.id)!;
      }),

    change: (organizationId, { customerId, relationshipId }, { role = null, ownRole = null }) =>
      withOrganization(organizationId, async (manager) => {
        // What is whose depends on the side from which it is seen.
        await manager.query(
          `UPDATE customer_relationships SET
             role = coalesce(CASE customer_id WHEN $2 THEN $4 ELSE $5 END, role),
             own_role = coalesce(CASE customer_id WHEN $2 THEN $5 ELSE $4 END, own_role)
           WHERE organization_id = $1 AND id = $3 AND $2 IN (customer_id, other_id)`,
          [organizationId, customerId, relationshipId, role, ownRole],
        );
        const all = await list(manager, organizationId, [customerId]);
        return all.find(({ id }) => id === relationshipId);
      }),

    remove: (organizationId, { customerId, relationshipId }) =>
      withOrganization(organizationId, async (manager) => {
        const [[row]] = await manager.query<[Array<{ one: string; other: string }>, number]>(
          `DELETE FROM customer_relationships WHERE organization_id = $1 AND id = $3 AND $2 IN (customer_id, other_id)
           RETURNING customer_id AS one, other_id AS other`,
          [organizationId, customerId, relationshipId],
        );
        return row && [row.one, row.other];
      }),
  };
}

interface Pair {
  customerId: string;
  otherId: string;
  person: readonly string[];
}

/** Holds both until it is written, so that an erasure that comes now finds it. */
async function refuseUnfit(manager: EntityManager, { customerId, otherId, person }: Pair): Promise<void> {
  if (person.includes(otherId)) throw refused('invalid', 'relationship_same_person');
  const there = await customersNamed(manager, [customerId, otherId]);
  const isThere = (wanted: string) => there.some(({ id, erased }) => id === wanted && !erased);
  if (!isThere(customerId)) throw notFound('customer');
  if (!isThere(otherId)) throw refused('invalid', 'relationship_nobody');
  for (const id of [customerId, otherId]) {
    const [row] = await manager.query<Array<{ full: boolean }>>(
      `SELECT count(*) >= ${mostRelationships} AS full FROM customer_relationships WHERE $1::uuid IN (customer_id, other_id)`,
      [id],
    );
    if (row?.full) throw new DomainError('capacity', say('relationships_full', { count: mostRelationships }));
  }
}

function refused(
  code: 'invalid' | 'conflict',
  word: 'relationship_same_person' | 'relationship_nobody' | 'relationship_there',
): DomainError {
  const words = say(word);
  return new DomainError(code, words, { errors: [fieldError('otherId', words)] });
}
