// Attributes of a customer: two who change different ones at once both do, of the same one the second is told.
import type { EntityManager } from 'typeorm';
import type { Customer, CustomerChange } from '../../../../customers/store';
import { DomainError } from '../../../../errors';
import { say } from '../../../../protocol/server-texts/said';

type Attributes = Customer['attributes'];

/** The attributes without the change and with it, while nobody else may change them. */
export async function mergeAttributes(
  manager: EntityManager,
  customerId: string,
  { attributes, attributesBefore = {} }: Pick<CustomerChange, 'attributes' | 'attributesBefore'>,
): Promise<{ before: Attributes; after: Attributes }> {
  const [row] = await manager.query<Array<{ attributes: Attributes }>>(
    'SELECT attributes FROM customers WHERE id = $1 FOR UPDATE',
    [customerId],
  );
  const now = row?.attributes ?? {};
  const others = Object.entries(attributesBefore).filter(([key, before]) => (now[key] ?? null) !== before);
  if (others.length > 0)
    throw new DomainError('conflict', say('changed_meanwhile'), {
      errors: others.map(([key]) => ({
        path: `attributes.${key}`,
        message: now[key] === undefined ? 'has been cleared meanwhile' : `is ${String(now[key])} by now`,
      })),
    });
  const all = Object.entries({ ...now, ...attributes }).filter(
    (entry): entry is [string, Attributes[string]] => entry[1] !== null,
  );
  return { before: now, after: Object.fromEntries(all) };
}
