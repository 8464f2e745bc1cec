// Customers of a table, such as another product's export. What stands in one proves nothing: an address or a number of a row is
// kept on record, as if an agent had typed it, and is nobody's identity. No conversation begins, and nobody is told.
import { fieldError, type FieldError } from '../errors';
import type { EventBus } from '../events';
import type { AttributeDeclaration, AttributeValue } from '../protocol/customer-attributes';
import type { ImportedCustomer } from '../protocol/customer-import';
import { say } from '../protocol/server-texts/said';
import { faultsOf } from './attributes';
import { attributesOf } from './known-attributes';
import { e164 } from './phone';
import type { CustomerAttributes } from './store';
import { putRows, type PutRow, type RefusedRow, type TableRow } from './table-rows';

/** A row as it is written; what it leaves out stays. */
export interface CustomerRow extends CustomerAttributes {
  externalId?: string;
  /** The phone number in E.164, where it says its country. */
  number?: string;
  /** External id, name or domain. */
  company?: string;
  attributes?: Record<string, AttributeValue>;
}

export interface PutCustomer extends PutRow {
  /** Who was put into the company with them: the same person. */
  joined: string[];
}

export interface CustomerImportStore {
  /**
   * Each for itself, in this order. Who has the external id is meant; else who is known by the e-mail address, else by the phone
   * number: who proved it, or a record that nobody speaks through. A row with an external id that nobody has is never somebody
   * who was proved, or has written: it would be read by whoever signs in with it.
   * @param isTrial nothing is kept
   */
  putEach(
    organizationId: string,
    rows: readonly CustomerRow[],
    isTrial: boolean,
  ): Promise<Array<PutCustomer | RefusedRow>>;
}

interface CustomerImportDeps {
  store: CustomerImportStore;
  events: Pick<EventBus, 'emit'>;
  declared(organizationId: string): Promise<AttributeDeclaration[]>;
}

export type CustomerImport = ReturnType<typeof createCustomerImport>;

export function createCustomerImport({ store, events, declared }: CustomerImportDeps) {
  return {
    /** Row by row: @returns what became of each, in the same order. @param isTrial nothing is kept */
    async importRows(
      organizationId: string,
      rows: ReadonlyArray<TableRow<ImportedCustomer>>,
      { isTrial = false } = {},
    ) {
      const attributes = await declared(organizationId);
      const looked = rows.map((row) => judged(row, attributes));
      const { results, put } = await putRows(looked, (given) =>
        store.putEach(organizationId, given, isTrial),
      );
      if (!isTrial) announce(organizationId, put);
      return results;
    },
  };

  /** Search and consoles hear of it; who is new is in no list of conversations. */
  function announce(organizationId: string, put: readonly PutCustomer[]): void {
    const changed = put.filter(({ result }) => result === 'updated');
    const created = put.filter(({ result }) => result === 'created').map(({ id }) => id);
    for (const customerId of new Set(changed.flatMap(({ id, joined }) => [id, ...joined])))
      events.emit('customer', { organizationId, customerId, shownInRows: true });
    for (const customerId of created) events.emit('customer', { organizationId, customerId });
  }
}

function judged(
  row: TableRow<ImportedCustomer>,
  declared: readonly AttributeDeclaration[],
): TableRow<CustomerRow> {
  if ('errors' in row) return row;
  const { externalId, email, phone, attributes } = row.given;
  const errors: FieldError[] = attributes ? faultsOf(attributes, declared) : [];
  if (!externalId && !email && !phone) errors.unshift(fieldError('', say('import_unfindable')));
  return errors.length > 0 ? { errors } : { given: rowOf(row.given) };
}

function rowOf({ name, firstName, lastName, company, ...given }: ImportedCustomer): CustomerRow {
  const { externalId, email, phone, attributes } = given;
  const number = phone === undefined ? undefined : e164(phone);
  return {
    ...attributesOf({ ...(name && { name }), ...(email && { email }), ...(phone && { phone }) }),
    ...(firstName && { firstName }),
    ...(lastName && { lastName }),
    ...(externalId && { externalId }),
    ...(number && { number }),
    ...(company && { company }),
    ...(attributes && { attributes }),
  };
}
