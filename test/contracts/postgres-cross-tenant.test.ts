import { randomBytes, randomUUID } from 'node:crypto';
import { createLog } from '../../src/log';
import { openPostgres, type Postgres } from '../../src/stores/postgres/connection/database';
import { connectAsOwner } from '../../src/stores/postgres/connection/migrate';
import { createSessionRows } from '../../src/stores/postgres/tenant/sessions/sessions';
import { eventuallyPasses } from '../../src/tools/eventually';
import { throwawayPostgres, type FreshDatabase, type ThrowawayPostgres } from '../dev-env/postgres';

let server: ThrowawayPostgres;
let database: FreshDatabase;
let postgres: Postgres;

beforeAll(async () => {
  server = await throwawayPostgres();
});
afterAll(() => server?.stop());
beforeEach(async () => {
  database = await server.migratedDatabase();
  postgres = await openPostgres({ url: database.url, log: createLog('silent'), poolSize: 4 });
});
afterEach(async () => {
  await postgres.close();
  await database.drop();
});

const first = {
  organizationName: 'Hedgehog Outfitters',
  email: 'Admin@Parley.local',
  passwordHash: 'hash',
  displayName: 'Admin',
  channelName: 'Website',
};
const hash = () => randomBytes(32).toString('hex');
const later = () => new Date(Date.now() + 60_000);

const insert = (organizationId: string, text: string, values: unknown[]) =>
  postgres.withOrganization(organizationId, async (manager) => {
    const [row] = await manager.query<Array<{ id: string }>>(`${text} RETURNING *`, values);
    return row!;
  });

describe('the first start', () => {
  it('makes one organization, however many nodes start at once', async () => {
    const results = await Promise.all(
      Array.from({ length: 8 }, () => postgres.crossTenant.createFirstOrganization(first)),
    );
    expect(results.filter(({ created }) => created)).toHaveLength(1);
    expect(
      new Set(results.map(({ organizationId, channelKey }) => `${organizationId} ${channelKey}`)).size,
    ).toBe(1);
    expect(await postgres.crossTenant.organizationIds()).toHaveLength(1);
  });

  it('names an active admin who is there, whoever is asked for later', async () => {
    await postgres.crossTenant.createFirstOrganization(first);
    const later = { ...first, email: 'somebody.else@parley.local' };
    expect(await postgres.crossTenant.createFirstOrganization(later)).toMatchObject({
      created: false,
      adminEmail: 'admin@parley.local',
    });
  });

  it('makes an admin who is an agent, and a web channel', async () => {
    const { organizationId, channelKey } = await postgres.crossTenant.createFirstOrganization(first);
    const login = await postgres.crossTenant.loginByEmail('admin@PARLEY.local');
    expect(login).toEqual({
      userId: expect.any(String),
      organizationId,
      organizationName: 'Hedgehog Outfitters',
      email: 'admin@parley.local',
      passwordHash: 'hash',
      firstName: 'Admin',
      lastName: null,
      role: 'admin',
      isActive: true,
      language: null,
      agentId: expect.any(String),
      displayName: 'Admin',
    });
    const channel = await postgres.crossTenant.channelByKey(channelKey!);
    expect(channel).toMatchObject({ organizationId, type: 'web', name: 'Website', isActive: true });
    expect(await postgres.crossTenant.channelById(channel!.id)).toEqual(channel);
    const agents = await postgres.withOrganization(organizationId, (manager) =>
      manager.query<unknown[]>('SELECT id, max_concurrent_chats FROM agents'),
    );
    expect(agents).toEqual([{ id: login!.agentId, max_concurrent_chats: 3 }]);
  });
});

