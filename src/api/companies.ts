// Companies that customers belong to.
import type { Companies } from '../customers/companies';
import type { Customers } from '../customers/customers';
import {
  company,
  companyChoice,
  companyImport,
  companyImported,
  companyList,
  companyOfCustomer,
  companyPage,
  companyRows,
  companyUpdate,
  externalPlace,
  givenCompany,
  newCompany,
} from '../protocol/companies';
import { idParam } from '../protocol/lists';
import { largestImport, rowResults } from '../protocol/row-results';
import { actorOf } from './actors';
import { Answer, endpoint } from './http/route';
import { countsOf, readRows } from './table-rows';

export interface CompanyDeps {
  companies: Companies;
  customers: Pick<Customers, 'get'>;
}

export function companyEndpoints(deps: CompanyDeps) {
  return { ...records(deps), ...fromPrograms(deps), ...ofTables(deps), ...belonging(deps) };
}

function records({ companies }: CompanyDeps) {
  return {
    list: endpoint({
      summary: 'Companies, newest first.',
      query: companyList,
      response: companyPage,
      handle: ({ principal, query: { limit, cursor, ...filter } }) =>
        companies.list(principal.organizationId, filter, { limit, ...(cursor && { cursor }) }),
    }),

    create: endpoint({
      summary:
        'Add a company. `conflict` when its external id or one of its domains is of one that is there.',
      body: newCompany,
      response: company,
      status: 201,
      handle: ({ principal, body }) => companies.create(principal.organizationId, body),
    }),

    get: endpoint({
      summary: 'One company.',
      params: idParam,
      response: company,
      handle: ({ principal, params }) => companies.get(principal.organizationId, params.id),
    }),

    update: endpoint({
      summary: 'Change a company: absent fields stay.',
      params: idParam,
      body: companyUpdate,
      response: company,
      async handle({ principal, params, body }) {
        const change = { ...body, changedBy: actorOf(principal) };
        const changed = await companies.update(principal.organizationId, params.id, change);
        return new Answer(changed, {}).audited({ fields: Object.keys(body) });
      },
    }),

    remove: endpoint({
      summary: 'Remove a company. Its customers and their conversations stay.',
      params: idParam,
      handle: ({ principal, params }) => companies.remove(principal.organizationId, params.id),
    }),
  };
}

function fromPrograms({ companies }: CompanyDeps) {
  return {
    put: endpoint({
      summary: "Write the company with the organization's own id: a new one, or the one that is there.",
      params: externalPlace,
      body: givenCompany,
      response: company,
      status: 201,
      foundStatus: 200,
      async handle({ principal, params: { externalId }, body }) {
        const { company: put, isNew } = await companies.put(principal.organizationId, {
          ...body,
          externalId,
          changedBy: actorOf(principal),
        });
        return new Answer(put, {}, !isNew).audited({ id: put.id, externalId });
      },
    }),

    import: endpoint({
      summary:
        'Add or change many companies, all or none. One that is there is found by its external id, and without one by its name; what is left out stays.',
      body: companyImport,
      response: companyImported,
      maxBytes: largestImport,
      async handle({ principal, body }) {
        const done = await companies.import(principal.organizationId, body);
        return new Answer(done, {}).audited(done);
      },
    }),
  };
}

const tableRows = { body: companyRows, response: rowResults, maxBytes: largestImport } as const;

function ofTables({ companies }: CompanyDeps) {
  return {
    checkRows: endpoint({
      ...tableRows,
      summary: 'What `POST companies/import/rows` would make of the same rows now. Nothing is written.',
      readOnly: true,
      handle: async ({ principal, body }) => ({
        items: await companies.importRows(principal.organizationId, readRows(newCompany, body), {
          isTrial: true,
        }),
      }),
    }),

    importRows: endpoint({
      ...tableRows,
      summary:
        'Add or change companies row by row: what is refused is left out, all else is written. One that is there is found as in `POST companies/import`; attributes are added to those it has. Sent again, a row is `unchanged`.',
      async handle({ principal, body }) {
        const items = await companies.importRows(principal.organizationId, readRows(newCompany, body));
        return new Answer({ items }, {}).audited(countsOf(items));
      },
    }),
  };
}

function belonging({ companies, customers }: CompanyDeps) {
  return {
    of: endpoint({
      summary: 'Where a customer belongs, or may belong by the domain of a proved address.',
      params: idParam,
      response: companyOfCustomer,
      async handle({ principal: { organizationId }, params }) {
        await customers.get(organizationId, params.id);
        return companies.of(organizationId, params.id);
      },
    }),

    join: endpoint({
      summary: 'Say where a customer belongs, and with it everybody who is the same person.',
      params: idParam,
      body: companyChoice,
      response: companyOfCustomer,
      async handle({ principal: { organizationId }, params: { id }, body: { companyId } }) {
        await customers.get(organizationId, id);
        const customerIds = await companies.join(organizationId, id, companyId);
        return new Answer(await companies.of(organizationId, id), {}).audited({ companyId, customerIds });
      },
    }),

    leave: endpoint({
      summary: 'Say that a customer, and everybody who is the same person, belongs to no company.',
      params: idParam,
      async handle({ principal: { organizationId }, params: { id } }) {
        await customers.get(organizationId, id);
        const customerIds = await companies.join(organizationId, id, null);
        return new Answer(undefined, {}).audited({ customerIds });
      },
    }),
  };
}
