// Rows of a table, each looked at for itself: one that is wrong holds up no other.
import type { z } from 'zod';
import type { TableRow } from '../customers/table-rows';
import type { RowResult } from '../protocol/row-results';

const mostErrors = 5;

export function readRows<Schema extends z.ZodType>(
  schema: Schema,
  rows: readonly unknown[],
): Array<TableRow<z.output<Schema>>> {
  return rows.map((row) => {
    const parsed = schema.safeParse(row);
    if (parsed.success) return { given: parsed.data };
    const { issues } = parsed.error;
    const errors = issues.map(({ path, message }) => ({ path: path.map(String).join('.'), message }));
    return { errors: errors.slice(0, mostErrors) };
  });
}

/** For the audit log. */
export function countsOf(items: readonly RowResult[]) {
  const count = (wanted: RowResult['result']) => items.filter(({ result }) => result === wanted).length;
  return { created: count('created'), updated: count('updated'), refused: count('refused') };
}
