// The two homes of the documents, for the contract suites: PostgreSQL, and whatever MongoDB there is.
import type { Pool } from 'pg';
import { createLog } from '../../src/log';
import { type Mongo, openMongo } from '../../src/stores/mongo';
import type { Logins } from '../../src/stores/postgres/connection/database-roles';
import { prepareDatabase } from '../../src/stores/postgres/connection/migrate';
import { createDocumentsPool } from '../../src/stores/postgres/documents/pool';
import { mongoForTests, whyNoMongo } from '../dev-env/mongo';
import { throwawayPostgres } from '../dev-env/postgres';

/** A database of its own with every table; `url` is the owner's. */
const log = createLog('warn');

export async function migratedPostgres(): Promise<{ url: string; logins: Logins; stop(): Promise<void> }> {
  const postgres = await throwawayPostgres();
  const { url, drop } = await postgres.migratedDatabase();
  const logins = await prepareDatabase({ url, log });
  return {
    url,
    logins,
    async stop() {
      await drop();
      await postgres.stop();
    },
  };
}

/** A store under test. Every `node` has connections of its own: several are several nodes on one database. */
export interface Stores<T> {
  node(): Promise<T>;
  /** It is FerretDB: slow, and with updates that are not exact when they race. */
  ferret: boolean;
  stop(): Promise<void>;
}

async function onPostgres<T>(create: (pool: Pool) => T): Promise<Stores<T>> {
  const { url, logins, stop } = await migratedPostgres();
  const pools: Pool[] = [];
  return {
    ferret: false,
    node() {
      const pool = createDocumentsPool({ url, login: logins.documents, log, size: 4 });
      pools.push(pool);
      return Promise.resolve(create(pool));
    },
    async stop() {
      for (const pool of pools) await pool.end();
      await stop();
    },
  };
}

async function onMongo<T>(create: (mongo: Mongo) => T): Promise<Stores<T>> {
  const server = await mongoForTests();
  if (!server) throw new Error(whyNoMongo());
  const nodes: Mongo[] = [];
  return {
    ferret: server.ferret,
    async node() {
      const mongo = await openMongo({ url: server.url, log });
      nodes.push(mongo);
      return create(mongo);
    },
    async stop() {
      for (const mongo of nodes) await mongo.close();
      await server.stop();
    },
  };
}

/** Runs a contract on both; where there is no MongoDB its half is skipped, and its name says why. */
export function onEveryDocumentStore<T>(
  contract: (name: string, make: () => Promise<Stores<T>>) => void,
  create: { postgres: (pool: Pool) => T; mongo: (mongo: Mongo) => T },
): void {
  contract('PostgreSQL', () => onPostgres(create.postgres));
  const reason = whyNoMongo();
  if (reason === undefined) contract('MongoDB', () => onMongo(create.mongo));
  else describe.skip(`on MongoDB, skipped because ${reason}`, () => it('runs nothing', () => undefined));
}
