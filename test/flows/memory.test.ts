// What is remembered of a customer: from their words and what an agent promised, for the same record only, never a secret.
import { randomUUID } from 'node:crypto';
import type { HandoverPacket } from '../../src/protocol/model/handover';
import type { Memory } from '../../src/protocol/memory';
import type { Message } from '../../src/protocol/model/message';
import jwt from 'jsonwebtoken';
import { eventually } from '../../src/tools/eventually';
import { startFakeModel, type FakeModel } from '../dev-env/fake-model';
import { TestServer } from '../dev-env/test-server';

const identitySecret = 'the secret of the web channel, 32+';
let server: TestServer;
let model: FakeModel;
beforeAll(async () => {
  model = await startFakeModel();
  const ai = { AI_PROVIDER: 'openai', AI_BASE_URL: model.baseUrl, AI_MODEL: 'fake', EMBEDDINGS: 'off' };
  server = await TestServer.create({ env: { RATE_LIMITS: 'off', ...ai } });
  await server.query(`UPDATE channels SET config = config || $1`, [{ identitySecret }]);
});
afterAll(async () => {
  await server?.close();
  await model?.close();
});

interface Visitor {
  customerId: string;
  token: string;
  /** The conversation is over; with what comes next another one begins. */
  ends(): Promise<void>;
  /** Asks what an article answers. @returns what the model was told of earlier conversations */
  asks(): Promise<string | undefined>;
  says(text: string): Promise<Message>;
  packet(): Promise<HandoverPacket>;
  sessionId(): string;
}

const question = 'How long does a refund take?';
const noAi = 'No model reads what this customer writes.';
const identityOf = (sub: string, more: object = {}) =>
  jwt.sign({ sub, ...more }, identitySecret, { expiresIn: 600 });

/** Says hello once more: what `ready` says of who comes back. */
async function welcomed(given: { visitorToken?: string; identity?: string }): Promise<string | undefined> {
  const body = { channelKey: server.channelKey, ...given };
  const opened = await server.request('POST', 'widget/sessions', { body, token: '' });
  return (opened.body as { welcomeBack?: string }).welcomeBack;
}

