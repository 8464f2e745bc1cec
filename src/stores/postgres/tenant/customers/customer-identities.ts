// Identities of customers: who has which, and how it was proved.
import type { EntityManager } from 'typeorm';
import type {
  Block,
  Customer as CustomerData,
  CustomerAttributes,
  CustomerIdentity as IdentityData,
  CustomerStore,
} from '../../../../customers/store';
import { Customer } from '../../entities';
import { isErased } from '../privacy/erasure-guard';

export async function insert(
  manager: EntityManager,
  organizationId: string,
  attributes: CustomerAttributes & { externalId?: string },
): Promise<Customer> {
  return manager.save(manager.create(Customer, { organizationId, ...attributes }));
}

/** The oldest first; those that count on one channel, or all. */
export async function identitiesOf(
  manager: EntityManager,
  organizationId: string,
  { customerId, channelId }: { customerId: string; channelId?: string | undefined },
): Promise<IdentityData[]> {
  const rows = await manager.query<Array<Omit<IdentityData, 'provedAt'> & { provedAt: Date | null }>>(
    `SELECT kind, value, proved_by AS "provedBy", proved_at AS "provedAt" FROM (
       SELECT DISTINCT ON (kind, value) * FROM customer_identities i
       WHERE organization_id = $1 AND customer_id = $2 AND ($3::uuid IS NULL OR ${isOfChannel('i', '$3::uuid')})
       ORDER BY kind, value, created_at) known
     ORDER BY created_at`,
    [organizationId, customerId, channelId ?? null],
  );
  return rows.map(({ provedAt, ...row }) => ({
    ...row,
    ...(provedAt && { provedAt: provedAt.toISOString() }),
  }));
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

/** Where a user id of this channel is one: within its business account, when that is known. */
const scopeOf = (channelId: string) =>
  `coalesce((SELECT coalesce(c.config ->> 'businessAccountId', c.id::text) FROM channels c WHERE c.id = ${channelId}), ${channelId}::text, '')`;

/** Whether a row counts on this channel; what was noted before it was known where it is one counts everywhere. */
export const isOfChannel = (row: string, channelId: string) =>
  `(${row}.scope IN ('', ${scopeOf(channelId)}, ${channelId}::text) OR ${row}.scope IN (SELECT o.id::text
     FROM channels c JOIN channels o ON o.config ->> 'businessAccountId' = c.config ->> 'businessAccountId'
     WHERE c.id = ${channelId}))`;

export const lockIdentity = (manager: EntityManager, organizationId: string, { kind, value }: IdentityKey) =>
  manager.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [
    `customer ${organizationId} ${kind} ${value}`,
  ]);

/** Who has this identity. One that was on record unproved is proved now. */
async function holder(
  manager: EntityManager,
  organizationId: string,
  identity: IdentityData,
): Promise<CustomerData | undefined> {
  const [held] = await holders(manager, organizationId, [identity]);
  const row = held
    ? await manager.findOneBy(Customer, { id: held.customerId, organizationId })
    : identity.kind === 'external'
      ? await manager.findOneBy(Customer, { organizationId, externalId: identity.value })
      : null;
  if (!row) return undefined;
  if (!held?.isOwn || proves(identity, held)) {
    await claimIdentity(manager, { organizationId, customerId: row.id, identity });
  }
  return toData(row);
}

/** `isOwn`: noted for the account of the very channel. */
export type Holder = IdentityKey & { customerId: string; provedBy: string; isOwn: boolean };

