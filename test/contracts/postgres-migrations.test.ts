import type { Client } from 'pg';
import type { DataSource } from 'typeorm';
import { createLog } from '../../src/log';
import { createDataSource } from '../../src/stores/postgres/connection/data-source';
import { openPostgres } from '../../src/stores/postgres/connection/database';
import { connectAsOwner, prepareDatabase } from '../../src/stores/postgres/connection/migrate';
import { OpenLists1700000000635 } from '../../src/stores/postgres/migrations/1700000000635-open-lists';
import { eventually, eventuallyPasses } from '../../src/tools/eventually';
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

/** As it was before this migration. */
async function undo(source: DataSource, name: string): Promise<void> {
  const at = (one: string) => Number(one.slice(-13));
  const later = source.migrations.filter((migration) => at(migration.name!) >= at(name)).length;
  for (let undone = 0; undone < later; undone += 1) await source.undoLastMigration();
}

/** With connections of its own: one that was ended may lie in the pool of before until its end is noticed. */
const startAgain = () => prepareDatabase({ url: database.url, log });

/** As it was before this migration; what `work` begins and does not end is ended. */
async function before(
  name: string,
  work: (world: { source: DataSource; other: Client; third: Client }) => Promise<void>,
): Promise<void> {
  await prepareDatabase({ url: database.url, log });
  const source = createDataSource({ url: database.url, poolSize: 1, onIdleError: () => undefined });
  await source.initialize();
  const [other, third] = await Promise.all([connectAsOwner(database.url), connectAsOwner(database.url)]);
  try {
    await undo(source, name);
    await work({ source, other, third });
  } finally {
    await Promise.all([other.end(), third.end()]);
    await source.destroy();
  }
}

