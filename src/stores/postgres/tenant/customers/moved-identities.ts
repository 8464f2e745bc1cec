// Identities that go from one customer to another: a number given up, an id that changed, a signed one that was another's.
import type { EntityManager } from 'typeorm';
import type { LinkedBy } from '../../../../customers/link-store';
import type {
  CustomerAttributes,
  CustomerIdentity as IdentityData,
  CustomerStore,
} from '../../../../customers/store';
import { DomainError } from '../../../../errors';
import { Customer, CustomerIdentity } from '../../entities';
import {
  claimIdentity,
  holders,
  insert,
  isOfChannel,
  lockIdentity,
  type Holder,
  type IdentityKey,
} from './customer-identities';
import { link } from './customer-links';
import { isErased } from '../privacy/erasure-guard';
import { say } from '../../../../protocol/server-texts/said';

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
  if (!held) throw new DomainError('conflict', say('customer_changed_meanwhile'));
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
