// What the lists of sessions and customers read of their tables, and what a message costs the indexes of `sessions`.
import { createHash, randomUUID } from 'node:crypto';
import { Client } from 'pg';
import type { Chosen } from '../../src/insights/figures';
import { createLog } from '../../src/log';
import type { Priority } from '../../src/protocol/model/session';
import type { SessionFilter } from '../../src/sessions/store';
import { openPostgres, type Postgres } from '../../src/stores/postgres/connection/database';
import { createFigureStore } from '../../src/stores/postgres/tenant/insights/figures';
import { createCustomerStore } from '../../src/stores/postgres/tenant/customers/customers';
import { createSessionRows } from '../../src/stores/postgres/tenant/sessions/sessions';
import { eventually } from '../../src/tools/eventually';
import { throwawayPostgres, type ThrowawayPostgres } from '../dev-env/postgres';

const organizationId = randomUUID();
const [agentId, idleAgentId, channelId, otherChannelId] = [0, 1, 2, 3].map(() => randomUUID()) as [
  string,
  string,
  string,
  string,
];
const [companyId, otherCompanyId] = [randomUUID(), randomUUID()];
const customerOf = (n: number) => `md5('customer' || ${n})::uuid`;
const idOf = (n: number) =>
  createHash('md5')
    .update(`customer${n}`)
    .digest('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
const page = { limit: 20 };

/** 5,000 closed sessions and 20 open ones, in an organization beside another. */
const fill = [
  `INSERT INTO organizations (id, name) VALUES ('${organizationId}', 'Shop')`,
  `INSERT INTO channels (id, organization_id, name, type, key)
   VALUES ('${channelId}', '${organizationId}', 'Web', 'web', 'one'), ('${otherChannelId}', '${organizationId}', 'Other', 'web', 'two')`,
  `INSERT INTO customers (id, organization_id, email, created_at)
   SELECT md5('customer' || n)::uuid, '${organizationId}', 'c' || n || '@shop.test', now() - n * interval '1 minute' FROM generate_series(1, 5020) n`,
  `INSERT INTO sessions (organization_id, customer_id, channel_id, language, sentiment, priority, channel_type, status, agent_id, labels, started_at, last_message_at)
   SELECT '${organizationId}', md5('customer' || n)::uuid, '${channelId}', CASE WHEN n % 1000 = 7 THEN 'fr' WHEN n % 2 = 0 THEN 'en' END,
     CASE WHEN n % 1000 = 8 THEN 'positive' WHEN n % 3 = 0 THEN 'negative' END, CASE WHEN n % 1000 = 9 THEN 'urgent' ELSE 'normal' END,
     CASE WHEN n % 1000 = 10 THEN 'email' ELSE 'web' END,
     CASE WHEN n > 5000 THEN 'active' ELSE 'closed' END, CASE WHEN n % 500 = 0 THEN '${agentId}'::uuid END,
     CASE WHEN n % 1000 = 0 THEN ARRAY['rare', 'refund'] WHEN n % 5 = 0 THEN ARRAY['refund'] ELSE '{}' END, at, at
   FROM generate_series(1, 5020) n, LATERAL (SELECT now() - n * interval '1 hour' AS at) t`,
  `INSERT INTO companies (id, organization_id, name, tier)
   VALUES ('${companyId}', '${organizationId}', 'Acme', 'vip'), ('${otherCompanyId}', '${organizationId}', 'Many', 'priority')`,
  `INSERT INTO companies (id, organization_id, name) SELECT md5('company' || n)::uuid, '${organizationId}', 'Small ' || n FROM generate_series(1, 200) n`,
  `UPDATE customers SET company_id = CASE WHEN email LIKE 'c%999@%' THEN '${companyId}'::uuid
     WHEN email LIKE 'c%1@%' THEN '${otherCompanyId}'::uuid ELSE md5('company' || 1 + hashtext(email) % 100 + 100)::uuid END
   WHERE email LIKE 'c%999@%' OR email LIKE 'c%1@%' OR email LIKE 'c%2@%'`,
  `UPDATE customers SET attributes = CASE WHEN email LIKE 'c%888@%' THEN '{"plan": "pro", "seats": 5}'::jsonb ELSE '{"plan": "free"}'::jsonb END`,
  'VACUUM ANALYZE',
  // What this has read is counted now, and not while somebody else is measured.
  'SELECT pg_stat_force_next_flush()',
];

/** Of another one nothing is closed. */
const busyId = randomUUID();
const fillBusy = [
  `INSERT INTO organizations (id, name) VALUES ('${busyId}', 'Busy')`,
  `INSERT INTO channels (id, organization_id, name, type, key) VALUES (md5('busy')::uuid, '${busyId}', 'Web', 'web', 'three')`,
  `INSERT INTO customers (id, organization_id) SELECT md5('busy' || n)::uuid, '${busyId}' FROM generate_series(1, 6000) n`,
  `INSERT INTO sessions (organization_id, customer_id, channel_id, channel_type, status, started_at, last_message_at, queued_at)
   SELECT '${busyId}', md5('busy' || n)::uuid, md5('busy')::uuid, 'web', (ARRAY['active', 'waiting', 'with_agent'])[1 + n % 3], at, at,
     CASE WHEN n % 3 = 1 THEN date_trunc('milliseconds', at) END
   FROM generate_series(1, 6000) n, LATERAL (SELECT now() - n * interval '5 minutes' AS at) t`,
  'VACUUM ANALYZE',
  'SELECT pg_stat_force_next_flush()',
];

describe('the lists of sessions', () => {
  let server: ThrowawayPostgres;
  let postgres: Postgres;
  let owner: Client;

  beforeAll(async () => {
    server = await throwawayPostgres();
    const { url } = await server.migratedDatabase();
    postgres = await openPostgres({ url, log: createLog('silent'), poolSize: 1 });
    owner = new Client({ connectionString: url });
    await owner.connect();
    for (const statement of fill) await owner.query(statement);
  });
  afterAll(async () => {
    await owner?.end();
    await postgres?.close();
    await server?.stop();
  });

  /** Rows and index entries of a table read so far. */
  async function readOf(table: string): Promise<number> {
    await postgres.withOrganization(organizationId, (manager) =>
      manager.query('SELECT pg_stat_force_next_flush()'),
    );
    await owner.query('SELECT pg_stat_clear_snapshot()');
    const { rows } = await owner.query<{ n: number }>(
      `SELECT (seq_tup_read + (SELECT sum(idx_tup_read) FROM pg_stat_user_indexes WHERE relname = $1))::int AS n
       FROM pg_stat_user_tables WHERE relname = $1`,
      [table],
    );
    return rows[0]!.n;
  }

  async function readBy(table: string, run: () => Promise<unknown>): Promise<number> {
    const before = await readOf(table);
    await run();
    return (await readOf(table)) - before;
  }

  it.each<[string, SessionFilter, number]>([
    ['all', {}, 20],
    ['closed ones', { status: 'closed' }, 20],
    ['open ones', { status: 'active' }, 20],
    ['those with an agent, when none is', { status: 'with_agent' }, 0],
    ['those of an agent', { agentId }, 10],
    ['those of an agent who had none', { agentId: idleAgentId }, 0],
    ['those of a person who is two customers', { customerIds: [idOf(5010), idOf(5011)] }, 2],
    ['those of a channel that has none', { channelId: otherChannelId }, 0],
    ['those with a common label', { label: 'refund' }, 20],
    ['those with a rare label', { label: 'rare' }, 5],
    ['those with a label that nobody has', { label: 'nobody' }, 0],
    ['those with one of two rare labels', { label: ['rare', 'nobody'] }, 5],
    ['those in a rare language', { language: ['fr'], status: 'closed' }, 5],
    ['those in a common language', { language: ['en'] }, 20],
    ['those in a rare mood', { sentiment: ['positive', 'neutral'] }, 6],
    ['urgent ones', { priority: ['urgent', 'high'] }, 6],
    ['those of a rare kind of channel', { channelType: ['email'] }, 6],
    ['those who wait for long', { waitsLongerThan: 30 }, 0],
    ['those of a company', { companyId }, 5],
    ['those of a company of many', { companyId: [otherCompanyId, companyId], status: 'closed' }, 20],
    ['those of a rare tier', { companyTier: 'vip' }, 5],
    ['those of a common tier', { companyTier: ['priority', 'vip'], status: 'closed' }, 20],
    ['those whose customer has a rare attribute', { attribute: 'plan:pro' }, 5],
    ['those whose customer has both attributes', { attribute: ['plan:pro', 'plan:none', 'seats:5'] }, 5],
    ['those whose customer has a common attribute', { attribute: ['plan:free'] }, 20],
    ['those whose customer has an attribute that nobody has', { attribute: 'plan:none' }, 0],
    ['by their beginning', { order: 'startedAt' }, 20],
    ['by their beginning, with a rare label', { order: 'startedAt', label: 'rare' }, 5],
    ['those that changed since', { updatedSince: new Date(Date.now() - 36e5 * 10.5).toISOString() }, 10],
  ])('reads little of the table for %s', async (_name, filter, count) => {
    const read = await readBy('sessions', async () => {
      const { items } = await createSessionRows(postgres).find(organizationId, filter, page);
      expect(items).toHaveLength(count);
    });
    expect(read).toBeLessThan(250);
  });

  it('counts for many views by one walk through the open ones, and the closed ones by their indexes', async () => {
    const read = await readBy('sessions', async () => {
      const filters: SessionFilter[] = [
        { language: 'fr' },
        { priority: ['urgent'] },
        { sentiment: 'positive' },
        { companyTier: 'vip' },
        { attribute: 'plan:pro' },
        ...Array.from({ length: 40 }, () => ({ status: ['active', 'waiting'] as const })),
      ];
      const counts = await createSessionRows(postgres).countEach(organizationId, filters);
      expect(counts.slice(0, 6)).toEqual([6, 6, 6, 5, 5, 20]);
    });
    expect(read).toBeLessThan(250);
  });

  it('counts open ones that have a label without looking each of them up among the labels', async () => {
    const filters = [{ status: ['active', 'waiting'] as const, label: ['common', 'rare'] }];
    const looks = await readBy('session_labels', () =>
      createSessionRows(postgres).countEach(organizationId, filters),
    );
    expect(looks).toBe(0);
  });

  const hour = 3_600_000;
  const since = (hours: number) => ({
    from: new Date(Date.now() - hours * hour),
    until: new Date(Date.now() + hour),
  });
  it.each<[string, Chosen, number]>([
    ['two days', { period: since(48.5), filter: {} }, 48],
    ['two days, without a label', { period: since(48.5), filter: {}, none: ['label'] }, 39],
    ['all with a rare label', { period: since(6_000), filter: { label: 'rare' } }, 5],
    ['all in a rare language', { period: since(6_000), filter: { language: 'fr' } }, 6],
  ])('reads little of the table for the numbers of %s', async (_name, chosen, count) => {
    const figures = createFigureStore(postgres.withOrganization);
    const read = await readBy('sessions', async () => {
      const { totals } = await figures.count(organizationId, chosen, [chosen.period.from]);
      expect(totals.conversations).toBe(count);
    });
    expect(read).toBeLessThan(250);
    for (const by of ['label', 'language', 'agent'] as const)
      expect(await readBy('sessions', () => figures.breakDown(organizationId, chosen, by))).toBeLessThan(250);
    const opened = { ...chosen, figure: 'answeredAgain' as const };
    expect(await readBy('sessions', () => figures.sessions(organizationId, opened, page))).toBeLessThan(250);
  });

  it('reads a page of the table for each page of a list', async () => {
    const rows = createSessionRows(postgres);
    const first = await rows.find(organizationId, {}, page);
    const read = await readBy('sessions', () =>
      rows.find(organizationId, {}, { ...page, cursor: first.nextCursor! }),
    );
    expect(read).toBeLessThan(250);
  });

  it('finds a customer by any part of what is known, without reading the others', async () => {
    const customers = createCustomerStore(postgres.withOrganization, String);
    const emails = async (q: string, on = organizationId) =>
      (await customers.list(on, { q }, page)).items.map(({ email }) => email);
    await postgres.withOrganization(organizationId, (manager) =>
      manager.query(
        `UPDATE customers SET first_name = 'Zoë', last_name = '50%_off' WHERE email = 'c4711@shop.test'`,
      ),
    );
    for (const q of ['C4711@', '4711@shop', 'zoë', 'zoé', 'oë 50%_o', '%_of', 'c4711@shop.test'])
      expect([q, await emails(q)]).toEqual([q, ['c4711@shop.test']]);
    for (const q of ['zoo', '50%xoff', "' OR 1=1", '@%@', randomUUID(), organizationId])
      expect([q, await emails(q)]).toEqual([q, []]);
    expect(await emails('c4711@', randomUUID())).toEqual([]);
    expect(await emails('shop')).toHaveLength(20);
    expect((await emails('47')).length).toBeGreaterThan(0);
    const read = await readBy('customers', () => emails('c4711@'));
    expect(read).toBeLessThan(700);
  });

  it('reads a page of the customers for each page of their list', async () => {
    const customers = createCustomerStore(postgres.withOrganization, String);
    const { nextCursor } = await customers.list(organizationId, {}, page);
    const read = await readBy('customers', () =>
      customers.list(organizationId, {}, { ...page, cursor: nextCursor! }),
    );
    expect(read).toBeLessThan(250);
  });

  it('finds labels as they change, and none of another organization', async () => {
    const rows = createSessionRows(postgres);
    const find = async (label: string, id = organizationId) =>
      (await rows.find(id, { label }, page)).items.map((session) => session.id);
    const [session] = (await rows.find(organizationId, {}, page)).items;
    const headSeq = session!.headSeq + 1;
    await postgres.crossTenant.project([{ ...session!, headSeq, labels: ['vip', 'late', 'vip'] }]);
    expect([await find('vip'), await find('late')]).toEqual([[session!.id], [session!.id]]);
    await postgres.crossTenant.project([{ ...session!, headSeq: headSeq + 1, labels: ['late'] }]);
    expect([await find('vip'), await find('late')]).toEqual([[], [session!.id]]);
    expect(await find('late', randomUUID())).toEqual([]);
  });

  it('has no index that a message must be written to', async () => {
    const updates = async () => {
      await owner.query('SELECT pg_stat_clear_snapshot()');
      const { rows } = await owner.query<{ all: number; hot: number }>(
        `SELECT n_tup_upd::int AS all, n_tup_hot_upd::int AS hot FROM pg_stat_user_tables WHERE relname = 'sessions'`,
      );
      return rows[0]!;
    };
    const { rows } = await owner.query<{ id: string }>(
      `SELECT id FROM sessions WHERE customer_id = ${customerOf(5010)}`,
    );
    const before = await updates();
    let session = (await createSessionRows(postgres).get(organizationId, rows[0]!.id))!;
    for (let n = 1; n <= 100; n += 1) {
      const at = new Date().toISOString();
      session = { ...session, headSeq: session.headSeq + 1, lastMessageAt: at, awaitingSince: at };
      await postgres.crossTenant.project([session]);
    }
    await eventually(async () => (await updates()).all - before.all >= 100);
    const after = await updates();
    // The row moves to another page once or twice, where there is more room.
    expect(after.hot - before.hot).toBeGreaterThan(90);
  });

  describe('where thousands are open', () => {
    beforeAll(async () => {
      for (const statement of fillBusy) await owner.query(statement);
    });

    it.each<[string, SessionFilter]>([
      ['all', {}],
      ['open ones', { status: ['active', 'waiting', 'with_agent'] }],
      ['those that wait', { status: 'waiting' }],
      ['those with an agent that are not put away', { status: 'with_agent', snoozed: false }],
      ['those that changed since', { updatedSince: new Date(Date.now() - 8 * 36e5).toISOString() }],
    ])('reads little of the table for %s, page after page', async (_name, filter) => {
      const rows = createSessionRows(postgres);
      const { items: whole } = await rows.find(busyId, filter, { limit: 60 });
      const times = whole.map(({ lastMessageAt }) => lastMessageAt);
      expect(times).toHaveLength(60);
      expect(filter.updatedSince ? times : times.toReversed()).toEqual(times.toSorted());
      const found: string[] = [];
      for (let cursor: string | undefined; found.length < whole.length;) {
        const read = await readBy('sessions', async () => {
          const next = await rows.find(busyId, filter, { ...page, ...(cursor && { cursor }) });
          found.push(...next.items.map(({ id }) => id));
          cursor = next.nextCursor!;
        });
        expect(read).toBeLessThan(250);
      }
      expect(found).toEqual(whole.map(({ id }) => id));
    });

    it('gives the queue of thousands page by page from who has waited longest', async () => {
      const rows = createSessionRows(postgres);
      const find = async (cursor?: string, priority?: Priority) => {
        const filter: SessionFilter = { order: 'queuedAt', ...(priority && { priority }) };
        let found!: Awaited<ReturnType<typeof rows.find>>;
        const read = await readBy('sessions', async () => {
          found = await rows.find(busyId, filter, { ...page, ...(cursor !== undefined && { cursor }) });
        });
        expect(read).toBeLessThan(250);
        return found;
      };
      const first = await find();
      const second = await find(first.nextCursor!);
      expect((await find(undefined, 'normal')).items).toEqual(first.items);
      expect((await find(first.nextCursor!, 'normal')).items).toEqual(second.items);
      expect((await find(undefined, 'urgent')).items).toEqual([]);
      const all = [...first.items, ...second.items];
      expect(new Set(all.map(({ id }) => id)).size).toBe(40);
      expect(all.every(({ status }) => status === 'waiting')).toBe(true);
      const times = all.map(({ queuedAt }) => queuedAt!);
      expect(times).toEqual([...times].sort());
      expect(Date.parse(times[0]!)).toBeLessThan(Date.now() - 5_997 * 5 * 60_000);
    });
  });
});
