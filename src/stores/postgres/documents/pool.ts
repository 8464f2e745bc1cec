import { Pool } from 'pg';
import type { Log } from '../../../log';

/**
 * Connections that see only the document tables, those of every organization.
 * A statement that is planned while its table is tiny would scan it, and the plan would stay when the table has grown:
 * so nothing is ever scanned.
 * @param url connects as the owner, who may take on the role `parley_documents`
 */
export function createDocumentsPool(url: string, { log, max }: { log: Log; max: number }): Pool {
  const pool = new Pool({
    connectionString: url,
    options: '-c role=parley_documents -c enable_seqscan=off',
    application_name: 'parley documents',
    max,
  });
  pool.on('error', (error) => log.warn({ err: error }, 'An idle connection to PostgreSQL broke'));
  return pool;
}