describe('credential lookups', () => {
  let organizationId: string;
  let userId: string;
  beforeEach(async () => {
    ({ organizationId } = await postgres.crossTenant.createFirstOrganization(first));
    ({ userId } = (await postgres.crossTenant.loginByEmail(first.email))!);
  });

  it.each(['', ' ', 'nobody@parley.local', "' OR 1=1 --", '%'])('knows nobody by %j', async (text) => {
    expect(await postgres.crossTenant.loginByEmail(text)).toBeUndefined();
    expect(await postgres.crossTenant.channelByKey(text)).toBeUndefined();
    expect(await postgres.crossTenant.apiKeyByHash(text)).toBeUndefined();
    expect(await postgres.crossTenant.visitorByTokenHash(text)).toBeUndefined();
    expect(
      await postgres.crossTenant.useRefreshToken(text, {
        hash: hash(),
        expiresAt: later(),
        graceSeconds: 30,
      }),
    ).toEqual({
      outcome: 'unknown',
    });
  });

  it('knows an API key until it expires, and notes its use', async () => {
    const [good, expired] = [hash(), hash()];
    const text = `INSERT INTO api_keys (organization_id, name, key_hash, permissions, expires_at) VALUES ($1, $2, $3, $4, $5)`;
    const { id } = await insert(organizationId, text, [
      organizationId,
      'CRM',
      good,
      ['sessions:read'],
      later(),
    ]);
    await insert(organizationId, text, [organizationId, 'Old', expired, [], new Date(Date.now() - 1000)]);
    expect(await postgres.crossTenant.apiKeyByHash(good)).toEqual({
      id,
      organizationId,
      name: 'CRM',
      permissions: ['sessions:read'],
    });
    expect(await postgres.crossTenant.apiKeyByHash(expired)).toBeUndefined();
    const [row] = await postgres.withOrganization(organizationId, (manager) =>
      manager.query<Array<{ last_used_at: Date }>>('SELECT last_used_at FROM api_keys WHERE id = $1', [id]),
    );
    expect(row!.last_used_at).toBeInstanceOf(Date);
  });

  describe('refresh tokens', () => {
    async function login(expiresAt = later()) {
      const token = hash();
      const family = randomUUID();
      const text = `INSERT INTO refresh_tokens (token_hash, organization_id, user_id, family, expires_at) VALUES ($1, $2, $3, $4, $5)`;
      await insert(organizationId, text, [token, organizationId, userId, family, expiresAt]);
      return { token, family };
    }

    const use = (token: string, next = hash(), graceSeconds = 30) =>
      postgres.crossTenant.useRefreshToken(token, { hash: next, expiresAt: later(), graceSeconds });

    it('give everybody who comes within the grace a next one of the family, and nobody after it', async () => {
      const { token, family } = await login();
      const nexts = [hash(), hash(), hash()];
      const uses = await Promise.all(nexts.map((next) => use(token, next)));
      const person = await postgres.crossTenant.loginByEmail(first.email);
      for (const each of uses) expect(each).toEqual({ outcome: 'rotated', family, login: person });
      for (const next of nexts) expect(await use(next)).toMatchObject({ outcome: 'rotated', family });
      await insert(
        organizationId,
        `UPDATE refresh_tokens SET used_at = used_at - interval '31 seconds' WHERE token_hash = $1`,
        [token],
      );
      expect(await use(token)).toMatchObject({ outcome: 'reused', family });
    });

    it('hand on to the next of the family, and end together', async () => {
      const { token, family } = await login();
      const next = hash();
      await use(token, next);
      expect(await use(token, hash(), 0)).toEqual({
        outcome: 'reused',
        family,
        secondsAgo: expect.any(Number),
      });
      await postgres.crossTenant.endRefreshFamily(token);
      for (const dead of [token, next]) {
        expect(await use(dead)).toEqual({ outcome: 'unknown' });
      }
    });

    it('are unknown once expired', async () => {
      const { token } = await login(new Date(Date.now() - 1));
      expect(await use(token)).toEqual({ outcome: 'unknown' });
    });
  });

  it('knows a visitor with channel and customer, verified once an identity is proved', async () => {
    const channel = (
      await postgres.withOrganization(organizationId, (manager) =>
        manager.query<Array<{ id: string }>>('SELECT id FROM channels'),
      )
    )[0]!;
    const { id: customerId } = await insert(
      organizationId,
      'INSERT INTO customers (organization_id, first_name) VALUES ($1, $2)',
      [organizationId, 'Ada'],
    );
    const token = hash();
    await insert(
      organizationId,
      'INSERT INTO visitor_tokens (token_hash, organization_id, customer_id, channel_id) VALUES ($1, $2, $3, $4)',
      [token, organizationId, customerId, channel.id],
    );
    const known = {
      organizationId,
      channel: { id: channel.id, type: 'web', isActive: true },
      customer: { id: customerId, name: 'Ada', verified: false },
    };
    expect(await postgres.crossTenant.visitorByTokenHash(token)).toEqual(known);
    const identity = `INSERT INTO customer_identities (organization_id, customer_id, kind, value, proved_by) VALUES ($1, $2, $3, $4, $5)`;
    await insert(organizationId, identity, [organizationId, customerId, 'email', 'ada@example.org', 'none']);
    expect((await postgres.crossTenant.visitorByTokenHash(token))?.customer.verified).toBe(false);
    await insert(organizationId, identity, [organizationId, customerId, 'external', 'c-1', 'jwt']);
    expect((await postgres.crossTenant.visitorByTokenHash(token))?.customer.verified).toBe(true);
  });

  describe("brings a visitor's newest session along", () => {
    const insertSession = (on: { organizationId: string; customerId: string; channelId: string }) =>
      createSessionRows(postgres).openOrGet({ ...on, channelType: 'web' });

    async function visitor(of = organizationId) {
      const channelKey = hash();
      const { id: channelId } = await insert(
        of,
        `INSERT INTO channels (organization_id, name, type, key) VALUES ($1, 'Web', 'web', $2)`,
        [of, channelKey],
      );
      const { id: customerId } = await insert(of, 'INSERT INTO customers (organization_id) VALUES ($1)', [
        of,
      ]);
      return { organizationId: of, customerId, channelId };
    }

    async function tokenOf(on: Awaited<ReturnType<typeof visitor>>) {
      const token = hash();
      await insert(
        on.organizationId,
        'INSERT INTO visitor_tokens (token_hash, organization_id, customer_id, channel_id) VALUES ($1, $2, $3, $4)',
        [token, on.organizationId, on.customerId, on.channelId],
      );
      return token;
    }

    const seen = async (token: string) => (await postgres.crossTenant.visitorByTokenHash(token))?.session;

    it('none, when there is none', async () => {
      expect(await seen(await tokenOf(await visitor()))).toBeUndefined();
    });

    it('the open one, however many are closed, and as its row is; else the one that began last', async () => {
      const mine = await visitor();
      const token = await tokenOf(mine);
      const first = (await insertSession(mine)).state;
      expect(await seen(token)).toEqual(first);
      await postgres.crossTenant.project([{ ...first, status: 'closed', headSeq: 4 }]);
      expect(await seen(token)).toMatchObject({ id: first.id, status: 'closed', headSeq: 4 });
      const second = (await insertSession(mine)).state;
      expect(await seen(token)).toEqual(second);
      expect(await seen(token)).toEqual(await createSessionRows(postgres).latest(mine));
    });

    it("nobody else's: not of another customer, of another channel, of another organization", async () => {
      const mine = await visitor();
      const other = await visitor();
      await insertSession(other);
      await insertSession({ ...mine, customerId: other.customerId });
      await insertSession({ ...mine, channelId: other.channelId });
      const owner = await connectAsOwner(database.url);
      await owner.query('SET session_replication_role = replica');
      await owner.query(
        `INSERT INTO sessions (organization_id, customer_id, channel_id, channel_type) VALUES ($1, $2, $3, 'web')`,
        [randomUUID(), mine.customerId, mine.channelId],
      );
      await owner.end();
      expect(await seen(await tokenOf(mine))).toBeUndefined();
    });
  });
});

