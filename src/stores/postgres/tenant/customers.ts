import { In, IsNull, type EntityManager } from 'typeorm';
import type {
  Customer as CustomerData,
  CustomerAttributes,
  CustomerFilter,
  CustomerIdentity as IdentityData,
  CustomerStore,
} from '../../../customers/store';
import { Customer, CustomerIdentity, VisitorToken } from '../entities';
import { isErased } from './erasure-guard';
import { inOrder, pageOfIds, type WithOrganization } from '../paging';

/** The index knows three letters each. */
const shortest = 3;
/** Whatever so many of the newest have in common, or so many at all, the newest are walked through for. */
const [common, probed, rare] = [20, 500, 1_000];

export function createCustomerStore(withOrganization: WithOrganization): CustomerStore {
  return {
    create: (organizationId, attributes) =>
      withOrganization(organizationId, async (manager) =>
        toData(await insert(manager, organizationId, attributes)),
      ),

    get: (organizationId, id) =>
      withOrganization(organizationId, async (manager) => {
        const row = await manager.findOneBy(Customer, { id, organizationId });
        return row ? toData(row) : undefined;
      }),

    findOrCreate: (organizationId, identity, attributes) =>
      withOrganization(organizationId, (manager) =>
        findOrCreate(manager, organizationId, { identity, attributes }),
      ),

    findByIdentities: (organizationId, identities) =>
      withOrganization(organizationId, (manager) => findByIdentities(manager, organizationId, identities)),

    replaceIdentity: (organizationId, from, to) =>
      withOrganization(organizationId, (manager) => replaceIdentity(manager, organizationId, { from, to })),

    update: (organizationId, id, change) =>
      withOrganization(organizationId, async (manager) => {
        const { affected } = await manager.update(Customer, { id, organizationId, erasedAt: IsNull() }, {
          ...change,
          updatedAt: new Date(),
        } as object);
        const row = affected === 1 ? await manager.findOneBy(Customer, { id, organizationId }) : null;
        return row ? toData(row) : undefined;
      }),

    addIdentity: (organizationId, customerId, identity) =>
      withOrganization(organizationId, async (manager) => {
        await claimIdentity(manager, { organizationId, customerId, identity });
      }),

    identities: (organizationId, customerId) =>
      withOrganization(organizationId, async (manager) => {
        const rows = await manager.find(CustomerIdentity, {
          where: { organizationId, customerId },
          order: { createdAt: 'ASC' },
        });
        return rows.map(toIdentity);
      }),

    list: (organizationId, filter, page) =>
      withOrganization(organizationId, async (manager) => {
        const found = await findRare(manager, organizationId, filter.q);
        const { ids, nextCursor } = await pageOfIds(
          manager,
          { table: 'customers', organizationId, ...matching(filter, found) },
          page,
        );
        const rows = await manager.findBy(Customer, { organizationId, id: In(ids) });
        return { items: inOrder(ids, rows).map(toData), nextCursor };
      }),

    erase: (organizationId, customerId) =>
      withOrganization(organizationId, (manager) => erase(manager, organizationId, customerId)),
  };
}

async function insert(
  manager: EntityManager,
  organizationId: string,
  attributes: CustomerAttributes & { externalId?: string },
): Promise<Customer> {
  return manager.save(manager.create(Customer, { organizationId, ...attributes }));
}

/** Writers of one identity stand in line by an advisory lock, so that two at once make one customer. */
async function findOrCreate(
  manager: EntityManager,
  organizationId: string,
  asked: { identity: IdentityData; attributes: CustomerAttributes },
): Promise<{ customer: CustomerData; created: boolean }> {
  const { identity, attributes } = asked;
  const found = await holder(manager, organizationId, identity);
  if (found) return { customer: found, created: false };
  await manager.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [
    `customer ${organizationId} ${identity.kind} ${identity.value}`,
  ]);
  const meanwhile = await holder(manager, organizationId, identity);
  if (meanwhile) return { customer: meanwhile, created: false };
  const external = identity.kind === 'external' ? { externalId: identity.value } : {};
  const row = await insert(manager, organizationId, { ...attributes, ...external });
  await claimIdentity(manager, { organizationId, customerId: row.id, identity });
  return { customer: toData(row), created: true };
}

