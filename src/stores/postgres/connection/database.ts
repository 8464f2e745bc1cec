// The way to every tenant row is withOrganization; what must look across organizations is named in `crossTenant`.
import type { Client, Pool } from 'pg';
import type { DataSource, EntityManager } from 'typeorm';
import type { Log } from '../../../log';
import type { AssignmentTurn } from '../../../routing/store';
import { openCrossTenant, type CrossTenant } from '../cross-tenant';
import { asUnavailable } from '../../unavailable';
import { startClock } from './clock';
import { limits, urlAs } from './pool';
import { assignmentTurn } from '../tenant/assignment-turn';
import { openTurns } from '../tenant/turns';
import { createDataSource } from './data-source';
import { createDocumentsPool } from '../documents/pool';
import { createJobsPool } from '../job-queue/pool';
import { prepareDatabase } from './migrate';

export interface Postgres {
  /**
   * Runs `work` in one transaction that sees and writes rows of this organization only; rolled back when it throws.
   * Rejects with `unavailable` when the server cannot be reached; other errors pass unchanged.
   */
  withOrganization<T>(organizationId: string, work: (manager: EntityManager) => Promise<T>): Promise<T>;
  crossTenant: CrossTenant;
  /** Milliseconds since 1970 by the database's clock, which decides who has waited for how long. */
  now(): number;
  /** Whose turn it is to give sessions to agents. */
  assignmentTurn: AssignmentTurn;
  /** Changes of one thing come one after the other, on all nodes. */
  changeTurn<T>(organizationId: string, thing: string, change: () => Promise<T>): Promise<T>;
  /** The document tables, as the role `parley_documents`. */
  documents: Pool;
  /** The job runner's tables, as the role `parley_jobs`. */
  jobs: Pool;
  /** Rejects when the server does not answer, or cannot write. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

interface Options {
  /** Of a user that owns the database and may create roles, or finds them there. */
  url: string;
  log: Log;
  /** Connections of each pool of the stores. */
  poolSize?: number;
}

/** One listens; the others ask for jobs and write them, in milliseconds. */
const jobConnections = 4;

/** Migrates, then signs in as the roles. Throws an Error with a sentence when the server is unreachable, forgetful (fsync off) or not ours. */
export async function openPostgres({ url, log, poolSize = 10 }: Options): Promise<Postgres> {
  const logins = await prepareDatabase({ url, log });
  const app = createDataSource({
    url: urlAs(url, { login: logins.app }),
    poolSize,
    limits,
    onIdleError: (error) => log.warn({ error: error.message }, 'PostgreSQL closed an idle connection'),
  });
  await app.initialize().catch((cause: Error) => {
    throw new Error(
      `PostgreSQL does not let ${logins.app.user} sign in: ${cause.message}. Allow the roles parley_* with a password in pg_hba.conf, by the host and port of DATABASE_URL.`,
      { cause },
    );
  });
  const crossTenant = openCrossTenant({ url, login: logins.crossTenant, log, poolSize });
  const clock = await startClock(crossTenant.time);
  const assignments = openTurns({ url, login: logins.app, log });
  const changes = openTurns({ url, login: logins.app, log });
  const documents = createDocumentsPool({ url, login: logins.documents, log, size: poolSize });
  const jobs = createJobsPool({ url, login: logins.jobs, log, size: jobConnections });
  return {
    crossTenant,
    now: clock.now,
    assignmentTurn: assignmentTurn(assignments),
    changeTurn: (organizationId, thing, change) =>
      changes.turn({ organizationId, name: `change ${thing}` }, change),
    documents,
    jobs,
    withOrganization: (organizationId, work) =>
      inTransaction(app, async (manager) => {
        await manager.query(`SELECT set_config('app.organization_id', $1, true)`, [organizationId]);
        return work(manager);
      }),
    // A number of its own makes the transaction one that writes: reads go on while the disk is full.
    ping: () =>
      inTransaction(app, async (manager) => void (await manager.query('SELECT pg_current_xact_id()'))),
    async close() {
      clock.close();
      await Promise.all([
        app.destroy(),
        crossTenant.close(),
        assignments.close(),
        changes.close(),
        documents.end(),
        jobs.end(),
      ]);
    },
  };
}

/** TypeORM's own would send ROLLBACK after a statement that never ended, and hand the connection on, still in its transaction. */
async function inTransaction<T>(app: DataSource, work: (manager: EntityManager) => Promise<T>): Promise<T> {
  const runner = app.createQueryRunner();
  try {
    const client = (await runner.connect()) as Client;
    try {
      await runner.startTransaction();
      const result = await work(runner.manager);
      await runner.commitTransaction();
      return result;
    } catch (error) {
      // A connection in an unknown state goes; the server rolls back.
      if (asUnavailable(error) !== error) void client.end();
      else await runner.rollbackTransaction().catch(() => client.end());
      throw error;
    }
  } catch (error) {
    throw asUnavailable(error);
  } finally {
    await runner.release();
  }
}