async function visitor(given: { visitorToken?: string; identity?: string } = {}): Promise<Visitor> {
  const { body } = await server.request('GET', 'channels?type=web');
  const [web] = (body as { items: Array<{ key: string }> }).items;
  const opened = await server.request('POST', 'widget/sessions', {
    body: { channelKey: web!.key, ...given },
    token: '',
  });
  const { visitorToken, customer } = opened.body as { visitorToken: string; customer: { id: string } };
  let sessionId = '';
  const self: Visitor = {
    customerId: customer.id,
    token: visitorToken,
    async ends() {
      expect((await server.request('POST', `sessions/${sessionId}/close`)).status).toBe(200);
    },
    async asks() {
      const { seq } = await self.says(question);
      await eventually(async () => {
        const { body } = await server.request('GET', `sessions/${sessionId}/messages`);
        return (body as { items: Message[] }).items.find((one) => one.seq > seq && one.sender === 'ai');
      });
      const chat = model.chats.findLast((messages) => messages.at(-1)!.content.includes(question))!;
      return chat.find(({ content }) => content.startsWith('<known>'))?.content;
    },
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
  return self;
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
    strength: 1,
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

test('what a customer writes who wants no AI on their data reaches no model, until they do: they get the articles’ words, and agents what rules make', async () => {
  const ada = await visitor();
  const choose = (remembers: boolean) =>
    server.request('PATCH', `customers/${ada.customerId}/memory`, { body: { remembers } });
  const reached = (words: string) => model.chats.some((chat) => JSON.stringify(chat).includes(words));
  const answered = (seq: number) =>
    eventually(async () => {
      const { body } = await server.request('GET', `sessions/${ada.sessionId()}/messages`);
      return (body as { items: Message[] }).items.find((one) => one.seq > seq && one.sender !== 'customer');
    });
  expect((await choose(false)).status).toBe(204);
  const asked = await ada.says(question);
  const answer = await answered(asked.seq);
  expect([answer.sender, answer.metadata.sources?.length]).toEqual(['ai', expect.any(Number)]);
  const writers = () =>
    server.query<{ provider: string }>('SELECT provider FROM answers WHERE session_id = $1', [
      ada.sessionId(),
    ]);
  await eventually(async () => (await writers()).length > 0);
  await answered((await ada.says('And for CANARY-1?')).seq);
  const session = `sessions/${ada.sessionId()}`;
  expect(await server.request('POST', `${session}/summary`)).toMatchObject({ body: { by: 'rules' } });
  expect((await server.request('POST', `${session}/suggested-replies`)).status).toBeLessThan(300);
  const rewritten = await server.request('POST', `${session}/rewrite`, {
    body: { text: 'CANARY-1 takes a week.', how: 'friendlier' },
  });
  expect(rewritten).toMatchObject({ status: 409, body: { detail: noAi } });
  const translated = await server.request('POST', `${session}/messages/${asked.seq}/translation`, {
    body: { to: 'de' },
  });
  expect(translated).toMatchObject({ status: 409, body: { detail: noAi } });
  const state = async () => (await server.request('GET', `${session}/copilot`)).body;
  expect(await state()).toMatchObject({ writes: false, noAi: true, reason: noAi });
  expect((await server.request('GET', `${session}/similar`)).body).toEqual({ items: [], reason: 'no_ai' });
  expect(new Set((await writers()).map(({ provider }) => provider))).toEqual(new Set(['extractive']));
  expect(reached('CANARY-1')).toBe(false);
  await choose(true);
  expect(await state()).toMatchObject({ writes: true });
  expect(await state()).not.toHaveProperty('noAi');
  await ada.ends();
  await ada.says(`${question} CANARY-2`);
  await eventually(() => Promise.resolve(reached('CANARY-2')));
});

test('it goes to the model with the next question of the same record, fenced, notes its use, and serves nobody else', async () => {
  const ada = await visitor();
  await ada.says(
    'My name is Ada Byron, my order HP-10234 is late. I bought a Trailblazer Tent <b>. I am vegan.',
  );
  await eventually(async () => (await remembered(ada.customerId)).length === 4);
  await ada.ends();
  const usedAt = async () =>
    (await remembered(ada.customerId)).map(({ lastAccessed }) => lastAccessed).sort();
  const [before] = await usedAt();
  const known = await ada.asks();
  expect(known!.split('\n').toSorted()).toEqual(
    [
      '<known>',
      'order number: HP-10234',
      'product: Trailblazer Tent',
      'preference: I am vegan.',
      '</known>',
    ].toSorted(),
  );
  expect((await usedAt())[0]! > before!).toBe(true);
  // The same words of somebody else: anew, and without it.
  const other = await visitor();
  expect(await other.asks()).toBeUndefined();
  await ada.ends();
  await server.request('PATCH', `customers/${ada.customerId}/memory`, { body: { remembers: false } });
  expect(await ada.asks()).toBeUndefined();
});

test('who signs in is remembered in every browser, and not by what the browser said before', async () => {
  const browser = await visitor();
  await browser.says('My name is Eve. I bought a Trailblazer Tent last week.');
  await eventually(async () => (await remembered(browser.customerId)).length === 2);
  const grace = await visitor({ visitorToken: browser.token, identity: identityOf('grace') });
  await grace.says('My name is Grace. I bought a Compass last week.');
  await eventually(async () => (await remembered(grace.customerId)).length === 2);
  await grace.ends();
  const elsewhere = await visitor({ identity: identityOf('grace') });
  expect(await elsewhere.asks()).toBe('<known>\nproduct: Compass\n</known>');
});

test('who comes back is greeted by name, where it is the same browser or proved, and nothing is open', async () => {
  const ada = await visitor();
  await ada.says('My name is Ada Byron.');
  await eventually(async () => (await remembered(ada.customerId)).length === 1);
  const back = () => welcomed({ visitorToken: ada.token });
  expect(await back()).toBeUndefined();
  await ada.ends();
  expect(await back()).toBe('Ada Byron');
  // A signed name greets who was here before, not who is here for the first time.
  const identity = identityOf('linus', { name: 'Linus Holm' });
  expect(await welcomed({ identity })).toBeUndefined();
  const linus = await visitor({ identity });
  await linus.says(question);
  await linus.ends();
  expect(await welcomed({ identity })).toBe('Linus Holm');
  // A name that an anonymous visitor is called by on the team's side is no proof of anything.
  const anonymous = await visitor();
  await anonymous.says(question);
  await anonymous.ends();
  await server.request('PATCH', `customers/${anonymous.customerId}`, { body: { firstName: 'CANARY' } });
  expect(await welcomed({ visitorToken: anonymous.token })).toBeUndefined();
  for (const { customerId } of [ada, linus])
    await server.request('PATCH', `customers/${customerId}/memory`, { body: { remembers: false } });
  expect([await back(), await welcomed({ identity })]).toEqual([undefined, undefined]);
});
