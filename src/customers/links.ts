// Several customers, one person: by evidence, or because an agent says so; never because two look alike.
import { DomainError, notFound } from '../errors';
import type { EventBus } from '../events';
import type {
  Evidence,
  IdentityClaim,
  LinkedBy,
  LinkStore,
  LookAlike,
  NewLink,
  PersonIdentity,
} from './link-store';
import { personFrom } from './person';
import { e164 } from './phone';
import type { Customer, CustomerStore } from './store';
import { say } from '../protocol/server-texts/said';

/** What came of a link that nobody asked for. */
export interface AutomaticLink {
  organizationId: string;
  customerId: string;
  otherId: string;
  evidence: Evidence;
}

export interface LinksDeps {
  store: LinkStore;
  customers: Pick<CustomerStore, 'get' | 'findOrCreate' | 'findByIdentities'>;
  events: Pick<EventBus, 'emit'>;
  /** A link that no route made, for the audit log. */
  linked(link: AutomaticLink & { by: LinkedBy }): Promise<void>;
}

/** The customers of a person, as the console shows them. */
export interface Linked {
  linkId: string;
  customer: Customer;
  evidence: Evidence;
  linkedBy: LinkedBy;
  linkedAt: string;
}

export interface WholePerson {
  identities: PersonIdentity[];
  linked: Linked[];
  suggestions: LookAlike[];
}

export const nobody: LinkedBy = { kind: 'system', name: 'Parley' };

export type Links = ReturnType<typeof createCustomerLinks>;

export function createCustomerLinks(deps: LinksDeps) {
  const { store } = deps;
  const personOf = async (organizationId: string, customerId: string) =>
    personFrom(customerId, await store.linksOf(organizationId, customerId));
  const announce = (organizationId: string, customerIds: readonly string[]) => {
    // They may belong to a company now.
    for (const customerId of customerIds)
      deps.events.emit('customer', { organizationId, customerId, shownInRows: true });
  };

  async function link(organizationId: string, asked: NewLink): Promise<boolean> {
    const person = await store.link(organizationId, asked);
    if (person) announce(organizationId, person);
    return person !== undefined;
  }

  return {
    link,

    /** This customer first. */
    customerIds: async (organizationId: string, customerId: string): Promise<string[]> => [
      ...(await personOf(organizationId, customerId)).keys(),
    ],

    whole: (organizationId: string, customerId: string) => whole(deps, organizationId, customerId),

    /**
     * What was proved of two customers at once. Where a person parted them, or it would make one of two external ids,
     * nothing happens.
     */
    async byEvidence(found: AutomaticLink): Promise<void> {
      const { organizationId, ...pair } = found;
      if ((await personOf(organizationId, pair.customerId)).has(pair.otherId)) return;
      const isNew = await link(organizationId, { ...pair, by: nobody, automatic: true }).catch(refused);
      if (isNew) await deps.linked({ ...found, by: nobody });
    },

    /** What a store linked while it noted what proves it. */
    async made(found: AutomaticLink): Promise<void> {
      announce(found.organizationId, [...(await personOf(found.organizationId, found.customerId)).keys()]);
      await deps.linked({ ...found, by: nobody });
    },

    /** Who has this identity. @throws `not_found`, `invalid` */
    async holderOf(organizationId: string, { kind, value }: IdentityClaim): Promise<string> {
      if (kind === 'visitor') return visitor(deps, organizationId, value);
      const found = await deps.customers.findByIdentities(organizationId, [
        { kind, value: written(kind, value) },
      ]);
      if (!found) throw notFound('customer');
      return found.customerId;
    },

    /** The same; a new customer when nobody has it: it is theirs if they ever come. @throws `not_found`, `invalid` */
    async claimedBy(organizationId: string, { kind, value }: IdentityClaim): Promise<string> {
      if (kind === 'visitor') return visitor(deps, organizationId, value);
      const identity = { kind, value: written(kind, value), provedBy: 'none' as const };
      const attributes = kind === 'email' || kind === 'phone' ? { [kind]: identity.value } : {};
      return (await deps.customers.findOrCreate(organizationId, identity, attributes)).customer.id;
    },

    /** @throws `not_found` */
    async unlink(organizationId: string, asked: { customerId: string; linkId: string; by: LinkedBy }) {
      const undone = await store.unlink(organizationId, asked);
      if (!undone) throw notFound('link');
      announce(organizationId, undone.customerIds);
      return undone.link;
    },

    proofs: store.proofs,

    /** After everybody in it was erased. */
    forget: store.forget,
  };
}

/** One was erased meanwhile, or the person would be too large: whoever comes in comes in all the same. */
function refused(error: unknown): false {
  if (error instanceof DomainError && (error.code === 'not_found' || error.code === 'conflict')) return false;
  throw error;
}

/** @throws `not_found` */
async function whole(deps: LinksDeps, organizationId: string, customerId: string): Promise<WholePerson> {
  const person = personFrom(customerId, await deps.store.linksOf(organizationId, customerId));
  const ids = [...person.keys()];
  const found = await Promise.all(ids.map((id) => deps.customers.get(organizationId, id)));
  const customers = found.filter((customer) => customer !== undefined);
  if (customers[0]?.id !== customerId) throw notFound('customer');
  const identities = await deps.store.identities(organizationId, ids);
  const linked = customers.flatMap((customer) => {
    const { id: linkId, evidence, linkedBy, linkedAt } = person.get(customer.id) ?? {};
    return linkId && evidence && linkedBy && linkedAt
      ? [{ linkId, customer, evidence, linkedBy, linkedAt }]
      : [];
  });
  return {
    identities,
    linked,
    suggestions: await lookAlikes(deps, organizationId, { identities, customers }),
  };
}

/** Found by what they are known by, and by what is only written down of them. */
async function lookAlikes(
  { store }: LinksDeps,
  organizationId: string,
  known: { identities: PersonIdentity[]; customers: Customer[] },
): Promise<LookAlike[]> {
  const valuesOf = (kind: 'email' | 'phone') => [
    ...known.identities.flatMap((one) => (one.kind === kind ? [one.value] : [])),
    ...known.customers.flatMap((customer) => customer[kind] ?? []),
  ];
  const emails = [...new Set(valuesOf('email').map((email) => email.toLowerCase()))];
  const phones = [...new Set(valuesOf('phone').flatMap((phone) => e164(phone) ?? []))];
  if (emails.length + phones.length === 0) return [];
  const customerIds = known.customers.map(({ id }) => id);
  return store.lookAlikes(organizationId, { customerIds, emails, phones });
}

async function visitor({ customers }: LinksDeps, organizationId: string, id: string): Promise<string> {
  const isId = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id);
  const found = isId && (await customers.get(organizationId, id));
  if (!found) throw notFound('customer');
  return found.id;
}

/** As identities hold it. @throws `invalid` */
export function written(kind: IdentityClaim['kind'], value: string): string {
  if (kind === 'email') return value.toLowerCase();
  const phone = kind === 'phone' ? e164(value) : value;
  if (phone === undefined)
    throw new DomainError('invalid', say('phone_with_country'), {
      errors: [{ path: 'value', message: 'must be a phone number such as +49 30 1234567' }],
    });
  return phone;
}