/** The backend that runs this statement, once it waits for another. */
const waitingFor = (client: Client, statement: string) =>
  eventually(async () => {
    // Within a transaction, what was seen once is shown again.
    await client.query('SELECT pg_stat_clear_snapshot()');
    const { rows } = await client.query<{ pid: number }>(
      `SELECT pid FROM pg_stat_activity
       WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE $1`,
      [`%${statement}%`],
    );
    return rows[0]?.pid;
  });

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
      await undo(source, 'UserIdsOfAccounts1700000000360');
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
      await undo(source, 'UserIdsOfAccounts1700000000360');
      const left = await owner((query) => query('SELECT value FROM customer_identities ORDER BY value'));
      expect(left.map(({ value }) => value)).toEqual(['+4930', 'DE.1', 'DE.2']);
    } finally {
      await source.destroy();
    }
  });

  it('spell the customers of before some at a time, while others write, and keep the program of before finding them', () =>
    before('SpelledCustomers1700000000581', async ({ source, other, third }) => {
      await other.query(`INSERT INTO organizations (id, name, slug) VALUES ('${uuid(1)}', 'One', 'one')`);
      await other.query('ALTER TABLE customers DISABLE TRIGGER spelled_as_new');
      await other.query(`INSERT INTO customers (id, organization_id, first_name, last_name)
        SELECT ('00000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid, '${uuid(1)}', 'José', 'Grützmüller' || n
        FROM generate_series(1, 1200) n`);
      await other.query('ALTER TABLE customers ENABLE TRIGGER spelled_as_new');
      await other.query(`BEGIN; SELECT FROM customers WHERE id = '${uuid(1150)}' FOR UPDATE`);
      const migrated = source.runMigrations();
      await waitingFor(third, 'UPDATE customers SET spelled');
      await third.query(`SET lock_timeout = '5s';
        UPDATE customers SET last_name = 'Weiß' WHERE id = '${uuid(1)}';
        INSERT INTO customers (id, organization_id, email) VALUES ('${uuid(2000)}', '${uuid(1)}', 'JÖRG@Example.com')`);
      await other.query('COMMIT');
      await migrated;
      const found = async (asked: string) => {
        await third.query(`SET app.organization_id = '${uuid(1)}'`);
        const { rows } = await third.query<{ id: string }>(
          `SELECT DISTINCT search_customers($1, '%' || $1 || '%', 2000) AS id`,
          [asked],
        );
        return rows.map(({ id }) => id);
      };
      expect(await found('jose gruetz')).toHaveLength(1_199);
      expect(await found('Grützmüller1200')).toEqual([uuid(1200)]);
      expect(await found('weiss')).toEqual([uuid(1)]);
      expect(await found('joerg@')).toEqual([uuid(2000)]);
    }));

  it('fill in what customers are known by some at a time, go on where they broke off, and let others write', () =>
    before('AttributeValuesFilled1700000000533', async ({ source, other, third }) => {
      await other.query(`INSERT INTO organizations (id, name, slug) VALUES ('${uuid(1)}', 'One', 'one')`);
      await other.query(`ALTER TABLE customers DISABLE TRIGGER attributes_of_new;
        INSERT INTO customers (id, organization_id, attributes)
          SELECT ('00000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid, '${uuid(1)}',
            CASE WHEN n % 3 = 0 THEN '{}' ELSE jsonb_build_object('plan', 'p' || n, 'story', repeat('x', 101)) END
          FROM generate_series(1, 1800) n;
        ALTER TABLE customers ENABLE TRIGGER attributes_of_new`);
      await other.query(`BEGIN; SELECT FROM customers WHERE id = '${uuid(1799)}' FOR UPDATE`);
      const broken = source.runMigrations().catch((error: unknown) => error);
      const pid = await waitingFor(third, 'INSERT INTO customer_attribute_values');
      const filled = `SELECT count(*)::int AS n FROM customer_attribute_values`;
      expect((await third.query(filled)).rows).toEqual([{ n: 1_000 }]);
      await third.query(`SET lock_timeout = '5s';
        UPDATE customers SET attributes = '{"plan": "gold"}' WHERE id = '${uuid(1)}';
        INSERT INTO customers (id, organization_id, attributes) VALUES ('${uuid(2000)}', '${uuid(1)}', '{"plan": "new"}')`);
      await third.query('SELECT pg_terminate_backend($1)', [pid]);
      expect(await broken).toBeInstanceOf(Error);
      await other.query('COMMIT');
      await startAgain();
      const { rows } = await third.query<{ key: string; value: string; id: string }>(
        'SELECT key, value, customer_id AS id FROM customer_attribute_values ORDER BY customer_id',
      );
      const known = Array.from({ length: 1800 }, (_, n) => n + 1).filter((n) => n % 3 !== 0);
      expect(rows).toEqual([
        ...known.map((n) => ({ key: 'plan', value: n === 1 ? 'gold' : `p${n}`, id: uuid(n) })),
        { key: 'plan', value: 'new', id: uuid(2000) },
      ]);
    }));

  it('fill in who held a conversation when its promise was kept, and leave what was written since', () =>
    before('PromiseHoldersFilled1700000000553', async ({ source, other }) => {
      await other.query(`INSERT INTO organizations (id, name, slug) VALUES ('${uuid(1)}', 'One', 'one');
        INSERT INTO channels (id, organization_id, name, type, key, config)
          VALUES ('${uuid(2)}', '${uuid(1)}', 'c', 'web', 'key', '{}');
        INSERT INTO customers (id, organization_id) VALUES ('${uuid(3)}', '${uuid(1)}');
        INSERT INTO sessions (id, organization_id, customer_id, channel_id, channel_type, status, ended_at, priority)
          SELECT ('00000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid, '${uuid(1)}', '${uuid(3)}', '${uuid(2)}', 'web',
            'closed', now(), CASE WHEN n = 1001 THEN 'urgent' ELSE 'high' END FROM generate_series(1, 1001) n;
        INSERT INTO promise_outcomes (organization_id, session_id, target, since, policy_id, policy_name, at, kept)
          SELECT organization_id, id, target, now(), '${uuid(4)}', 'p', now(), true
          FROM sessions, unnest(ARRAY['first', 'next']) target;
        UPDATE promise_outcomes SET priority = 'low' WHERE session_id = '${uuid(1)}' AND target = 'next'`);
      await source.runMigrations();
      const { rows } = await other.query(
        'SELECT priority, count(*)::int AS n FROM promise_outcomes GROUP BY 1 ORDER BY 1',
      );
      expect(rows).toEqual([
        { priority: 'high', n: 1999 },
        { priority: 'low', n: 1 },
        { priority: 'urgent', n: 2 },
      ]);
    }));

  it('fill in the hour of open conversations some at a time, write no table anew, and let a node of before go on', () =>
    before('OpenLists1700000000635', async ({ source, other, third }) => {
      await other.query(`INSERT INTO organizations (id, name, slug) VALUES ('${uuid(1)}', 'One', 'one');
        INSERT INTO channels (id, organization_id, name, type, key, config)
          VALUES ('${uuid(2)}', '${uuid(1)}', 'c', 'web', 'key', '{}');
        INSERT INTO customers (id, organization_id)
          SELECT ('00000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid, '${uuid(1)}' FROM generate_series(1, 2000) n;
        INSERT INTO sessions (id, organization_id, customer_id, channel_id, channel_type, status, last_message_at)
          SELECT id, organization_id, id, '${uuid(2)}', 'web', CASE WHEN id < '${uuid(3)}' THEN 'closed' ELSE 'active' END,
            '2026-05-01 10:59Z' FROM customers WHERE id < '${uuid(1300)}'`);
      const file = async () => (await third.query(`SELECT pg_relation_filenode('sessions') AS file`)).rows;
      const before = await file();
      const runner = source.createQueryRunner();
      const first = new OpenLists1700000000635();
      await first.up(runner);
      await runner.query('INSERT INTO migrations (timestamp, name) VALUES ($1, $2)', [
        1_700_000_000_635,
        first.name,
      ]);
      await runner.release();
      await other.query(`BEGIN; SELECT FROM sessions WHERE id = '${uuid(1250)}' FOR UPDATE`);
      const migrated = source.runMigrations();
      await waitingFor(third, 'UPDATE sessions SET last_message_hour');
      await third.query(`SET lock_timeout = '5s';
        UPDATE sessions SET status = 'active' WHERE id = '${uuid(1)}';
        UPDATE sessions SET last_message_at = '2026-05-01 12:00Z' WHERE id IN ('${uuid(3)}', '${uuid(1290)}');
        INSERT INTO sessions (organization_id, customer_id, channel_id, channel_type, status, last_message_at)
          VALUES ('${uuid(1)}', '${uuid(1999)}', '${uuid(2)}', 'web', 'active', '2026-05-01 12:59Z')`);
      await other.query('COMMIT');
      await migrated;
      expect(await file()).toEqual(before);
      const { rows } = await third.query(
        `SELECT last_message_hour::text AS hour, count(*)::int AS n FROM sessions WHERE status <> 'closed' GROUP BY 1 ORDER BY 1`,
      );
      expect(rows).toEqual([
        { hour: '2026-05-01 10:00:00', n: 1_296 },
        { hour: '2026-05-01 12:00:00', n: 3 },
      ]);
    }));

  it('make indexes of a large table while it is written, and anew what they left unfinished', () =>
    before('CompanyIndexes1700000000535', async ({ source, other, third }) => {
      await other.query(`INSERT INTO organizations (id, name, slug) VALUES ('${uuid(1)}', 'One', 'one')`);
      await other.query(`BEGIN; INSERT INTO customers (organization_id) VALUES ('${uuid(1)}')`);
      const broken = source.runMigrations().catch((error: unknown) => error);
      const pid = await waitingFor(third, 'idx_customers_company');
      await third.query(
        `SET lock_timeout = '5s'; INSERT INTO customers (organization_id) VALUES ('${uuid(1)}')`,
      );
      await third.query('SELECT pg_terminate_backend($1)', [pid]);
      expect(await broken).toBeInstanceOf(Error);
      await other.query('COMMIT');
      const indexes = `SELECT indexrelid::regclass::text AS name, indisvalid AS valid FROM pg_index
        WHERE indexrelid::regclass::text LIKE 'idx_customers_company%' ORDER BY 1`;
      expect((await third.query(indexes)).rows).toEqual([{ name: 'idx_customers_company', valid: false }]);
      await startAgain();
      expect((await third.query(indexes)).rows).toEqual([
        { name: 'idx_customers_company', valid: true },
        { name: 'idx_customers_company_tier', valid: true },
      ]);
    }));

  it('wait for a table that somebody reads for long without holding up everybody else', () =>
    before('AgentLanguages1700000000560', async ({ other, third }) => {
      await other.query('BEGIN; SELECT FROM agents');
      const migrated = prepareDatabase({ url: database.url, log });
      try {
        await waitingFor(third, 'ALTER TABLE agents ADD COLUMN');
        await third.query(`SET statement_timeout = '20s'; SELECT FROM agents`);
      } finally {
        await other.query('COMMIT');
        await migrated;
      }
      await third.query('SELECT language FROM agents');
    }));

  it('make an index while a node of an earlier version waits for its turn: that start ends, and may be tried again', () =>
    before('AuditIndex1700000000552', async ({ other, third }) => {
      await third.query('BEGIN; SELECT FROM audit_logs FOR UPDATE');
      await third.query(
        `INSERT INTO audit_logs (id, organization_id, timestamp, doc) SELECT gen_random_uuid(), gen_random_uuid(), now(), '{}'`,
      );
      const migrated = prepareDatabase({ url: database.url, log });
      await waitingFor(other, 'idx_audit_logs_resource');
      // As such a node did, in one statement.
      const earlier = other
        .query('SELECT pg_advisory_lock($1)', [0x7061726c])
        .catch((error: unknown) => error);
      await waitingFor(third, 'pg_advisory_lock');
      await third.query('ROLLBACK');
      expect(await earlier).toMatchObject({ code: '57014' });
      await migrated;
      await other.query('SELECT pg_advisory_lock($1)', [0x7061726c]);
    }));

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
