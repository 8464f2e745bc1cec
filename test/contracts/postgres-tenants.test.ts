// Every table, as the database itself lists them: a new one that is not kept apart by organization fails here.
import { randomUUID } from 'node:crypto';
import { Client as PgClient, type Client } from 'pg';
import { createLog } from '../../src/log';
import { openPostgres, type Postgres } from '../../src/stores/postgres/connection/database';
import { connectAsOwner } from '../../src/stores/postgres/connection/migrate';
import { throwawayPostgres, type ThrowawayPostgres } from '../dev-env/postgres';

/** Tables that hold nothing of any organization. */
const noTenant = ['instance', 'login_roles', 'migrations'];
const documentTables = ['messages', 'conversations', 'memory', 'vector_embeddings', 'audit_logs'];

let server: ThrowawayPostgres;
let postgres: Postgres;
let owner: Client;
let databaseUrl: string;
let tables: string[];
const mine = randomUUID();
const theirs = randomUUID();

beforeAll(async () => {
  server = await throwawayPostgres();
  const { url } = await server.migratedDatabase();
  databaseUrl = url;
  postgres = await openPostgres({ url, log: createLog('silent'), poolSize: 2 });
  owner = await connectAsOwner(url);
  const { rows } = await owner.query<{ table_name: string }>(
    `SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' ORDER BY table_name`,
  );
  tables = rows.map((row) => row.table_name);
  await owner.query('SET session_replication_role = replica');
  for (const table of tables.filter((name) => !noTenant.includes(name))) {
    for (const organization of [mine, theirs]) await insertRow(table, organization);
  }
  await owner.query('SET session_replication_role = origin');
});
afterAll(async () => {
  await owner?.end();
  await postgres?.close();
  await server?.stop();
});

interface ColumnInfo {
  column_name: string;
  data_type: string;
  character_maximum_length: number | null;
}

/** A row with something in each column that must have something; what happened in a note or in a session did so in a session. */
async function insertRow(table: string, organization: string): Promise<void> {
  const { rows: columns } = await owner.query<ColumnInfo>(
    `SELECT column_name, data_type, character_maximum_length FROM information_schema.columns
     WHERE table_schema = 'public' AND table_name = $1
       AND ((is_nullable = 'NO' AND column_default IS NULL AND is_identity = 'NO') OR column_name IN ('id', 'organization_id', 'session_id'))
       AND is_generated = 'NEVER'
       AND is_identity = 'NO' AND coalesce(column_default, '') NOT LIKE 'nextval%'`,
    [table],
  );
  const isOrganization = ({ column_name }: ColumnInfo) =>
    column_name === (table === 'organizations' ? 'id' : 'organization_id');
  const values = columns.map((column) => (isOrganization(column) ? organization : anything(column)));
  await owner.query(
    `INSERT INTO ${table} (${columns.map((column) => `"${column.column_name}"`).join(', ')})
     VALUES (${columns.map((_, index) => `$${index + 1}`).join(', ')})`,
    values,
  );
}

function anything({ data_type: type, character_maximum_length: longest }: ColumnInfo): unknown {
  if (type === 'uuid') return randomUUID();
  if (/^(text|character varying)$/.test(type))
    return randomUUID()
      .slice(0, longest ?? 18)
      .slice(0, 18);
  if (/^(integer|bigint|smallint|double precision|real|numeric)$/.test(type)) return 1;
  if (/^(timestamp|date)/.test(type)) return new Date();
  if (type === 'boolean') return true;
  if (type === 'bytea') return Buffer.from('raw');
  if (type === 'tsvector') return 'word';
  if (/^json/.test(type)) return '{}';
  if (type === 'ARRAY') return '{}';
  throw new Error(`The test does not know how to fill a column of type ${type}.`);
}

/** Its columns, without those that the database makes itself. */
async function writable(table: string): Promise<string> {
  const { rows } = await owner.query<{ name: string }>(
    `SELECT quote_ident(column_name) AS name FROM information_schema.columns
     WHERE table_schema = 'public' AND table_name = $1 AND is_generated = 'NEVER'
       AND is_identity = 'NO'`,
    [table],
  );
  return rows.map(({ name }) => name).join(', ');
}

const own = (table: string) => (table === 'organizations' ? 'id' : 'organization_id');
const tenantTables = () =>
  tables.filter((name) => !noTenant.includes(name) && !documentTables.includes(name));

async function asApp<T>(organization: string | undefined, text: string, values: unknown[] = []): Promise<T> {
  // Without an organization: whoever forgets the way in is left with the bare transaction.
  if (organization !== undefined) {
    return postgres.withOrganization(organization, (manager) => manager.query(text, values));
  }
  return postgres.withOrganization('', (manager) => manager.query(text, values));
}