/** Who has this identity. One that was on record unproved is proved now. */
async function holder(
  manager: EntityManager,
  organizationId: string,
  identity: IdentityData,
): Promise<CustomerData | undefined> {
  const { kind, value } = identity;
  const held = await manager.findOneBy(CustomerIdentity, { organizationId, kind, value });
  const row = held
    ? await manager.findOneBy(Customer, { id: held.customerId, organizationId })
    : kind === 'external'
      ? await manager.findOneBy(Customer, { organizationId, externalId: value })
      : null;
  if (!row) return undefined;
  if (!held || held.provedBy === 'none') {
    await claimIdentity(manager, { organizationId, customerId: row.id, identity });
  }
  return toData(row);
}

async function claimIdentity(
  manager: EntityManager,
  claim: { organizationId: string; customerId: string; identity: IdentityData },
): Promise<void> {
  const { kind, value, provedBy, provedAt } = claim.identity;
  if (await isErased(manager, [claim.customerId])) return;
  await manager.query(
    `INSERT INTO customer_identities (organization_id, customer_id, kind, value, proved_by, proved_at)
     VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (organization_id, kind, value) DO UPDATE SET proved_by = excluded.proved_by, proved_at = excluded.proved_at
     WHERE customer_identities.customer_id = excluded.customer_id AND customer_identities.proved_by = 'none'`,
    [claim.organizationId, claim.customerId, kind, value, provedBy, provedAt ?? null],
  );
}

/** Who has one of these, the first first, and which of them nobody has. */
async function findByIdentities(
  manager: EntityManager,
  organizationId: string,
  identities: readonly IdentityKey[],
): ReturnType<CustomerStore['findByIdentities']> {
  const held: Array<{ kind: string; value: string; customerId: string }> = await manager.query(
    `SELECT i.kind, i.value, i.customer_id AS "customerId"
     FROM unnest($2::text[], $3::text[]) WITH ORDINALITY AS asked (kind, value, place)
       JOIN customer_identities i USING (kind, value)
     WHERE i.organization_id = $1 ORDER BY asked.place`,
    [organizationId, identities.map(({ kind }) => kind), identities.map(({ value }) => value)],
  );
  const [first] = held;
  if (!first) return undefined;
  const isHeld = (one: { kind: string; value: string }) =>
    held.some(({ kind, value }) => kind === one.kind && value === one.value);
  return { customerId: first.customerId, unknown: identities.filter((one) => !isHeld(one)) };
}

type IdentityKey = Pick<IdentityData, 'kind' | 'value'>;

async function replaceIdentity(
  manager: EntityManager,
  organizationId: string,
  { from, to }: { from: IdentityKey; to: IdentityData },
): Promise<string | undefined> {
  const held = await manager.findOneBy(CustomerIdentity, {
    organizationId,
    kind: from.kind,
    value: from.value,
  });
  if (!held) return undefined;
  const { customerId } = held;
  await claimIdentity(manager, { organizationId, customerId, identity: to });
  // A number that was given up may be somebody else's tomorrow.
  await manager.delete(CustomerIdentity, { organizationId, kind: from.kind, value: from.value });
  if (from.kind === 'phone' && to.kind === 'phone')
    await manager.update(
      Customer,
      { id: customerId, organizationId, phone: from.value },
      { phone: to.value },
    );
  return customerId;
}

const known = 'customer_text(first_name, last_name, email, phone, external_id)';
const likeness = (q: string): string => `%${q.replace(/[\\%_]/g, '\\$&')}%`;

