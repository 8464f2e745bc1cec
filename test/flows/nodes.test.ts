// Who may share a database: nodes with Redis among themselves; a node without it, nobody.
import { builtInEmbedder } from '../../src/knowledge/embed/onnx';
import { eventually } from '../../src/tools/eventually';
import { redisForTests, redisIsHere, type TestRedis } from '../dev-env/redis';
import { TestServer } from '../dev-env/test-server';
import { customer } from './console-desk';

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

  test('change a thing for one of two who read it and come to different nodes, however its address is written', async () => {
    const second = await TestServer.create({ beside: node, env: { REDIS_URL: redis.url } });
    try {
      const made = await node.request('POST', 'customers', { body: { firstName: 'Grace' } });
      const { id } = made.body as { id: string };
      for (let round = 0; round < 5; round += 1) {
        const { headers } = await node.request('GET', `customers/${id}`);
        const change = (at: TestServer, path: string) =>
          at.request('PATCH', path, {
            body: { firstName: `${at.url} ${round}` },
            headers: { 'If-Match': headers.get('etag')! },
          });
        const both = await Promise.all([
          change(node, `customers/${id}`),
          change(second, `Customers/${id.toUpperCase()}/`),
        ]);
        expect(both.map(({ status }) => status).sort()).toEqual([200, 412]);
      }
    } finally {
      await second.close();
    }
  });

  test.each(builtInEmbedder().embedder ? ['off', 'built-in'] : ['off'])(
    'answer from an article that was changed on another, with EMBEDDINGS=%s, without a word of what it said before',
    async (EMBEDDINGS) => {
      const env = { EMBEDDINGS, PARLEY_DEMO: 'off', RATE_LIMITS: 'off', REDIS_URL: redis.url };
      const one = await TestServer.create({ env });
      const other = await TestServer.create({ beside: one, env });
      // Another visitor each time.
      const answer = async (at: TestServer) => {
        const who = await customer(at);
        await who.say('How long does a refund take?');
        const said = await eventually(() => who.heard.find(({ sender }) => sender !== 'customer'));
        who.socket.disconnect();
        return said.content.text ?? said.type;
      };
      const answers = (at: TestServer, words: string) =>
        eventually(async () => (await answer(at)).includes(words), { every: 500 });
      try {
        const content = (days: string) =>
          `A refund takes ${days} working days to reach the account you paid from.`;
        const made = await one.request('POST', 'knowledge/articles', {
          body: { title: 'How long a refund takes', content: content('nine') },
        });
        const { id } = made.body as { id: string };
        await Promise.all([answers(one, 'nine'), answers(other, 'nine')]);
        const change = { body: { title: 'How long a refund takes', content: content('four') } };
        expect((await other.request('PUT', `knowledge/articles/${id}`, change)).status).toBe(200);
        await Promise.all([answers(one, 'four'), answers(other, 'four')]);
        for (const at of [one, other]) expect(await answer(at)).not.toContain('nine');
        expect((await one.request('DELETE', `knowledge/articles/${id}`)).status).toBe(204);
        await Promise.all([answers(one, 'handover'), answers(other, 'handover')]);
      } finally {
        await other.close();
        await one.close();
      }
    },
  );

  test.each(builtInEmbedder().embedder ? ['off', 'built-in'] : ['off'])(
    'find what was written on another, with EMBEDDINGS=%s: where it was written at once, and by its meaning as soon as it has one',
    async (EMBEDDINGS) => {
      const env = { EMBEDDINGS, PARLEY_DEMO: 'off', RATE_LIMITS: 'off', REDIS_URL: redis.url };
      const one = await TestServer.create({ env });
      const other = await TestServer.create({ beside: one, env });
      const finds = async (at: TestServer, query: string) => {
        const { body } = await at.request('POST', 'knowledge/search', { body: { query } });
        return (body as { items: Array<{ articleId: string }> }).items.map(({ articleId }) => articleId);
      };
      try {
        const title = 'Pets aboard';
        const made = await one.request('POST', 'knowledge/articles', {
          body: { title, content: 'Small animals travel in a carrier, larger ones wear a muzzle.' },
        });
        const { id } = made.body as { id: string };
        expect(await finds(one, 'muzzle')).toEqual([id]);
        await eventually(async () => (await finds(other, 'muzzle')).includes(id));
        const change = { body: { title, content: 'Dogs of any size travel on a leash.' } };
        expect((await other.request('PUT', `knowledge/articles/${id}`, change)).status).toBe(200);
        expect(await finds(other, 'leash')).toEqual([id]);
        await eventually(async () => (await finds(one, 'leash')).includes(id));
        if (EMBEDDINGS === 'built-in') {
          for (const at of [one, other])
            await eventually(async () => (await finds(at, 'Can my puppy come by train?')).includes(id));
        }
        // Words that mean the same hold on both, too.
        const items = [['leash', 'lead rope']];
        expect((await one.request('PUT', 'knowledge/synonyms', { body: { items } })).status).toBe(200);
        expect(await finds(one, 'lead rope')).toEqual([id]);
        await eventually(async () => (await finds(other, 'lead rope')).includes(id));
      } finally {
        await other.close();
        await one.close();
      }
    },
  );

  test('of role web add jobs and run none: those wait for one that does', async () => {
    const env = { REDIS_URL: redis.url };
    const web = await TestServer.create({ env: { ...env, PARLEY_ROLE: 'web' } });
    const waiting = async () =>
      (await web.query<{ name: string }>('SELECT task_identifier AS name FROM parley_jobs.jobs')).map(
        ({ name }) => name,
      );
    const runners = async () =>
      (
        await web.query(
          `SELECT FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN%jobs:insert%'`,
        )
      ).length;
    try {
      await web.app.queue.add('maintenance', {});
      const worker = await TestServer.create({ beside: web, env: { ...env, PARLEY_ROLE: 'worker' } });
      try {
        await eventually(async () => !(await waiting()).includes('maintenance') && (await runners()) > 0);
        expect(await runners()).toBe(1);
      } finally {
        await worker.close();
      }
      await eventually(async () => (await runners()) === 0);
      await web.app.queue.add('maintenance', {});
      expect(await waiting()).toContain('maintenance');
    } finally {
      await web.close();
    }
  });

  test('do not share it with one that has none', async () => {
    await expect(TestServer.create({ beside: node })).rejects.toThrow(refusal);
  });
});
