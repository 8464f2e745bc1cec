// Customers as channels, visitors and the team meet them.
import { notFound } from '../errors';
import type { AttributeChange } from '../protocol/customer-attributes';
import { createArrivals, type ArrivalDeps, type Proved } from './arrivals';
import { attributesOf, displayName } from './known-attributes';
import type { Customer, CustomerChange, CustomerStore, Proof } from './store';

export type Customers = ReturnType<typeof createCustomers>;

interface CustomersDeps extends Omit<ArrivalDeps, 'proved' | 'change'> {
  /** @throws `invalid` where attributes are not as the organization declares them */
  checkAttributes(organizationId: string, given: AttributeChange): Promise<void>;
  now?: () => Date;
}

export function createCustomers({ now = () => new Date(), ...given }: CustomersDeps) {
  const { store, events } = given;
  const deps = { ...given, proved: proofsAt(now), change: changing({ store, events }) };
  return { ...createArrivals(deps), ...createRecords(deps) };
}

/** Every change of what a customer is called or known by goes through here: search and consoles hear of it. */
function changing({ store, events }: Pick<CustomersDeps, 'store' | 'events'>): CustomerStore['update'] {
  return async (organizationId, customerId, change) => {
    const customer = await store.update(organizationId, customerId, change);
    const shownInRows = change.attributes && { shownInRows: true as const };
    if (customer) events.emit('customer', { organizationId, customerId, ...shownInRows });
    return customer;
  };
}

function proofsAt(now: () => Date) {
  return (provedBy: Proof): Proved =>
    provedBy === 'none' ? { provedBy } : { provedBy, provedAt: now().toISOString() };
}

type RecordDeps = Pick<ArrivalDeps, 'store' | 'change' | 'proved'> & Pick<CustomersDeps, 'checkAttributes'>;

/** What is on record, and how it is changed. */
function createRecords({ store, change, proved, checkAttributes }: RecordDeps) {
  async function get(organizationId: string, customerId: string): Promise<Customer> {
    const customer = await store.get(organizationId, customerId);
    if (!customer) throw notFound('customer');
    return customer;
  }

  return {
    get,
    list: store.list,

    /** For the console: the customer and everything it is known by. @throws `not_found` */
    async withIdentities(organizationId: string, customerId: string) {
      const customer = await get(organizationId, customerId);
      return { customer, identities: await store.identities(organizationId, customerId) };
    },

    /** By what the customer is known on a channel. */
    identitiesOn: (organizationId: string, customerId: string, channelId: string) =>
      store.identities(organizationId, customerId, channelId),

    /** What the customer typed, and nobody proved: it fills what is empty, and is no identity. */
    async leaveContact(
      organizationId: string,
      customerId: string,
      contact: { name?: string; email?: string; phone?: string },
    ): Promise<void> {
      const known = await get(organizationId, customerId);
      const { email, phone } = known;
      const typed = attributesOf(contact);
      const { firstName, lastName } = typed;
      const news = {
        ...(displayName(known) === undefined && firstName && { firstName, ...(lastName && { lastName }) }),
        ...(!email && typed.email && { email: typed.email }),
        ...(!phone && typed.phone && { phone: typed.phone }),
      };
      if (Object.keys(news).length > 0) await change(organizationId, customerId, news);
    },

    ...createRecordWrites({ store, change, proved, checkAttributes }),
  };
}

/** What programs and agents change. */
function createRecordWrites({ store, change, proved, checkAttributes }: RecordDeps) {
  return {
    /**
     * What a program knows: the customer with its external id, changed to what is given, else a new one.
     * @throws `not_found` when it is being erased
     */
    async upsert(
      organizationId: string,
      { externalId, changedBy, ...given }: CustomerChange & { externalId?: string },
    ): Promise<{ customer: Customer; created: boolean }> {
      if (given.attributes) await checkAttributes(organizationId, given.attributes);
      const found =
        externalId === undefined
          ? { customer: await store.create(organizationId, {}), created: true }
          : await store.findOrCreate(
              organizationId,
              { kind: 'external', value: externalId, ...proved('agent') },
              {},
            );
      if (Object.keys(given).length === 0) return found;
      const { id } = found.customer;
      const customer = await change(organizationId, id, { ...given, ...(changedBy && { changedBy }) });
      if (!customer) throw notFound('customer');
      return { customer, created: found.created };
    },

    /** What an agent typed. @throws `not_found`, `invalid`, `conflict` */
    async update(organizationId: string, customerId: string, given: CustomerChange): Promise<Customer> {
      if (given.attributes) await checkAttributes(organizationId, given.attributes);
      const customer = await change(organizationId, customerId, given);
      if (!customer) throw notFound('customer');
      return customer;
    },
  };
}
