// Two nodes give out sessions at the same moment: nobody gets more than they have room for.
import { randomUUID } from 'node:crypto';
import { redisForTests, redisIsHere, type TestRedis } from '../dev-env/redis';
import { TestServer } from '../dev-env/test-server';
import { eventually } from '../../src/tools/eventually';

type Socket = ReturnType<TestServer['socket']>;

(redisIsHere() ? describe : describe.skip)('an agent with little room, and two nodes', () => {
  let redis: TestRedis;
  let left: TestServer;
  let right: TestServer;
  let agent: Socket;
  let agentId: string;

  beforeAll(async () => {
    redis = (await redisForTests())!;
    const env = { REDIS_URL: redis.url, RATE_LIMITS: 'off' };
    left = await TestServer.create({ env });
    right = await TestServer.create({ env, beside: left });
    const { token, ...mara } = await left.addAgent('Mara');
    agentId = mara.agentId;
    await left.request('PATCH', `agents/${agentId}`, { body: { maxConcurrentChats: 1 } });
    agent = await open(left.socket('/agent', { token }));
  });
  afterAll(async () => {
    await right?.close();
    await left?.close();
    await redis?.close();
  });

  async function open(socket: Socket): Promise<Socket> {
    await new Promise((resolve, reject) => socket.once('ready', resolve).once('connect_error', reject));
    return socket;
  }

  const call = (socket: Socket, event: string, payload: object = {}) =>
    socket.timeout(60_000).emitWithAck(event, payload) as Promise<{ ok: boolean }>;

  /** One customer on each node, whose session the AI has. */
  async function customers(): Promise<Socket[]> {
    const both = await Promise.all(
      [left, right].map((node) => open(node.socket('/customer', { channelKey: left.channelKey }))),
    );
    const said = () => ({ clientMessageId: randomUUID(), text: 'How long does a refund take?' });
    await Promise.all(both.map((socket) => call(socket, 'message:send', said())));
    return both;
  }

  const held = async () => {
    const [row] = await left.query<{ n: number }>(
      `SELECT count(*)::int AS n FROM sessions WHERE status = 'with_agent'`,
    );
    return row!.n;
  };

  test('Both hand over at once: one session is theirs, the other waits', async () => {
    await call(agent, 'presence:set', { status: 'online' });
    const seen: number[] = [];
    for (let round = 0; round < 15; round++) {
      const both = await customers();
      await Promise.all(both.map((socket) => call(socket, 'session:request_human')));
      seen.push(await held());
      await Promise.all(both.map((socket) => call(socket, 'session:close')));
    }
    expect(seen).toEqual(seen.map(() => 1));
  });

  test('Both work on the queue at once: one session is theirs, the other waits', async () => {
    const seen: number[] = [];
    for (let round = 0; round < 15; round++) {
      await call(agent, 'presence:set', { status: 'away' });
      const both = await customers();
      await Promise.all(both.map((socket) => call(socket, 'session:request_human')));
      await Promise.all([
        call(agent, 'presence:set', { status: 'online' }),
        right.app.sweep(),
        left.app.sweep(),
      ]);
      await eventually(async () => (await held()) > 0);
      for (const { app } of [left, right]) await app.sweep();
      seen.push(await held());
      await Promise.all(both.map((socket) => call(socket, 'session:close')));
    }
    expect(seen).toEqual(seen.map(() => 1));
  });

  test('30 handovers at once on both: three are theirs when they have room for three, and nobody is lost', async () => {
    await left.request('PATCH', `agents/${agentId}`, { body: { maxConcurrentChats: 3 } });
    await call(agent, 'presence:set', { status: 'online' });
    const all = (await Promise.all(Array.from({ length: 15 }, () => customers()))).flat();
    await Promise.all(all.map((socket) => call(socket, 'session:request_human')));
    const [counted] = await left.query<{ held: number; waiting: number }>(
      `SELECT count(*) FILTER (WHERE status = 'with_agent')::int AS held,
         count(*) FILTER (WHERE status = 'waiting')::int AS waiting FROM sessions`,
    );
    expect(counted).toEqual({ held: 3, waiting: 27 });
    for (const socket of all) socket.close();
  });
});
