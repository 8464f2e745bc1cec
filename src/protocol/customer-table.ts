// A table of customers, such as another product's export: which column is what, and what each row says. Pure.
import type { CsvTable } from './csv';
import type { AttributeDeclaration, AttributeValue } from './customer-attributes';
import type { ImportedCustomer } from './customer-import';

export const customerFieldNames = [
  ...(['externalId', 'name', 'firstName', 'lastName', 'email', 'phone', 'company'] as const),
] as const;
export type CustomerFieldName = (typeof customerFieldNames)[number];
/** What becomes of a column; an attribute by the key of its declaration. */
export type CustomerColumn = CustomerFieldName | `attribute:${string}` | 'nothing';

export interface CustomerOfTable {
  /** As a spreadsheet numbers the row: from 1. */
  number: number;
  /** By what a person recognizes it. */
  name: string;
  customer: ImportedCustomer;
  /** The row before it that is about the same customer. */
  sameAs?: number;
}

const usual: ReadonlyArray<[RegExp, CustomerFieldName]> = [
  [/^(external id|user id|customer id|identifier|your id)$/, 'externalId'],
  [/^(name|full name|display name|customer|customer name|contact|contact name)$/, 'name'],
  [/^(first ?name|given name|forename)$/, 'firstName'],
  [/^(last ?name|family name|surname)$/, 'lastName'],
  [/^(primary )?e ?mail( address)?$/, 'email'],
  [/^((mobile|tele|cell)? ?phone( number)?|mobile|tel|whatsapp( number)?)$/, 'phone'],
  [/^(company|organi[sz]ation|org|account)( name)?$/, 'company'],
];

const plain = (title: string) =>
  title
    .trim()
    .toLowerCase()
    .replace(/[\s_-]+/g, ' ');

/**
 * What each column is likely to be, by the headers of contact exports; each but `nothing` once.
 *
 * Chatwoot: id, name, email, phone_number, or any columns of its contacts, among them identifier and last_name
 * (chatwoot/chatwoot, app/jobs/account/contacts_export_job.rb; its importer reads company and company_name, too:
 * app/services/data_import/contact_manager.rb). Intercom: its attributes as people call them (Name, Email, Phone, User ID,
 * Company), or user_id as its importer wants it (intercom.com/help, "Import your user data into Intercom"). Zendesk: name, email,
 * external_id, details, notes, phone, role, organization, tags, custom_fields.<key>
 * (support.zendesk.com/hc/en-us/articles/203661996, "Bulk importing users").
 *
 * A bare `id` is the number that the product gave, and not the one by which people sign in: it is left out.
 */
export function guessedColumns(
  header: readonly string[],
  declared: readonly AttributeDeclaration[],
): CustomerColumn[] {
  const taken = new Set<CustomerColumn>();
  return header.map((title) => {
    const called = plain(title).replace(/^custom ?(fields|attributes)\./, '');
    const attribute = declared.find(({ key, label }) => [plain(key), plain(label)].includes(called));
    const guess =
      usual.find(([form]) => form.test(called))?.[1] ??
      (attribute && (`attribute:${attribute.key}` as const));
    if (!guess || taken.has(guess)) return 'nothing';
    taken.add(guess);
    return guess;
  });
}

/** Whether a customer is found again by one of them. */
export const hasKey = (columns: readonly string[]): boolean =>
  columns.some((one) => one === 'externalId' || one === 'email' || one === 'phone');

/** An empty cell says nothing. */
export function customersOf(
  { rows }: Pick<CsvTable, 'rows'>,
  columns: readonly CustomerColumn[],
  declared: readonly AttributeDeclaration[],
): CustomerOfTable[] {
  const seen = new Map<string, number>();
  return rows.map(({ cells, number }) => {
    const customer: ImportedCustomer = {};
    for (const [n, column] of columns.entries()) {
      const cell = wordsOf(cells[n] ?? '');
      if (cell !== '') put(customer, { column, cell, declared });
    }
    const key = keyOf(customer);
    const sameAs = key === undefined ? undefined : seen.get(key);
    if (key !== undefined && sameAs === undefined) seen.set(key, number);
    return { number, name: nameOf(customer), customer, ...(sameAs !== undefined && { sameAs }) };
  });
}

/** Exports put a mark before what a spreadsheet would take for a formula, such as +49 30 1234567. */
const wordsOf = (cell: string): string => cell.trim().replace(/^'(?=[=+\-@])/, '');

interface Cell {
  column: CustomerColumn;
  cell: string;
  declared: readonly AttributeDeclaration[];
}

function put(customer: ImportedCustomer, { column, cell, declared }: Cell): void {
  if (column === 'nothing') return;
  if (!column.startsWith('attribute:')) {
    customer[column as CustomerFieldName] = cell;
    return;
  }
  const key = column.slice('attribute:'.length);
  const declaration = declared.find((one) => one.key === key);
  customer.attributes = {
    ...customer.attributes,
    [key]: declaration ? attributeOfCell(declaration, cell) : cell,
  };
}

/** A cell of a table as such a value; what cannot be one stays a text, and is refused as what it is. */
function attributeOfCell({ type, choices = [] }: AttributeDeclaration, cell: string): AttributeValue {
  const said = cell.trim();
  if (type === 'number') return Number.isFinite(Number(said)) ? Number(said) : said;
  if (type === 'boolean') return cellBooleans[said.toLowerCase()] ?? said;
  if (type === 'choice') return choices.find((one) => one.toLowerCase() === said.toLowerCase()) ?? said;
  // Other products write the time of day, too.
  return type === 'date' ? said.replace(/^(\d{4}-\d\d-\d\d)[T ].*$/, '$1') : said;
}

const cellBooleans: Readonly<Record<string, boolean>> = {
  ...{ true: true, yes: true, '1': true },
  ...{ false: false, no: false, '0': false },
};

/** What two rows may not have in common: which of both is right, nobody knows. */
function keyOf({ externalId, email, phone }: ImportedCustomer): string | undefined {
  if (externalId) return `id ${externalId}`;
  if (email) return `email ${email.toLowerCase()}`;
  return phone && `phone ${phone.replace(/^00|\D/g, '')}`;
}

const nameOf = ({ name, firstName, lastName, email, phone, externalId }: ImportedCustomer): string =>
  name ?? ([firstName, lastName].filter(Boolean).join(' ') || (email ?? phone ?? externalId ?? ''));
