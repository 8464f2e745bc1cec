import type { EntityManager } from 'typeorm';
import type {
  CustomerLink,
  LinkStore,
  LookAlike,
  NewLink,
  PersonIdentity,
} from '../../../../customers/link-store';
import { DomainError, notFound } from '../../../../errors';
import type { WithOrganization } from '../../sql/paging';
import { shareBlock } from './blocked-customers';
import { shareCompany } from './person-company';
import { customersNamed } from '../privacy/erasure-guard';
import { createIdentityCodes, createIdentityProofs } from './identity-codes';
import { say } from '../../../../protocol/server-texts/said';

/** A person has no more customers than a page can show. */
const largest = 50;

export function createLinkStore(withOrganization: WithOrganization): LinkStore {
  return {
    ...createIdentityCodes(withOrganization),
    ...createIdentityProofs(withOrganization),

    linksOf: (organizationId, customerId) =>
      withOrganization(organizationId, (manager) => linksOf(manager, organizationId, customerId)),

    link: (organizationId, asked) =>
      withOrganization(organizationId, (manager) => link(manager, organizationId, asked)),

    unlink: (organizationId, { customerId, linkId, by }) =>
      withOrganization(organizationId, async (manager) => {
        await standInLine(manager, organizationId);
        const links = await linksOf(manager, organizationId, customerId);
        const found = links.find(({ id }) => id === linkId);
        if (!found) return undefined;
        await manager.query(
          `UPDATE customer_links SET undone_at = now(), undone_by = $3 WHERE organization_id = $1 AND id = $2`,
          [organizationId, linkId, JSON.stringify(by)],
        );
        return { customerIds: everybody(customerId, links), link: found };
      }),

    forget: (organizationId, customerIds) =>
      withOrganization(organizationId, async (manager) => {
        await manager.query(
          `DELETE FROM customer_links
           WHERE organization_id = $1 AND (customer_id = ANY ($2) OR linked_customer_id = ANY ($2))`,
          [organizationId, customerIds],
        );
      }),

    ...finding(withOrganization),
  };
}

function finding(withOrganization: WithOrganization): Pick<LinkStore, 'identities' | 'lookAlikes'> {
  return {
    identities: (organizationId, customerIds) =>
      withOrganization(organizationId, async (manager) => {
        const rows = await manager.query<StoredIdentity[]>(identities, [organizationId, customerIds]);
        return rows.map(({ provedAt, ...row }) => ({
          ...row,
          ...(provedAt && { provedAt: provedAt.toISOString() }),
        }));
      }),

    lookAlikes: (organizationId, { customerIds, emails, phones }) =>
      withOrganization(organizationId, async (manager) => {
        const digits = phones.map((phone) => phone.replace(/\D/g, ''));
        const values = [organizationId, customerIds, emails, phones, digits];
        const rows = await manager.query<Array<LookAlike & { name: string | null }>>(lookAlikes, values);
        return rows.map(({ name, ...row }) => ({ ...row, ...(name && { name }) }));
      }),
  };
}

type StoredIdentity = Omit<PersonIdentity, 'provedAt'> & { provedAt: Date | null } & PersonIdentity;

/** Whoever is nobody's signed-in customer, and has a token, is a browser. */
const identities = `
SELECT customer_id AS "customerId", kind, value, proved_by AS "provedBy", proved_at AS "provedAt" FROM (
  (SELECT DISTINCT ON (customer_id, kind, value) customer_id, kind, value, proved_by, proved_at, created_at
   FROM customer_identities WHERE organization_id = $1 AND customer_id = ANY ($2)
   ORDER BY customer_id, kind, value, created_at)
  UNION ALL
  SELECT customer_id, 'visitor', customer_id::text, 'channel', min(created_at), min(created_at) FROM visitor_tokens
  WHERE organization_id = $1 AND customer_id = ANY ($2) AND expires_at IS NULL GROUP BY customer_id
) AS known ORDER BY created_at, kind`;

