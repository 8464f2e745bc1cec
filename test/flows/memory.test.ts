// What is remembered of a customer: from their words and what an agent promised, for the same record only, never a secret.
import { randomUUID } from 'node:crypto';
import type { HandoverPacket } from '../../src/protocol/model/handover';
import type { Memory } from '../../src/protocol/memory';
import type { Message } from '../../src/protocol/model/message';
import { eventually } from '../../src/tools/eventually';
import { TestServer } from '../dev-env/test-server';

let server: TestServer;
beforeAll(async () => {
  server = await TestServer.create({ env: { RATE_LIMITS: 'off' } });
}, 120_000);
afterAll(() => server?.close());

interface Visitor {
  customerId: string;
  says(text: string): Promise<Message>;
  packet(): Promise<HandoverPacket>;
  sessionId(): string;
}

async function visitor(): Promise<Visitor> {
  const { body } = await server.request('GET', 'channels?type=web');
  const [web] = (body as { items: Array<{ key: string }> }).items;
  const opened = await server.request('POST', 'widget/sessions', {
    body: { channelKey: web!.key },
    token: '',
  });
  const { visitorToken, customer } = opened.body as { visitorToken: string; customer: { id: string } };
  let sessionId = '';
  return {
    customerId: customer.id,
    sessionId: () => sessionId,
    async says(text) {
      const { body } = await server.request('POST', 'widget/messages', {
        token: visitorToken,
        body: { text, clientMessageId: randomUUID() },
      });
      const { message } = body as { message: Message };
      sessionId = message.sessionId;
      return message;
    },
    packet: () =>
      eventually(async () => {
        const { body } = await server.request('GET', `sessions/${sessionId}/messages`);
        const handover = (body as { items: Message[] }).items.findLast(({ type }) => type === 'handover');
        return handover?.content.packet;
      }),
  };
}

/** But for the language, which a handover tells sooner or later. */
async function remembered(customerId: string): Promise<Memory[]> {
  const { body } = await server.request('GET', `customers/${customerId}/memory`);
  return (body as { items: Memory[] }).items.filter(({ kind }) => kind !== 'language');
}
const texts = (memories: Memory[]) => memories.map(({ kind, text }) => `${kind}: ${text}`).sort();

test('what matters again is kept with the message it came from, and no card and no password', async () => {
  const ada = await visitor();
  const message = await ada.says(
    'My name is Ada Byron. My order HP-10234 is late.\nMy card is 4111 1111 1111 1111 and my password is Hunter2.',
  );
  const memories = await eventually(async () => {
    const found = await remembered(ada.customerId);
    expect(found).toHaveLength(2);
    return found;
  });
  expect(texts(memories)).toEqual(['name: Ada Byron', 'order number: HP-10234']);
  expect(memories[0]).toMatchObject({
    key: 'name',
    type: 'long_term',
    saidBy: 'customer',
    importance: 0.9,
    messageId: message.id,
    sessionId: message.sessionId,
    seq: message.seq,
  });
});

test('it comes with the next conversation of the same record, and with no other', async () => {
  const ada = await visitor();
  await ada.says('My name is Ada Byron, order HP-10234. I would rather get mails than calls.');
  await eventually(async () => (await remembered(ada.customerId)).length === 3);
  const first = ada.sessionId();
  expect((await server.request('POST', `sessions/${first}/close`)).status).toBe(200);
  await ada.says('I want to talk to a human');
  expect(ada.sessionId()).not.toBe(first);
  expect((await ada.packet()).facts).toEqual({
    name: 'Ada Byron',
    'earlier order number': 'HP-10234',
    preference: 'I would rather get mails than calls.',
  });
  const other = await visitor();
  await other.says('I want to talk to a human');
  expect((await other.packet()).facts).toEqual({});
});

test('the team sees, corrects and forgets it; a copy has it, an erasure takes it', async () => {
  const ada = await visitor();
  await ada.says('My name is Ada Byron. My order HP-10234 is late.');
  await eventually(async () => (await remembered(ada.customerId)).length === 2);
  const path = `customers/${ada.customerId}/memory`;
  const corrected = await server.request('PATCH', `${path}/name`, { body: { text: 'Ada Lovelace' } });
  expect(corrected).toMatchObject({ status: 200, body: { text: 'Ada Lovelace', corrected: true } });
  expect((await server.request('DELETE', `${path}/order-number.hp-10234`)).status).toBe(204);
  expect((await server.request('DELETE', `${path}/order-number.hp-10234`)).status).toBe(404);
  expect(texts(await remembered(ada.customerId))).toEqual(['name: Ada Lovelace']);
  const copy = await server.request('GET', `customers/${ada.customerId}/export`);
  expect(JSON.stringify((copy.body as { memory: unknown }).memory)).toContain('Ada Lovelace');
  const erased = await server.request('DELETE', `customers/${ada.customerId}`);
  expect((erased.body as { memory: number }).memory).toBeGreaterThan(0);
});

test('of whom nothing is to be remembered nothing is, whatever else is changed of them meanwhile', async () => {
  const ada = await visitor();
  await ada.says('My name is Ada Byron.');
  await eventually(async () => (await remembered(ada.customerId)).length === 1);
  const chosen = await server.request('PATCH', `customers/${ada.customerId}/memory`, {
    body: { remembers: false },
  });
  expect(chosen.status).toBe(204);
  await server.request('PATCH', `customers/${ada.customerId}`, { body: { metadata: { plan: 'gold' } } });
  const { body } = await server.request('GET', `customers/${ada.customerId}/memory`);
  expect(body).toEqual({ items: [], remembers: false });
  await ada.says('My name is Ada Byron.');
  const other = await visitor();
  await other.says('My name is Bob Byron.');
  await eventually(async () => (await remembered(other.customerId)).length === 1);
  expect(await remembered(ada.customerId)).toEqual([]);
});
