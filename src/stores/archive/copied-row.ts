// A line of COPY's text format, as PostgreSQL reads it (COPY, File Formats); what it reads in two ways is refused.
import { types } from 'pg';
import { UnfitRow } from './checked-lines';

const signs: Record<string, string> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v', '\\': '\\' };
const escape = /\\([^]?)/g;
const textArray = types.getTypeParser(1009 as never) as (value: string) => Array<string | null>;

/** Values by column: JSON and lists as they are, all others as PostgreSQL writes them. */
export type Row = Record<string, unknown>;

/** @param columns the names in the order of the line, with their types */
export function copiedRow(line: string, columns: ReadonlyArray<readonly [name: string, type: string]>): Row {
  if (line.includes('\r')) throw new UnfitRow('it has a carriage return that is not escaped');
  const fields = line.split('\t');
  if (fields.length !== columns.length)
    throw new UnfitRow(`it has ${fields.length} fields, and the table ${columns.length} columns`);
  return Object.fromEntries(columns.map(([name, type], at) => [name, valueOf(fields[at]!, name, type)]));
}

function valueOf(field: string, column: string, type: string): unknown {
  if (field === '\\N') return null;
  const text = field.includes('\\') ? field.replace(escape, (_, sign: string) => unescaped(sign)) : field;
  if (type === 'text[]') return textArray(text);
  if (type !== 'jsonb') return text;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new UnfitRow(`${column} is no JSON`);
  }
}

function unescaped(sign: string): string {
  const plain = Object.hasOwn(signs, sign) ? signs[sign] : undefined;
  if (plain === undefined) throw new UnfitRow(`it has "\\${sign}", which no backup writes`);
  return plain;
}
