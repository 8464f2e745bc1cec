// Erasure on the real app: what a customer said, or was called, is nowhere in the database afterwards.
import { randomUUID } from 'node:crypto';
import { redisForTests, redisIsHere, type TestRedis } from '../dev-env/redis';
import { TestServer } from '../dev-env/test-server';
import { eventually } from '../../src/tools/eventually';

const canary = 'Zanzibar-canary-4711';

let redis: TestRedis | undefined;
let server: TestServer;
/** A second node where there is a Redis. */
let there: TestServer;

beforeAll(async () => {
  redis = redisIsHere() ? await redisForTests() : undefined;
  const env: Record<string, string> = { RATE_LIMITS: 'off', ...(redis && { REDIS_URL: redis.url }) };
  server = await TestServer.create({ env, timing: { sweepEveryMs: 100 } });
  there = redis ? await TestServer.create({ env, beside: server }) : server;
});
afterAll(async () => {
  if (there !== server) await there?.close();
  await server?.close();
  await redis?.close();
});

/** Tables with the word in any row. */
async function tablesWith(word: string): Promise<string[]> {
  const tables = await server.query<{ name: string }>(
    `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = current_schema() AND table_type = 'BASE TABLE'`,
  );
  const found: string[] = [];
  for (const { name } of tables) {
    const [row] = await server.query<{ n: number }>(
      `SELECT count(*)::int AS n FROM "${name}" AS t WHERE t::text ILIKE $1`,
      [`%${word}%`],
    );
    if (row!.n > 0) found.push(name);
  }
  return found.sort();
}

async function widget(method: string, path: string, token: string, body?: unknown) {
  const answer = await server.request(method, `widget/${path}`, { token, body });
  expect(answer.status).toBeLessThan(300);
  return answer.body as Record<string, never>;
}

test('Nothing that the customer said or was called is left in any table, and they are served again', async () => {
  const opened = await widget('POST', 'sessions', '', { channelKey: server.channelKey });
  const { visitorToken, customer } = opened as unknown as { visitorToken: string; customer: { id: string } };
  const said = await widget('POST', 'messages', visitorToken, {
    clientMessageId: randomUUID(),
    text: `My name is ${canary}, please let me talk to a human`,
  });
  const { sessionId } = (said as unknown as { message: { sessionId: string } }).message;
  const path = `customers/${customer.id}`;
  await server.request('PATCH', path, { body: { firstName: canary, email: `${canary}@example.com` } });
  await server.request('PUT', `${path}/objects/order/4711`, {
    body: { title: canary, fields: { giftFor: canary } },
  });
  await server.request('POST', 'answers/tests', { body: { question: canary, sessionId } });
  const session = async () =>
    (await server.request('GET', `sessions/${sessionId}`)).body as {
      status: string;
      agentId?: string;
      lastMessage: { text: string };
      headSeq: number;
    };
  await eventually(async () => (await session()).status !== 'active');
  await server.request('POST', `sessions/${sessionId}/claim`, { body: {} });
  const key = { headers: { 'Idempotency-Key': randomUUID() } };
  const reply = { text: `Hello ${canary}`, clientMessageId: randomUUID() };
  expect(
    (await server.request('POST', `sessions/${sessionId}/messages`, { body: reply, ...key })).status,
  ).toBe(201);
  await server.request('POST', `sessions/${sessionId}/messages`, {
    body: { text: `note on ${canary}`, note: true, clientMessageId: randomUUID() },
  });
  await server.request('PATCH', `sessions/${sessionId}`, { body: { labels: [canary] } });
  const form = new FormData();
  form.append('file', new Blob(['x']), `${canary}.txt`);
  const uploaded = await fetch(`${server.url}/api/v1/widget/attachments`, {
    method: 'POST',
    headers: { authorization: `Bearer ${visitorToken}`, ...key.headers },
    body: form,
  });
  expect(uploaded.status).toBe(201);
  await eventually(async () => (await tablesWith(canary)).includes('sessions'));
  expect(await tablesWith(canary)).toEqual(
    expect.arrayContaining([
      'answer_tests',
      'customer_objects',
      'customers',
      'idempotency_keys',
      'messages',
      'sessions',
    ]),
  );

  const erased = await server.request('DELETE', path);
  expect(erased.body).toMatchObject({ customerId: customer.id, sessions: 1 });
  await server.app.sweep();
  expect(await tablesWith(canary)).toEqual([]);
  expect(await session()).toMatchObject({ status: 'closed', lastMessage: { text: '' } });
  const { items } = (await server.request('GET', `sessions/${sessionId}/messages`)).body as {
    items: Array<{ seq: number; content: { systemAction?: string } }>;
  };
  expect(items.map(({ seq }) => seq)).toEqual(items.map((_, i) => i + 1));
  expect(items.slice(-2).map(({ content }) => content.systemAction)).toEqual(['closed', 'erased']);

  const again = await widget('POST', 'sessions', '', { channelKey: server.channelKey });
  const stranger = again as unknown as { visitorToken: string };
  const next = await widget('POST', 'messages', stranger.visitorToken, {
    clientMessageId: randomUUID(),
    text: 'I want to talk to a human',
  });
  const newId = (next as unknown as { message: { sessionId: string } }).message.sessionId;
  expect(newId).not.toBe(sessionId);
  await server.request('POST', `sessions/${newId}/claim`, { body: {} });
  const answer = { text: 'Hello', clientMessageId: randomUUID() };
  expect((await server.request('POST', `sessions/${newId}/messages`, { body: answer })).status).toBe(201);
});

