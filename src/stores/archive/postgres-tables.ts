// All tables of Postgres by COPY: out of one snapshot, and into empty tables in one transaction.
import { pipeline } from 'node:stream/promises';
import type { Client } from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { migrations } from '../postgres/migrations';
import { checkedLines } from './checked-lines';
import { copiedRow } from './copied-row';
import { tableOf, type Entry } from './manifest';
import { refuseGaps, refuseStrangers } from './references';
import { refuseUnfitRow, type OwnedShapes } from './row-shapes';
import type { Spool } from './spool';

/** TypeORM's own list, the passwords of this database's roles, and what triggers write: the target has its own. */
const notOurs = ['migrations', 'login_roles', 'session_labels', 'customer_attribute_values'];

/** The newest migration of a database, in whatever order they ran; undefined when there has been none. */
export async function lastMigration(client: Client): Promise<string | undefined> {
  const { rows } = await client.query<{ there: boolean }>(
    `SELECT to_regclass('migrations') IS NOT NULL AS there`,
  );
  if (!rows[0]?.there) return undefined;
  const seen = await client.query<{ name: string }>('SELECT name FROM migrations');
  const names = new Set(seen.rows.map(({ name }) => name));
  return migrations.findLast(({ name }) => names.has(name))?.name;
}

/** Begins the snapshot that everything is read from. */
export async function beginSnapshot(client: Client): Promise<void> {
  await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
  // The snapshot is taken by the first query, not by BEGIN.
  await client.query('SELECT 1');
}

/** @param client inside `beginSnapshot`. */
export async function copyOut(client: Client, spool: Spool): Promise<Entry[]> {
  const entries: Entry[] = [];
  for (const { table, columns: known } of await tablesOf(client)) {
    const columns = [...known.keys()];
    const name = `postgres/${table}.copy`;
    const rows = client.query(copyTo(`COPY ${quoted(table)} (${columns.map(quoted).join(', ')}) TO STDOUT`));
    const measured = await spool.write(name, rows);
    entries.push({ name, ...measured, rows: rows.rowCount, columns });
  }
  return entries;
}

/** The first table with a row in it, after locking all of them against a Parley that starts meanwhile. */
export async function firstFilledTable(client: Client): Promise<string | undefined> {
  const tables = await tablesOf(client);
  await client.query(
    `LOCK TABLE ${tables.map(({ table }) => quoted(table)).join(', ')} IN ACCESS EXCLUSIVE MODE`,
  );
  for (const { table } of tables) {
    const { rowCount } = await client.query(`SELECT FROM ${quoted(table)} LIMIT 1`);
    if (rowCount) return table;
  }
  return undefined;
}

/** @param client inside a transaction, on empty tables. Throws a sentence for what Parley could not have written. */
export async function copyIn(client: Client, entries: readonly Entry[], from: Checked): Promise<void> {
  const known = await tablesOf(client);
  const ours = new Map(entries.map((entry) => [tableOf(entry.name), entry]));
  for (const table of known) {
    const entry = ours.get(table.table);
    if (entry?.columns) await copyTable(client, table, { ...from, entry, columns: entry.columns });
  }
  await countOn(client);
  await refuseStrangers(client);
  await refuseGaps(client);
}

/** What a column numbers by itself goes on after the rows that came with their numbers. */
async function countOn(client: Client): Promise<void> {
  const { rows } = await client.query<{ table: string; column: string }>(
    `SELECT a.attrelid::regclass::text AS table, a.attname AS column
     FROM pg_attribute a JOIN pg_class k ON k.oid = a.attrelid
     WHERE a.attidentity <> '' AND k.relkind = 'r' AND k.relnamespace = current_schema()::regnamespace`,
  );
  for (const { table, column } of rows)
    await client.query(
      `SELECT setval(pg_get_serial_sequence('${table}', '${column}'), max(${column})) FROM ${table} HAVING max(${column}) IS NOT NULL`,
    );
}

/** Where rows come from, and what they are held against. */
export interface Checked {
  spool: Spool;
  owned: OwnedShapes;
}

async function copyTable(
  client: Client,
  { table, columns: known }: Table,
  { entry, columns, spool, owned }: Checked & { entry: Entry; columns: string[] },
): Promise<void> {
  const typed = columns.map((name) => [name, known.get(name) ?? 'text'] as const);
  const into = client.query(copyFrom(`COPY ${quoted(table)} (${columns.map(quoted).join(', ')}) FROM STDIN`));
  const checked = checkedLines(spool.read(entry.name), table, (line) =>
    refuseUnfitRow(table, copiedRow(line, typed), owned),
  );
  await pipeline(checked, into).catch((error: Error & { where?: string; detail?: string }) => {
    if (error.where === undefined && error.detail === undefined) throw error;
    const where = [error.detail, error.where?.slice(0, 200)].filter(Boolean).join(' ');
    throw new Error(`${table} is refused: ${error.message}. ${where}`, { cause: error });
  });
  if (into.rowCount !== entry.rows) {
    throw new Error(
      `${table} took ${into.rowCount} rows where the archive has ${entry.rows}: nothing was restored.`,
    );
  }
}

interface Table {
  table: string;
  /** Their types by their names, in the order of the table. */
  columns: Map<string, string>;
  /** Tables that its foreign keys name. */
  after: string[];
}

/** Ours, each after those that it refers to. */
async function tablesOf(client: Client): Promise<Table[]> {
  const { rows } = await client.query<Omit<Table, 'columns'> & { columns: Array<[string, string]> }>(
    `SELECT c.relname AS table,
       ARRAY(SELECT ARRAY[a.attname::text, format_type(a.atttypid, NULL)] FROM pg_attribute a
         WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '' ORDER BY a.attnum) AS columns,
       ARRAY(SELECT f.confrelid::regclass::text FROM pg_constraint f
         WHERE f.conrelid = c.oid AND f.contype = 'f' AND f.confrelid <> c.oid) AS after
     FROM pg_class c
     WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r' AND c.relname <> ALL ($1) ORDER BY c.relname`,
    [notOurs],
  );
  const sorted: Table[] = [];
  const done = new Set<string>();
  while (sorted.length < rows.length) {
    const next = rows.filter(({ table, after }) => !done.has(table) && after.every((name) => done.has(name)));
    if (next.length === 0) throw new Error('The foreign keys of the tables form a circle.');
    for (const table of next) {
      sorted.push({ ...table, columns: new Map(table.columns) });
      done.add(table.table);
    }
  }
  return sorted;
}

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;
