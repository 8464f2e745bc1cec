// Rows of a table that was read: what is good is written, and each has its result, in the same order.
import type { DomainError, FieldError } from '../errors';
import type { RowResult } from '../protocol/row-results';

/** What a row says, or why it says nothing. */
export type TableRow<Given> = { given: Given } | { errors: FieldError[] };

/** What became of one that was written. */
export interface PutRow {
  id: string;
  result: 'created' | 'updated' | 'unchanged';
}

/** Nothing of it is written. */
export interface RefusedRow {
  refused: DomainError;
}

/** @param write each of them for itself, in this order */
export async function putRows<Given, Put extends PutRow>(
  rows: ReadonlyArray<TableRow<Given>>,
  write: (given: readonly Given[]) => Promise<Array<Put | RefusedRow>>,
): Promise<{ results: RowResult[]; put: Put[] }> {
  const given = rows.flatMap((row) => ('given' in row ? [row.given] : []));
  const written = given.length > 0 ? await write(given) : [];
  const inOrder = written.values();
  const results = rows.map((row) =>
    'errors' in row ? { result: 'refused' as const, errors: row.errors } : resultOf(inOrder.next().value!),
  );
  return { results, put: written.filter((one): one is Put => !('refused' in one)) };
}

function resultOf(one: PutRow | RefusedRow): RowResult {
  if (!('refused' in one)) return { result: one.result };
  const { errors, message, wording } = one.refused;
  return { result: 'refused', errors: errors ?? [{ path: '', message, ...(wording && { wording }) }] };
}
