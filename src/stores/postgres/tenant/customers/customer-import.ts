// Rows of a table as customers: whom each of them means, and what it says that was not known.
import { IsNull, type EntityManager } from 'typeorm';
import type { CustomerImportStore, CustomerRow, PutCustomer } from '../../../../customers/import';
import { DomainError, fieldError, notFound } from '../../../../errors';
import { say } from '../../../../protocol/server-texts/said';
import { Customer } from '../../entities';
import type { WithOrganization } from '../../sql/paging';
import { rowByRow } from '../../sql/row-by-row';
import { claimIdentity, insert, lockIdentity } from './customer-identities';
import { personOf, standInLine } from './customer-links';
import { erasedWith, notedMarks, type Mark } from '../privacy/erased-marks';

/** @param mark see `Seal` */
export function createCustomerImportStore(
  withOrganization: WithOrganization,
  mark: Mark,
): CustomerImportStore {
  return {
    putEach: (organizationId, rows, isTrial) =>
      withOrganization(organizationId, async (manager) => {
        // Two imports at once make nobody twice, and whoever is linked at this moment belongs to one company.
        await standInLine(manager, organizationId);
        return rowByRow(manager, { rows, isTrial }, (row) => putOne({ manager, organizationId, mark }, row));
      }),
  };
}

interface Place {
  manager: EntityManager;
  organizationId: string;
  mark: Mark;
}

async function putOne(place: Place, row: CustomerRow): Promise<PutCustomer> {
  const { manager, organizationId } = place;
  const companyId = row.company === undefined ? undefined : await companyCalled(place, row.company);
  // Whoever signs in with it meanwhile is the same one.
  if (row.externalId !== undefined)
    await lockIdentity(manager, organizationId, { kind: 'external', value: row.externalId });
  const found = await meant(place, row);
  if (found === undefined) await refuseErased(place, row);
  const id = found ?? (await insert(manager, organizationId, {})).id;
  const isChanged = await write(place, id, row);
  const joined = companyId === undefined ? [] : await moveTo(place, id, companyId);
  const isNews = isChanged || joined.length > 0;
  return { id, joined, result: !found ? 'created' : isNews ? 'updated' : 'unchanged' };
}

/** An old table brings nobody back; who comes back writes, or is written down by somebody who knows it. */
async function refuseErased({ manager, organizationId, mark }: Place, row: CustomerRow): Promise<void> {
  const { externalId, email, number } = row;
  const marks = [
    ...(externalId === undefined ? [] : [mark(`external ${externalId}`)]),
    ...(email === undefined ? [] : [mark(`email ${email}`)]),
    ...(number === undefined ? [] : [mark(`phone ${number}`)]),
    ...notedMarks(mark, row),
  ];
  const gone = await erasedWith(manager, organizationId, marks);
  if (gone) throw new DomainError('invalid', say('import_erased', { day: gone.erasedAt.slice(0, 10) }));
}

const held = (kind: string, value: string) =>
  `SELECT customer_id AS id, 1 AS place FROM customer_identities
   WHERE organization_id = $1 AND kind = '${kind}' AND value = ${value}::text AND proved_by <> 'none'`;
const noted = (condition: string) =>
  `SELECT id, 2 AS place FROM customers WHERE organization_id = $1 AND ${condition}`;

/** Nothing is proved of them, and nobody ever wrote as them: a record only, as an import before has made it. */
const nobodys = `(c.external_id IS NULL
  AND NOT EXISTS (SELECT FROM customer_identities i WHERE i.customer_id = c.id)
  AND NOT EXISTS (SELECT FROM visitor_tokens v WHERE v.customer_id = c.id)
  AND NOT EXISTS (SELECT FROM sessions s WHERE s.customer_id = c.id)
  AND NOT EXISTS (SELECT FROM customer_links l WHERE l.undone_at IS NULL AND c.id IN (l.customer_id, l.linked_customer_id)))`;

const firstOf = (found: string[], condition: string) =>
  `SELECT c.id FROM (${found.join(' UNION ALL ')}) found JOIN customers c ON c.id = found.id
   WHERE c.organization_id = $1 AND c.erased_at IS NULL AND (${condition})
   ORDER BY found.place, c.created_at, c.id LIMIT 1`;

const byExternalId = firstOf([held('external', '$2'), noted('external_id = $2')], 'true');