it('an instance value is set once, and everybody reads that one', async () => {
  expect(await postgres.crossTenant.instanceValue('jwt')).toBeUndefined();
  const set = await Promise.all(
    [1, 2, 3, 4].map((n) => postgres.crossTenant.setInstanceValue('jwt', { secret: n })),
  );
  expect(new Set(set.map((value) => JSON.stringify(value))).size).toBe(1);
  expect(await postgres.crossTenant.instanceValue('jwt')).toEqual(set[0]);
});

it('counts what is open', async () => {
  expect(await postgres.crossTenant.totals()).toEqual({
    sessions: { active: 0, waiting: 0, with_agent: 0 },
  });
});

describe('many sessions', () => {
  /** By SQL: as many as a busy installation has. */
  async function sessions(count: number, columns: string, values: string): Promise<string[]> {
    const owner = await connectAsOwner(database.url);
    try {
      const { rows } = await owner.query<{ id: string }>(
        `WITH o AS (INSERT INTO organizations (name) VALUES ('Busy') RETURNING id),
           ch AS (INSERT INTO channels (organization_id, name, type, key) SELECT id, 'Web', 'web', 'busy' FROM o RETURNING id),
           c AS (INSERT INTO customers (organization_id) SELECT id FROM o, generate_series(1, ${count}) RETURNING id)
         INSERT INTO sessions (organization_id, customer_id, channel_id, channel_type, ${columns})
         SELECT o.id, c.id, ch.id, 'web', ${values} FROM o, ch, c RETURNING id`,
      );
      return rows.map(({ id }) => id);
    } finally {
      await owner.end();
    }
  }

  it('are marked as gone by nodes that see them in different orders, without holding each other up', async () => {
    const ids = await sessions(400, 'status', `'waiting'`);
    for (const gone of [true, false, true, false]) {
      const orders = [ids, ids.toReversed(), ids.toSorted(), ids.toSorted().reverse()];
      const marked = await Promise.all(
        orders.map((order) => postgres.crossTenant.markGone(order.map((sessionId) => ({ sessionId, gone })))),
      );
      expect(
        marked
          .flat()
          .map(({ id }) => id)
          .sort(),
      ).toEqual(ids.toSorted());
    }
  });

  it('that are idle are walked to the end, also those with the same last moment', async () => {
    const ids = await sessions(
      25,
      'head_seq, last_message_at',
      `1, date_trunc('minutes', now()) - interval '5 minutes'`,
    );
    const found: string[] = [];
    for (let some = await postgres.crossTenant.idle.toAsk(10); some.length > 0;) {
      found.push(...some.map(({ id }) => id));
      some = await postgres.crossTenant.idle.toAsk(10, some.at(-1));
    }
    expect(found.toSorted()).toEqual(ids.toSorted());
  });
});

