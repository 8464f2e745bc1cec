// The jobs of the real app: two nodes (where there is a Redis, else one) share them, and each is done once.
import { randomUUID } from 'node:crypto';
import { redisForTests, redisIsHere, type TestRedis } from '../dev-env/redis';
import { TestServer } from '../dev-env/test-server';
import { eventually, eventuallyPasses } from '../../src/tools/eventually';

let redis: TestRedis | undefined;
let server: TestServer;
let second: TestServer;
let env: Record<string, string>;

beforeAll(async () => {
  redis = redisIsHere() ? await redisForTests() : undefined;
  env = redis ? { REDIS_URL: redis.url } : {};
  server = await TestServer.create({ env });
  second = redis ? await TestServer.create({ env, beside: server }) : server;
});
afterAll(async () => {
  if (second !== server) await second?.close();
  await server?.close();
  await redis?.close();
});

test('The days are counted for every organization, and what ran out is forgotten', async () => {
  const another = await server.addOrganization();
  for (const { id } of [{ id: server.organizationId }, { id: another.organizationId }]) {
    const [row] = await server.query<{ user: string }>(
      'SELECT id AS user FROM users WHERE organization_id = $1',
      [id],
    );
    for (const age of ['-1 hour', '2 days']) {
      await server.query(
        `INSERT INTO idempotency_keys (organization_id, route, key, request_hash, created_at)
         VALUES ($1, 'x', $2, 'x', now() - $3::interval)`,
        [id, age, age],
      );
      await server.query(
        `INSERT INTO refresh_tokens (token_hash, organization_id, user_id, family, expires_at)
         VALUES ($1, $2, $3, $4, now() - $5::interval)`,
        [randomUUID(), id, row!.user, randomUUID(), age],
      );
    }
  }
  await Promise.all([server, second].map(({ app }) => app.queue.add('maintenance', {})));
  const counts = async () =>
    server.query<Record<string, number>>(
      `SELECT (SELECT count(*)::int FROM idempotency_keys) AS keys,
         (SELECT count(*)::int FROM refresh_tokens WHERE expires_at < now()) AS tokens,
         (SELECT count(*)::int FROM analytics) AS days`,
    );
  const wanted = [{ keys: 2, tokens: 0, days: 4 }];
  await eventuallyPasses(async () => expect(await counts()).toEqual(wanted));
});

(redisIsHere() ? test : test.skip)(
  'A summary that a crash took after the close is written by the next start',
  async () => {
    const customer = server.socket('/customer', { channelKey: server.channelKey });
    await new Promise((resolve) => customer.once('ready', resolve));
    await customer.emitWithAck('message:send', { clientMessageId: 'one', text: 'Where is my parcel?' });
    expect(await customer.emitWithAck('session:close', {})).toMatchObject({ ok: true });
    const summaries = () => server.query<{ doc: object }>('SELECT * FROM conversations');
    const theOne = () =>
      eventually(async () => {
        const found = await summaries();
        return found.length === 1 && found;
      });
    const before = await theOne();
    expect(before).toMatchObject([{ doc: { summary: 'Where is my parcel?' } }]);
    await server.query('DELETE FROM conversations');
    const third = await TestServer.create({ beside: server, env });
    try {
      expect(await theOne()).toEqual(before);
    } finally {
      await third.close();
    }
  },
);