/** What a visitor typed proves nothing of them either, so that what a table knows does not go to them. */
const byEmail = firstOf(
  [held('email', '$2'), noted('email = $2')],
  `NOT $3::boolean AND (found.place = 1 OR c.external_id IS NOT NULL) OR ${nobodys}`,
);

/** Colleagues share a number: whoever has another address is another one. */
const byPhone = firstOf(
  [held('phone', '$2'), noted(`phone IS NOT NULL AND regexp_replace(phone, '^00|[^0-9]', '', 'g') = $5`)],
  `($4::text IS NULL OR c.email IS NULL OR c.email = $4) AND (NOT $3::boolean AND found.place = 1
     OR ($4 IS NOT NULL OR c.email IS NULL) AND ${nobodys})`,
);

/** Who is meant, if there is somebody. */
async function meant({ manager, organizationId }: Place, row: CustomerRow): Promise<string | undefined> {
  const first = async (statement: string, ...values: unknown[]) => {
    const [one] = await manager.query<Array<{ id: string }>>(statement, [organizationId, ...values]);
    return one?.id;
  };
  const { externalId, email, phone, number } = row;
  const isNamed = externalId !== undefined;
  const own = isNamed ? await first(byExternalId, externalId) : undefined;
  if (own !== undefined) return own;
  const written = email === undefined ? undefined : await first(byEmail, email, isNamed);
  if (written !== undefined || phone === undefined) return written;
  const digits = phone.replace(/^00|\D/g, '');
  return first(byPhone, number ?? null, isNamed, email ?? null, digits);
}

/** @returns whether anything is another then */
async function write(place: Place, id: string, row: CustomerRow): Promise<boolean> {
  const { manager, organizationId } = place;
  await manager.query('SELECT FROM customers WHERE organization_id = $1 AND id = $2 FOR UPDATE', [
    organizationId,
    id,
  ]);
  const customer = await manager.findOneBy(Customer, { id, organizationId, erasedAt: IsNull() });
  if (!customer) throw notFound('customer');
  const { externalId, firstName, lastName, email, phone, attributes = {} } = row;
  const said = { externalId, firstName, lastName, email, phone };
  const news = Object.entries(said).filter(
    ([field, value]) => value !== undefined && value !== (customer[field as keyof typeof said] ?? ''),
  );
  const isMore = Object.entries(attributes).some(([key, value]) => customer.attributes[key] !== value);
  if (externalId !== undefined) await claimExternal(place, id, externalId);
  if (news.length === 0 && !isMore) return false;
  const more = isMore && { attributes: { ...customer.attributes, ...attributes } };
  await manager.update(
    Customer,
    { id, organizationId },
    { ...Object.fromEntries(news), ...more, updatedAt: new Date() },
  );
  return true;
}

/** As when a program writes a customer: the organization says so. */
const claimExternal = ({ manager, organizationId }: Place, customerId: string, value: string) =>
  claimIdentity(manager, {
    organizationId,
    customerId,
    identity: { kind: 'external', value, provedBy: 'agent', provedAt: new Date().toISOString() },
  });

async function companyCalled({ manager, organizationId }: Place, called: string): Promise<string> {
  const [row] = await manager.query<Array<{ id: string }>>(
    `SELECT id FROM companies
     WHERE organization_id = $1 AND (external_id = $2 OR lower(name) = lower($2) OR lower($2) = ANY (domains))
     ORDER BY external_id IS NOT DISTINCT FROM $2 DESC, lower(name) = lower($2) DESC, created_at, id LIMIT 1 FOR SHARE`,
    [organizationId, called],
  );
  if (row) return row.id;
  const words = say('import_no_company', { name: called });
  throw new DomainError('invalid', words, { errors: [fieldError('company', words)] });
}

/** With everybody who is the same person. @returns who was elsewhere before */
async function moveTo(
  { manager, organizationId }: Place,
  customerId: string,
  companyId: string,
): Promise<string[]> {
  const [rows] = await manager.query<[Array<{ id: string }>, number]>(
    `UPDATE customers SET company_id = $3, updated_at = now()
     WHERE organization_id = $1 AND id = ANY ($2::uuid[]) AND erased_at IS NULL AND company_id IS DISTINCT FROM $3
     RETURNING id`,
    [organizationId, await personOf(manager, organizationId, customerId), companyId],
  );
  return rows.map(({ id }) => id);
}