it('every table is either of an organization, under row-level security, or on the short list', async () => {
  const { rows } = await owner.query<{ relname: string }>(
    `SELECT relname FROM pg_class c WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
       AND NOT (relrowsecurity AND EXISTS (SELECT FROM pg_policy WHERE polrelid = c.oid))`,
  );
  expect(rows.map((row) => row.relname).sort()).toEqual(['login_roles', 'migrations']);
  const { rows: columns } = await owner.query<{ table_name: string }>(
    `SELECT table_name FROM information_schema.columns
     WHERE table_schema = 'public' AND column_name = 'organization_id' AND (is_nullable = 'NO' OR table_name = 'users')`,
  );
  const withColumn = columns.map((column) => column.table_name);
  expect(tables.filter((table) => !withColumn.includes(table))).toEqual(
    [...noTenant, 'organizations'].sort(),
  );
  expect(tenantTables().length).toBeGreaterThanOrEqual(21);
});

it('without an organization no row is visible', async () => {
  for (const table of tenantTables()) {
    const rows = await asApp(undefined, `SELECT * FROM ${table}`);
    expect({ table, rows }).toEqual({ table, rows: [] });
  }
});

it('an organization sees its own rows and no others', async () => {
  for (const table of tenantTables()) {
    const text = `SELECT ${own(table)} AS of FROM ${table}`;
    const rows = await asApp<Array<{ of: string }>>(mine, text);
    expect({ table, rows }).toEqual({ table, rows: [{ of: mine }] });
    expect(await postgres.queryOrganization(theirs, { text, values: [] })).toEqual([{ of: theirs }]);
    expect(await postgres.queryOrganization('', { text, values: [] })).toEqual([]);
  }
});

it('an organization cannot change, delete or plant a row of another', async () => {
  for (const table of tenantTables()) {
    const moved = asApp(mine, `UPDATE ${table} SET ${own(table)} = $1`, [theirs]);
    await expect({ table, refused: await refusalOf(moved) }).toEqual({ table, refused: '42501' });
    await asApp(mine, `UPDATE ${table} SET ${own(table)} = ${own(table)}`);
    if (table !== 'organizations') {
      await expect(
        postgres.withOrganization(mine, async (manager) => {
          await manager.query(`DELETE FROM ${table} WHERE ${own(table)} = $1`, [theirs]);
          throw new Error('taken back');
        }),
      ).rejects.toThrow('taken back');
      const names = await writable(table);
      const copy = asApp(
        mine,
        `INSERT INTO ${table} (${names}) SELECT ${names} FROM (SELECT (jsonb_populate_record(t, $1)).* FROM ${table} t) AS copy`,
        [JSON.stringify({ organization_id: theirs, id: randomUUID() })],
      );
      expect({ table, refused: await refusalOf(copy) }).toEqual({ table, refused: '42501' });
    }
  }
  for (const table of tenantTables()) {
    const { rows } = await owner.query(`SELECT FROM ${table} WHERE ${own(table)} = $1`, [theirs]);
    expect({ table, left: rows.length }).toEqual({ table, left: 1 });
  }
});

it('the organization does not outlive its transaction', async () => {
  const after = await postgres.withOrganization(mine, async (manager) => {
    const during = await manager.query<unknown[]>('SELECT id FROM customers');
    expect(during).toHaveLength(1);
    await manager.query('COMMIT');
    return manager.query<unknown[]>('SELECT id FROM customers');
  });
  expect(after).toEqual([]);
});

it('a prepared statement shows each organization its own, on the same connection', async () => {
  const statement = {
    name: 'test.customers',
    text: 'SELECT organization_id AS of FROM customers',
    values: [],
  };
  // The plan of the sixth is of none of those before.
  for (const of of Array.from({ length: 8 }, (_, n) => (n % 2 === 0 ? mine : theirs)))
    expect(await postgres.queryOrganization(of, statement)).toEqual([{ of }]);
  expect(await postgres.queryOrganization('', statement)).toEqual([]);
});

it('a value that is no organization shows nothing', async () => {
  await expect(asApp('nobody', 'SELECT * FROM customers')).rejects.toMatchObject({ code: '22P02' });
  await expect(asApp(`' OR true --`, 'SELECT * FROM customers')).rejects.toMatchObject({ code: '22P02' });
});

