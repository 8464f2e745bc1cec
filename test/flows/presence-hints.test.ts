// What is true only now, as other nodes and dashboards find it in Redis; and what an agent sees of it.
import { randomUUID } from 'node:crypto';
import Redis from 'ioredis';
import type { Socket } from 'socket.io-client';
import { redisForTests, redisIsHere } from '../dev-env/redis';
import { TestServer } from '../dev-env/test-server';
import { eventuallyPasses } from '../../src/tools/eventually';

const onRedis = redisIsHere() ? describe : describe.skip;

onRedis('live keys on Redis', () => {
  let server: TestServer;
  let redis: Redis;
  let stop: () => Promise<void>;

  beforeAll(async () => {
    const store = (await redisForTests())!;
    stop = store.close;
    redis = new Redis(store.url);
    server = await TestServer.create({ env: { REDIS_URL: store.url } });
  });
  afterAll(async () => {
    await server?.close();
    await redis?.quit();
    await stop?.();
  });

  type Answer = Record<string, unknown> & { ok: boolean };
  const call = (socket: Socket, event: string, payload: object) =>
    new Promise<Answer>((resolve) => socket.emit(event, payload, resolve));
  const ready = (socket: Socket) =>
    new Promise<Record<string, never>>((resolve) => socket.once('ready', resolve));

  test('An open session is listed, whoever opens it hears who else looks, and a closed one is not listed', async () => {
    const customer = server.socket('/customer', { channelKey: server.channelKey });
    await ready(customer);
    const sent = await call(customer, 'message:send', {
      clientMessageId: randomUUID(),
      text: 'I want to talk to a human',
    });
    const { sessionId } = sent['message'] as { sessionId: string };
    const active = () => redis.zrevrange(`organization:${server.organizationId}:active_sessions`, 0, -1);
    await eventuallyPasses(async () => expect(await active()).toEqual([sessionId]));

    const [anna, ben] = [await server.addAgent('Anna'), await server.addAgent('Ben')];
    const [first, second] = [anna, ben].map(({ token }) => server.socket('/agent', { token })) as [
      Socket,
      Socket,
    ];
    await Promise.all([ready(first), ready(second)]);
    const opened = await call(first, 'session:open', { sessionId });
    expect(opened).toMatchObject({ ok: true, viewers: [] });
    expect(opened['customer']).toMatchObject({ id: expect.any(String), metadata: {}, identities: [] });
    expect(await call(second, 'session:open', { sessionId })).toMatchObject({ viewers: [anna.agentId] });

    const context = async (field: 'viewers' | 'typing') => {
      const held = JSON.parse((await redis.get(`session:${sessionId}:context`)) ?? '{}') as Record<
        string,
        object
      >;
      return Object.keys(held[field] ?? {}).sort();
    };
    await call(first, 'typing', { sessionId, typing: true });
    await eventuallyPasses(async () => expect(await context('typing')).toEqual([anna.agentId]));
    await call(first, 'session:leave', { sessionId });
    await eventuallyPasses(async () => expect(await context('viewers')).toEqual([ben.agentId]));
    second.disconnect();
    await eventuallyPasses(async () => expect(await context('viewers')).toEqual([]));

    await server.request('POST', `sessions/${sessionId}/claim`, { body: {} });
    await server.request('POST', `sessions/${sessionId}/close`, { body: {} });
    await eventuallyPasses(async () => expect(await active()).toEqual([]));
  });
});
