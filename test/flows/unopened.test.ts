// A conversation that its agent does not open: a warning, then the queue, and not to the same agent again.
import { randomUUID } from 'node:crypto';
import { eventually } from '../../src/tools/eventually';
import { TestServer } from '../dev-env/test-server';

type Socket = ReturnType<TestServer['socket']>;

let server: TestServer;
beforeAll(async () => {
  server = await TestServer.create({ env: { RATE_LIMITS: 'off' }, timing: { sweepEveryMs: 200 } });
  await server.request('POST', 'settings', {
    body: { category: 'routing', key: 'openWithinSeconds', value: 12 },
  });
}, 60_000);
afterAll(() => server?.close());

async function open(socket: Socket): Promise<Socket> {
  await new Promise((resolve, reject) => socket.once('ready', resolve).once('connect_error', reject));
  return socket;
}

const call = (socket: Socket, event: string, payload: object = {}) =>
  socket.timeout(10_000).emitWithAck(event, payload);

test('It warns, goes back, and goes to somebody else', async () => {
  const [ada, bob] = [await server.addAgent('Ada'), await server.addAgent('Bob')];
  const hers = await open(server.socket('/agent', { token: ada.token }));
  const warnings: Array<{ type: string; sessionId: string; returnsAt?: string }> = [];
  hers.on('notification', (news) => warnings.push(news));
  await call(hers, 'presence:set', { status: 'online' });
  const customer = await open(server.socket('/customer', { channelKey: server.channelKey }));
  const { message } = await call(customer, 'message:send', {
    clientMessageId: randomUUID(),
    text: 'Hello?',
  });
  const { sessionId } = message as { sessionId: string };
  await call(customer, 'session:request_human');
  const session = async () =>
    (await server.request('GET', `sessions/${sessionId}`)).body as { status: string; agentId?: string };
  expect(await session()).toMatchObject({ status: 'with_agent', agentId: ada.agentId });
  const warned = await eventually(() => warnings.find(({ type }) => type === 'unanswered'));
  expect(warned).toMatchObject({ sessionId, returnsAt: expect.any(String) });
  await eventually(async () => (await session()).status === 'waiting');
  // Ada is online, and does not get it again; Bob does.
  const his = await open(server.socket('/agent', { token: bob.token }));
  await call(his, 'presence:set', { status: 'online' });
  await eventually(async () => (await session()).agentId === bob.agentId);
  expect(warnings.filter(({ type }) => type === 'unanswered')).toHaveLength(1);
}, 60_000);