describe('roles', () => {
  it('of which the pools sign in as members cannot log in, make roles or bypass row-level security', async () => {
    const { rows } = await owner.query(
      `SELECT rolname, rolsuper, rolbypassrls, rolcanlogin, rolcreaterole, rolcreatedb
       FROM pg_roles WHERE rolname IN ('parley_across', 'parley_app', 'parley_documents', 'parley_jobs') ORDER BY rolname`,
    );
    const powerless = {
      rolsuper: false,
      rolbypassrls: false,
      rolcanlogin: false,
      rolcreaterole: false,
      rolcreatedb: false,
    };
    expect(rows).toEqual(
      ['parley_across', 'parley_app', 'parley_documents', 'parley_jobs'].map((rolname) => ({
        rolname,
        ...powerless,
      })),
    );
  });

  it('own no table but those of the job runner, and are what the pools run as', async () => {
    const { rows } = await owner.query(
      `SELECT DISTINCT tableowner, schemaname FROM pg_tables WHERE tableowner LIKE 'parley\\_%'`,
    );
    expect(rows).toEqual([{ tableowner: 'parley_jobs', schemaname: 'parley_jobs' }]);
    expect(await asApp(mine, 'SELECT current_user')).toEqual([
      { current_user: expect.stringMatching(/^parley_app_[0-9a-f]{12}$/) as string },
    ]);
    expect((await postgres.documents.query('SELECT current_user')).rows).toEqual([
      { current_user: expect.stringMatching(/^parley_documents_[0-9a-f]{12}$/) as string },
    ]);
  });

  it('parley_app reads neither documents nor what belongs to the installation', async () => {
    for (const table of [...documentTables, ...noTenant]) {
      expect({ table, refused: await refusalOf(asApp(mine, `SELECT * FROM ${table}`)) }).toEqual({
        table,
        refused: '42501',
      });
    }
  });

  it('parley_jobs reads nothing of ours', async () => {
    for (const table of tables) {
      const refused = await refusalOf(postgres.jobs.query(`SELECT * FROM public.${table}`));
      expect({ table, refused }).toEqual({ table, refused: '42501' });
    }
  });

  it('parley_documents reads the five document tables and nothing else', async () => {
    for (const table of tables) {
      const refused = await refusalOf(postgres.documents.query(`SELECT * FROM ${table}`));
      expect({ table, refused }).toEqual({
        table,
        refused: documentTables.includes(table) ? undefined : '42501',
      });
    }
  });

  it('parley_across reads only what its named functions need', async () => {
    await owner.query('SET ROLE parley_across');
    const readable: string[] = [];
    for (const table of tables) {
      if ((await refusalOf(owner.query(`SELECT * FROM ${table}`))) === undefined) readable.push(table);
    }
    await owner.query('RESET ROLE');
    expect(readable).toEqual([
      'agents',
      'api_keys',
      'automation_rules',
      'automation_runs',
      'automation_watches',
      'channel_tokens',
      'channels',
      'companies',
      'customer_identities',
      'customers',
      'deliveries',
      'inbound_events',
      'inbound_files',
      'instance',
      'invitations',
      'mailboxes',
      'notification_choices',
      'organizations',
      'password_resets',
      'refresh_tokens',
      'sessions',
      'settings',
      'users',
      'visitor_tokens',
    ]);
  });
});

async function refusalOf(promise: Promise<unknown>): Promise<string | undefined> {
  try {
    await promise;
    return undefined;
  } catch (error) {
    return (error as { code?: string }).code ?? 'unknown';
  }
}

describe('a pool', () => {
  it('signs in as a role of its own, which owns nothing and cannot become the owner', async () => {
    for (const pool of ['app', 'across', 'documents', 'jobs']) {
      const client = await signedIn(`parley_${pool}_`);
      for (const way of ['SET ROLE NONE', 'RESET ROLE', 'RESET SESSION AUTHORIZATION']) {
        await client.query(way);
        const seen = await client.query<{ me: string; session: string; secrets: boolean; strong: boolean }>(
          `SELECT current_user AS me, session_user AS session,
             has_table_privilege('login_roles', 'SELECT') AS secrets, rolsuper OR rolbypassrls OR rolcreaterole AS strong
           FROM pg_roles WHERE rolname = current_user`,
        );
        expect(seen.rows[0]).toMatchObject({ secrets: false, strong: false });
        expect(seen.rows[0]!.me).toMatch(new RegExp(`^parley_${pool}_[0-9a-f]{12}$`));
        expect(seen.rows[0]!.session).toBe(seen.rows[0]!.me);
      }
      const name = (await owner.query<{ name: string }>('SELECT current_user AS name')).rows[0]!.name;
      await expect(client.query(`SET ROLE ${name}`)).rejects.toMatchObject({ code: '42501' });
      await expect(client.query(`SET SESSION AUTHORIZATION ${name}`)).rejects.toMatchObject({
        code: '42501',
      });
      await client.end();
    }
  });

  it('of tenants sees no user without an organization, whatever role it resets', async () => {
    const seen = await postgres.withOrganization(mine, async (manager) => {
      await manager.query('RESET ROLE');
      await manager.query('SET LOCAL ROLE NONE');
      return manager.query<Array<{ organization_id: string }>>('SELECT DISTINCT organization_id FROM users');
    });
    expect(seen).toEqual([{ organization_id: mine }]);
  });

  async function signedIn(prefix: string): Promise<Client> {
    const { rows } = await owner.query<{ name: string; password: string }>(
      `SELECT name, password FROM login_roles WHERE starts_with(name, $1)`,
      [prefix],
    );
    const url = new URL(databaseUrl);
    url.username = rows[0]!.name;
    url.password = rows[0]!.password;
    const client = new PgClient({ connectionString: url.href });
    await client.connect();
    return client;
  }
});
