// A table as a person has it, and what may be made of its rows.
import { csvTable, csvText, type CsvTable } from '../../protocol/csv';
import { t } from '../i18n/translate';

/** A row that is sent, or why it is not. */
export interface TableRow {
  /** As a spreadsheet numbers it. */
  number: number;
  name: string;
  /** As the server takes it. */
  sent?: object;
  reason?: string;
}

interface Choice {
  value: string;
  label: string;
}

/** What the rows of a table become. */
export interface Subject {
  /** Whose routes take them: `<place>/import/check` and `<place>/import/rows`. */
  place: 'companies' | 'customers';
  words: {
    title: string;
    /** What is said of the file. */
    about: string;
    /** Back to those that are there. */
    all: string;
    see: string;
    /** For whom it is. */
    forLeads: string;
    start(count: number): string;
  };
  /** What a column of this title can become, besides `nothing`. Of `attribute` there may be many columns, of all else one. */
  choices(title: string): Choice[];
  guessed(header: readonly string[]): string[];
  /** What no column is yet, as a sentence. */
  lacks(columns: readonly string[]): string | undefined;
  rowsOf(table: CsvTable, columns: readonly string[]): TableRow[];
  /** What people call a field, by where the server found a fault. */
  fieldWord(path: string): string;
}

const mostTableRows = 10_000;

/** @throws a sentence where it is no table of text */
export function readTable(bytes: Uint8Array): CsvTable {
  const text = csvText(bytes);
  if (text === undefined)
    throw new Error(t('This is no CSV. Save the table as CSV in your spreadsheet, and choose that file.'));
  const table = csvTable(text);
  if (table.rows.length === 0)
    throw new Error(t('There is no row in this file below the first one, which names the columns.'));
  if (table.rows.length > mostTableRows)
    throw new Error(t('A table has at most {count} rows.', { count: mostTableRows }));
  return table;
}
