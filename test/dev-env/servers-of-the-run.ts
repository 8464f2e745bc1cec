// One PostgreSQL for each worker of a run: a test file gets databases of its own there, where a server of its own takes two seconds.
import { Client } from 'pg';
import { startPostgres } from './postgres';

const running: Array<Awaited<ReturnType<typeof startPostgres>>> = [];

/** Jest's globalSetup. */
export async function startServers({ maxWorkers }: { maxWorkers: number }): Promise<void> {
  if (process.env['TEST_DATABASE_URL']) return;
  running.push(...(await Promise.all(Array.from({ length: maxWorkers }, startPostgres))));
  for (const { url } of running) await calm(url);
  process.env['TEST_DATABASE_URLS'] = running.map(({ url }) => url).join(' ');
}

/** Jest's globalTeardown. */
export async function stopServers(): Promise<void> {
  await Promise.all(running.splice(0).map((server) => server.stop()));
}

/** Each file leaves its databases behind: to look into hundreds of them every minute would be work for nothing. */
async function calm(url: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query(`ALTER SYSTEM SET autovacuum_naptime = '10min'`);
  await client.query('SELECT pg_reload_conf()');
  await client.end();
}
