import type { Pool } from 'pg';
import type { Login } from '../connection/database-roles';
import { openPool, type PoolOptions } from '../connection/pool';
import { jobsRole } from '../migrations/1700000000060-jobs';

/**
 * Connections that see the tables of the job runner and nothing else. Each commit waits for the disk: graphile-worker
 * remembers the numbers of its tasks, and after a crash that took one it would run one task for another.
 * @param options.login of a member of `parley_jobs`
 */
export function createJobsPool(
  options: Omit<PoolOptions, 'role' | 'synchronousCommit'> & { login: Login },
): Pool {
  const pool = openPool({ ...options, role: jobsRole });
  // A client that listens is checked out for good: its errors are not the pool's.
  pool.on('connect', (client) => {
    client.on('error', (error) =>
      options.log.debug({ error: error.message }, 'a connection of the jobs broke'),
    );
  });
  return pool;
}
