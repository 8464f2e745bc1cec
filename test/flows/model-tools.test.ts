// What a model may look up for a customer: offered to whom it is proved, called a few times, recorded, cited like an article,
// and never more than the customer would be told without a model.
import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import jwt from 'jsonwebtoken';
import type { Message } from '../../src/protocol/model/message';
import type { ToolCall } from '../../src/protocol/tools';
import { eventually } from '../../src/tools/eventually';
import { startFakeMcp, type FakeMcp } from '../dev-env/fake-mcp';
import { startFakeModel, type FakeModel } from '../dev-env/fake-model';
import { TestServer } from '../dev-env/test-server';

const identitySecret = 'the secret of the web channel, 32+';
/** No word of it is one that rules know. */
const question = 'Can I still pick it up today?';

let server: TestServer;
let model: FakeModel;
let shop: Server;
let isUp = true;

beforeAll(async () => {
  model = await startFakeModel();
  shop = createServer((request, response) => {
    const [, number] = /^\/rentals\/([\w-]+)\?of=ada$/.exec(request.url!) ?? [];
    if (!isUp) response.writeHead(503).end();
    else if (number !== 'R-7') response.writeHead(404).end();
    else response.end(JSON.stringify({ state: 'at the desk', note: 'CANARY' }));
  });
  await new Promise<void>((resolve) => shop.listen(0, '127.0.0.1', resolve));
  server = await TestServer.create({
    env: {
      FETCH_ALLOW: '127.0.0.0/8',
      RATE_LIMITS: 'off',
      EMBEDDINGS: 'off',
      AI_PROVIDER: 'openai',
      AI_BASE_URL: model.baseUrl,
      AI_MODEL: 'fake',
      AI_API_KEY: 'sk-key',
    },
  });
  const { body } = await server.request('GET', 'channels?type=web');
  const [web] = (body as { items: Array<{ id: string; config: object }> }).items;
  await server.request('PATCH', `channels/${web!.id}`, {
    body: { config: { ...web!.config, identitySecret } },
  });
  await declare({ name: 'rental_status' });
  await declare({ name: 'rental_by_phone', identity: 'phone', ownerPath: 'phone' });
  const ada = await customer('ada');
  await put(ada, 'rental/R-1', { status: 'ready', fields: { carrier: 'Desk 4', margin: 'CANARY' } });
  await put(await customer('bob'), 'rental/R-2', { status: 'CANARY' });
});
afterAll(async () => {
  await server?.close();
  await model?.close();
  shop?.closeAllConnections();
  shop?.close();
});
beforeEach(() => {
  [model.chats.length, model.offered.length] = [0, 0];
});
afterEach(() => expect(JSON.stringify(model.chats)).not.toContain('CANARY'));

async function declare(given: object): Promise<void> {
  const { port } = shop.address() as AddressInfo;
  const body = {
    urlTemplate: `http://127.0.0.1:${port}/rentals/{objectId}?of={externalId}`,
    answer: { type: 'object', properties: { status: { type: 'string', path: 'state' } } },
    objectType: 'rental',
    identity: 'externalId',
    ...given,
  };
  expect(await server.request('POST', 'tools', { body })).toMatchObject({ status: 201 });
}

async function customer(externalId: string): Promise<string> {
  const { body } = await server.request('POST', 'customers', { body: { externalId } });
  return (body as { id: string }).id;
}
const put = (id: string, place: string, body: object) =>
  server.request('PUT', `customers/${id}/objects/${place}`, { body });

/** Somebody in the chat: anonymous, or with a signed identity. */
async function ask(signedFor: string | undefined, text = question): Promise<Message> {
  const identity = signedFor && jwt.sign({ sub: signedFor }, identitySecret, { expiresIn: 600 });
  const opened = await server.request('POST', 'widget/sessions', {
    token: '',
    body: { channelKey: server.channelKey, ...(identity && { identity }) },
  });
  const { visitorToken: token } = opened.body as { visitorToken: string };
  const said = await server.request('POST', 'widget/messages', {
    token,
    body: { clientMessageId: randomUUID(), text },
  });
  const { seq, sessionId } = (said.body as { message: Message }).message;
  const reaction = await eventually(async () => {
    const { body } = await server.request('GET', 'widget/messages', { token });
    return (body as { messages: Message[] }).messages.find(
      (one) => one.seq > seq && (one.sender === 'ai' || one.type === 'handover'),
    );
  });
  await server.request('POST', `sessions/${sessionId}/close`, { body: {} });
  return reaction;
}

async function callsOf({ sessionId }: Message, count: number): Promise<ToolCall[]> {
  const items = await eventually(async () => {
    const { body } = await server.request('GET', `sessions/${sessionId}/tool-calls`);
    const found = (body as { items: ToolCall[] }).items;
    return found.length >= count && found;
  });
  expect(items).toHaveLength(count);
  return items.toReversed();
}

