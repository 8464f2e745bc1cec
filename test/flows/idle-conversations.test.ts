// A conversation with the AI ends: whether it helped is asked once, then it is closed, and the next word opens it again.
import { randomUUID } from 'node:crypto';
import type { Message } from '../../src/protocol/model/message';
import { eventually } from '../../src/tools/eventually';
import { TestServer } from '../dev-env/test-server';

type Socket = ReturnType<TestServer['socket']>;

let server: TestServer;

beforeAll(async () => {
  server = await TestServer.create({ env: { RATE_LIMITS: 'off' }, timing: { byTheClock: true } });
  await set('askAfterSeconds', 0.1);
  await set('closeAfterMinutes', 0);
});
afterAll(() => server.close());

async function set(key: string, value: number): Promise<void> {
  const { body } = await server.request('GET', 'settings?category=ai&limit=100');
  const known = (body as { items: Array<{ id: string; key: string }> }).items.find((one) => one.key === key);
  const { status } = known
    ? await server.request('PATCH', `settings/${known.id}`, { body: { value } })
    : await server.request('POST', 'settings', { body: { category: 'ai', key, value } });
  expect(status).toBeLessThan(300);
}

async function customer(): Promise<Socket> {
  const socket = server.socket('/customer', { channelKey: server.channelKey });
  await new Promise((resolve) => socket.once('ready', resolve));
  return socket;
}

const say = async (socket: Socket, text: string) =>
  (
    (await socket.emitWithAck('message:send', { clientMessageId: randomUUID(), text })) as {
      message: Message;
    }
  ).message;

const log = async (socket: Socket) =>
  (await socket.emitWithAck('session:sync', { afterSeq: 0 })) as {
    session: { id: string; status: string };
    messages: Message[];
  };

/** Until the log ends with an answer of the AI. */
const answered = (socket: Socket) =>
  eventually(async () => {
    const { messages } = await log(socket);
    return messages.at(-1)?.sender === 'ai' && messages;
  });

/** Looks as the clock would, until `found` finds something. */
const looking = <T>(found: () => Promise<T>) =>
  eventually(
    async () => {
      await server.app.queue.add('idle-conversations', {}, { key: 'idle-conversations' });
      return found();
    },
    { every: 200 },
  );

const asks = ({ metadata }: Message): boolean => metadata.asks === 'helped';
const texts = (messages: Message[]) => messages.map(({ content }) => content.text);

test('Whoever is quiet after an answer is asked once, in their language; whoever was only greeted is not', async () => {
  const [greeted, asked] = [await customer(), await customer()];
  await say(greeted, 'Hallo');
  await answered(greeted);
  await say(asked, 'How long does a refund take?');
  await answered(asked);
  const question = await looking(async () => (await log(asked)).messages.find(asks));
  expect(question).toMatchObject({ sender: 'ai', content: { text: 'Did that help?' } });
  await say(asked, 'yes');
  const before = await answered(asked);
  expect(texts(before).at(-1)).toContain('You are welcome');
  await say(asked, 'What does delivery cost?');
  await answered(asked);
  // What is asked of another customer later has passed both of them by.
  const third = await customer();
  await say(third, 'How long does a refund take?');
  await looking(async () => (await log(third)).messages.find(asks));
  expect((await log(asked)).messages.filter(asks)).toHaveLength(1);
  expect((await log(greeted)).messages.filter(asks)).toHaveLength(0);
});

test('"No" to it offers a person', async () => {
  const socket = await customer();
  await say(socket, 'How long does a refund take?');
  await looking(async () => (await log(socket)).messages.find(asks));
  await say(socket, 'no');
  expect(texts(await answered(socket)).at(-1)).toContain('Would you like to talk to a person?');
});

test('It is closed as resolved by the AI, opened again by the next word, and begins a new count of answers', async () => {
  await set('turnCap', 1);
  const socket = await customer();
  await say(socket, 'How long does a refund take?');
  await answered(socket);
  await set('closeAfterMinutes', 0.001);
  const { session } = await looking(async () => {
    const now = await log(socket);
    return now.session.status === 'closed' && now;
  });
  await set('closeAfterMinutes', 0);
  await eventually(async () => {
    const { body } = await server.request('GET', `analytics?from=${today()}&to=${today()}`);
    return (body as { totals: { aiResolvedConversations: number } }).totals.aiResolvedConversations > 0;
  });
  const next = await say(socket, 'What does delivery cost?');
  expect(next.sessionId).toBe(session.id);
  const messages = await answered(socket);
  expect(messages.map(({ content }) => content.systemAction).filter(Boolean)).toEqual(['closed', 'reopened']);
  expect((await log(socket)).session.status).toBe('active');
});

test('Past its time, the next word begins another', async () => {
  await set('reopenWithinHours', 0);
  const socket = await customer();
  await say(socket, 'How long does a refund take?');
  await answered(socket);
  await set('closeAfterMinutes', 0.001);
  const { session } = await looking(async () => {
    const now = await log(socket);
    return now.session.status === 'closed' && now;
  });
  await set('closeAfterMinutes', 0);
  expect((await say(socket, 'What does delivery cost?')).sessionId).not.toBe(session.id);
});

const today = () => new Date().toISOString().slice(0, 10);
