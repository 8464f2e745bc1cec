import { createLog } from '../../src/log';
import { openPostgres, type Postgres } from '../../src/stores/postgres/connection/database';
import { createKnowledgeStore } from '../../src/stores/postgres/tenant/knowledge/knowledge';
import { throwawayPostgres, type ThrowawayPostgres } from '../dev-env/postgres';
import { articlesContract } from './articles.contract';
import { randomUUID } from 'node:crypto';
import { Client } from 'pg';

let server: ThrowawayPostgres;
let postgres: Postgres;

afterAll(async () => {
  await postgres?.close();
  await server?.stop();
});

articlesContract('PostgreSQL', async () => {
  server = await throwawayPostgres();
  const { url } = await server.migratedDatabase();
  postgres = await openPostgres({ url, log: createLog('silent') });
  const organizations: [string, string] = [randomUUID(), randomUUID()];
  const owner = new Client({ connectionString: url });
  await owner.connect();
  for (const id of organizations)
    await owner.query('INSERT INTO organizations (id, name) VALUES ($1, $2)', [id, id]);
  await owner.end();
  return { store: createKnowledgeStore((id, work) => postgres.withOrganization(id, work)), organizations };
});
