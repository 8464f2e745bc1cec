// A database with the newest schema: as the server reaches it, and as its owner, who puts rows there and looks at them.
import type { Client } from 'pg';
import { createLog } from '../../src/log';
import { openPostgres, type Postgres } from '../../src/stores/postgres/connection/database';
import { connectAsOwner } from '../../src/stores/postgres/connection/migrate';
import { throwawayPostgres } from '../dev-env/postgres';

export interface MigratedPostgres {
  postgres: Postgres;
  owner: Client;
  close(): Promise<void>;
}

/** One for a test file: `beforeAll` opens it, `afterAll` closes it. */
export async function openMigratedPostgres(options: { poolSize?: number } = {}): Promise<MigratedPostgres> {
  const server = await throwawayPostgres();
  const { url } = await server.migratedDatabase();
  const postgres = await openPostgres({ url, log: createLog('silent'), ...options });
  const owner = await connectAsOwner(url);
  return {
    postgres,
    owner,
    async close() {
      await owner.end();
      await postgres.close();
      await server.stop();
    },
  };
}
