// A customer who leaves while they wait is passed over after a time, is not lost, and has their place again when they are back.
import { randomUUID } from 'node:crypto';
import type { Session } from '../../src/protocol/model/session';
import { eventually } from '../../src/tools/eventually';
import { redisForTests, redisIsHere, type TestRedis } from '../dev-env/redis';
import { TestServer } from '../dev-env/test-server';

type Socket = ReturnType<TestServer['socket']>;

async function open(socket: Socket): Promise<{ visitorToken: string }> {
  return new Promise((resolve, reject) => socket.once('ready', resolve).once('connect_error', reject));
}

// Tests read what they expect.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
const call = (socket: Socket, event: string, payload: object = {}): Promise<any> =>
  socket.timeout(60_000).emitWithAck(event, payload);

/** Somebody who asked for a person. */
async function waiter(node: TestServer, words: string) {
  const connect = (auth: object = {}) => node.socket('/customer', { channelKey: node.channelKey, ...auth });
  let socket = connect();
  const places: Array<number | undefined> = [];
  const listen = () =>
    socket.on('session:update', ({ queuePosition }: Session) => {
      if (queuePosition !== undefined) places.push(queuePosition);
    });
  listen();
  const { visitorToken } = await open(socket);
  const { message } = await call(socket, 'message:send', { clientMessageId: randomUUID(), text: words });
  places.push((await call(socket, 'session:request_human')).session.queuePosition);
  const { sessionId } = message as { sessionId: string };
  return {
    visitorToken,
    sessionId,
    place: () => places.at(-1),
    /** All that it had, in order. */
    places,
    leave: () => socket.disconnect(),
    async comeBack() {
      socket = connect({ visitorToken });
      listen();
      await open(socket);
    },
    session: async () => (await node.request('GET', `sessions/${sessionId}`)).body as Session,
  };
}

const timing = { sweepEveryMs: 200 };

async function passesOver(here: TestServer, there: TestServer): Promise<void> {
  await here.request('POST', 'settings', {
    body: { category: 'routing', key: 'goneAfterSeconds', value: 1 },
  });
  const [first, second] = [await waiter(here, 'I am first'), await waiter(there, 'I am second')];
  expect([first.place(), second.place()]).toEqual([1, 2]);

  first.leave();
  await eventually(() => second.place() === 1);
  expect(await first.session()).toMatchObject({
    status: 'waiting',
    customerGoneSince: expect.any(String),
    queuePosition: 2,
  });
  expect(await second.session()).not.toHaveProperty('customerGoneSince');

  await first.comeBack();
  await eventually(() => second.place() === 2);
  expect(await first.session()).toMatchObject({ queuePosition: 1 });
  expect(await first.session()).not.toHaveProperty('customerGoneSince');

  // Gone again; a word that comes without a socket gives the place back at once, for another second.
  first.leave();
  await eventually(() => second.place() === 1);
  const before = second.places.length;
  const said = await here.request('POST', 'widget/messages', {
    token: first.visitorToken,
    body: { clientMessageId: randomUUID(), text: 'Still here' },
  });
  expect(said.status).toBeLessThan(300);
  await eventually(() => second.places.slice(before).includes(2));
  await eventually(() => second.place() === 1);

  // Who is there comes first; then the one who is not, for nobody is lost.
  const grace = await here.addAgent('Grace');
  await here.request('PATCH', `agents/${grace.agentId}`, { body: { maxConcurrentChats: 1 } });
  const desk = here.socket('/agent', { token: grace.token });
  await open(desk);
  await call(desk, 'presence:set', { status: 'online' });
  await eventually(async () => (await second.session()).agentId === grace.agentId);
  expect(await first.session()).toMatchObject({ status: 'waiting', customerGoneSince: expect.any(String) });
  await call(desk, 'session:close', { sessionId: second.sessionId });
  await eventually(async () => (await first.session()).agentId === grace.agentId);
  expect(await first.session()).not.toHaveProperty('customerGoneSince');
}

test('One node: passed over, back in place, never lost', async () => {
  const node = await TestServer.create({ env: { RATE_LIMITS: 'off' }, timing });
  try {
    await passesOver(node, node);
  } finally {
    await node.close();
  }
});

(redisIsHere() ? test : test.skip)(
  'Two nodes: each knows of the other whose customers are there',
  async () => {
    const redis: TestRedis = (await redisForTests())!;
    const env = { RATE_LIMITS: 'off', REDIS_URL: redis.url };
    const here = await TestServer.create({ env, timing });
    const there = await TestServer.create({ env, timing, beside: here });
    try {
      await passesOver(here, there);
    } finally {
      await there.close();
      await here.close();
      await redis.close();
    }
  },
);
