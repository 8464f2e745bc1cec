import { In, IsNull, type EntityManager } from 'typeorm';
import type {
  Customer as CustomerData,
  CustomerChange,
  CustomerFilter,
  CustomerIdentity as IdentityData,
  CustomerStore,
} from '../../../../customers/store';
import { Customer, CustomerIdentity, VisitorToken } from '../../entities';
import {
  addIdentity,
  findByIdentities,
  findOrCreate,
  identitiesOf,
  insert,
  toData,
} from './customer-identities';
import { noteChanges } from './attribute-changes';
import { mergeAttributes } from './customer-attributes';
import { erasedWith, notedMarks, type Mark } from '../privacy/erased-marks';
import { giveUpNumber, replaceIdentity, splitOff } from './moved-identities';
import { emptied } from '../privacy/emptied-sessions';
import { emptyNotesNaming } from './notes-naming';
import { inOrder, pageOfIds, type WithOrganization } from '../../sql/paging';

/** The index knows three letters each. */
const shortest = 3;
/** Whatever so many of the newest have in common, or so many at all, the newest are walked through for. */
const [common, probed, rare] = [20, 500, 1_000];

/** @param mark see `Seal` */
export function createCustomerStore(withOrganization: WithOrganization, mark: Mark): CustomerStore {
  return {
    ...createErasures(withOrganization, mark),
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

    ...ofIdentities(withOrganization),

    update: (organizationId, id, change) =>
      withOrganization(organizationId, (manager) => update(manager, { organizationId, id }, change)),

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
  };
}

function ofIdentities(
  withOrganization: WithOrganization,
): Pick<
  CustomerStore,
  'findByIdentities' | 'giveUpNumber' | 'splitOff' | 'replaceIdentity' | 'addIdentity' | 'identities'
> {
  return {
    findByIdentities: (organizationId, identities) =>
      withOrganization(organizationId, (manager) => findByIdentities(manager, organizationId, identities)),

    giveUpNumber: (place, now) =>
      withOrganization(place.organizationId, (manager) => giveUpNumber(manager, place, now)),

    splitOff: (place, identity, to) =>
      withOrganization(place.organizationId, (manager) => splitOff(manager, place, { identity, ...to })),

    replaceIdentity: (organizationId, from, change) =>
      withOrganization(organizationId, (manager) =>
        replaceIdentity(manager, organizationId, { from, ...change }),
      ),

    addIdentity: (organizationId, customerId, identity) =>
      withOrganization(organizationId, (manager) =>
        addIdentity(manager, { organizationId, customerId, identity }),
      ),

    identities: (organizationId, customerId, channelId) =>
      withOrganization(organizationId, (manager) =>
        identitiesOf(manager, organizationId, { customerId, channelId }),
      ),
  };
}

async function update(
  manager: EntityManager,
  { organizationId, id }: { organizationId: string; id: string },
  { attributes, attributesBefore, changedBy, ...change }: CustomerChange,
): Promise<CustomerData | undefined> {
  const merged = attributes && (await mergeAttributes(manager, id, { attributes, attributesBefore }));
  const { affected } = await manager.update(Customer, { id, organizationId, erasedAt: IsNull() }, {
    ...change,
    ...(merged && { attributes: merged.after }),
    updatedAt: new Date(),
  } as object);
  if (affected !== 1) return undefined;
  if (merged) await noteChanges(manager, { organizationId, customerId: id }, { ...merged, by: changedBy });
  const row = await manager.findOneBy(Customer, { id, organizationId });
  return row ? toData(row) : undefined;
}

