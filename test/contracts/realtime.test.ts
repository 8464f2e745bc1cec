import { randomUUID } from 'node:crypto';
import { rateRules } from '../../src/gateway/rate-rules';
import { createLog } from '../../src/log';
import { createMemoryAnswerCache } from '../../src/stores/memory/answer-cache';
import { createMemoryRealtime, unlimited } from '../../src/stores/memory';
import { createRedisRealtime, openRedis, type RedisStore } from '../../src/stores/redis';
import { realProcess } from '../dev-env/real-process';
import { redisForTests, redisIsHere, type TestRedis } from '../dev-env/redis';
import { realtimeContract } from './realtime.contract';
import { eventuallyPasses } from '../../src/tools/eventually';

const log = createLog('silent');

realtimeContract('memory', (options) => createMemoryRealtime(options));

describe('realtime state in memory', () => {
  it('does not grow beyond its cap', async () => {
    const realtime = createMemoryRealtime({ rules: rateRules }, { cap: 10 });
    const ids = Array.from({ length: 100 }, (_, i) => `a${i}`);
    for (const id of ids) {
      await realtime.statuses.set(id, { organizationId: 'o', status: 'online', since: '' });
    }
    expect([...(await realtime.statuses.get(ids)).keys()]).toEqual(ids.slice(90));
  });

  it('holds answers up to so many bytes, the longest unused go first', async () => {
    const answers = createMemoryAnswerCache(10_000);
    for (let i = 0; i < 100; i += 1) await answers.set(`a${i}`, 'x'.repeat(1_000), 60_000);
    expect(answers.bytes!()).toBeLessThanOrEqual(10_000);
    expect(await answers.get('a0')).toBeUndefined();
    expect(await answers.get('a99')).toBe('x'.repeat(1_000));
    await answers.set('large', 'x'.repeat(100_000), 60_000);
    expect(await answers.get('a99')).toBe('x'.repeat(1_000));
  });

  it('limits nothing when limits are off', async () => {
    for (let i = 0; i < 1000; i++) await unlimited().take('login', 'x');
  });
});

if (!redisIsHere()) {
  console.warn('Skipped: realtime state on Redis (no TEST_REDIS_URL, no redis-server on PATH).');
}

(redisIsHere() ? describe : describe.skip)('on Redis', () => {
  let server: TestRedis;
  let store: RedisStore;

  beforeAll(async () => {
    server = (await redisForTests())!;
    store = await openRedis({ url: server.url, log });
  });
  afterAll(async () => {
    await store.close();
    await server.close();
  });

  realtimeContract('Redis', (options) => createRedisRealtime(store, options));

  it('uses the names of the schema', async () => {
    const realtime = createRedisRealtime(store, { rules: rateRules });
    const id = randomUUID();
    const info = { kind: 'agent', organizationId: id, agentId: id, node: 'n', connectedAt: '' } as const;
    await realtime.statuses.set(id, { organizationId: id, status: 'online', since: '' });
    await realtime.connections.keep([{ id, info }]);
    await realtime.activeSessions.touch(id, 's', new Date());
    await realtime.context.view(id, 'anna');
    await realtime.rateLimits.take('login', id);
    await realtime.answers.set(`${id}:hash`, 'x', 60_000);
    expect((await store.client.keys(`*${id}*`)).sort()).toEqual([
      `agent:${id}:connections`,
      `agent:${id}:status`,
      `answer:${id}:hash`,
      `organization:${id}:active_sessions`,
      `ratelimit:login:${id}`,
      `session:${id}:context`,
      `websocket:${id}:info`,
    ]);
    expect(JSON.parse((await store.client.get(`websocket:${id}:info`))!)).toEqual(info);
  });

  it('keeps the newest active sessions for other programs, and never moves one back in time', async () => {
    const { activeSessions } = createRedisRealtime(store, { rules: rateRules, activeSessions: 5 });
    const organization = randomUUID();
    const kept = () =>
      store.client.zrevrange(`organization:${organization}:active_sessions`, 0, -1, 'WITHSCORES');
    await activeSessions.touch(organization, 'a', new Date(1000));
    await activeSessions.touch(organization, 'b', new Date(2000));
    await activeSessions.touch(organization, 'a', new Date(3000));
    await activeSessions.touch(organization, 'a', new Date(500));
    expect(await kept()).toEqual(['a', '3000', 'b', '2000']);
    await activeSessions.remove(organization, 'a');
    for (let n = 3; n <= 8; n += 1) await activeSessions.touch(organization, `s${n}`, new Date(n * 1000));
    expect((await kept()).filter((_, index) => index % 2 === 0)).toEqual(['s8', 's7', 's6', 's5', 's4']);
  });
});

