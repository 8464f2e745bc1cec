// One PostgreSQL for each worker of a run: a test file gets databases of its own there, where a server of its own takes two
// seconds. All are copies of one, in which the newest schema lies ready to be copied, too.
import { Client, escapeLiteral } from 'pg';
import { openJobQueue } from '../../src/jobs/queue';
import { createLog } from '../../src/log';
import { prepareDatabase } from '../../src/stores/postgres/connection/migrate';
import { createJobsPool } from '../../src/stores/postgres/job-queue/pool';
import { jobsSchema } from '../../src/stores/postgres/migrations/1700000000060-jobs';
import { eventually } from '../../src/tools/eventually';
import { databaseAt, migratedTemplate, startPostgres } from './postgres';

const running: Array<Awaited<ReturnType<typeof startPostgres>>> = [];

/** Jest's globalSetup. */
export async function startServers({ maxWorkers }: { maxWorkers: number }): Promise<void> {
  if (process.env['TEST_DATABASE_URL']) return;
  const first = await startPostgres();
  await calm(first.url);
  await prepareTemplate(first.url);
  await first.end();
  running.push(
    ...(await Promise.all(Array.from({ length: maxWorkers }, () => startPostgres(first.dataDir)))),
  );
  await first.stop();
  process.env['TEST_DATABASE_URLS'] = running.map(({ url }) => url).join(' ');
}

/** Jest's globalTeardown. */
export async function stopServers(): Promise<void> {
  await Promise.all(running.splice(0).map((server) => server.stop()));
}

/**
 * Each file leaves its databases behind: to look into hundreds of them every minute would be work for nothing. And to sign in
 * costs the least that SCRAM takes: passwords of tests are no secret, and there are thousands of connections.
 */
async function calm(url: string): Promise<void> {
  const password = decodeURIComponent(new URL(url).password);
  await asOwner(url, [
    `ALTER SYSTEM SET autovacuum_naptime = '10min'`,
    'ALTER SYSTEM SET scram_iterations = 1',
    'SET scram_iterations = 1',
    `ALTER ROLE CURRENT_USER PASSWORD ${escapeLiteral(password)}`,
  ]);
}

/** What a start would do in an empty database, once a run. Roles are made anew by each start: their names hold the database's. */
async function prepareTemplate(url: string): Promise<void> {
  const log = createLog('warn');
  await asOwner(url, [`CREATE DATABASE ${migratedTemplate}`]);
  const template = databaseAt(url, migratedTemplate);
  const logins = await prepareDatabase({ url: template, log });
  const pool = createJobsPool({ url: template, login: logins.jobs, log, size: 1 });
  // A machine that is busy lets nobody in at first.
  await eventually(() => openJobQueue({ pool, schema: jobsSchema, log }));
  await pool.end();
  const drops = Object.values(logins).map(({ user }) => `DROP ROLE ${user}`);
  await asOwner(template, ['DELETE FROM login_roles', ...drops]);
}

async function asOwner(url: string, texts: string[]): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  for (const text of texts) await client.query(text);
  await client.end();
}
