import type { Calls } from '../customers/calls';
import type { Companies } from '../customers/companies';
import type { Customers } from '../customers/customers';
import type { ToolCallStore } from '../ai-tools/store';
import type { MemoryEntry } from '../customers/memory/memory-store';
import type { CustomerObjects } from '../customers/objects';
import type { CustomerNotes } from '../customers/notes';
import type { Relationships } from '../customers/relationships';
import type { Links } from '../customers/links';
import type { CustomerChange } from '../customers/store';
import type { Visits } from '../customers/visits';
import { notFound } from '../errors';
import type { Principal } from '../identity/principal';
import type { CustomerRef, Privacy } from '../privacy/privacy';
import type { Message } from '../protocol/model/message';
import {
  customer,
  customerDetails,
  customerExport,
  customerList,
  customerUpdate,
  newCustomer,
  resumedMail,
  erasure,
} from '../protocol/customers';
import { idParam, listOf } from '../protocol/lists';
import { exportedNote } from '../protocol/customer-notes';
import { exportedRelationship } from '../protocol/relationships';
import { exportedCall } from '../protocol/timeline';
import type { Page } from '../sessions/store';
import { actorOf } from './actors';
import { blockOf, type BlockDeps } from './blocks';
import { presentCustomer } from './present';
import { Answer, endpoint, Streamed } from './http/route';

export interface CustomerDeps extends BlockDeps {
  calls: Pick<Calls, 'list'>;
  customerNotes: Pick<CustomerNotes, 'listOf'>;
  relationships: Pick<Relationships, 'listOf'>;
  companies: Pick<Companies, 'nameOf'>;
  customerObjects: Pick<CustomerObjects, 'list'>;
  customers: Pick<Customers, 'list' | 'withIdentities' | 'upsert' | 'update'>;
  visits: Pick<Visits, 'of'>;
  /** Of these addresses, those that want no questions by mail, the first first. */
  mailStopsAmong(
    organizationId: string,
    addresses: readonly string[],
  ): Promise<Array<{ address: string; at: string }>>;
  /** They want questions by mail at this address again. False where they always did. */
  resumeMail(organizationId: string, address: string): Promise<boolean>;
  privacy: Privacy;
  customerLinks: Pick<Links, 'customerIds' | 'proofs'>;
  toolCalls: Pick<ToolCallStore, 'list'>;
  /** Everything remembered of the customer. */
  memoryOf(customer: { organizationId: string; customerId: string }): Promise<MemoryEntry[]>;
  withLinks(organizationId: string, message: Message): Message;
}

export function customerEndpoints(deps: CustomerDeps) {
  return { ...records(deps), ...personalData(deps) };
}

function records(deps: CustomerDeps) {
  const { customers } = deps;
  return {
    list: endpoint({
      summary: 'Customers, newest first.',
      query: customerList,
      response: listOf(customer),
      async handle({ principal, query: { limit, cursor, ...filter } }) {
        const page = await customers.list(principal.organizationId, filter, {
          limit,
          ...(cursor && { cursor }),
        });
        return { items: page.items.map(presentCustomer), nextCursor: page.nextCursor };
      },
    }),

    ...writing(deps),

    resumeMail: endpoint({
      summary:
        'Ask the customer for ratings by mail again at an address where they wanted no such mail: only because they asked for it.',
      params: idParam,
      body: resumedMail,
      response: customerDetails,
      async handle({ principal: { organizationId }, params, body: { address } }) {
        const before = await customers.withIdentities(organizationId, params.id);
        const own = addressesOf({ ...presentCustomer(before.customer), identities: before.identities });
        if (!own.includes(address)) throw notFound('address');
        const resumed = await deps.resumeMail(organizationId, address);
        return new Answer(await details(deps, organizationId, params.id), {}).audited({ resumed });
      },
    }),

    get: endpoint({
      summary: 'One customer, and by what it is known.',
      params: idParam,
      response: customerDetails,
      handle: ({ principal, params }) => details(deps, principal.organizationId, params.id),
    }),
  };
}

function writing(deps: CustomerDeps) {
  const { customers } = deps;
  return {
    create: endpoint({
      summary:
        'Add a customer. With the externalId of one that is there, that one is changed: absent fields stay, null clears one.',
      body: newCustomer,
      response: customerDetails,
      status: 201,
      foundStatus: 200,
      async handle({ principal, body }) {
        const { organizationId } = principal;
        const { customer: made, created } = await customers.upsert(organizationId, changeBy(principal, body));
        return new Answer(await details(deps, organizationId, made.id), {}, !created).audited(namesOf(body));
      },
    }),

    update: endpoint({
      summary:
        'Change what is on record; null empties a field. Attributes are changed one by one, and only while they are what `attributesBefore` says.',
      params: idParam,
      body: customerUpdate,
      response: customerDetails,
      async handle({ principal, params, body }) {
        await customers.update(principal.organizationId, params.id, changeBy(principal, body));
        const changed = await details(deps, principal.organizationId, params.id);
        return new Answer(changed, {}).audited(namesOf(body));
      },
    }),
  };
}