/** Of each identity who has it, in the order asked. */
export const holders = (
  manager: EntityManager,
  organizationId: string,
  identities: readonly IdentityKey[],
): Promise<Holder[]> =>
  manager.query<Holder[]>(
    `SELECT DISTINCT ON (asked.place) i.kind, i.value, i.customer_id AS "customerId", i.proved_by AS "provedBy",
       i.scope = ${scopeOf('asked.channel')} AS "isOwn"
     FROM unnest($2::text[], $3::text[], $4::uuid[]) WITH ORDINALITY AS asked (kind, value, channel, place)
       JOIN customer_identities i ON i.kind = asked.kind AND i.value = asked.value
     WHERE i.organization_id = $1 AND ${isOfChannel('i', 'asked.channel')}
     ORDER BY asked.place, 5 DESC, i.scope DESC`,
    [
      organizationId,
      identities.map(({ kind }) => kind),
      identities.map(({ value }) => value),
      identities.map(({ channelId }) => channelId ?? null),
    ],
  );

/** What an agent said is less than what was signed or came over the channel, and more than nothing. */
const weight: Record<IdentityData['provedBy'], number> = { none: 0, agent: 1, jwt: 2, channel: 2 };

function proves(now: { provedBy: string }, before: { provedBy: string }): boolean {
  const weightOf = ({ provedBy }: { provedBy: string }) => weight[provedBy as IdentityData['provedBy']];
  return weightOf(now) > weightOf(before);
}

export async function claimIdentity(
  manager: EntityManager,
  claim: { organizationId: string; customerId: string; identity: IdentityData },
): Promise<void> {
  const { kind, value, provedBy, provedAt, channelId } = claim.identity;
  if (await isErased(manager, [claim.customerId])) return;
  await manager.query(
    `WITH known AS (
       DELETE FROM customer_identities WHERE organization_id = $1 AND customer_id = $2 AND kind = $3 AND value = $4
         AND scope = '' AND $7::uuid IS NOT NULL)
     INSERT INTO customer_identities (organization_id, customer_id, kind, value, proved_by, proved_at, scope)
     VALUES ($1, $2, $3, $4, $5, $6, ${scopeOf('$7::uuid')})
     ON CONFLICT (organization_id, kind, value, scope) DO UPDATE SET proved_by = excluded.proved_by, proved_at = excluded.proved_at
     WHERE customer_identities.customer_id = excluded.customer_id AND excluded.proved_by <> 'none'
       AND (customer_identities.proved_by = 'none' OR customer_identities.proved_by = 'agent' AND excluded.proved_by <> 'agent')`,
    [claim.organizationId, claim.customerId, kind, value, provedBy, provedAt ?? null, channelId ?? null],
  );
}

/** Who has one of these, as the channel proved it before the first, and which of them are still to be noted. */
export async function findByIdentities(
  manager: EntityManager,
  organizationId: string,
  identities: readonly IdentityKey[],
): ReturnType<CustomerStore['findByIdentities']> {
  const held = await holders(manager, organizationId, identities);
  const proved = held.find(({ provedBy }) => provedBy === 'channel');
  const first = proved ?? held[0];
  if (!first) return undefined;
  const signed = proved
    ? held.find((one) => one.provedBy === 'jwt' && one.customerId !== proved.customerId)
    : held.find((one) => one === first && one.provedBy === 'jwt');
  const isNoted = (one: IdentityKey) =>
    held.some(
      ({ kind, value, customerId, provedBy, isOwn }) =>
        kind === one.kind &&
        value === one.value &&
        (customerId !== first.customerId || (isOwn && !proves({ provedBy: 'channel' }, { provedBy }))),
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

export type IdentityKey = Pick<IdentityData, 'kind' | 'value' | 'channelId'>;

/** Who has it then. */
export async function addIdentity(
  manager: EntityManager,
  claim: { organizationId: string; customerId: string; identity: IdentityData },
): ReturnType<CustomerStore['addIdentity']> {
  await claimIdentity(manager, claim);
  const [held] = await holders(manager, claim.organizationId, [claim.identity]);
  return held && { customerId: held.customerId, provedBy: held.provedBy as IdentityData['provedBy'] };
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
    attributes: row.attributes,
    ...(row.blocked && isStill(row.blocked) && { blocked: row.blocked }),
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

const isStill = ({ until }: Block) => until === undefined || Date.parse(until) > Date.now();
