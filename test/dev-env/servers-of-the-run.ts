// One PostgreSQL for each worker of a run: a test file gets databases of its own there, where a server of its own takes two seconds.
import { startPostgres } from './postgres';

const running: Array<Awaited<ReturnType<typeof startPostgres>>> = [];

/** Jest's globalSetup. */
export async function startServers({ maxWorkers }: { maxWorkers: number }): Promise<void> {
  if (process.env['TEST_DATABASE_URL']) return;
  running.push(...(await Promise.all(Array.from({ length: maxWorkers }, startPostgres))));
  process.env['TEST_DATABASE_URLS'] = running.map(({ url }) => url).join(' ');
}

/** Jest's globalTeardown. */
export async function stopServers(): Promise<void> {
  await Promise.all(running.splice(0).map((server) => server.stop()));
}
