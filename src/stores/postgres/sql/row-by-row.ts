import type { EntityManager } from 'typeorm';
import type { RefusedRow } from '../../../customers/table-rows';
import { DomainError } from '../../../errors';

interface Rows<Row> {
  rows: readonly Row[];
  /** Nothing is kept. */
  isTrial: boolean;
}

/** Each for itself, in this order, within the transaction: what is refused leaves no trace. */
export async function rowByRow<Row, Put>(
  manager: EntityManager,
  { rows, isTrial }: Rows<Row>,
  write: (row: Row) => Promise<Put>,
): Promise<Array<Put | RefusedRow>> {
  const put: Array<Put | RefusedRow> = [];
  await manager.query('SAVEPOINT every_row');
  for (const row of rows) {
    await manager.query('SAVEPOINT this_row');
    try {
      put.push(await write(row));
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      await manager.query('ROLLBACK TO SAVEPOINT this_row');
      put.push({ refused: error });
    }
    await manager.query('RELEASE SAVEPOINT this_row');
  }
  if (isTrial) await manager.query('ROLLBACK TO SAVEPOINT every_row');
  return put;
}
