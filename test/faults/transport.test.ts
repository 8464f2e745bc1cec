// The client and the checker together: a fault on the way to the client, past the real server, is caught.
import { randomUUID } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { Decoder, Encoder, PacketType, type Packet } from 'socket.io-parser';
import type { Message } from '../../src/protocol/model/message';
import { check } from '../dev-env/checker';
import { CustomerClient } from '../dev-env/customer-client';
import { logsOf } from '../dev-env/logs';
import { TestServer } from '../dev-env/test-server';

let server: TestServer;
beforeAll(async () => {
  server = await TestServer.create({ env: { PARLEY_DEMO: 'off', RATE_LIMITS: 'off' } });
});
afterAll(() => server?.close());

let clients: CustomerClient[] = [];
afterEach(() => {
  for (const client of clients) client.socket.disconnect();
  clients = [];
});

async function connected(name: string, more: { parser?: object } = {}): Promise<CustomerClient> {
  const client = new CustomerClient({ url: server.url, channelKey: server.channelKey, name, ...more });
  clients.push(client);
  await client.ready();
  return client;
}

type Edit = (messages: Message[]) => Message[];

/** A parser whose client gets `edit(messages)` wherever the server sent messages: pushed or in a page of the log. */
function tampering(edit: Edit) {
  function faulty(packet: Packet): Packet[] {
    const data = packet.data as unknown[];
    if (packet.type === PacketType.EVENT && data[0] === 'message:new') {
      return edit([data[1] as Message]).map((message) => ({ ...packet, data: ['message:new', message] }));
    }
    const reply = packet.type === PacketType.ACK ? (data[0] as { messages?: Message[] }) : undefined;
    if (!reply?.messages) return [packet];
    return [{ ...packet, data: [{ ...reply, messages: edit(reply.messages) }] }];
  }
  class FaultyDecoder extends EventEmitter {
    private readonly inner = new Decoder();
    constructor() {
      super();
      this.inner.on('decoded', (packet) => {
        for (const one of faulty(packet)) this.emit('decoded', one);
      });
    }
    add(data: unknown): void {
      this.inner.add(data);
    }
    destroy(): void {
      this.inner.destroy();
    }
  }
  return { Encoder, Decoder: FaultyDecoder };
}

async function agentWrites(sessionId: string, text: string): Promise<void> {
  const { status } = await server.request('POST', `sessions/${sessionId}/messages`, {
    body: { text, clientMessageId: randomUUID() },
  });
  expect(status).toBeLessThan(300);
}

/** Alice and Bob write, an agent takes both over and answers; what Alice's client is given passes through `edit`. */
async function violations(edit: (messages: Message[], ofBob: Message) => Message[]): Promise<string[]> {
  const bob = await connected('bob');
  const ofBob = await bob.send('I am Bob');
  const alice = await connected('alice', { parser: tampering((messages) => edit(messages, ofBob)) });
  const { sessionId } = await alice.send('I want to talk to a human');
  const { status } = await server.request('POST', `sessions/${sessionId}/claim`, { body: {} });
  expect(status).toBe(200);
  await agentWrites(sessionId, 'first');
  await agentWrites(sessionId, 'second');
  await alice.send('Thank you');
  const asking = { url: server.url, token: await server.adminToken() };
  const logs = await logsOf(asking, [alice, bob]);
  await Promise.all([alice.settle(), bob.settle()]);
  const found = check([alice.finish(), bob.finish()], logs);
  return [...new Set(found.map(({ client, kind }) => `${client}: ${kind}`))];
}

const says = (text: string) => (message: Message) =>
  message.sender === 'agent' && message.content.text === text;

test('Nothing is found when nothing is tampered with', async () => {
  expect(await violations((messages) => messages)).toEqual([]);
});

test('A message that never reaches the client is lost', async () => {
  const isSecond = says('second');
  expect(await violations((messages) => messages.filter((one) => !isSecond(one)))).toEqual(['alice: lost']);
});

test('A message that the client is given again under another number is doubled', async () => {
  const found = await violations((messages) =>
    messages.flatMap((one) =>
      one.content.systemAction === 'claimed' ? [one, { ...one, seq: one.seq + 50 }] : [one],
    ),
  );
  expect(found).toContain('alice: doubled');
});

test('Two messages that change places are out of order', async () => {
  const found = await violations((messages) =>
    messages.map((one) => {
      if (says('first')(one)) return { ...one, seq: one.seq + 1 };
      return says('second')(one) ? { ...one, seq: one.seq - 1 } : one;
    }),
  );
  expect(found).toEqual(['alice: order']);
});

test("Another customer's message is foreign", async () => {
  expect(await violations((messages, ofBob) => [...messages, ofBob])).toEqual(['alice: foreign']);
});
