// Two nodes on one Redis: rooms reach across nodes, and nothing is lost while Redis is gone.
import { randomUUID } from 'node:crypto';
import jwt from 'jsonwebtoken';
import { createLog } from '../../src/log';
import { openRedis, type RedisStore } from '../../src/stores/redis';
import { eventually } from '../../src/tools/eventually';
import { redisForTests, redisIsHere, type TestRedis } from '../dev-env/redis';
import {
  createHarness,
  type Harness,
  type Node,
  type Organization,
  type Reply,
  type TestClient,
} from './gateway-harness';

if (!redisIsHere()) {
  console.warn('Skipped: two gateways on Redis (no TEST_REDIS_URL, no redis-server on PATH).');
}

(redisIsHere() ? describe : describe.skip)('two nodes', () => {
  let redis: TestRedis;
  let stores: RedisStore[];
  let harness: Harness;
  let shop: Organization;
  let [left, right]: Node[] = [];
  const say = (text: string) => ({ clientMessageId: randomUUID(), text });

  beforeAll(async () => {
    redis = (await redisForTests())!;
    stores = await Promise.all([1, 2].map(() => openRedis({ url: redis.url, log: createLog('silent') })));
    harness = await createHarness();
    shop = await harness.organization('Shop', 1);
    [left, right] = await Promise.all(
      stores.map((store) => harness.node({ redis: store, heartbeatMs: 500 })),
    );
  });
  afterAll(async () => {
    await harness?.close();
    await Promise.all(stores.map((store) => store.close()));
    await redis?.close();
  });

  /** Both have found Redis again. */
  async function eventsCross() {
    for (const [from, to] of [
      [left!, right!],
      [right!, left!],
    ] as const) {
      const customer = await harness.customer(from, shop.channelKey);
      const agent = await harness.agent(to, shop.people[0]!);
      await eventually(
        async () => {
          const { message } = await customer.call('message:send', say('Back?'));
          return agent.heard.some(
            ({ event, body }) => event === 'session:update' && body['id'] === message.sessionId,
          );
        },
        { every: 200 },
      );
    }
  }

  async function acrossNodes() {
    const customer = await harness.customer(left!, shop.channelKey);
    const agent = await harness.agent(right!, shop.people[0]!);
    const { message } = await customer.call('message:send', say('Hello'));
    const sessionId = message.sessionId as string;
    await agent.hears('session:update', ({ id }) => id === sessionId);
    await agent.call('session:open', { sessionId });
    return { customer, agent, sessionId };
  }

  test('A customer on one and an agent on the other hear each other', async () => {
    const { customer, agent, sessionId } = await acrossNodes();
    await customer.call('message:send', say('Still here?'));
    await agent.hears('message:new', ({ seq }) => seq === 2);
    await agent.call('session:claim', { sessionId });
    await customer.hears('session:update', ({ status }) => status === 'with_agent');
    const { message } = await agent.call('message:send', { sessionId, ...say('Yes') });
    expect(await customer.hears('message:new', ({ seq }) => seq === message.seq)).toMatchObject({
      sender: 'agent',
    });
    await agent.call('typing', { sessionId, typing: true });
    await customer.hears('typing', ({ sender }) => sender === 'agent');
    const heard = customer.heard
      .filter(({ event }) => event === 'message:new')
      .map(({ body }) => body['seq']);
    expect(heard).toEqual([3, 4]);
  });

  test('The end of what was asked before a sign-in on another node is known here: a word for it begins nothing', async () => {
    const before = await harness.customer(left!, shop.channelKey);
    const { sessionId } = (await before.call('message:send', say('Where is my parcel?'))).message;
    const identity = jwt.sign({ sub: randomUUID() }, shop.identitySecret, { expiresIn: 3_600 });
    const { visitorToken } = before.ready;
    const signed = await harness.customer(right!, shop.channelKey, { visitorToken, identity });
    expect(signed.ready['anonymousSession']).toMatchObject({ id: sessionId });
    const by = { kind: 'system' } as const;
    await left!.sessions.close({ organizationId: shop.id, sessionId: sessionId as string, by });
    await signed.hears('session:update', ({ id, status }) => id === sessionId && status === 'closed');
    const late = await signed.call('message:send', { ...say('Still there?'), sessionId });
    expect(late.error?.code).toBe('not_found');
  });

  test('What one node told before is told again once another has told something else', async () => {
    const { customer, agent, sessionId } = await acrossNodes();
    const here = await harness.agent(left!, shop.people[0]!);
    const told = () =>
      customer.heard.filter(({ event }) => event === 'session:update').map(({ body }) => body['status']);
    await here.call('session:claim', { sessionId });
    await eventually(() => told().includes('with_agent'));
    await agent.call('session:transfer', { sessionId, to: { queue: true } });
    await eventually(() => told().includes('waiting'));
    await here.call('session:claim', { sessionId });
    await eventually(() => told().at(-1) === 'with_agent' && told().includes('waiting'));
  });

  test('Two windows of a customer on two nodes know of the session that one of them began', async () => {
    const first = await harness.customer(left!, shop.channelKey);
    const { visitorToken } = first.ready;
    const second = await harness.customer(right!, shop.channelKey, { visitorToken });
    expect(second.ready['session']).toBeNull();
    const { message } = await first.call('message:send', say('Hi'));
    expect(await second.hears('message:new')).toEqual(message);
    await second.hears('heartbeat', ({ headSeq }) => headSeq === 1);
  });

  test('A first sync long after the handshake gives the session as its log has it, or the one begun since', async () => {
    const first = await harness.customer(left!, shop.channelKey);
    const { visitorToken } = first.ready;
    const { message } = await first.call('message:send', say('Hi'));
    await left!.sessions.writeRows();
    const window = () => harness.customer(right!, shop.channelKey, { visitorToken });
    const [second, third] = [await window(), await window()];
    expect(second.ready['session']).toMatchObject({ id: message.sessionId, headSeq: 1 });
    const ask = { sessionId: message.sessionId, afterSeq: 1 };
    await first.call('message:send', say('Still here?'));
    const grown = await second.call('session:sync', ask);
    expect(grown).toMatchObject({ session: { headSeq: 2 }, messages: [{ seq: 2 }], headSeq: 2 });
    expect(await second.call('session:sync', { ...ask, afterSeq: 2 })).toMatchObject({
      messages: [],
      headSeq: 2,
    });
    await first.call('session:close', {});
    const { message: next } = await first.call('message:send', say('One more'));
    await left!.sessions.writeRows();
    expect(await third.call('session:sync', { afterSeq: 0 })).toMatchObject({
      session: { id: next.sessionId, status: 'active' },
      messages: [{ id: next.id }],
      headSeq: 1,
    });
  });

  test('A first sync learns from the log that the session is over, and gives the one begun since', async () => {
    const first = await harness.customer(left!, shop.channelKey);
    const { visitorToken } = first.ready;
    await first.call('message:send', say('Hi'));
    await left!.sessions.writeRows();
    const second = await harness.customer(right!, shop.channelKey, { visitorToken });
    await redis.kill!();
    await first.call('session:close', {});
    const { message: next } = await first.call('message:send', say('One more'));
    expect(await second.call('session:sync', { afterSeq: 0 })).toMatchObject({
      session: { id: next.sessionId, status: 'active' },
      messages: [{ id: next.id }],
    });
    await redis.restart!();
    await eventsCross();
  });

  test('What one node marks as read, the other no longer counts as unread', async () => {
    const { customer, agent, sessionId } = await acrossNodes();
    await customer.call('message:send', say('And?'));
    await agent.hears('message:new', ({ seq }) => seq === 2);
    await agent.call('message:read', { sessionId, seq: 2 });
    await agent.hears('session:update', ({ id, unread }) => id === sessionId && unread === 0);
    const { message } = await customer.call('message:send', say('One more'));
    const update = await agent.hears(
      'session:update',
      ({ id, headSeq }) => id === sessionId && headSeq === message.seq,
    );
    expect(update['unread']).toBe(1);
  });

  test('While Redis is gone sends are acked at once, and heartbeats and sync bring them; then events ring again', async () => {
    const { customer, agent, sessionId } = await acrossNodes();
    await redis.kill!();
    const { message } = await customer.call('message:send', say('Anybody?'));
    await agent.hears('heartbeat', ({ sessions }) => sessions[sessionId] === message.seq);
    const opened = await agent.call('session:open', { sessionId, afterSeq: message.seq - 1 });
    expect(opened['messages']).toEqual([message]);
    await redis.restart!();
    await eventually(
      async () => {
        await customer.call('message:send', say('Back?'));
        return agent.heard.some(({ event, body }) => event === 'message:new' && body['seq'] > message.seq);
      },
      { every: 200 },
    );
  });

  test('While Redis is gone heartbeats tell every socket elsewhere of a message, and that others may be missing; then no longer', async () => {
    const [near, far] = await Promise.all(
      stores.map((store) => harness.node({ redis: store, heartbeatMs: 2_000 })),
    );
    const customer = await harness.customer(near!, shop.channelKey);
    const { message } = await customer.call('message:send', say('Hello'));
    const sessionId = message.sessionId as string;
    // Each with a heartbeat in a tick of its own.
    const windows: TestClient[] = [];
    for (let i = 0; i < 20; i++) windows.push(await harness.agent(far!, shop.people[0]!));
    for (const window of windows) await window.call('session:open', { sessionId });

    await redis.kill!();
    const { message: lost } = await customer.call('message:send', say('Anybody?'));
    const knows = ({ sessions, missed }: Reply) => missed && sessions[sessionId] === lost.seq;
    await Promise.all(windows.map((window) => window.hears('heartbeat', knows)));

    await redis.restart!();
    const last = ({ heard }: TestClient) => heard.findLast(({ event }) => event === 'heartbeat')!.body;
    await eventually(() => windows.every((window) => !('missed' in last(window))));
  });
});
