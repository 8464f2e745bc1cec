// `npm run import -- customers FILE --url URL --key KEY`: customers of a table, such as another product's export, over the REST
// API. Without --run nothing is written. Broken off it is run again: whoever is there as given is unchanged.
import { readFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { csvTable, csvText, type CsvTable } from '../protocol/csv';
import type { AttributeDeclaration } from '../protocol/customer-attributes';
import {
  customerFieldNames,
  customersOf,
  guessedColumns,
  hasKey,
  type CustomerColumn,
  type CustomerOfTable,
} from '../protocol/customer-table';
import { mostRows, type RowResult } from '../protocol/row-results';
import { causeOf, fetchOwn } from './doctor-finding';
import { runProgram } from './program';

export interface ImportAsked {
  /** As it is on the disk. */
  bytes: Uint8Array;
  /** Of the server. */
  url: string;
  /** Of an API key: customers:read, customers:write and companies:manage. */
  key: string;
  /** False: what would become of each row. */
  writes: boolean;
  /** By the title of a column what it is, where the title does not say it. */
  columns?: Readonly<Record<string, string>>;
}

export interface ImportSays {
  line(text: string): void;
  progress(done: number, total: number): void;
}

export type ImportCounts = Record<RowResult['result'], number>;

/** @throws an Error with a sentence */
export async function importCustomers(asked: ImportAsked, says: ImportSays): Promise<ImportCounts> {
  const call = caller(asked);
  const table = readTable(asked.bytes);
  const { items: declared } = await call<{ items: AttributeDeclaration[] }>('GET', 'customer-attributes');
  const columns = columnsOf(table, declared, asked.columns ?? {});
  for (const [n, title] of table.header.entries())
    says.line(`${title || `Column ${n + 1}`}: ${columns[n] === 'nothing' ? 'left out' : columns[n]}`);
  if (!hasKey(columns))
    throw new Error('No column is externalId, email or phone: say which, as --column "Title=email".');
  const counts: ImportCounts = { created: 0, updated: 0, unchanged: 0, refused: 0 };
  const rows = customersOf(table, columns, declared);
  for (let done = 0; done < rows.length; done += mostRows) {
    const part = rows.slice(done, done + mostRows);
    const results = await send(call, part, asked.writes ? 'rows' : 'check');
    for (const [n, { result, errors = [] }] of results.entries()) {
      counts[result] += 1;
      if (result === 'refused') says.line(refusal(part[n]!, errors));
    }
    says.progress(done + part.length, rows.length);
  }
  return counts;
}

function readTable(bytes: Uint8Array): CsvTable {
  const text = csvText(bytes);
  if (text === undefined) throw new Error('This is no CSV: save the table as CSV.');
  const table = csvTable(text);
  if (table.rows.length === 0)
    throw new Error('There is no row in this file below the first one, which names the columns.');
  return table;
}

/** What is said of columns goes before what their titles say. */
function columnsOf(
  { header }: CsvTable,
  declared: readonly AttributeDeclaration[],
  said: Readonly<Record<string, string>>,
): CustomerColumn[] {
  const possible = new Set<string>([
    ...customerFieldNames,
    ...declared.map(({ key }) => `attribute:${key}`),
    'nothing',
  ]);
  for (const [title, column] of Object.entries(said)) {
    if (!header.includes(title)) throw new Error(`There is no column "${title}".`);
    if (!possible.has(column)) throw new Error(`A column is one of ${[...possible].join(', ')}.`);
  }
  const chosen = new Set(Object.values(said).filter((column) => column !== 'nothing'));
  return guessedColumns(header, declared).map((guess, n) => {
    const own = said[header[n]!] as CustomerColumn | undefined;
    return own ?? (chosen.has(guess) ? 'nothing' : guess);
  });
}

type Call = <T>(method: 'GET' | 'POST', path: string, body?: unknown) => Promise<T>;

async function send(
  call: Call,
  part: readonly CustomerOfTable[],
  kind: 'check' | 'rows',
): Promise<RowResult[]> {
  const sent = part.filter(({ sameAs }) => sameAs === undefined).map(({ customer }) => customer);
  const { items } = sent.length
    ? await call<{ items: RowResult[] }>('POST', `customers/import/${kind}`, sent)
    : { items: [] };
  const inOrder = items.values();
  return part.map(({ sameAs }) => (sameAs === undefined ? inOrder.next().value! : sameRow(sameAs)));
}

const sameRow = (number: number): RowResult => ({
  result: 'refused',
  errors: [{ path: '', message: `Row ${number} is about the same customer.` }],
});

function refusal({ number, name }: CustomerOfTable, errors: NonNullable<RowResult['errors']>): string {
  const why = errors.map(({ path, message }) => (path ? `${path} ${message}` : message));
  return `Row ${number}${name && ` (${name})`} is refused: ${why.join(' ')}`;
}

const tries = 5;

/** Asks again where the server was not reached, or wants to be asked later. */
function caller({ url, key }: Pick<ImportAsked, 'url' | 'key'>): Call {
  return async <T>(method: 'GET' | 'POST', path: string, body?: unknown): Promise<T> => {
    for (let tried = 1; ; tried += 1) {
      const answer = await once(new URL(`/api/v1/${path}`, url).href, { method, key, body });
      if ('body' in answer) return answer.body as T;
      if (answer.after === undefined || tried === tries) throw new Error(answer.why);
      await wait(answer.after * 1_000);
    }
  };
}

type Answered = { body: unknown } | { why: string; after?: number };

async function once(
  href: string,
  { method, key, body }: { method: string; key: string; body: unknown },
): Promise<Answered> {
  try {
    const response = await fetchOwn(href, {
      method,
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      timeoutMs: 60_000,
      // The key goes to nobody else.
      followsRedirects: false,
    });
    const text = await response.text();
    if (response.status < 300) return { body: JSON.parse(text) };
    const isLater = response.status === 429 || response.status >= 500;
    const after = Number(response.headers['retry-after'] ?? 2);
    return {
      why: `${href} answered ${response.status}: ${detailOf(text)}`,
      ...(isLater && { after: after || 2 }),
    };
  } catch (error) {
    return { why: `${href} is not reached: ${causeOf(error)}`, after: 2 };
  }
}

function detailOf(text: string): string {
  try {
    const { detail, title } = JSON.parse(text) as { detail?: string; title?: string };
    return detail ?? title ?? text;
  } catch {
    return text.slice(0, 200);
  }
}

const usage =
  'npm run import -- customers FILE.csv --url https://… --key KEY (or --key-file FILE) [--column "Title=email"] [--run]';

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    options: {
      url: { type: 'string' },
      key: { type: 'string' },
      'key-file': { type: 'string' },
      column: { type: 'string', multiple: true, default: [] },
      run: { type: 'boolean', default: false },
    },
    allowPositionals: true,
  });
  const [what, file, ...rest] = positionals;
  const { url, column, run: writes } = values;
  const key = values['key-file'] ? (await readFile(values['key-file'], 'utf8')).trim() : values.key;
  if (what !== 'customers' || !file || rest.length || !url || !key) throw new Error(`Say it so: ${usage}`);
  const columns = Object.fromEntries(column.map(titled));
  const asked: ImportAsked = { bytes: await readFile(file), url, key, writes, columns };
  const counts = await importCustomers(asked, { line: console.log, progress });
  const { created, updated, unchanged, refused } = counts;
  console.log(`${created} new, ${updated} changed, ${unchanged} unchanged, ${refused} refused.`);
  if (!writes) console.log('Nothing was written: with --run it is.');
  if (refused > 0) process.exitCode = 1;
}

function titled(one: string): [string, string] {
  const at = one.lastIndexOf('=');
  if (at < 1) throw new Error(`Say of a column what it is, as --column "Title=email": ${usage}`);
  return [one.slice(0, at), one.slice(at + 1)];
}

function progress(done: number, total: number): void {
  process.stderr.write(`${done} of ${total} rows\n`);
}

if (require.main === module) runProgram(main);