it('is offered to whom it is proved, told as without a model, cited, recorded and paid for', async () => {
  model.behave({ calls: [{ name: 'own_objects', arguments: { type: 'rental' } }], then: 'tells' });
  const answer = await ask('ada');
  expect(answer.content.text).toBe('Rental R-1: ready. Carrier: Desk 4.');
  expect(answer.metadata.sources).toBeUndefined();
  expect(model.offered).toEqual(Array.from({ length: 2 }, () => ['own_objects', 'rental_status']));
  expect(model.chats[1]!.at(-1)).toMatchObject({
    role: 'tool',
    content: expect.stringMatching(/^<passage number="\d+" title="own_objects">\n[^<]*\n<\/passage>$/),
  });
  expect(await callsOf(answer, 1)).toMatchObject([
    { tool: 'objects', arguments: { type: 'rental' }, outcome: 'found' },
  ]);
  const paid = await eventually(async () => {
    const rows = await server.query<{ n: number }>(
      'SELECT input_tokens AS n FROM answers WHERE session_id = $1',
      [answer.sessionId],
    );
    return rows[0];
  });
  expect(paid).toEqual({ n: 200 });
});

it('is asked of a tool by the number that the customer wrote; of another’s as of none', async () => {
  model.behave({ calls: [{ name: 'rental_status', arguments: { objectId: 'R-7' } }], then: 'tells' });
  const told = await ask('ada');
  expect(told.content.text).toBe('Rental R-7: at the desk.');
  expect(await callsOf(told, 1)).toMatchObject([
    { tool: 'rental_status', arguments: { objectId: 'R-7', externalId: 'ada' }, outcome: 'found' },
  ]);
  model.behave({
    calls: [
      { name: 'own_objects', arguments: { type: 'rental', objectId: 'R-2' } },
      { name: 'rental_status', arguments: { objectId: 'R-2' } },
    ],
    then: 'tells',
  });
  const none = await ask('ada');
  expect(none.content.text).toBe('The customer has none like that.');
  expect((await callsOf(none, 2)).map(({ outcome }) => outcome)).toEqual(['none', 'none']);
});

it('is not offered to anybody else, and not called for who calls it all the same', async () => {
  model.behave({ calls: [{ name: 'own_objects', arguments: { type: 'rental' } }], then: 'tells' });
  const answer = await ask(undefined);
  expect(answer.type).toBe('handover');
  expect(model.offered.flat()).toEqual([]);
  await callsOf(answer, 0);
});

it('refuses what was not offered, and arguments that are none, and says so beside the conversation', async () => {
  model.behave({
    calls: [
      { name: 'rental_by_phone', arguments: { objectId: 'R-7' } },
      { name: 'own_objects', arguments: { type: 'invoice' } },
      { name: 'rental_status', arguments: { objectId: 'R-7', externalId: 'bob' } },
      { name: 'own_objects', arguments: '{"type": "ren' },
    ],
    then: { says: 'HANDOVER: I could not find it.' },
  });
  const answer = await ask('ada');
  expect(answer.type).toBe('handover');
  const calls = await callsOf(answer, 4);
  expect(calls.map(({ tool, outcome, why }) => [tool, outcome, why]).toSorted()).toEqual(
    [
      ['rental_by_phone', 'refused', 'There is no such tool.'],
      ['own_objects', 'refused', 'The arguments are none of this tool.'],
      ['rental_status', 'refused', 'The arguments are none of this tool.'],
      ['own_objects', 'refused', 'The arguments are none of this tool.'],
    ].toSorted(),
  );
});

it('ends for a model that looks things up for ever: a person answers', async () => {
  model.behave('loops');
  const answer = await ask('ada');
  expect(answer.type).toBe('handover');
  expect(model.chats).toHaveLength(4);
  await callsOf(answer, 3);
});

it('hands over where what should know it does not answer', async () => {
  isUp = false;
  model.behave({ calls: [{ name: 'rental_status', arguments: { objectId: 'R-7' } }], then: 'tells' });
  const answer = await ask('ada').finally(() => (isUp = true));
  expect(answer.type).toBe('handover');
  expect(await callsOf(answer, 1)).toMatchObject([{ outcome: 'failed', why: 'It answered 503.' }]);
});

it('makes no claim that was not looked up', async () => {
  model.behave({
    calls: [{ name: 'own_objects', arguments: { type: 'rental' } }],
    then: { says: 'Rental R-1: ready, and 3 more are free [1][2][3][4][5][6][7].' },
  });
  expect((await ask('ada')).type).toBe('handover');
});

