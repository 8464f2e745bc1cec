// A Redis that keeps its connections and answers nobody is treated as one that is gone, and again as there when it answers.
import { randomUUID } from 'node:crypto';
import { redisForTests, redisIsHere, type TestRedis } from '../dev-env/redis';
import { TestServer } from '../dev-env/test-server';
import { eventually, eventuallyPasses } from '../../src/tools/eventually';

const ours = redisIsHere() && !process.env['TEST_REDIS_URL'];
if (!ours) console.warn('Skipped: a Redis that hangs (no redis-server on PATH, or TEST_REDIS_URL).');

type Socket = ReturnType<TestServer['socket']>;
type News = { sessions: Record<string, number>; content: { text?: string } };
type Answer = { ok: boolean; message: { seq: number; sessionId: string } };

(ours ? describe : describe.skip)('two nodes whose Redis hangs', () => {
  let redis: TestRedis;
  let left: TestServer;
  let right: TestServer;

  beforeAll(async () => {
    redis = (await redisForTests())!;
    const env = { REDIS_URL: redis.url };
    left = await TestServer.create({ env });
    right = await TestServer.create({ env, beside: left });
  });
  afterAll(async () => {
    redis?.resume?.();
    await right?.close();
    await left?.close();
    await redis?.close();
  });

  const call = (socket: Socket, event: string, payload: object): Promise<Answer> =>
    socket.timeout(60_000).emitWithAck(event, payload) as Promise<Answer>;
  const say = (text: string) => ({ clientMessageId: randomUUID(), text });
  const heard = (socket: Socket, event: string, fits: (body: News) => boolean) =>
    new Promise<void>((resolve) => socket.on(event, (body: News) => fits(body) && resolve()));

  async function open(socket: Socket): Promise<Socket> {
    await new Promise((resolve, reject) => socket.once('ready', resolve).once('connect_error', reject));
    return socket;
  }
  const customer = () => open(left.socket('/customer', { channelKey: left.channelKey }));
  const agent = async () => open(right.socket('/agent', { token: await left.adminToken() }));

  const realtime = async ({ url }: TestServer) => {
    const response = await fetch(`${url}/readyz`);
    const { stores } = (await response.json()) as { stores: Record<string, string> };
    return [response.status, stores['realtime']];
  };

  const until = (server: TestServer, state: [number, string]) =>
    eventuallyPasses(async () => expect(await realtime(server)).toEqual(state));

  test('/readyz says so, what people do is answered, other nodes find it, and events ring again afterwards', async () => {
    const [writer, console] = [await customer(), await agent()];
    const { message } = await call(writer, 'message:send', say('I want to talk to a human'));
    const { sessionId } = message;
    await call(console, 'session:open', { sessionId });
    await call(console, 'session:claim', { sessionId });
    redis.pause!();
    const sent = await call(writer, 'message:send', say('Anybody?'));
    expect(sent.ok).toBe(true);
    const found = heard(console, 'heartbeat', ({ sessions }) => sessions[sessionId]! >= sent.message.seq);
    await until(left, [503, 'down']);
    const second = await customer();
    expect((await call(second, 'message:send', say('A person, please'))).ok).toBe(true);
    const another = await agent();
    for (const [event, payload] of [
      ['session:open', { sessionId }],
      ['message:send', { sessionId, ...say('Yes') }],
      ['typing', { sessionId, typing: true }],
      ['presence:set', { status: 'online' }],
      ['session:transfer', { sessionId, to: { queue: true } }],
      ['session:claim', { sessionId }],
    ] as const)
      expect([event, (await call(another, event, payload)).ok]).toEqual([event, true]);
    expect((await left.request('GET', 'sessions')).status).toBe(200);
    await found;

    redis.resume!();
    await until(left, [200, 'ok']);
    await until(right, [200, 'ok']);
    let rang = false;
    void heard(console, 'message:new', ({ content }) => content.text === 'Back?').then(() => (rang = true));
    await eventually(
      async () => {
        await call(writer, 'message:send', say('Back?'));
        return rang;
      },
      { every: 200 },
    );
  });
});
