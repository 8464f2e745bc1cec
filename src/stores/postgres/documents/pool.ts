import type { Pool } from 'pg';
import type { Login } from '../connection/database-roles';
import { keptOpen, openPool, type PoolOptions } from '../connection/pool';

/**
 * Connections that see only the document tables, those of every organization.
 * A statement that is planned while its table is tiny would scan it, and the plan would stay when the table has grown:
 * so nothing is scanned.
 * @param options.login of a member of `parley_documents`
 */
export function createDocumentsPool({ url, ...options }: PoolOptions & { login: Login }): Pool {
  const target = new URL(url);
  const given = target.searchParams.get('options') ?? '';
  target.searchParams.set('options', `${given} -c enable_seqscan=off`.trim());
  return openPool({ ...options, ...keptOpen, url: target.href.replaceAll('+', '%20') });
}