function createErasures(
  withOrganization: WithOrganization,
  mark: Mark,
): Pick<CustomerStore, 'erase' | 'erasedWith'> {
  const marksOf = (identities: ReadonlyArray<Pick<IdentityData, 'kind' | 'value'>>) =>
    identities.map(({ kind, value }) => mark(`${kind} ${value}`));
  const marksAt = (noted: Noted, identities: readonly IdentityData[]) => [
    ...marksOf(identities),
    ...notedMarks(mark, noted),
  ];
  return {
    erasedWith: (organizationId, identities) =>
      withOrganization(organizationId, (manager) => erasedWith(manager, organizationId, marksOf(identities))),

    erase: (organizationId, customerId) =>
      withOrganization(organizationId, async (manager) => {
        await emptyNotesNaming(manager, { organizationId, customerId });
        return erase(manager, { organizationId, customerId, marksAt });
      }),
  };
}

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
       SELECT spelled FROM customers WHERE organization_id = $1 ORDER BY created_at DESC, id DESC LIMIT ${probed}
     ) c WHERE spelled LIKE ANY (spellings($2))`,
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
  { q, externalId, email, phone, companyId }: CustomerFilter,
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
    found ? `id = ANY (${place(found)}::uuid[])` : `spelled LIKE ANY (spellings(${place(likeness(words))}))`;
  const conditions = [
    ...(q ? [called(q)] : []),
    ...(companyId === undefined ? [] : [`company_id = ${place(companyId)}::uuid`]),
    ...(externalId === undefined ? [] : [having('external_id', 'external', externalId)]),
    ...(email === undefined ? [] : [having('email', 'email', email)]),
    ...(phone === undefined ? [] : [having('phone', 'phone', phone)]),
  ];
  return conditions.length ? { where: conditions.join(' AND '), parameters } : {};
}

const nothingKnown = {
  ...{ firstName: null, lastName: null, email: null, phone: null, externalId: null },
  ...{ metadata: {}, attributes: {}, companyId: null, blocked: null },
};

/** On record, proved or not. */
type Noted = { email?: string | null; phone?: string | null };

interface Erased {
  organizationId: string;
  customerId: string;
  marksAt(noted: Noted, identities: readonly IdentityData[]): string[];
}

async function erase(
  manager: EntityManager,
  { organizationId, customerId, marksAt }: Erased,
): Promise<boolean> {
  const now = new Date();
  const [noted = {}] = await manager.query<Noted[]>(
    'SELECT email, phone FROM customers WHERE organization_id = $1 AND id = $2 FOR UPDATE',
    [organizationId, customerId],
  );
  const result = await manager.update(
    Customer,
    { id: customerId, organizationId },
    { ...nothingKnown, erasedAt: now, updatedAt: now },
  );
  if (result.affected !== 1) return false;
  await keepMarks(manager, { organizationId, customerId, marksOf: (known) => marksAt(noted, known) });
  await manager.delete(CustomerIdentity, { organizationId, customerId });
  await manager.delete(VisitorToken, { organizationId, customerId });
  for (const statement of [
    'DELETE FROM identity_codes WHERE organization_id = $1 AND $2 IN (customer_id, proved_customer_id)',
    'DELETE FROM identity_proofs WHERE organization_id = $1 AND $2 IN (customer_id, proved_customer_id)',
    'DELETE FROM customer_objects WHERE organization_id = $1 AND customer_id = $2',
    'DELETE FROM customer_calls WHERE organization_id = $1 AND customer_id = $2',
    'DELETE FROM customer_notes WHERE organization_id = $1 AND customer_id = $2',
    'DELETE FROM customer_relationships WHERE organization_id = $1 AND $2 IN (customer_id, other_id)',
    'DELETE FROM attribute_changes WHERE organization_id = $1 AND customer_id = $2',
    'DELETE FROM customer_visits WHERE organization_id = $1 AND customer_id = $2',
    'DELETE FROM answer_tests WHERE organization_id = $1 AND customer_id = $2',
    ...emptied('SELECT id FROM sessions WHERE organization_id = $1 AND customer_id = $2'),
    // What providers sent, word for word. One that is not done yet may hold the words of others, too: settled, it goes.
    `DELETE FROM inbound_events WHERE organization_id = $1 AND customer_ids <> '{}' AND customer_ids @> ARRAY[$2::uuid]
       AND status <> 'pending'`,
    // Answers kept for a repeated call quote messages and names.
    `DELETE FROM idempotency_keys k USING idempotency_subjects s
     WHERE s.organization_id = $1 AND s.customer_id = $2 AND k.organization_id = $1 AND k.route = s.route AND k.key = s.key`,
  ]) {
    await manager.query(statement, [organizationId, customerId]);
  }
  return true;
}

/** Erased twice, it keeps what it was marked by first. */
async function keepMarks(
  manager: EntityManager,
  of: { organizationId: string; customerId: string; marksOf(known: readonly IdentityData[]): string[] },
): Promise<void> {
  const { organizationId, customerId, marksOf } = of;
  const known = await identitiesOf(manager, organizationId, { customerId });
  await manager.query(
    `UPDATE customers SET erased_marks = ARRAY(SELECT DISTINCT unnest(erased_marks || $3::text[]))
     WHERE organization_id = $1 AND id = $2`,
    [organizationId, customerId, marksOf(known)],
  );
}