/** What the law gives a customer: all of it, or none of it. */
function personalData(deps: CustomerDeps) {
  const { privacy, customerLinks, memoryOf } = deps;
  return {
    export: endpoint({
      summary:
        'Everything that is stored about a customer, and about those who are linked to it; what the team said among itself stays out.',
      params: idParam,
      response: customerExport,
      async handle({ principal, params }) {
        const ref = { organizationId: principal.organizationId, customerId: params.id };
        const { organizationId } = ref;
        const found = await ownCopy(deps, organizationId, params.id);
        const ids = await customerLinks.customerIds(organizationId, params.id);
        const linked = await Promise.all(ids.slice(1).map((id) => ownCopy(deps, organizationId, id)));
        const remembered = await Promise.all(ids.map((id) => memoryOf({ organizationId, customerId: id })));
        const memory = remembered
          .flat()
          .map(({ type, key, value, createdAt }) => ({ type, key, value, createdAt }));
        const identityProofs = await customerLinks.proofs(organizationId, ids);
        const related = await deps.relationships.listOf(organizationId, ids);
        const relationships = related.map((one) => exportedRelationship.parse(one));
        const exportedAt = new Date().toISOString();
        const head = { exportedAt, customer: found, linked, memory, identityProofs, relationships };
        return new Answer(new Streamed(exported(deps, { ref, ids, head })), {
          'Content-Disposition': `attachment; filename="customer-${params.id}.json"`,
        });
      },
    }),

    erase: endpoint({
      summary:
        'Erase what identifies a customer, and those who are linked to it, for good. The answer counts what was erased; messages are those redacted in the log.',
      params: idParam,
      response: erasure,
      status: 200,
      handle: ({ principal, params }) =>
        privacy.erase({ organizationId: principal.organizationId, customerId: params.id }),
    }),
  };
}

const changeBy = (principal: Principal, body: object): CustomerChange => ({
  ...body,
  changedBy: actorOf(principal),
});

/** For the audit log: which attributes were changed, never what they are. */
const namesOf = ({ attributes }: { attributes?: object | undefined }) =>
  attributes ? { attributes: Object.keys(attributes) } : {};

async function details(
  {
    customers,
    blocks,
    visits,
    mailStopsAmong,
  }: Pick<CustomerDeps, 'customers' | 'blocks' | 'visits' | 'mailStopsAmong'>,
  organizationId: string,
  customerId: string,
) {
  const { customer: found, identities } = await customers.withIdentities(organizationId, customerId);
  const { blocked: _, ...shown } = presentCustomer(found);
  const visit = await visits.of(organizationId, customerId);
  const [mailStopped] = await mailStopsAmong(organizationId, addressesOf({ ...shown, identities }));
  return {
    ...shown,
    identities,
    ...(mailStopped && { mailStopped }),
    ...(visit && { visit }),
    ...(await blockOf({ blocks }, found)),
  };
}

/** One that nobody vouches for has its thread behind it. */
function addressesOf({
  email,
  identities,
}: {
  email?: string | undefined;
  identities: ReadonlyArray<{ kind: string; value: string }>;
}): string[] {
  const known = identities.filter(({ kind }) => kind === 'email' || kind === 'unverified_email');
  return [...known.map(({ value }) => value.split(' ')[0]!), ...(email === undefined ? [] : [email])];
}

/** As the customer may have it: why they are blocked, and what their company counts, the team said among itself. */
async function ownCopy(deps: CustomerDeps, organizationId: string, customerId: string) {
  const { blocked, ...known } = await details(deps, organizationId, customerId);
  const company = await deps.companies.nameOf(organizationId, customerId);
  const shown = { ...known, ...(company !== undefined && { company }) };
  if (!blocked) return shown;
  const { at, until } = blocked;
  return { ...shown, blocked: { at, ...(until !== undefined && { until }) } };
}

/** Page after page, to the end of each log. */
async function* exported(
  { privacy, withLinks, customerObjects, calls, customerNotes, toolCalls }: CustomerDeps,
  { ref, ids, head }: { ref: CustomerRef; ids: readonly string[]; head: object },
): AsyncGenerator<string> {
  yield `${JSON.stringify(head).slice(0, -1)},"objects":[`;
  yield* listed((page) => customerObjects.list(ref.organizationId, { customerIds: ids }, page));
  yield '],"calls":[';
  yield* listed(async (page) => {
    const { items, nextCursor } = await calls.list(ref.organizationId, ids, page);
    return { items: items.map((call) => exportedCall.parse(call)), nextCursor };
  });
  yield '],"notes":[';
  yield* listed(async (page) => {
    const { items, nextCursor } = await customerNotes.listOf(ref.organizationId, ids, page);
    return { items: items.map((note) => exportedNote.parse(note)), nextCursor };
  });
  yield '],"sessions":[';
  let comma = '';
  for await (const { session, pages } of privacy.transcripts(ref)) {
    yield `${comma}{"session":${JSON.stringify(session)},"messages":[`;
    comma = '';
    for await (const page of pages) {
      for (const message of page) {
        yield comma + JSON.stringify(withLinks(ref.organizationId, message));
        comma = ',';
      }
    }
    yield '],"toolCalls":[';
    yield* listed((page) => toolCalls.list(ref.organizationId, session.id, page));
    yield ']}';
    comma = ',';
  }
  yield ']}';
}

/** What stands between the brackets of a JSON array. */
async function* listed(
  read: (page: { limit: number; cursor?: string }) => Promise<Page<object>>,
): AsyncGenerator<string> {
  let [comma, cursor]: [string, string | null | undefined] = ['', undefined];
  do {
    const { items, nextCursor } = await read({ limit: 100, ...(cursor && { cursor }) });
    for (const item of items) {
      yield comma + JSON.stringify(item);
      comma = ',';
    }
    cursor = nextCursor;
  } while (cursor);
}
