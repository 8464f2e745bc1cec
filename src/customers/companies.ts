// Companies that customers belong to, and which an address of theirs speaks for.
import { DomainError, fieldError, notFound, type FieldError } from '../errors';
import type { EventBus } from '../events';
import type {
  BareCompany,
  Company,
  CompanyChange,
  CompanyOfCustomer,
  CompanyValue,
  NewCompany,
} from '../protocol/companies';
import type { Tier } from '../protocol/model/tier';
import { say } from '../protocol/server-texts/said';
import type { Actor } from '../sessions/commands';
import type { Page } from '../sessions/store';
import { isFreeMail } from './free-mail';
import type { PersonIdentity } from './link-store';
import { putRows, type PutRow, type RefusedRow, type TableRow } from './table-rows';

export interface CompanyFilter {
  q?: string;
  tier?: Tier;
  ownerId?: string;
}

/** What became of one that was written. */
export interface Written {
  /** Its name or its tier is another: rows of conversations show both. */
  showsAnew: boolean;
}

export type PutEach = PutRow & Written;

/** Who changes attributes, for the conversations that say so; an import does not say. */
export interface ChangedBy {
  changedBy?: Actor & { runId?: string };
}

export interface CompanyStore {
  /** Newest first. Throws `invalid` on a foreign cursor. */
  list(
    organizationId: string,
    filter: CompanyFilter,
    page: { limit: number; cursor?: string },
  ): Promise<Page<Company>>;
  get(organizationId: string, companyId: string): Promise<Company | undefined>;
  /**
   * All or none of them. One with the external id of a company that is there changes it, and one without the one of the same
   * name: what it leaves out stays.
   * @throws `conflict` where a domain is another company's, `invalid` where the owner is no agent
   */
  put(
    organizationId: string,
    given: ReadonlyArray<NewCompany & ChangedBy>,
  ): Promise<Array<Written & { id: string; isNew: boolean }>>;
  /** @throws `conflict`, `invalid`, as `put` */
  create(organizationId: string, company: NewCompany): Promise<string>;
  /**
   * Each for itself, in this order: `put`, but for what it refuses, and attributes are added to those that are there.
   * @param isTrial nothing is kept
   */
  putEach(
    organizationId: string,
    given: readonly NewCompany[],
    isTrial: boolean,
  ): Promise<Array<PutEach | RefusedRow>>;
  /** Undefined when there is none. @throws `conflict`, `invalid`, as `put` */
  update(
    organizationId: string,
    companyId: string,
    change: CompanyChange & ChangedBy,
  ): Promise<Written | undefined>;
  /**
   * One attribute: all others stay. False where it is so already, or there is no company.
   * @throws `invalid` where it would be one too many
   */
  setAttribute(
    organizationId: string,
    companyId: string,
    given: { attribute: string; value: CompanyValue | null } & ChangedBy,
  ): Promise<boolean>;
  /** False when there is none. Its customers belong nowhere then. */
  remove(organizationId: string, companyId: string): Promise<boolean>;
  /** Its customers who have a conversation open. */
  withOpenSessions(organizationId: string, companyId: string): Promise<string[]>;
  /** Who has any of these domains, by domain. */
  ofDomains(
    organizationId: string,
    domains: readonly string[],
  ): Promise<Array<{ domain: string; companyId: string; name: string }>>;
  /** Where this customer belongs. */
  of(organizationId: string, customerId: string): Promise<BareCompany | undefined>;
  /**
   * Puts the customer, and everybody who is the same person, into the company, or into none with null. @returns their ids
   * @throws `not_found` for a company that is not there
   */
  join(organizationId: string, customerId: string, companyId: string | null): Promise<string[]>;
}

export interface CompaniesDeps {
  store: CompanyStore;
  /** Everything by which the person of this customer is known. */
  identitiesOf(organizationId: string, customerId: string): Promise<PersonIdentity[]>;
  events: Pick<EventBus, 'emit'>;
}

export type Companies = ReturnType<typeof createCompanies>;

/** Nobody needs more to choose from. */
const mostOffers = 3;

export function createCompanies(deps: CompaniesDeps) {
  const { store, events } = deps;
  const announce = (organizationId: string, customerIds: readonly string[]) => {
    for (const customerId of customerIds)
      events.emit('customer', { organizationId, customerId, shownInRows: true });
  };
  const changed = async (organizationId: string, companyId: string) =>
    announce(organizationId, await store.withOpenSessions(organizationId, companyId));

  async function get(organizationId: string, companyId: string): Promise<Company> {
    const company = await store.get(organizationId, companyId);
    if (!company) throw notFound('company');
    return company;
  }

  /** @throws `not_found`, `conflict`, `invalid` */
  async function join(organizationId: string, customerId: string, companyId: string | null) {
    const ids = await store.join(organizationId, customerId, companyId);
    if (!ids.includes(customerId)) throw notFound('customer');
    announce(organizationId, ids);
    return ids;
  }

  return {
    list: store.list,
    get,
    join,

    async create(organizationId: string, given: NewCompany): Promise<Company> {
      refuseFreeMail(given.domains);
      return get(organizationId, await store.create(organizationId, given));
    },

    /** What a program knows of it, by its own id. */
    async put(organizationId: string, given: NewCompany & ChangedBy & { externalId: string }) {
      refuseFreeMail(given.domains);
      const [put] = await store.put(organizationId, [given]);
      if (given.attributes) events.emit('company', { organizationId, companyId: put!.id });
      if (put!.showsAnew) await changed(organizationId, put!.id);
      return { company: await get(organizationId, put!.id), isNew: put!.isNew };
    },

    ...importing(store, changed),
    ...setting(deps),

    async update(
      organizationId: string,
      companyId: string,
      change: CompanyChange & ChangedBy,
    ): Promise<Company> {
      refuseFreeMail(change.domains);
      const written = await store.update(organizationId, companyId, change);
      if (!written) throw notFound('company');
      if (change.attributes) events.emit('company', { organizationId, companyId });
      if (written.showsAnew) await changed(organizationId, companyId);
      return get(organizationId, companyId);
    },

    async remove(organizationId: string, companyId: string): Promise<void> {
      const withOpenSessions = await store.withOpenSessions(organizationId, companyId);
      if (!(await store.remove(organizationId, companyId))) throw notFound('company');
      announce(organizationId, withOpenSessions);
    },

    nameOf: async (organizationId: string, customerId: string): Promise<string | undefined> =>
      (await store.of(organizationId, customerId))?.name,

    of: (organizationId: string, customerId: string) => companyOf(deps, organizationId, customerId),
  };
}

