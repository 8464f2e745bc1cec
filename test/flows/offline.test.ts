// Who chose 'offline' holds nobody: not what came at that moment either, and takes nothing on.
import { randomUUID } from 'node:crypto';
import type { Socket } from 'socket.io-client';
import { eventuallyPasses } from '../../src/tools/eventually';
import { TestServer } from '../dev-env/test-server';

let server: TestServer;
let agent: Awaited<ReturnType<TestServer['addAgent']>>;
let console_: Socket;

beforeAll(async () => {
  server = await TestServer.create();
  agent = await server.addAgent('Ada');
  console_ = server.socket('/agent', { token: agent.token });
  await new Promise((resolve) => console_.once('ready', resolve));
});
afterAll(() => server?.close());

async function customer() {
  const socket = server.socket('/customer', { channelKey: server.channelKey });
  await new Promise((resolve) => socket.once('ready', resolve));
  const said = { clientMessageId: randomUUID(), text: 'Hello?' };
  const { message } = await socket.emitWithAck('message:send', said);
  return { socket, sessionId: message.sessionId as string };
}

const set = (status: string) => console_.emitWithAck('presence:set', { status });
const statusOf = async (sessionId: string) =>
  (await server.request('GET', `sessions/${sessionId}`)).body as { status: string; agentId?: string };

test('Customers who are handed over while their agent leaves are in the queue within a sweep', async () => {
  const customers = await Promise.all(Array.from({ length: 20 }, customer));
  for (const [index, { socket }] of customers.entries()) {
    await set('online');
    const handedOver = socket.emitWithAck('session:request_human', {});
    // A few round trips, so that the agent leaves at another point of the handover each time.
    for (let trip = 0; trip < index % 5; trip += 1) await fetch(`${server.url}/healthz`);
    await set('offline');
    expect(await handedOver).toMatchObject({ ok: true });
  }
  await eventuallyPasses(async () => {
    await server.app.sweep();
    const states = await Promise.all(customers.map(({ sessionId }) => statusOf(sessionId)));
    expect(states.map(({ status }) => status)).toEqual(customers.map(() => 'waiting'));
  });
  for (const { socket } of customers) await socket.emitWithAck('session:close', {});
});

test('An agent who is offline is refused a session, its own or a transferred one, and gets it once away', async () => {
  const { sessionId } = await customer();
  await set('offline');
  const refused = { ok: false, error: { code: 'conflict', message: expect.stringContaining('offline') } };
  expect(await console_.emitWithAck('session:claim', { sessionId })).toMatchObject(refused);
  const transfer = { sessionId, to: { agentId: agent.agentId } };
  expect(await console_.emitWithAck('session:transfer', transfer)).toMatchObject(refused);
  const overHttp = await server.request('POST', `sessions/${sessionId}/claim`, {
    token: agent.token,
    body: {},
  });
  expect(overHttp).toMatchObject({ status: 409, body: { code: 'conflict' } });
  await set('away');
  expect(await console_.emitWithAck('session:claim', { sessionId })).toMatchObject({ ok: true });
  expect(await statusOf(sessionId)).toMatchObject({ status: 'with_agent', agentId: agent.agentId });
});