(redisIsHere() && !process.env['TEST_REDIS_URL'] ? describe : describe.skip)('when Redis is gone', () => {
  let server: TestRedis;
  let store: RedisStore;
  const unhandled = jest.fn();

  beforeAll(async () => {
    realProcess.on('unhandledRejection', unhandled);
    server = (await redisForTests())!;
    store = await openRedis({ url: server.url, log });
  });
  afterAll(async () => {
    realProcess.off('unhandledRejection', unhandled);
    await store.close();
    await server.close();
  });

  it('refuses at once, limits fail as their rule says, and everything works again when it is back', async () => {
    const realtime = createRedisRealtime(store, { rules: rateRules });
    const { pub, sub } = store.adapterClients();
    const heard: string[] = [];
    sub.on('messageBuffer', (_channel: Buffer, text: Buffer) => heard.push(text.toString()));
    await sub.subscribe('news');
    await store.ping();
    await pub.ping();

    await server.kill!();
    await expect(store.ping()).rejects.toMatchObject({ code: 'unavailable' });
    await expect(realtime.connections.connected(['a'])).rejects.toMatchObject({ code: 'unavailable' });
    await expect(realtime.answers.get('a')).rejects.toMatchObject({ code: 'unavailable' });
    await expect(realtime.statuses.touch(['a'])).rejects.toMatchObject({ code: 'unavailable' });
    await expect(realtime.context.view('s', 'anna')).rejects.toMatchObject({ code: 'unavailable' });
    await expect(realtime.rateLimits.take('login', 'x')).rejects.toMatchObject({ code: 'unavailable' });
    for (let i = 0; i < 30; i++) await realtime.rateLimits.take('message', 'x');
    await expect(realtime.rateLimits.take('message', 'x')).rejects.toMatchObject({ code: 'rate_limited' });
    await realtime.rateLimits.forget('login', 'x');
    void pub.publish('news', 'lost');

    await server.restart!();
    await eventuallyPasses(() => store.ping());
    await realtime.rateLimits.take('login', 'x');
    await eventuallyPasses(async () => {
      await pub.publish('news', 'again');
      if (!heard.includes('again')) throw new Error('not heard yet');
    });
    expect(heard).not.toContain('lost');
    expect(unhandled).not.toHaveBeenCalled();
  });

  it('is given up when it hangs without closing a connection, by every one of its clients, and comes back', async () => {
    const { pub, sub, areReady } = store.adapterClients();
    const heard: string[] = [];
    sub.on('messageBuffer', (_channel: Buffer, text: Buffer) => heard.push(text.toString()));
    await sub.subscribe('more');
    await eventuallyPasses(() => pub.ping());

    const gone = Promise.all(
      [store.client, pub, sub].map((client) => new Promise<void>((resolve) => client.once('close', resolve))),
    );
    server.pause!();
    await expect(store.ping()).rejects.toMatchObject({ code: 'unavailable' });
    await gone;
    // Nothing is sent or queued while there is no connection.
    await expect(store.client.get('x')).rejects.toThrow('enableOfflineQueue');
    void pub.publish('more', 'lost');
    expect(areReady()).toBe(false);

    server.resume!();
    await eventuallyPasses(async () => {
      await pub.publish('more', 'again');
      if (!areReady() || !heard.includes('again')) throw new Error('not heard yet');
    });
    await store.ping();
    expect(heard).not.toContain('lost');
    expect(unhandled).not.toHaveBeenCalled();
  });

  it('does not keep a node from ending while it hangs', async () => {
    const ending = await openRedis({ url: server.url, log });
    const { sub } = ending.adapterClients();
    await sub.subscribe('more');
    server.pause!();
    await ending.close();
    server.resume!();
    expect(unhandled).not.toHaveBeenCalled();
  });

  it('starts without it', async () => {
    await server.kill!();
    const without = await openRedis({ url: server.url, log, waitMs: 100 });
    await expect(without.ping()).rejects.toMatchObject({ code: 'unavailable' });
    without.adapterClients().sub.subscribe('x').catch(unhandled);
    await without.close();
    expect(unhandled).not.toHaveBeenCalled();
  });
});
