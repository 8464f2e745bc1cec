import type { Pool } from 'pg';
import { openPool, type PoolOptions } from '../connection/pool';
import { documentsRole } from '../migrations/first-security';

/**
 * Connections that see only the document tables, those of every organization.
 * A statement that is planned while its table is tiny would scan it, and the plan would stay when the table has grown:
 * so nothing is scanned.
 * @param url of the owner, who may take on the role `parley_documents`
 */
export function createDocumentsPool({ url, ...options }: Omit<PoolOptions, 'role'>): Pool {
  const target = new URL(url);
  const given = target.searchParams.get('options') ?? '';
  target.searchParams.set('options', `${given} -c enable_seqscan=off`.trim());
  return openPool({ ...options, url: target.href.replaceAll('+', '%20'), role: documentsRole });
}
