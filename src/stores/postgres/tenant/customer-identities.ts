// Identities of customers: who has which, and how it was proved.
import type { EntityManager } from 'typeorm';
import type {
  Customer as CustomerData,
  CustomerAttributes,
  CustomerIdentity as IdentityData,
  CustomerStore,
} from '../../../customers/store';
import { Customer, CustomerIdentity } from '../entities';
import type { LinkedBy } from '../../../customers/link-store';
import { link } from './customer-links';
import { DomainError } from '../../../errors';
import { isErased } from './erasure-guard';

export async function insert(
  manager: EntityManager,
  organizationId: string,
  attributes: CustomerAttributes & { externalId?: string },
): Promise<Customer> {
  return manager.save(manager.create(Customer, { organizationId, ...attributes }));
}

/** Writers of one identity stand in line by an advisory lock, so that two at once make one customer. */
export async function findOrCreate(
  manager: EntityManager,
  organizationId: string,
  asked: { identity: IdentityData; attributes: CustomerAttributes },
): Promise<{ customer: CustomerData; created: boolean }> {
  const { identity, attributes } = asked;
  const found = await holder(manager, organizationId, identity);
  if (found) return { customer: found, created: false };
  await lockIdentity(manager, organizationId, identity);
  const meanwhile = await holder(manager, organizationId, identity);
  if (meanwhile) return { customer: meanwhile, created: false };
  const external = identity.kind === 'external' ? { externalId: identity.value } : {};
  const row = await insert(manager, organizationId, { ...attributes, ...external });
  await claimIdentity(manager, { organizationId, customerId: row.id, identity });
  return { customer: toData(row), created: true };
}

const lockIdentity = (manager: EntityManager, organizationId: string, { kind, value }: IdentityKey) =>
  manager.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [
    `customer ${organizationId} ${kind} ${value}`,
  ]);

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
  if (!held || proves(identity, held)) {
    await claimIdentity(manager, { organizationId, customerId: row.id, identity });
  }
  return toData(row);
}

/** What an agent said is less than what was signed or came over the channel, and more than nothing. */
const weight: Record<IdentityData['provedBy'], number> = { none: 0, agent: 1, jwt: 2, channel: 2 };