test('A conversation that was closed has its summary, until its customer is erased', async () => {
  const opened = await widget('POST', 'sessions', '', { channelKey: server.channelKey });
  const { visitorToken, customer } = opened as unknown as { visitorToken: string; customer: { id: string } };
  const said = await widget('POST', 'messages', visitorToken, {
    clientMessageId: randomUUID(),
    text: `I want to talk to a human about my ${canary}`,
  });
  const { sessionId } = (said as unknown as { message: { sessionId: string } }).message;
  await server.request('POST', `sessions/${sessionId}/claim`, { body: {} });
  await server.request('POST', `sessions/${sessionId}/close`, { body: {} });
  const summaries = () =>
    server.query<{ doc: { summary: string; aiResolved: boolean } }>(
      'SELECT doc FROM conversations WHERE session_id = $1',
      [sessionId],
    );
  await eventually(async () => (await summaries()).length > 0);
  const [summary] = await summaries();
  expect(summary!.doc.summary).toContain(canary);
  expect(summary!.doc.aiResolved).toBe(false);
  await server.request('DELETE', `customers/${customer.id}`);
  expect(await tablesWith(canary)).toEqual([]);
});

/** A customer's window that writes, closes and writes again, for as long as it may. */
async function writeOn(at: TestServer, auth: object) {
  const socket = at.socket('/customer', auth);
  await new Promise((resolve, reject) => {
    socket.once('ready', resolve);
    socket.once('connect_error', reject);
  });
  const say = (event: string, body: object) =>
    socket
      .timeout(1_000)
      .emitWithAck(event, body)
      .catch(() => undefined);
  async function write(): Promise<void> {
    while (socket.connected) {
      await say('message:send', { clientMessageId: randomUUID(), text: `It is ${canary}` });
      await say('session:close', {});
    }
  }
  return { cutOff: write() };
}

test('Who is erased while writing is cut off on every node, and nothing of what came in meanwhile is left', async () => {
  const opened = await widget('POST', 'sessions', '', { channelKey: server.channelKey });
  const { visitorToken, customer } = opened as unknown as { visitorToken: string; customer: { id: string } };
  await server.request('PATCH', `customers/${customer.id}`, { body: { firstName: canary } });
  const auth = { channelKey: server.channelKey, visitorToken };
  const windows = await Promise.all([server, there, there].map((at) => writeOn(at, auth)));
  await eventually(async () => (await tablesWith(canary)).includes('sessions'));

  expect((await server.request('DELETE', `customers/${customer.id}`)).status).toBe(200);
  await Promise.all(windows.map(({ cutOff }) => cutOff));
  await Promise.all([server, there].map(({ app }) => app.sweep()));
  // A summary that the other node was writing removes itself.
  await eventually(async () => (await tablesWith(canary)).length === 0);
  expect(await tablesWith(canary)).toEqual([]);
  await expect(writeOn(there, auth)).rejects.toMatchObject({ data: { code: 'unauthenticated' } });
});
