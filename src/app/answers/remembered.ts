// Where what is remembered of customers serves them: answers, and the greeting of who is back. Of the same record, which is one
// browser or one proved identity, and of the same person where that is proved; nobody else hears of it.
import { createProvedCustomers } from '../../customers/identity-proof';
import { knownName, knownOf, nothingKnown } from '../../customers/memory/remembered-facts';
import type { Visitor } from '../../identity/principal';
import type { Recalled } from '../../responder/memory-for-answer';
import type { Parts } from '../parts';

export function createRecalled({
  customerMemory,
  tables,
}: Pick<Parts, 'customerMemory' | 'tables'>): Recalled {
  const provedOf = createProvedCustomers(tables.links);
  return async (session) => {
    const { organizationId, customerId, channelType, metadata } = session;
    if (metadata['senderNotVerified'] === true) return nothingKnown;
    const recall = (id: string) => customerMemory.recall({ organizationId, customerId: id });
    // A browser is a record of its own; elsewhere the channel has to prove whose record it is.
    const isBrowser = channelType === 'web';
    const [proved, early] = await Promise.all([
      provedOf(session),
      isBrowser ? recall(customerId) : undefined,
    ]);
    if (!isBrowser && !proved.includes(customerId)) return nothingKnown;
    const own = early ?? (await recall(customerId));
    const others = proved.filter((id) => id !== customerId);
    // Who wants nothing remembered here is not remembered by what they said elsewhere.
    const isAsked = own.length > 0 || others.length === 0;
    if (!isAsked && !(await customerMemory.remembers({ organizationId, customerId }))) return nothingKnown;
    const elsewhere = await Promise.all(others.map(recall));
    return knownOf(session.id, [...own, ...elsewhere.flat()]);
  };
}

/** How to greet who comes back: as they said, else as the organization's server says. Who wants nothing remembered is not greeted. */
export function createNameOf({ customerMemory }: Pick<Parts, 'customerMemory'>) {
  return async ({ organizationId, customer }: Visitor, wasHere: boolean): Promise<string | undefined> => {
    const ref = { organizationId, customerId: customer.id };
    const said = await knownName(customerMemory, ref);
    if (said !== undefined || !wasHere || !customer.verified || customer.name === undefined) return said;
    return (await customerMemory.remembers(ref)) ? customer.name : undefined;
  };
}