function proves(now: { provedBy: string }, before: { provedBy: string }): boolean {
  const weightOf = ({ provedBy }: { provedBy: string }) => weight[provedBy as IdentityData['provedBy']];
  return weightOf(now) > weightOf(before);
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
     WHERE customer_identities.customer_id = excluded.customer_id AND excluded.proved_by <> 'none'
       AND (customer_identities.proved_by = 'none' OR customer_identities.proved_by = 'agent' AND excluded.proved_by <> 'agent')`,
    [claim.organizationId, claim.customerId, kind, value, provedBy, provedAt ?? null],
  );
}

/** Who has one of these, as the channel proved it before the first, and which of them are still to be noted. */
export async function findByIdentities(
  manager: EntityManager,
  organizationId: string,
  identities: readonly IdentityKey[],
): ReturnType<CustomerStore['findByIdentities']> {
  const held = await manager.query<Array<IdentityKey & { customerId: string; provedBy: string }>>(
    `SELECT i.kind, i.value, i.customer_id AS "customerId", i.proved_by AS "provedBy"
     FROM unnest($2::text[], $3::text[]) WITH ORDINALITY AS asked (kind, value, place)
       JOIN customer_identities i USING (kind, value)
     WHERE i.organization_id = $1 ORDER BY asked.place`,
    [organizationId, identities.map(({ kind }) => kind), identities.map(({ value }) => value)],
  );
  const proved = held.find(({ provedBy }) => provedBy === 'channel');
  const first = proved ?? held[0];
  if (!first) return undefined;
  const signed = proved
    ? held.find((one) => one.provedBy === 'jwt' && one.customerId !== proved.customerId)
    : held.find((one) => one === first && one.provedBy === 'jwt');
  const isNoted = (one: IdentityKey) =>
    held.some(
      ({ kind, value, customerId, provedBy }) =>
        kind === one.kind &&
        value === one.value &&
        (customerId !== first.customerId || !proves({ provedBy: 'channel' }, { provedBy })),
    );
  return {
    customerId: first.customerId,
    known: held
      .filter(({ customerId }) => customerId === first.customerId)
      .map(({ kind, value }) => ({ kind, value })),
    unknown: identities.filter((one) => !isNoted(one)),
    ...(signed && { signed: { kind: signed.kind, value: signed.value } }),
  };
}

/**
 * User ids differ between businesses, which one organization may have several of: only who wrote on this channel counts.
 * Source: Meta, business-scoped user ids; a changed one is told by a system message.
 */
export async function giveUpNumber(
  manager: EntityManager,
  { organizationId, channelId }: { organizationId: string; channelId: string },
  { phone, userId }: { phone: string; userId: string },
): Promise<string | undefined> {
  await lockIdentity(manager, organizationId, { kind: 'phone', value: phone });
  const [gone] = await manager.query<[Array<{ customerId: string }>, number]>(
    `DELETE FROM customer_identities i
     WHERE organization_id = $1 AND kind = 'phone' AND value = $2 AND proved_by = 'channel'
       AND (SELECT bool_and(o.value <> $3) FROM customer_identities o
         WHERE o.customer_id = i.customer_id AND o.kind = 'whatsapp' AND o.proved_by = 'channel')
       AND EXISTS (SELECT FROM sessions s WHERE s.customer_id = i.customer_id AND s.channel_id = $4)
     RETURNING customer_id AS "customerId"`,
    [organizationId, phone, userId, channelId],
  );
  const customerId = gone[0]?.customerId;
  if (customerId !== undefined)
    await manager.update(Customer, { id: customerId, organizationId, phone }, { phone: null });
  return customerId;
}

/** Callers with one identity stand in line, as they do where it is new. */
export async function splitOff(
  manager: EntityManager,
  { organizationId, channelId }: { organizationId: string; channelId: string },
  asked: { identity: IdentityData; attributes: CustomerAttributes; customerId: string; by: LinkedBy },
): ReturnType<CustomerStore['splitOff']> {
  const { identity } = asked;
  await lockIdentity(manager, organizationId, identity);
  const { kind, value } = identity;
  const held = await manager.findOneByOrFail(CustomerIdentity, { organizationId, kind, value });
  if (held.provedBy !== 'jwt') return { customerId: held.customerId };
  if (held.customerId !== asked.customerId && !(await isErased(manager, [asked.customerId])))
    return moveSigned(manager, { ...asked, held });
  const [row] = await manager.query<Array<{ known: boolean }>>(
    'SELECT EXISTS (SELECT FROM sessions WHERE customer_id = $1 AND channel_id = $2) AS known',
    [held.customerId, channelId],
  );
  const customerId = row!.known
    ? held.customerId
    : (await insert(manager, organizationId, asked.attributes)).id;
  return moveSigned(manager, { ...asked, held, customerId });
}

/** Apart and linked, in one: the link can be undone should the number turn out to be another's. */
async function moveSigned(
  manager: EntityManager,
  asked: { held: CustomerIdentity; identity: IdentityData; customerId: string; by: LinkedBy },
): Promise<{ customerId: string; linkedId?: string }> {
  const { held, customerId, by } = asked;
  const { provedBy, provedAt } = asked.identity;
  await manager.update(
    CustomerIdentity,
    { id: held.id },
    { customerId, provedBy, provedAt: provedAt ?? null },
  );
  const pair = { customerId: held.customerId, otherId: customerId };
  const isNew = await link(manager, held.organizationId, {
    ...pair,
    evidence: 'jwt',
    by,
    automatic: true,
  }).catch(refused);
  return { customerId, ...(isNew && { linkedId: held.customerId }) };
}

/** One was erased meanwhile, or the person would be too large: the number is theirs all the same. */
function refused(error: unknown): undefined {
  if (error instanceof DomainError && (error.code === 'not_found' || error.code === 'conflict')) return;
  throw error;
}

type IdentityKey = Pick<IdentityData, 'kind' | 'value'>;

export async function replaceIdentity(
  manager: EntityManager,
  organizationId: string,
  { from, to, by }: { from: IdentityKey; to: IdentityData; by: LinkedBy },
): ReturnType<CustomerStore['replaceIdentity']> {
  const holderOf = ({ kind, value }: IdentityKey) =>
    manager.findOneBy(CustomerIdentity, { organizationId, kind, value });
  const held = await holderOf(from);
  if (!held) return undefined;
  const { customerId } = held;
  await lockIdentity(manager, organizationId, to);
  await claimIdentity(manager, { organizationId, customerId, identity: to });
  const other = await holderOf(to);
  // A number that was given up may be somebody else's tomorrow.
  await manager.delete(CustomerIdentity, { organizationId, kind: from.kind, value: from.value });
  if (from.kind === 'phone' && to.kind === 'phone')
    await manager.update(
      Customer,
      { id: customerId, organizationId, phone: from.value },
      { phone: to.value },
    );
  if (!other || other.customerId === customerId) return { customerId };
  if (other.provedBy === 'jwt') return moveSigned(manager, { held: other, identity: to, customerId, by });
  return { customerId, otherId: other.customerId };
}

/** Who has it then. */
export async function addIdentity(
  manager: EntityManager,
  claim: { organizationId: string; customerId: string; identity: IdentityData },
): ReturnType<CustomerStore['addIdentity']> {
  await claimIdentity(manager, claim);
  const { kind, value } = claim.identity;
  const { organizationId } = claim;
  const held = await manager.findOneBy(CustomerIdentity, { organizationId, kind, value });
  return held
    ? { customerId: held.customerId, provedBy: held.provedBy as IdentityData['provedBy'] }
    : undefined;
}

export function toData(row: Customer): CustomerData {
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
