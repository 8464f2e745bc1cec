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
const isOfChannel = (row: string, channelId: string) =>
  `(${row}.scope IN ('', ${scopeOf(channelId)}, ${channelId}::text) OR ${row}.scope IN (SELECT o.id::text
     FROM channels c JOIN channels o ON o.config ->> 'businessAccountId' = c.config ->> 'businessAccountId'
     WHERE c.id = ${channelId}))`;

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
type Holder = IdentityKey & { customerId: string; provedBy: string; isOwn: boolean };

/** Of each identity who has it, in the order asked. */
const holders = (
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

async function claimIdentity(
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

/**
 * User ids differ between business accounts, which one organization may have several of: only those of this one count.
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
         WHERE o.customer_id = i.customer_id AND o.kind = 'whatsapp' AND o.proved_by = 'channel' AND o.scope <> ''
           AND ${isOfChannel('o', '$4::uuid')})
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
  const [held] = await holders(manager, organizationId, [identity]);
  if (!held) throw new DomainError('conflict', 'Somebody changed the customer meanwhile. Try again.');
  if (held.provedBy !== 'jwt') return { customerId: held.customerId };
  if (held.customerId !== asked.customerId && !(await isErased(manager, [asked.customerId])))
    return moveSigned(manager, { ...asked, organizationId, held });
  const [row] = await manager.query<Array<{ known: boolean }>>(
    'SELECT EXISTS (SELECT FROM sessions WHERE customer_id = $1 AND channel_id = $2) AS known',
    [held.customerId, channelId],
  );
  const customerId = row!.known
    ? held.customerId
    : (await insert(manager, organizationId, asked.attributes)).id;
  return moveSigned(manager, { ...asked, organizationId, held, customerId });
}

/** Apart and linked, in one: the link can be undone should the number turn out to be another's. */
async function moveSigned(
  manager: EntityManager,
  asked: {
    organizationId: string;
    held: Pick<Holder, 'customerId'>;
    identity: IdentityData;
    customerId: string;
    by: LinkedBy;
  },
): Promise<{ customerId: string; linkedId?: string }> {
  const { organizationId, held, customerId, by } = asked;
  const { kind, value, provedBy, provedAt } = asked.identity;
  await manager.update(
    CustomerIdentity,
    { organizationId, customerId: held.customerId, kind, value },
    { customerId, provedBy, provedAt: provedAt ?? null },
  );
  const pair = { customerId: held.customerId, otherId: customerId };
  const isNew = await link(manager, organizationId, {
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

type IdentityKey = Pick<IdentityData, 'kind' | 'value' | 'channelId'>;

export async function replaceIdentity(
  manager: EntityManager,
  organizationId: string,
  { from, to, by }: { from: IdentityKey; to: IdentityData; by: LinkedBy },
): ReturnType<CustomerStore['replaceIdentity']> {
  const [held] = await holders(manager, organizationId, [from]);
  if (!held) return undefined;
  const { customerId } = held;
  await lockIdentity(manager, organizationId, to);
  await claimIdentity(manager, { organizationId, customerId, identity: to });
  const [other] = await holders(manager, organizationId, [to]);
  // A number that was given up may be somebody else's tomorrow.
  await manager.query(
    `DELETE FROM customer_identities i WHERE organization_id = $1 AND customer_id = $2 AND kind = $3 AND value = $4
       AND ${isOfChannel('i', '$5::uuid')}`,
    [organizationId, customerId, from.kind, from.value, from.channelId ?? null],
  );
  if (from.kind === 'phone' && to.kind === 'phone')
    await manager.update(
      Customer,
      { id: customerId, organizationId, phone: from.value },
      { phone: to.value },
    );
  if (!other || other.customerId === customerId) return { customerId };
  if (other.provedBy === 'jwt')
    return moveSigned(manager, { organizationId, held: other, identity: to, customerId, by });
  return { customerId, otherId: other.customerId };
}

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
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}
