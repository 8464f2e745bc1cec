// What is known of a customer, from the words that they came in and back into words. Pure.
import type { Customer, CustomerAttributes, CustomerIdentity } from './store';

export interface Known {
  email?: string;
  name?: string;
  phone?: string;
}

export function displayName(customer: CustomerAttributes): string | undefined {
  return [customer.firstName, customer.lastName].filter(Boolean).join(' ') || undefined;
}

/** Everything that a customer is known by, in words, for search. */
export function customerText(known: { customer: Customer; identities: readonly CustomerIdentity[] }): string {
  const { firstName, lastName, email, phone, externalId, metadata, attributes } = known.customer;
  const values = [...Object.values(metadata), ...Object.values(attributes)].filter((value) =>
    ['string', 'number'].includes(typeof value),
  );
  const all = [firstName, lastName, email, phone, externalId, ...values];
  return [...new Set([...all, ...known.identities.map(({ value }) => value)])].filter(Boolean).join('\n');
}

/** The first word is the first name: joined again they are the name as it came. */
export function attributesOf({ name, email, phone }: Known): CustomerAttributes {
  const [first = '', ...rest] = (name ?? '').trim().split(/\s+/);
  const last = rest.join(' ');
  return {
    ...(first && { firstName: first.slice(0, 100), lastName: last.slice(0, 100) }),
    ...(email && { email: email.toLowerCase().slice(0, 255) }),
    ...(phone && { phone: phone.slice(0, 50) }),
  };
}

export function differs(customer: Customer, attributes: CustomerAttributes): boolean {
  return (Object.keys(attributes) as Array<keyof CustomerAttributes>).some(
    (field) => (customer[field] ?? '') !== attributes[field],
  );
}
