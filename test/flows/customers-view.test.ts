// What the team says among itself reaches no customer, whichever way a customer reads: synced, pushed, over HTTP, exported.
import { randomUUID } from 'node:crypto';
import { eventually } from '../../src/tools/eventually';
import { TestServer } from '../dev-env/test-server';

type Socket = ReturnType<TestServer['socket']>;

const inner = 'This one shouts at everybody';

let server: TestServer;
beforeAll(async () => {
  server = await TestServer.create({ env: { RATE_LIMITS: 'off' } });
});
afterAll(() => server?.close());

interface Ready {
  visitorToken: string;
  customer: { id: string };
}

function open(socket: Socket): Promise<Ready> {
  return new Promise((resolve, reject) => socket.once('ready', resolve).once('connect_error', reject));
}

async function call(socket: Socket, event: string, payload: object = {}) {
  const answer = (await socket.timeout(60_000).emitWithAck(event, payload)) as Record<string, unknown>;
  expect(answer).toMatchObject({ ok: true });
  return answer as { message: { sessionId: string }; messages: unknown[] };
}

test('An agent’s reason for a transfer, and the reason of a handover, are for the team', async () => {
  const [ada, bob] = [await server.addAgent('Ada'), await server.addAgent('Bob')];
  const hers = server.socket('/agent', { token: ada.token });
  await open(hers);
  const customer = server.socket('/customer', { channelKey: server.channelKey });
  const pushed: Array<{ type: string; content: { systemAction?: string } }> = [];
  customer.on('message:new', (message) => pushed.push(message));
  const { visitorToken, customer: person } = await open(customer);
  const said = { clientMessageId: randomUUID(), text: 'Hello?' };
  const { sessionId } = (await call(customer, 'message:send', said)).message;
  await call(customer, 'session:request_human', { reason: 'My own words' });
  await call(hers, 'session:claim', { sessionId });
  await call(hers, 'session:transfer', { sessionId, to: { queue: true }, note: inner });
  await call(hers, 'session:transfer', { sessionId, to: { agentId: bob.agentId }, note: inner });
  await server.request('POST', `sessions/${sessionId}/close`, { body: {} });
  await call(customer, 'session:rate', { score: 2, comment: 'So slow' });
  await eventually(() => pushed.some(({ content }) => content.systemAction === 'closed'));

  const { messages: synced } = await call(customer, 'session:sync', { afterSeq: 0, sessionId });
  const overHttp = (await server.request('GET', `widget/messages?after=0`, { token: visitorToken })).body;
  const exported = (await server.request('GET', `customers/${person.id}/export`)).body;
  const seen = { synced, pushed, overHttp, exported };
  for (const [way, what] of Object.entries(seen)) {
    const text = JSON.stringify(what);
    expect([way, text.match(/shouts|My own words|unanswered|"packet"|"reason"/)]).toEqual([way, null]);
    // Who has it, and what the customer said of it, stay.
    expect(text).toContain('{"agentName":"Bob"}');
    if (way !== 'pushed') expect(text).toContain('{"score":2,"comment":"So slow"}');
  }
  const shown = synced.map(({ content, ...rest }: any) => ({ keys: Object.keys(rest).sort(), content })); // eslint-disable-line @typescript-eslint/no-explicit-any
  expect(shown.at(-2)).toEqual({
    keys: ['id', 'isRead', 'metadata', 'sender', 'seq', 'sessionId', 'timestamp', 'type'],
    content: { systemAction: 'closed' },
  });
  const team = (await server.request('GET', `sessions/${sessionId}/messages`)).body;
  expect(JSON.stringify(team)).toContain(inner);
});