/** Ids of all of whom something with `q` is known; undefined where the newest are a page of them soon enough. */
async function findRare(
  manager: EntityManager,
  organizationId: string,
  q: string | undefined,
): Promise<string[] | undefined> {
  if (q === undefined || [...q].length < shortest) return undefined;
  const [probe]: Array<{ common: boolean }> = await manager.query(
    `SELECT count(*) >= ${common} AS common FROM (
       SELECT ${known} AS said FROM customers WHERE organization_id = $1 ORDER BY created_at DESC, id DESC LIMIT ${probed}
     ) c WHERE said LIKE lower($2)`,
    [organizationId, likeness(q)],
  );
  if (probe?.common) return undefined;
  const rows: Array<{ id: string }> = await manager.query(`SELECT id FROM search_customers($1, $2, $3) id`, [
    q,
    likeness(q),
    rare,
  ]);
  return rows.length < rare ? rows.map(({ id }) => id) : undefined;
}

/** @param found ids of those whom `q` means, where they are known */
function matching(
  { q, externalId, email, phone }: CustomerFilter,
  found: readonly string[] | undefined,
): { where?: string; parameters?: unknown[] } {
  const parameters: unknown[] = [];
  const place = (value: unknown) => `$${parameters.push(value) + 1}`;
  /** Each half finds its rows by an index of its own. */
  const having = (column: string, kind: IdentityData['kind'], value: string) => {
    const at = place(value);
    return `id IN (SELECT id FROM customers WHERE organization_id = $1 AND ${column} = ${at}
      UNION SELECT customer_id FROM customer_identities WHERE organization_id = $1 AND kind = '${kind}' AND value = ${at})`;
  };
  const called = (words: string) =>
    found ? `id = ANY (${place(found)}::uuid[])` : `${known} LIKE lower(${place(likeness(words))})`;
  const conditions = [
    ...(q ? [called(q)] : []),
    ...(externalId === undefined ? [] : [having('external_id', 'external', externalId)]),
    ...(email === undefined ? [] : [having('email', 'email', email)]),
    ...(phone === undefined ? [] : [having('phone', 'phone', phone)]),
  ];
  return conditions.length ? { where: conditions.join(' AND '), parameters } : {};
}

async function erase(manager: EntityManager, organizationId: string, customerId: string): Promise<boolean> {
  const now = new Date();
  const nothing = { firstName: null, lastName: null, email: null, phone: null, externalId: null };
  const result = await manager.update(
    Customer,
    { id: customerId, organizationId },
    { ...nothing, metadata: {}, erasedAt: now, updatedAt: now },
  );
  if (result.affected !== 1) return false;
  await manager.delete(CustomerIdentity, { organizationId, customerId });
  await manager.delete(VisitorToken, { organizationId, customerId });
  const sessions = 'SELECT id FROM sessions WHERE organization_id = $1 AND customer_id = $2';
  for (const statement of [
    `DELETE FROM message_search WHERE organization_id = $1 AND session_id IN (${sessions})`,
    `UPDATE answers SET question = '', text = NULL, reason = NULL WHERE organization_id = $1 AND session_id IN (${sessions})`,
    // What providers sent, word for word. One that is not done yet may hold the words of others too: settled, it goes.
    `DELETE FROM inbound_events WHERE organization_id = $1 AND customer_ids @> ARRAY[$2::uuid]
       AND (status <> 'pending' OR customer_ids = ARRAY[$2::uuid])`,
    // Answers kept for a repeated call quote messages and names.
    `DELETE FROM idempotency_keys k USING idempotency_subjects s
     WHERE s.organization_id = $1 AND s.customer_id = $2 AND k.organization_id = $1 AND k.route = s.route AND k.key = s.key`,
  ]) {
    await manager.query(statement, [organizationId, customerId]);
  }
  return true;
}

function toData(row: Customer): CustomerData {
  return {
    id: row.id,
    organizationId: row.organizationId,
    ...(row.externalId && { externalId: row.externalId }),
    ...(row.firstName && { firstName: row.firstName }),
    ...(row.lastName && { lastName: row.lastName }),
    ...(row.email && { email: row.email }),
    ...(row.phone && { phone: row.phone }),
    metadata: row.metadata,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

function toIdentity(row: CustomerIdentity): IdentityData {
  return {
    kind: row.kind as IdentityData['kind'],
    value: row.value,
    provedBy: row.provedBy as IdentityData['provedBy'],
    ...(row.provedAt && { provedAt: row.provedAt.toISOString() }),
  };
}
