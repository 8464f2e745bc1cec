// The way to every tenant row is withOrganization; what must look across organizations is named in `crossTenant`.
import type { Client, Pool, QueryResult, QueryResultRow } from 'pg';
import type { DataSource, EntityManager, QueryRunner } from 'typeorm';
import type { Log } from '../../../log';
import type { AssignmentTurn } from '../../../routing/store';
import { openCrossTenant, type CrossTenant } from '../cross-tenant';
import { asUnavailable } from '../../unavailable';
import { startClock } from './clock';
import { keptOpen, limits, urlAs } from './pool';
import { assignmentTurn } from '../tenant/routing/assignment-turn';
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
  /** The same of one statement, in one exchange with the server where that takes two; `name` makes it a prepared one. */
  queryOrganization<Row extends QueryResultRow>(organizationId: string, statement: Statement): Promise<Row[]>;
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

export interface Statement {
  name?: string;
  text: string;
  values: unknown[];
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
    limits: { ...limits, ...keptOpen, pipeline: true },
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
    withOrganization: (organizationId, work) => inTransaction(app, organizationId, work),
    queryOrganization: (organizationId, statement) => inOneExchange(app, organizationId, statement),
    // A number of its own makes the transaction one that writes: reads go on while the disk is full.
    async ping() {
      await inOneExchange(app, '', { text: 'SELECT pg_current_xact_id()', values: [] });
    },
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

const begin = (client: Client, organizationId: string): Array<Promise<QueryResult>> => [
  client.query('START TRANSACTION'),
  client.query(`SELECT set_config('app.organization_id', $1, true)`, [organizationId]),
];

/**
 * What begins a transaction goes out with its first statement: nobody waits for it, and were it refused, that statement would see no
 * row. TypeORM's own would send ROLLBACK after a statement that never ended, and hand the connection on, still in its transaction.
 */
function inTransaction<T>(
  app: DataSource,
  organizationId: string,
  work: (manager: EntityManager) => Promise<T>,
): Promise<T> {
  return withConnection(app, async (client, runner) => {
    const begun = Promise.all(begin(client, organizationId));
    // Heard of below.
    begun.catch(() => undefined);
    // So that what saves entities begins no other one.
    Object.assign(runner, { isTransactionActive: true, transactionDepth: 1 });
    try {
      const result = await work(runner.manager).finally(() => begun);
      await runner.commitTransaction();
      return result;
    } catch (error) {
      if (asUnavailable(error) === error) await runner.rollbackTransaction().catch(() => client.end());
      throw error;
    }
  });
}

/** COMMIT after a statement that failed is a ROLLBACK. */
function inOneExchange<Row extends QueryResultRow>(
  app: DataSource,
  organizationId: string,
  statement: Statement,
): Promise<Row[]> {
  return withConnection(app, async (client) => {
    const begun = begin(client, organizationId);
    const asked = client.query<Row>(statement);
    const all = [...begun, asked, client.query('COMMIT')];
    // Whatever fails, the connection is free only when each was answered.
    const failed = (await Promise.allSettled(all)).find(({ status }) => status === 'rejected');
    if (failed) throw (failed as PromiseRejectedResult).reason;
    return (await asked).rows;
  });
}

/** A connection in an unknown state goes; the server rolls back. */
async function withConnection<T>(
  app: DataSource,
  work: (client: Client, runner: QueryRunner) => Promise<T>,
): Promise<T> {
  const runner = app.createQueryRunner();
  try {
    const client = (await runner.connect()) as Client;
    try {
      return await work(client, runner);
    } catch (error) {
      if (asUnavailable(error) !== error) void client.end();
      throw error;
    }
  } catch (error) {
    throw asUnavailable(error);
  } finally {
    await runner.release();
  }
}
