// What a managed PostgreSQL gives: an owner that may create roles and is no superuser. And what belongs to the roles afterwards.
import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { createLog } from '../../src/log';
import { openPostgres } from '../../src/stores/postgres/connection/database';
import { connectAsOwner, prepareDatabase } from '../../src/stores/postgres/connection/migrate';
import { throwawayPostgres, type FreshDatabase, type ThrowawayPostgres } from '../dev-env/postgres';

const log = createLog('silent');
let server: ThrowawayPostgres;
let database: FreshDatabase;
let owner: string;
/** Of the owner that is no superuser. */
let url: string;

beforeAll(async () => {
  server = await throwawayPostgres();
});
afterAll(() => server?.stop());
beforeEach(async () => {
  database = await server.freshDatabase();
  owner = `owner_${randomBytes(6).toString('hex')}`;
  const { pathname } = new URL(database.url);
  await asSuperuser(
    `CREATE ROLE ${owner} LOGIN CREATEROLE PASSWORD 'hush'`,
    `ALTER DATABASE ${pathname.slice(1)} OWNER TO ${owner}`,
    `ALTER SCHEMA public OWNER TO ${owner}`,
    // Another deployment on the server may have made them.
    `DO $$ DECLARE name text; BEGIN
       FOR name IN SELECT rolname FROM pg_roles WHERE rolname IN ('parley_app', 'parley_across', 'parley_documents', 'parley_jobs') LOOP
         EXECUTE format('GRANT %I TO ${owner} WITH ADMIN OPTION', name);
       END LOOP; END $$`,
  );
  const own = new URL(database.url);
  [own.username, own.password] = [owner, 'hush'];
  url = own.href;
});
afterEach(() => database.drop());

async function asSuperuser(...statements: string[]): Promise<Array<Record<string, unknown>>> {
  const client = new Client({ connectionString: database.url });
  await client.connect();
  try {
    let rows: Array<Record<string, unknown>> = [];
    for (const statement of statements) rows = (await client.query(statement)).rows as typeof rows;
    return rows;
  } finally {
    await client.end();
  }
}

async function opens(): Promise<void> {
  const postgres = await openPostgres({ url, log, poolSize: 1 });
  try {
    await postgres.ping();
    await postgres.documents.query('SELECT 1');
    await postgres.jobs.query('SELECT 1');
    await postgres.crossTenant.organizationIds();
  } finally {
    await postgres.close();
  }
}

const logins = () => prepareDatabase({ url, log });

test('An owner without SUPERUSER makes the roles, and signs in as them again', async () => {
  await opens();
  await opens();
});

test('Passwords that the database does not know any more are made again', async () => {
  await opens();
  await asSuperuser('DELETE FROM login_roles');
  await opens();
});

test('A role whose password another copy of the database has set gets that of this one', async () => {
  await opens();
  const { app, jobs } = await logins();
  await asSuperuser(
    `ALTER ROLE ${app.user} PASSWORD 'of another'`,
    `ALTER ROLE ${jobs.user} NOLOGIN PASSWORD NULL`,
  );
  await opens();
});

test('A start that breaks off leaves either all four logins or none', async () => {
  const { jobs } = await logins();
  const roles = `SELECT count(*)::int AS n FROM pg_roles WHERE rolname LIKE 'parley\\_%\\_${jobs.user.split('_').at(-1)}'`;
  const users = Object.values(await logins()).map(({ user }) => user);
  await asSuperuser('DELETE FROM login_roles', ...users.map((user) => `DROP ROLE ${user}`));
  // The last of the four cannot be kept.
  await asSuperuser(`ALTER TABLE login_roles ADD CONSTRAINT no_jobs CHECK (name NOT LIKE 'parley_jobs%')`);
  await expect(logins()).rejects.toThrow('no_jobs');
  expect(await asSuperuser(roles)).toEqual([{ n: 0 }]);
  expect(await asSuperuser('SELECT name FROM login_roles')).toEqual([]);
  await asSuperuser('ALTER TABLE login_roles DROP CONSTRAINT no_jobs');
  await opens();
});

test('A role of this name that may look past row-level security is refused, with a sentence', async () => {
  const { app } = await logins();
  await asSuperuser(`ALTER ROLE ${app.user} BYPASSRLS`);
  await expect(logins()).rejects.toThrow(`${app.user} may look past row-level security`);
});

test('Functions that run as the owner look for names in its schema alone, and among temporary ones last', async () => {
  await logins();
  const client = await connectAsOwner(url);
  try {
    const { rows } = await client.query<{ name: string; path: string | null }>(
      `SELECT p.oid::regprocedure::text AS name, (SELECT substr(setting, 13) FROM unnest(p.proconfig) AS setting
         WHERE setting LIKE 'search_path=%') AS path
       FROM pg_proc p WHERE p.prosecdef AND p.pronamespace NOT IN ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)`,
    );
    expect(rows.length).toBeGreaterThan(2);
    expect(rows.filter(({ path }) => !/^[^",$ ]+, pg_temp$/.test(path ?? ''))).toEqual([]);
  } finally {
    await client.end();
  }
});
