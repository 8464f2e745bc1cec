// Links as a person: everybody who hangs together.
import type { CustomerLink } from './link-store';

/** The customers of a person, this one first, each with the link that leads to it from here. */
export function personFrom(
  customerId: string,
  links: readonly CustomerLink[],
): Map<string, CustomerLink | undefined> {
  const found = new Map<string, CustomerLink | undefined>([[customerId, undefined]]);
  for (const [id] of found)
    for (const link of links) {
      const other = otherEnd(link, id);
      if (other !== undefined && !found.has(other)) found.set(other, link);
    }
  return found;
}

function otherEnd({ customerId, linkedCustomerId }: CustomerLink, id: string): string | undefined {
  if (customerId === id) return linkedCustomerId;
  return linkedCustomerId === id ? customerId : undefined;
}
