// What docker-compose.yml describes: the file itself, and the same processes started by hand, two nodes on shared stores.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { Message } from '../../src/protocol/model/message';
import type { Session } from '../../src/protocol/model/session';
import { mongoForTests, whyNoMongo, type TestMongo } from '../dev-env/mongo';
import { redisForTests, redisIsHere, type TestRedis } from '../dev-env/redis';
import { TestServer } from '../dev-env/test-server';

interface Service {
  image?: string;
  build?: string;
  mem_limit?: string;
  environment?: Record<string, string>;
  healthcheck?: { test?: string[] };
  depends_on?: Record<string, { condition: string }>;
  volumes?: string[];
}

test('docker-compose.yml has the three stores, two equal nodes and a proxy in front of them', () => {
  const file = parse(readFileSync(join(__dirname, '../../docker-compose.yml'), 'utf8'), { merge: true }) as {
    services: Record<string, Service>;
    volumes: Record<string, unknown>;
    secrets: Record<string, object>;
  };
  for (const { image, mem_limit: memory, build } of Object.values(file.services)) {
    expect(memory).toMatch(/^\d+[mg]$/);
    if (!build) expect(image).toMatch(/:\d+\.\d+$/);
  }
  // A secret is named by the file that holds it, never set.
  const names = Object.values(file.services).flatMap(({ environment = {} }) => Object.keys(environment));
  expect(names).toContain('POSTGRES_PASSWORD_FILE');
  expect(names.filter((name) => name.endsWith('_PASSWORD'))).toEqual([]);
  const { node1, node2, proxy, ...stores } = file.services;
  expect(node1).toMatchObject({ read_only: true, cap_drop: ['ALL'] });
  // Compose refuses a read-only service whose secrets come from the environment.
  for (const secret of Object.values(file.secrets)) expect(Object.keys(secret)).toEqual(['file']);
  expect(Object.keys(stores).sort()).toEqual(['mongo', 'postgres', 'redis']);
  expect(node1).toEqual(node2);
  expect(Object.keys(node1!.environment!)).toEqual(
    expect.arrayContaining(['DATABASE_URL', 'MONGO_URL', 'REDIS_URL', 'PARLEY_ADMIN_PASSWORD_FILE']),
  );
  expect(node1!.depends_on).toEqual(
    Object.fromEntries(Object.keys(stores).map((name) => [name, { condition: 'service_healthy' }])),
  );
  for (const service of Object.values(stores)) expect(service.healthcheck).toBeDefined();
  expect(Object.keys(proxy!.depends_on!)).toEqual(['node1', 'node2']);
  const caddy = readFileSync(join(__dirname, '../../deploy/Caddyfile'), 'utf8');
  expect(caddy).toMatch(/reverse_proxy node1:3000 node2:3000/);
  expect(caddy).toMatch(/lb_policy cookie/);
  // Whether the node lives: /readyz is 503 on every node at once when Redis is away, and they all still take messages.
  expect(caddy).toMatch(/health_uri \/healthz\n/);
  expect(node1!.healthcheck!.test!.at(-1)).toContain("fetch('http://127.0.0.1:3000/healthz')");
  for (const { volumes = [] } of Object.values(file.services)) {
    for (const volume of volumes.filter((one) => !one.startsWith('.'))) {
      expect(Object.keys(file.volumes)).toContain(volume.split(':')[0]);
    }
  }
});

const missing = redisIsHere() ? whyNoMongo() : 'there is no redis-server';

(missing === undefined ? describe : describe.skip)(
  `two nodes on shared stores (${missing ?? 'all here'})`,
  () => {
    let redis: TestRedis;
    let mongo: TestMongo;
    let left: TestServer;
    let right: TestServer;

    beforeAll(async () => {
      redis = (await redisForTests())!;
      mongo = (await mongoForTests())!;
      const env = { REDIS_URL: redis.url, MONGO_URL: mongo.url, RATE_LIMITS: 'off' };
      left = await TestServer.create({ env });
      right = await TestServer.create({ env, beside: left });
    });
    afterAll(async () => {
      await right?.close();
      await left?.close();
      await mongo?.stop();
      await redis?.close();
    });

    test('a customer on one and an agent on the other have one conversation, in one order', async () => {
      const agent = right.socket('/agent', { token: await left.adminToken() });
      const customer = left.socket('/customer', { channelKey: left.channelKey });
      const heard: Message[] = [];
      customer.on('message:new', (message: Message) => heard.push(message));
      await Promise.all(
        [agent, customer].map((socket) => new Promise((resolve) => socket.once('ready', resolve))),
      );
      const waiting = new Promise<Session>((resolve) =>
        agent.on('session:update', (session: Session) => session.status === 'waiting' && resolve(session)),
      );
      const first = (await customer.emitWithAck('message:send', {
        clientMessageId: 'one',
        text: 'I want to talk to a human',
      })) as { ok: boolean; message: Message };
      expect(first.ok).toBe(true);
      const { id: sessionId } = await waiting;
      expect(sessionId).toBe(first.message.sessionId);
      expect(await agent.emitWithAck('session:claim', { sessionId })).toMatchObject({ ok: true });
      const sends = await Promise.all([
        ...[1, 2, 3].map((n) =>
          agent.emitWithAck('message:send', { sessionId, clientMessageId: `a${n}`, text: `a${n}` }),
        ),
        ...[1, 2, 3].map((n) =>
          customer.emitWithAck('message:send', { clientMessageId: `c${n}`, text: `c${n}` }),
        ),
      ]);
      expect(sends.map(({ ok }: { ok: boolean }) => ok)).toEqual(sends.map(() => true));
      const { body } = await left.request('GET', `sessions/${sessionId}/messages?limit=50`);
      const log = (body as { items: Message[] }).items;
      expect(log.map(({ seq }) => seq)).toEqual(log.map((_, i) => i + 1));
      expect(log.filter(({ sender }) => sender === 'agent').map(({ content }) => content.text)).toEqual([
        'a1',
        'a2',
        'a3',
      ]);
      expect(log.filter(({ sender }) => sender === 'customer').map(({ content }) => content.text)).toEqual([
        'I want to talk to a human',
        'c1',
        'c2',
        'c3',
      ]);
      const synced = (await customer.emitWithAck('session:sync', { afterSeq: 0 })) as { messages: Message[] };
      expect(synced.messages.map(({ seq }) => seq)).toEqual(log.map(({ seq }) => seq));
      const late = log.filter(({ sender }) => sender === 'agent').map(({ id }) => id);
      expect(heard.map(({ id }) => id)).toEqual(expect.arrayContaining(late));
    });
  },
);
