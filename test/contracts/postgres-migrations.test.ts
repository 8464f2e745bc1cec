import { createLog } from '../../src/log';
import { createDataSource } from '../../src/stores/postgres/connection/data-source';
import { openPostgres } from '../../src/stores/postgres/connection/database';
import { connectAsOwner, prepareDatabase } from '../../src/stores/postgres/connection/migrate';
import { eventuallyPasses } from '../../src/tools/eventually';
import { throwawayPostgres, type FreshDatabase, type ThrowawayPostgres } from '../dev-env/postgres';

const log = createLog('silent');
let server: ThrowawayPostgres;
let database: FreshDatabase;

beforeAll(async () => {
  server = await throwawayPostgres();
});
afterAll(() => server.stop());
beforeEach(async () => {
  database = await server.freshDatabase();
});
afterEach(() => database.drop());

async function owner<T>(work: (query: (text: string) => Promise<Record<string, unknown>[]>) => Promise<T>) {
  const client = await connectAsOwner(database.url);
  try {
    return await work(async (text) => (await client.query(text)).rows as Record<string, unknown>[]);
  } finally {
    await client.end();
  }
}

const uuid = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

describe('migrations', () => {
  it('can be taken back and run again', async () => {
    await prepareDatabase({ url: database.url, log });
    const source = createDataSource({ url: database.url, poolSize: 1 });
    await source.initialize();
    try {
      const count = source.migrations.length;
      for (let undone = 0; undone < count; undone += 1) await source.undoLastMigration();
      const left = await owner((query) =>
        query(`SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'migrations'`),
      );
      expect(left).toEqual([]);
    } finally {
      await source.destroy();
    }
    await prepareDatabase({ url: database.url, log });
  });

  it('keep a WhatsApp user id in each business account that its customer wrote to', async () => {
    await prepareDatabase({ url: database.url, log });
    const source = createDataSource({ url: database.url, poolSize: 1 });
    await source.initialize();
    try {
      const at = source.migrations.findIndex(({ name }) => name === 'UserIdsOfAccounts1700000000360');
      const undo = async () => {
        for (let last = source.migrations.length; last > at; last -= 1) await source.undoLastMigration();
      };
      await undo();
      await owner(async (query) => {
        await query(`INSERT INTO organizations (id, name, slug) VALUES ('${uuid(1)}', 'One', 'one')`);
        for (const [n, config] of ['{"businessAccountId": "22"}', '{}', '{}'].entries())
          await query(`INSERT INTO channels (id, organization_id, name, type, key, config)
            VALUES ('${uuid(10 + n)}', '${uuid(1)}', 'c', 'whatsapp', 'key${n}', '${config}')`);
        for (const n of [20, 21])
          await query(`INSERT INTO customers (id, organization_id) VALUES ('${uuid(n)}', '${uuid(1)}')`);
        for (const n of [10, 11])
          await query(`INSERT INTO sessions (organization_id, customer_id, channel_id, channel_type)
            VALUES ('${uuid(1)}', '${uuid(20)}', '${uuid(n)}', 'whatsapp')`);
        await query(`INSERT INTO customer_identities (organization_id, customer_id, kind, value, proved_by)
          VALUES ('${uuid(1)}', '${uuid(20)}', 'whatsapp', 'DE.1', 'channel'),
            ('${uuid(1)}', '${uuid(20)}', 'phone', '+4930', 'channel'),
            ('${uuid(1)}', '${uuid(21)}', 'whatsapp', 'DE.2', 'agent')`);
      });
      await source.runMigrations();
      const rows = await owner((query) =>
        query('SELECT kind, value, scope, proved_by FROM customer_identities ORDER BY kind, value, scope'),
      );
      expect(rows.map((row) => Object.values(row).join(' '))).toEqual([
        'phone +4930  channel',
        `whatsapp DE.1 ${uuid(11)} channel`,
        'whatsapp DE.1 22 channel',
        'whatsapp DE.2  agent',
      ]);
      await undo();
      const before = await owner((query) => query('SELECT value FROM customer_identities ORDER BY value'));
      expect(before.map(({ value }) => value)).toEqual(['+4930', 'DE.1', 'DE.2']);
    } finally {
      await source.destroy();
    }
  });

  it('run once when several nodes start together', async () => {
    const nodes = await Promise.all(
      Array.from({ length: 4 }, () => openPostgres({ url: database.url, log, poolSize: 1 })),
    );
    await Promise.all(nodes.map((node) => node.close()));
    const ran = await owner((query) => query('SELECT name, count(*)::int FROM migrations GROUP BY name'));
    expect(ran.length).toBeGreaterThan(0);
    for (const row of ran) expect(row['count']).toBe(1);
  });

  it('run side by side in several databases of one server', async () => {
    const others = await Promise.all(Array.from({ length: 3 }, () => server.freshDatabase()));
    await Promise.all(others.map(({ url }) => prepareDatabase({ url, log })));
    await Promise.all(others.map((other) => other.drop()));
  });
});

describe('openPostgres', () => {
  it.each([
    ['synchronous_commit', 'off'],
    ['full_page_writes', 'off'],
    ['fsync', 'off'],
  ])('refuses a server with %s=%s', async (setting, value) => {
    const perDatabase = setting === 'synchronous_commit';
    const { pathname } = new URL(database.url);
    const change = perDatabase
      ? [`ALTER DATABASE ${pathname.slice(1)} SET ${setting} = ${value}`]
      : [`ALTER SYSTEM SET ${setting} = ${value}`, 'SELECT pg_reload_conf()'];
    const back = perDatabase ? [] : [`ALTER SYSTEM RESET ${setting}`, 'SELECT pg_reload_conf()'];
    /** For connections that are made from now on. */
    const holds = (expected: string) =>
      eventuallyPasses(() =>
        owner(async (query) => expect(await query(`SHOW ${setting}`)).toEqual([{ [setting]: expected }])),
      );
    await owner(async (query) => {
      for (const text of change) await query(text);
    });
    await holds(value);
    try {
      await expect(openPostgres({ url: database.url, log })).rejects.toThrow(`set ${setting}=on`);
    } finally {
      await owner(async (query) => {
        for (const text of back) await query(text);
      });
      if (!perDatabase) await holds('on');
    }
  });

  it('says which server it could not reach, and not the password', async () => {
    const opening = openPostgres({ url: 'postgres://parley:hush@127.0.0.1:1/parley', log });
    await expect(opening).rejects.toThrow('PostgreSQL at 127.0.0.1:1 cannot be used');
    await expect(opening).rejects.not.toThrow('hush');
  });
});
