// A conversation that its agent does not open or answer: a warning, then the queue, and not to the same agent again.
import { randomUUID } from 'node:crypto';
import { eventually } from '../../src/tools/eventually';
import { TestServer } from '../dev-env/test-server';

type Socket = ReturnType<TestServer['socket']>;

let server: TestServer;
beforeAll(async () => {
  server = await TestServer.create({ env: { RATE_LIMITS: 'off' }, timing: { sweepEveryMs: 200 } });
});
beforeEach(() => allow(600));
/** What a test leaves, so that the next one is not given it. */
const leftovers: Array<() => Promise<unknown>> = [];
afterEach(async () => {
  for (const end of leftovers.splice(0)) await end();
});
afterAll(() => server?.close());

const settings = new Map<string, string>();

/** How long agents may take, to open as to answer. */
async function allow(seconds: number): Promise<void> {
  for (const key of ['openWithinSeconds', 'answerWithinSeconds']) {
    const id = settings.get(key);
    const { status, body } = id
      ? await server.request('PATCH', `settings/${id}`, { body: { value: seconds } })
      : await server.request('POST', 'settings', { body: { category: 'routing', key, value: seconds } });
    expect(status).toBe(id ? 200 : 201);
    settings.set(key, (body as { id: string }).id);
  }
}

/** So long that the half, when the warning comes, is ahead yet, however slow the machine was. */
const allowSome = (began: number) => allow(Math.ceil((2 * (Date.now() - began)) / 1_000) + 6);

async function open(socket: Socket): Promise<Socket> {
  await new Promise((resolve, reject) => socket.once('ready', resolve).once('connect_error', reject));
  return socket;
}

const call = (socket: Socket, event: string, payload: object = {}) =>
  socket.timeout(60_000).emitWithAck(event, payload);

/** An agent who is online and hears what it is notified of. */
async function atWork(name: string) {
  const agent = await server.addAgent(name);
  const socket = await open(server.socket('/agent', { token: agent.token }));
  const warnings: Array<{ type: string; sessionId: string; returnsAt: string }> = [];
  socket.on('notification', (news: (typeof warnings)[number]) => {
    if (news.type === 'unanswered') warnings.push(news);
  });
  await call(socket, 'presence:set', { status: 'online' });
  leftovers.push(() => call(socket, 'presence:set', { status: 'offline' }));
  return { ...agent, socket, warnings };
}

/**
 * A customer who asks for a person, and how their conversation is.
 * @param how `answered`: only after the AI has answered
 */
async function asks({ answered = false } = {}) {
  const customer = await open(server.socket('/customer', { channelKey: server.channelKey }));
  const say = async (text: string) =>
    (await call(customer, 'message:send', { clientMessageId: randomUUID(), text })) as {
      message: { sessionId: string; seq: number };
    };
  const { sessionId } = (await say('Hello?')).message;
  leftovers.unshift(() => server.request('POST', `sessions/${sessionId}/close`));
  const session = async () =>
    (await server.request('GET', `sessions/${sessionId}`)).body as {
      status: string;
      agentId?: string;
      lastMessage?: { sender: string };
    };
  if (answered) await eventually(async () => (await session()).lastMessage?.sender === 'ai');
  expect(await call(customer, 'session:request_human')).toMatchObject({ ok: true });
  return { sessionId, say, session };
}

test('It warns, goes back, and goes to somebody else', async () => {
  const ada = await atWork('Ada');
  const began = Date.now();
  const { sessionId, session } = await asks();
  expect(await session()).toMatchObject({ status: 'with_agent', agentId: ada.agentId });
  await allowSome(began);
  const warned = await eventually(() => ada.warnings[0]);
  expect(warned).toMatchObject({ sessionId, returnsAt: expect.any(String) });
  await eventually(async () => (await session()).status === 'waiting');
  await allow(600);
  // Ada is online, and does not get it again; Bob does.
  const bob = await atWork('Bob');
  await eventually(async () => (await session()).agentId === bob.agentId);
  expect(ada.warnings).toHaveLength(1);
});

test('Who asks by the button after an answer is waited for as who asks in words', async () => {
  const ida = await atWork('Ida');
  const began = Date.now();
  const { sessionId, session } = await asks({ answered: true });
  expect(await session()).toMatchObject({
    agentId: ida.agentId,
    lastMessage: { sender: 'ai' },
    needsReplySince: expect.any(String),
  });
  await allowSome(began);
  expect(await eventually(() => ida.warnings[0])).toMatchObject({ sessionId });
  await eventually(async () => (await session()).status === 'waiting');
  await allow(600);
  // Nobody else is there: she gets it again once she says that she is back.
  await call(ida.socket, 'presence:set', { status: 'away' });
  await call(ida.socket, 'presence:set', { status: 'online' });
  await eventually(async () => (await session()).agentId === ida.agentId);
});

test('What was opened and not answered goes back, too, but not from who writes or has written', async () => {
  const eve = await atWork('Eve');
  const began = Date.now();
  // Looked at in this order: once the last went back, the others were left to her.
  const [drafted, answered, ignored] = [await asks(), await asks(), await asks()];
  for (const { sessionId, session } of [drafted, answered, ignored]) {
    await eventually(async () => (await session()).agentId === eve.agentId);
    await call(eve.socket, 'session:open', { sessionId });
    await call(eve.socket, 'message:read', { sessionId, seq: 1 });
  }
  const said = { clientMessageId: randomUUID(), text: 'One moment.', sessionId: answered.sessionId };
  await call(eve.socket, 'message:send', said);
  await answered.say('Still there?');
  await allowSome(began);
  const write = () => call(eve.socket, 'typing', { sessionId: drafted.sessionId, typing: true });
  const warning = async ({ sessionId }: typeof ignored) => {
    await write();
    return eve.warnings.find((news) => news.sessionId === sessionId);
  };
  expect(await eventually(() => warning(ignored))).toBeDefined();
  expect(await eventually(() => warning(drafted))).toBeDefined();
  await eventually(async () => {
    await write();
    return (await ignored.session()).status === 'waiting';
  });
  expect((await drafted.session()).agentId).toBe(eve.agentId);
  expect((await answered.session()).agentId).toBe(eve.agentId);
  const { body } = await server.request('GET', `sessions/${ignored.sessionId}/messages`);
  const { items } = body as { items: Array<{ content: { data?: Record<string, unknown> } }> };
  expect(items.map(({ content }) => content.data?.['reason'])).toContain('Eve has not answered it.');
  // She stops writing.
  await eventually(async () => (await drafted.session()).status === 'waiting');
  expect((await answered.session()).agentId).toBe(eve.agentId);
});