describe('pushes that were lost', () => {
  /** An organization with one agent who has a device, and so many conversations. */
  async function place(count: number, columns: string, values: string) {
    const owner = await connectAsOwner(database.url);
    try {
      const { rows } = await owner.query<{ sessionId: string; agentId: string; deviceId: string }>(
        `WITH o AS (INSERT INTO organizations (name) VALUES ('One') RETURNING id),
           u AS (INSERT INTO users (organization_id, email, password_hash, first_name, role)
             SELECT id, $1, 'hash', 'Ada', 'agent' FROM o RETURNING id),
           a AS (INSERT INTO agents (organization_id, user_id, display_name) SELECT o.id, u.id, 'Ada' FROM o, u RETURNING id),
           d AS (INSERT INTO push_devices (organization_id, agent_id, family, endpoint, p256dh, auth, words)
             SELECT o.id, a.id, gen_random_uuid(), $1, 'key', 'auth', '{}' FROM o, a RETURNING id),
           ch AS (INSERT INTO channels (organization_id, name, type, key) SELECT id, 'Web', 'web', $1 FROM o RETURNING id),
           c AS (INSERT INTO customers (organization_id) SELECT id FROM o, generate_series(1, ${count}) RETURNING id),
           s AS (INSERT INTO sessions (organization_id, customer_id, channel_id, channel_type, ${columns})
             SELECT o.id, c.id, ch.id, 'web', ${values} FROM o, ch, c, a RETURNING id)
         SELECT s.id AS "sessionId", a.id AS "agentId", d.id AS "deviceId" FROM s, a, d`,
        [randomUUID()],
      );
      return rows;
    } finally {
      await owner.end();
    }
  }
  const asOwner = async (text: string, values: unknown[]) => {
    const owner = await connectAsOwner(database.url);
    await owner.query(text, values).finally(() => owner.end());
  };
  const ago = (seconds: number) => `now() - interval '${seconds} seconds'`;
  const written = (seconds: number) =>
    `'with_agent', a.id, 1, 0, jsonb_build_object('sender', 'customer', 'timestamp', ${ago(seconds)})`;
  const held = 'status, agent_id, team_received, team_read, last_message';
  const unnotified = () => postgres.crossTenant.lostPushes.unnotified();

  it('of one kind and place hide none of another, however many nobody wants', async () => {
    await place(450, 'status, queued_at', `'waiting', ${ago(60)}`);
    const [waiting] = await place(1, 'status, queued_at', `'waiting', ${ago(60)}`);
    await place(450, held, written(60));
    const [told] = await place(1, held, written(60));
    const [called] = await place(1, 'status', `'active'`);
    await asOwner(
      `INSERT INTO mentions (organization_id, agent_id, session_id, seq, by_name, created_at)
       SELECT organization_id, $2, id, seq, 'Bo', ${ago(60)} FROM sessions, generate_series(1, 2) seq WHERE id = $1`,
      [called!.sessionId, called!.agentId],
    );
    const mentioned = (found: Awaited<ReturnType<typeof unnotified>>) =>
      found.filter(({ kind }) => kind === 'mentioned').map(({ sessionId }) => sessionId);
    expect(mentioned(await unnotified())).toEqual([called!.sessionId]);
    const missing = new Set([waiting!.sessionId, told!.sessionId]);
    for (let looks = 0; looks < 100 && missing.size > 0; looks += 1)
      for (const { sessionId } of await unnotified()) missing.delete(sessionId!);
    expect([...missing]).toEqual([]);
  });

  it('are those of messages of which no device was told, also where a line came after them that nobody said', async () => {
    const [one] = await place(1, `${held}, last_message_at`, `${written(300)}, ${ago(60)}`);
    expect(await unnotified()).toMatchObject([
      { sessionId: one!.sessionId, agentId: one!.agentId, kind: 'message' },
    ]);
    await asOwner(
      `INSERT INTO push_news (organization_id, device_id, session_id, kind, at, until)
       SELECT organization_id, $2, id, 'message', ${ago(295)}, now() FROM sessions WHERE id = $1`,
      [one!.sessionId, one!.deviceId],
    );
    expect(await unnotified()).toEqual([]);
  });
});

it('the pools come back after the server cut every connection', async () => {
  await postgres.ping();
  await postgres.documents.query('SELECT 1');
  await postgres.crossTenant.totals();
  const owner = await connectAsOwner(database.url);
  await owner.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`,
  );
  await owner.end();
  await eventuallyPasses(() => postgres.ping());
  await eventuallyPasses(() => postgres.documents.query('SELECT 1'));
  await eventuallyPasses(() => postgres.crossTenant.totals());
});