/** Identities first: what is proved of somebody says more than what is written beside their name. */
const lookAlikes = `
SELECT DISTINCT ON (c.id) c.id AS "customerId", nullif(concat_ws(' ', c.first_name, nullif(c.last_name, '')), '') AS name,
  found.reason, found.value, found.proved_by AS "provedBy"
FROM (
  SELECT customer_id, 'same_' || kind AS reason, value, proved_by, 1 AS place FROM customer_identities
  WHERE organization_id = $1 AND (kind = 'email' AND value = ANY ($3::text[]) OR kind = 'phone' AND value = ANY ($4::text[]))
  UNION ALL
  SELECT id, 'same_phone', phone, 'none', 2 FROM customers
  WHERE organization_id = $1 AND phone IS NOT NULL AND regexp_replace(phone, '^00|[^0-9]', '', 'g') = ANY ($5::text[])
  UNION ALL
  SELECT id, 'same_email', email, 'none', 2 FROM customers WHERE organization_id = $1 AND email = ANY ($3::text[])
) AS found JOIN customers c ON c.id = found.customer_id
WHERE c.id <> ALL ($2::uuid[]) AND c.erased_at IS NULL AND NOT EXISTS (
  SELECT FROM customer_links l WHERE l.undone_at IS NOT NULL
    AND (l.customer_id = c.id AND l.linked_customer_id = ANY ($2::uuid[])
      OR l.linked_customer_id = c.id AND l.customer_id = ANY ($2::uuid[])))
ORDER BY c.id, found.place LIMIT 10`;

/** Links of an organization are made and undone one after the other: no two can close a circle. */
export const standInLine = (manager: EntityManager, organizationId: string) =>
  manager.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`links ${organizationId}`]);

const everybody = (customerId: string, links: readonly CustomerLink[]): string[] => [
  ...new Set([customerId, ...links.flatMap((one) => [one.customerId, one.linkedCustomerId])]),
];

/** Everybody who is the same person, this one first. */
export const personOf = async (manager: EntityManager, organizationId: string, customerId: string) =>
  everybody(customerId, await linksOf(manager, organizationId, customerId));

async function linksOf(
  manager: EntityManager,
  organizationId: string,
  customerId: string,
): Promise<CustomerLink[]> {
  const rows = await manager.query<Array<Omit<CustomerLink, 'linkedAt'> & { linkedAt: Date }>>(
    `WITH RECURSIVE person (id) AS (
       SELECT $2::uuid
       UNION
       SELECT CASE WHEN l.customer_id = p.id THEN l.linked_customer_id ELSE l.customer_id END
       FROM person p JOIN customer_links l ON l.customer_id = p.id OR l.linked_customer_id = p.id
       WHERE l.organization_id = $1 AND l.undone_at IS NULL
     )
     SELECT id, customer_id AS "customerId", linked_customer_id AS "linkedCustomerId", evidence,
       linked_by AS "linkedBy", linked_at AS "linkedAt"
     FROM customer_links WHERE organization_id = $1 AND undone_at IS NULL AND customer_id IN (SELECT id FROM person)
     ORDER BY linked_at, id`,
    [organizationId, customerId],
  );
  return rows.map((row) => ({ ...row, linkedAt: row.linkedAt.toISOString() }));
}

export async function link(
  manager: EntityManager,
  organizationId: string,
  { customerId, otherId, evidence, by, automatic }: NewLink,
): Promise<string[] | undefined> {
  await standInLine(manager, organizationId);
  const there = await customersNamed(manager, [customerId, otherId]);
  if (there.filter(({ erased }) => !erased).length < new Set([customerId, otherId]).size)
    throw notFound('customer');
  const ours = await personOf(manager, organizationId, customerId);
  if (ours.includes(otherId)) return undefined;
  const all = [...ours, ...(await personOf(manager, organizationId, otherId))];
  if (automatic && (await isForbidden(manager, [customerId, otherId], all))) return undefined;
  if (all.length > largest) throw new DomainError('conflict', say('links_full', { count: largest }));
  await manager.query(
    `INSERT INTO customer_links (organization_id, customer_id, linked_customer_id, evidence, linked_by)
     VALUES ($1, $2, $3, $4, $5)`,
    [organizationId, customerId, otherId, evidence, JSON.stringify(by)],
  );
  await shareBlock(manager, organizationId, all);
  await shareCompany(manager, organizationId, all);
  return all;
}

/** A person parted these two, or the organization knows them as two people. */
async function isForbidden(
  manager: EntityManager,
  pair: readonly [string, string],
  all: readonly string[],
): Promise<boolean> {
  const [row] = await manager.query<Array<{ forbidden: boolean }>>(
    `SELECT EXISTS (SELECT FROM customer_links WHERE customer_id IN ($1, $2) AND linked_customer_id IN ($1, $2))
       OR (SELECT count(*) FROM customers WHERE id = ANY ($3::uuid[]) AND external_id IS NOT NULL) > 1 AS forbidden`,
    [...pair, all],
  );
  return row!.forbidden;
}