describe('a server of the Model Context Protocol', () => {
  let mcp: FakeMcp;
  beforeAll(async () => {
    mcp = await startFakeMcp();
  });
  afterAll(() => mcp?.close());

  const body = () => ({ name: 'shop', url: mcp.url, token: mcp.token });
  const lookup = {
    name: 'order.lookup',
    identity: 'externalId',
    arguments: {
      customer: { from: 'externalId' },
      number: { from: 'model' },
      kind: { from: 'constant', value: 'short' },
    },
  };

  it('is declared with a token that nobody reads again, and says what it has, in every revision', async () => {
    const made = await server.request('POST', 'mcp-servers', { body: body() });
    expect(made).toMatchObject({ status: 201, body: { name: 'shop', token: '********', tools: [] } });
    const { id } = made.body as { id: string };
    const stored = await server.query<{ token: string }>('SELECT token FROM mcp_servers');
    expect(stored[0]!.token).not.toContain(mcp.token);
    const has = async () => (await server.request('GET', `mcp-servers/${id}/tools`)).body;
    const shaken = await has();
    expect(shaken).toMatchObject({
      items: [
        {
          name: 'order.lookup',
          readOnly: true,
          parameters: { customer: { type: 'string' }, number: { type: 'string' }, kind: { type: 'string' } },
          required: ['customer', 'number'],
        },
        { name: 'order.cancel', readOnly: false },
      ],
    });
    mcp.isModern = true;
    expect(await has()).toEqual(shaken);
    mcp.isModern = false;
    const put = (change: object) =>
      server.request('PUT', `mcp-servers/${id}`, { body: { ...body(), token: '********', ...change } });
    const cancel = { ...lookup, name: 'order.cancel' };
    const withoutNumber = { ...lookup, arguments: { customer: { from: 'externalId' } } };
    const ofAnybody = { ...lookup, arguments: { customer: { from: 'model' }, number: { from: 'model' } } };
    const elsewhere = { url: mcp.url.replace('127.0.0.1', 'localhost') };
    for (const change of [{ tools: [cancel] }, { tools: [withoutNumber] }, { tools: [ofAnybody] }, elsewhere])
      expect([change, (await put(change)).status]).toEqual([change, 400]);
    expect(await put({ tools: [lookup] })).toMatchObject({
      status: 200,
      body: { tools: [{ required: ['customer', 'number'] }] },
    });
  });

  it('is called for whose identity is proved, with what was declared; its words are material', async () => {
    const call = { name: 'shop_order_lookup', arguments: { number: '77' } };
    model.behave({ calls: [call], then: 'tells' });
    const answer = await eventually(async () => {
      const one = await ask('ada');
      return one.type !== 'handover' && one;
    });
    expect(answer.content.text).toBe('Order 77 of ada waits in short at the desk.');
    expect(mcp.called.at(-1)).toEqual({
      name: 'order.lookup',
      arguments: { customer: 'ada', number: '77', kind: 'short' },
    });
    expect(JSON.stringify(model.chats)).not.toContain('evil.test');
    expect(await callsOf(answer, 1)).toMatchObject([
      { tool: 'shop_order_lookup', outcome: 'found', arguments: { customer: 'ada', number: '77' } },
    ]);
    const others = mcp.called.length;
    model.behave({ calls: [{ ...call, arguments: { number: '77', customer: 'bob' } }], then: 'tells' });
    expect((await ask('ada')).type).toBe('handover');
    model.behave({ calls: [call], then: 'tells' });
    expect((await ask(undefined)).type).toBe('handover');
    expect(mcp.called).toHaveLength(others);
  });

  it('may be another Parley', async () => {
    const key = await server.request('POST', 'api-keys', {
      body: { name: 'Other', permissions: ['knowledge:read'] },
    });
    await server.request('POST', 'knowledge/articles', {
      body: { title: 'Opening hours', content: 'The desk is open until nine in the evening.' },
    });
    const made = await server.request('POST', 'mcp-servers', {
      body: {
        name: 'parley',
        url: `${server.url}/mcp`,
        token: (key.body as { key: string }).key,
        tools: [{ name: 'search_knowledge', identity: null, arguments: { query: { from: 'model' } } }],
      },
    });
    expect(made).toMatchObject({
      status: 201,
      body: { tools: [{ parameters: { query: { type: 'string' } } }] },
    });
    model.behave({
      calls: [{ name: 'parley_search_knowledge', arguments: { query: 'until when is the desk open?' } }],
      then: { says: 'HANDOVER: enough' },
    });
    await eventually(async () => {
      const calls = await server.request('GET', `sessions/${(await ask('ada')).sessionId}/tool-calls`);
      return (calls.body as { items: ToolCall[] }).items.some(
        ({ tool, outcome }) => tool === 'parley_search_knowledge' && outcome === 'found',
      );
    });
    expect(JSON.stringify(model.chats)).toContain('open until nine');
  });
});