function setting({ store, events }: Pick<CompaniesDeps, 'store' | 'events'>) {
  return {
    /** Of the company of this customer; undefined where they belong to none. */
    async setAttribute(
      organizationId: string,
      customerId: string,
      given: Parameters<CompanyStore['setAttribute']>[2],
    ): Promise<boolean | undefined> {
      const company = await store.of(organizationId, customerId);
      if (!company) return undefined;
      const isNew = await store.setAttribute(organizationId, company.id, given);
      if (isNew) events.emit('company', { organizationId, companyId: company.id });
      return isNew;
    },
  };
}

function importing(
  store: CompanyStore,
  changed: (organizationId: string, companyId: string) => Promise<void>,
) {
  return {
    async import(organizationId: string, given: readonly NewCompany[]) {
      const errors = given.flatMap(({ domains }, n) => freeMailFaults(domains, `${n}.domains`));
      if (errors.length > 0) throw invalid(errors);
      const put = await store.put(organizationId, given);
      const shown = new Set(put.filter(({ showsAnew }) => showsAnew).map(({ id }) => id));
      for (const id of shown) await changed(organizationId, id);
      const created = put.filter(({ isNew }) => isNew).length;
      return { created, updated: put.length - created };
    },

    /** Row by row: @returns what became of each, in the same order. @param isTrial nothing is kept */
    async importRows(
      organizationId: string,
      rows: ReadonlyArray<TableRow<NewCompany>>,
      { isTrial = false } = {},
    ) {
      const { results, put } = await putRows(rows.map(refusedFreeMail), (given) =>
        store.putEach(organizationId, given, isTrial),
      );
      const shown = new Set(put.filter(({ showsAnew }) => showsAnew).map(({ id }) => id));
      if (!isTrial) for (const id of shown) await changed(organizationId, id);
      return results;
    },
  };
}

async function companyOf(
  { store, identitiesOf }: CompaniesDeps,
  organizationId: string,
  customerId: string,
): Promise<CompanyOfCustomer> {
  const company = await store.of(organizationId, customerId);
  if (company) return { company, offers: [] };
  const domains = provedDomains(await identitiesOf(organizationId, customerId));
  if (domains.length === 0) return { offers: [] };
  const known = await store.ofDomains(organizationId, domains.flatMap(withParents));
  const offers = domains.map((domain) => {
    const found = withParents(domain).flatMap((each) => known.find((one) => one.domain === each) ?? [])[0];
    return { domain, ...(found && { companyId: found.companyId, name: found.name }) };
  });
  return { offers };
}

/** Of addresses that a signature or the channel itself proves to be theirs. */
export function provedDomains(
  identities: readonly Pick<PersonIdentity, 'kind' | 'value' | 'provedBy'>[],
): string[] {
  const domains = identities.flatMap(({ kind, value, provedBy }) =>
    kind === 'email' && (provedBy === 'jwt' || provedBy === 'channel')
      ? [value.slice(value.lastIndexOf('@') + 1).toLowerCase()]
      : [],
  );
  return [...new Set(domains)].filter((domain) => !isFreeMail(domain)).slice(0, mostOffers);
}

/** mail.eu.acme.example is of whoever has acme.example. */
export function withParents(domain: string): string[] {
  const parts = domain.split('.');
  return parts.slice(0, -1).map((_, n) => parts.slice(n).join('.'));
}

function refusedFreeMail(row: TableRow<NewCompany>): TableRow<NewCompany> {
  const errors = 'given' in row ? freeMailFaults(row.given.domains, 'domains') : [];
  return errors.length > 0 ? { errors } : row;
}

const freeMailFaults = (domains: readonly string[] | undefined, path: string) =>
  (domains ?? []).filter(isFreeMail).map((domain) => fieldError(path, say('company_free_mail', { domain })));

const invalid = (errors: FieldError[]) => new DomainError('invalid', say('partly_invalid'), { errors });

function refuseFreeMail(domains: readonly string[] | undefined): void {
  const errors = freeMailFaults(domains, 'domains');
  if (errors.length > 0) throw invalid(errors);
}
