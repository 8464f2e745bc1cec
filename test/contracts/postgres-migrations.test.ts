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
