// Who may share a database: nodes with Redis among themselves; a node without it, nobody.
import { redisForTests, redisIsHere, type TestRedis } from '../dev-env/redis';
import { TestServer } from '../dev-env/test-server';

const refusal = /^Another Parley uses this database.* REDIS_URL .*\.$/;

describe('a node without Redis', () => {
  let node: TestServer;

  beforeAll(async () => {
    node = await TestServer.create();
  });
  afterAll(() => node?.close());

  test('is alone on its database: a second one is refused with a sentence, and the first goes on', async () => {
    await expect(TestServer.create({ beside: node })).rejects.toThrow(refusal);
    const ready = await fetch(`${node.url}/readyz`);
    expect([ready.status, await ready.json()]).toMatchObject([200, { stores: { realtime: 'ok' } }]);
  });
});

(redisIsHere() ? describe : describe.skip)('nodes with Redis', () => {
  let redis: TestRedis;
  let node: TestServer;

  beforeAll(async () => {
    redis = (await redisForTests())!;
    node = await TestServer.create({ env: { REDIS_URL: redis.url } });
  });
  afterAll(async () => {
    await node?.close();
    await redis?.close();
  });

  test('share a database: the second finds what the first one made, and makes nothing', async () => {
    const second = await TestServer.create({ beside: node, env: { REDIS_URL: redis.url } });
    try {
      expect(second.app.first).toEqual(node.app.first);
      expect(await node.query('SELECT count(*)::int AS n FROM organizations')).toEqual([{ n: 1 }]);
      expect(await node.query('SELECT count(*)::int AS n FROM knowledge_base')).toEqual([{ n: 12 }]);
    } finally {
      await second.close();
    }
  });

  test('do not share it with one that has none', async () => {
    await expect(TestServer.create({ beside: node })).rejects.toThrow(refusal);
  });
});
