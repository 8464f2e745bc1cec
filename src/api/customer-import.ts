// Customers of a table, row by row.
import type { CustomerImport } from '../customers/import';
import { customerRows, importedCustomer } from '../protocol/customer-import';
import { largestImport, rowResults } from '../protocol/row-results';
import { on } from './http/route-line';
import { Answer, endpoint, type Route } from './http/route';
import { countsOf, readRows } from './table-rows';

export interface CustomerImportDeps {
  customerImport: CustomerImport;
}

const tableRows = { body: customerRows, response: rowResults, maxBytes: largestImport } as const;

export function customerImportRoutes({ customerImport }: CustomerImportDeps): Route[] {
  const checkRows = endpoint({
    ...tableRows,
    summary: 'What `POST customers/import/rows` would make of the same rows now. Nothing is written.',
    readOnly: true,
    handle: async ({ principal, body }) => ({
      items: await customerImport.importRows(principal.organizationId, readRows(importedCustomer, body), {
        isTrial: true,
      }),
    }),
  });
  const importRows = endpoint({
    ...tableRows,
    summary:
      'Add or change customers row by row: what is refused is left out, all else is written, and what a row leaves out stays. One that is there is found by its external id, else by the e-mail address, else by the phone number; neither is an identity of the customer by that, and a row with an external id that nobody has yet never becomes somebody who has written. Sent again, a row is `unchanged`.',
    async handle({ principal, body }) {
      const items = await customerImport.importRows(
        principal.organizationId,
        readRows(importedCustomer, body),
      );
      return new Answer({ items }, {}).audited(countsOf(items));
    },
  });
  // Who belongs to which company changes with it.
  const leading = ['customers:write', 'companies:manage'] as const;
  return [
    on('customers.check-rows', 'post customers/import/check', leading, checkRows),
    on('customers.import-rows', 'post customers/import/rows', leading, importRows),
  ];
}
