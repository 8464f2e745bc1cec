// Orders, subscriptions, devices: pushed by a program, kept, found, and told to nobody but whose they are.
import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import jwt from 'jsonwebtoken';
import type { Message } from '../../src/protocol/model/message';
import type { Session } from '../../src/protocol/model/session';
import type { CustomerObject } from '../../src/protocol/objects';
import { eventually } from '../../src/tools/eventually';
import { startFakeMail, type FakeMail } from '../dev-env/fake-mail';
import { TestServer } from '../dev-env/test-server';

const identitySecret = 'the secret of the web channel, 32+';

let server: TestServer;
let mail: FakeMail;
/** Of the shop's own program. */
let program: string;

beforeAll(async () => {
  mail = await startFakeMail();
  server = await TestServer.create({
    env: { FETCH_ALLOW: '127.0.0.0/8', RATE_LIMITS: 'off' },
  });
  const { body } = await server.request('GET', 'channels?type=web');
  const [web] = (body as { items: Array<{ id: string; config: object }> }).items;
  await server.request('PATCH', `channels/${web!.id}`, {
    body: { config: { ...web!.config, identitySecret } },
  });
  program = await keyWith(['objects:write', 'customers:read', 'customers:write', 'sessions:read']);
});
afterAll(async () => {
  await server?.close();
  await mail?.stop();
});

async function keyWith(permissions: string[]): Promise<string> {
  const { body } = await server.request('POST', 'api-keys', {
    body: { name: `Shop ${randomUUID()}`, permissions },
  });
  return (body as { key: string }).key;
}

let people = 0;

async function customer(given: object = {}): Promise<{ id: string; externalId: string }> {
  const externalId = `shop-${++people}`;
  const { body } = await server.request('POST', 'customers', {
    token: program,
    body: { externalId, ...given },
  });
  return { id: (body as { id: string }).id, externalId };
}

const put = (customerId: string, place: string, body: object, token = program) =>
  server.request('PUT', `customers/${customerId}/objects/${place}`, { body, token });
const list = async (customerId: string, query = '') =>
  (await server.request('GET', `customers/${customerId}/objects${query}`, { token: program })).body as {
    items: CustomerObject[];
    nextCursor: string | null;
  };

describe('what a program pushes', () => {
  it('is kept once however often it comes, replaced as a whole, listed newest first, and removed', async () => {
    const { id } = await customer();
    const order = {
      status: 'paid',
      title: 'Two chairs',
      fields: { carrier: 'Sea', parcels: 2, gift: false },
    };
    const first = await put(id, 'order/A%204711', order);
    expect([first.status, first.body]).toMatchObject([
      201,
      { customerId: id, type: 'order', objectId: 'A 4711', isOpen: true, ...order },
    ]);
    const again = await put(id, 'order/A%204711', { status: 'Delivered', url: 'https://shop.test/o/4711' });
    expect(again.status).toBe(200);
    const { title: _, ...kept } = again.body as CustomerObject;
    expect(again.body).not.toHaveProperty('title');
    expect(kept).toMatchObject({ status: 'Delivered', isOpen: false, fields: {} });
    await put(id, 'device/SN-1', {});
    expect((await list(id)).items.map(({ objectId }) => objectId)).toEqual(['SN-1', 'A 4711']);
    expect((await list(id, '?type=order')).items).toEqual([again.body]);
    const paged = await list(id, '?limit=1');
    expect((await list(id, `?limit=1&cursor=${paged.nextCursor}`)).items).toEqual([again.body]);
    const one = () => server.request('GET', `customers/${id}/objects/order/A%204711`, { token: program });
    expect((await one()).body).toEqual(again.body);
    const remove = () =>
      server.request('DELETE', `customers/${id}/objects/order/A%204711`, { token: program });
    expect((await remove()).status).toBe(204);
    expect([(await one()).status, (await remove()).status]).toEqual([404, 404]);
  });

  it('is refused without the permission, too large, too many, for nobody, and with a link that is none', async () => {
    const { id } = await customer();
    const reader = await keyWith(['customers:read', 'customers:write']);
    const refusals = [
      await put(id, 'order/1', {}, reader),
      await put(id, 'order/1', { fields: Object.fromEntries(words(20)) }),
      await put(randomUUID(), 'order/1', {}),
      await put(id, 'order/1', { url: 'javascript:alert(1)' }),
      await put(id, 'Order/1', {}),
    ];
    expect(refusals.map(({ status }) => status)).toEqual([403, 413, 404, 400, 400]);
    await server.query(
      `INSERT INTO customer_objects (organization_id, customer_id, type, object_id, is_open, fields)
       SELECT organization_id, id, 'order', 'n' || n, true, '{}' FROM customers, generate_series(1, 999) n WHERE id = $1`,
      [id],
    );
    const at = await Promise.all(['x1', 'x2', 'x3'].map((number) => put(id, `order/${number}`, {})));
    expect(at.map(({ status }) => status).toSorted()).toEqual([201, 409, 409]);
    expect(at.find(({ status }) => status === 409)!.body).toMatchObject({ code: 'capacity' });
    expect((await put(id, 'order/n5', { status: 'paid' })).status).toBe(200);
  });

  it('belongs to the copy that a customer gets, to those who are one person, and to what search finds', async () => {
    const { id } = await customer({ email: 'grace@shop.test' });
    await put(id, 'order/ZX-90210', { title: 'Hammock' });
    const web = (await server.request('POST', 'widget/sessions', {
      token: '',
      body: { channelKey: server.channelKey },
    })) as { body: { visitorToken: string; customer: { id: string } } };
    const { visitorToken, customer: visitor } = web.body;
    await server.request('POST', 'widget/messages', {
      token: visitorToken,
      body: { clientMessageId: randomUUID(), text: 'I want to talk to a person.' },
    });
    await put(visitor.id, 'device/QQ-777', {});
    const found = async (q: string) =>
      ((await server.request('GET', `sessions?q=${q}`)).body as { items: Session[] }).items;
    expect(await eventually(async () => (await found('QQ-777')).at(0))).toMatchObject({
      customerId: visitor.id,
    });
    await server.request('POST', `customers/${id}/identities`, {
      body: { kind: 'visitor', value: visitor.id, evidence: 'agent' },
    });
    expect((await list(visitor.id)).items.map(({ objectId }) => objectId)).toEqual(['QQ-777', 'ZX-90210']);
    const copy = await server.request('GET', `customers/${id}/export`, { token: program });
    expect((copy.body as { objects: CustomerObject[] }).objects).toEqual((await list(id)).items);
    await server.request('DELETE', `customers/${id}`);
    expect(await server.query('SELECT 1 FROM customer_objects WHERE customer_id = $1', [id])).toEqual([]);
    expect((await put(id, 'order/1', {})).status).toBe(404);
  });
});

interface Opened {
  visitorToken: string;
  customer: { id: string };
}

/** Somebody in the chat: anonymous, or with a signed identity. */
async function writer(signedFor?: string, before?: string) {
  const identity = signedFor && jwt.sign({ sub: signedFor }, identitySecret, { expiresIn: 600 });
  const { body } = await server.request('POST', 'widget/sessions', {
    token: '',
    body: {
      channelKey: server.channelKey,
      ...(identity && { identity }),
      ...(before && { visitorToken: before }),
    },
  });
  const { visitorToken, customer: self } = body as Opened;
  const messages = async () =>
    (
      (await server.request('GET', 'widget/messages', { token: visitorToken })).body as {
        messages: Message[];
      }
    ).messages;
  return {
    id: self.id,
    visitorToken,
    messages,
    /** @returns what the AI answers, or the line of a handover */
    async ask(text: string): Promise<Message> {
      const said = await server.request('POST', 'widget/messages', {
        token: visitorToken,
        body: { clientMessageId: randomUUID(), text },
      });
      const { seq } = (said.body as { message: Message }).message;
      return eventually(async () =>
        (await messages()).find((one) => one.seq > seq && (one.sender === 'ai' || one.type === 'handover')),
      );
    },
  };
}

const found =
  'Order 4711: shipped. Expected: 3 December 2026. Carrier: Sea.\nhttps://shop.test/o/4711'.replace(
    '3 December',
    'December 3,',
  );
const order = {
  status: 'in_transit',
  url: 'https://shop.test/o/4711',
  fields: { carrier: 'Sea', eta: '2026-12-03', margin: 12 },
};
const none = (number: string) =>
  `I find no Order ${number} among yours. Please check the number, or ask for a person.`;
const offer = /^I can tell you once I know that it is you\./;

describe('how an order stands', () => {
  it('is told to whose it is, in their language; of another’s as of one that does not exist', async () => {
    const [mine, theirs] = [await customer(), await customer()];
    await put(mine.id, 'order/4711', order);
    await put(theirs.id, 'order/4712', order);
    const me = await writer(mine.externalId);
    expect((await me.ask('Where is my order 4711?')).content.text).toBe(found);
    expect((await me.ask('And where is my order?')).content.text).toBe(found);
    expect((await me.ask('Where is order 4712?')).content.text).toBe(none('4712'));
    expect((await me.ask('Where is order 9999?')).content.text).toBe(none('9999'));
    expect((await me.ask('Wo bleibt meine Bestellung 4711?')).content.text).toBe(
      'Bestellung 4711: versandt. Voraussichtlich: 3. Dezember 2026. Versand mit: Sea.\nhttps://shop.test/o/4711',
    );
    await put(mine.id, 'order/4713', { status: 'paid' });
    expect((await me.ask('When will my order arrive?')).content.text).toBe(
      'There are several: Order 4713 (paid), Order 4711 (shipped). Which one do you mean?',
    );
    expect((await me.ask('4713')).content.text).toBe('Order 4713: paid.');
  });

  it('is told of the order that was named before, in this conversation or an earlier one', async () => {
    const mine = await customer();
    await put(mine.id, 'order/4711', order);
    await put(mine.id, 'order/4714', order);
    const me = await writer(mine.externalId);
    const first = await me.ask('Where is my order 4711?');
    expect((await me.ask('And where is it?')).content.text).toBe(found);
    await server.request('POST', `sessions/${first.sessionId}/close`, { body: {} });
    expect((await me.ask('Where is it now?')).content.text).toBe(found);
    // Of who wants nothing remembered nothing is.
    await server.request('PATCH', `customers/${mine.id}/memory`, { body: { remembers: false } });
    const { sessionId } = (await me.messages()).at(-1)!;
    await server.request('POST', `sessions/${sessionId}/close`, { body: {} });
    expect((await me.ask('Where is it now?')).content.text).not.toBe(found);
  });

  it('is told to nobody whom nothing proves: without e-mail a person gets them', async () => {
    const mine = await customer();
    await put(mine.id, 'order/4720', order);
    const stranger = await writer();
    const answer = await stranger.ask('Where is my order 4720?');
    expect(answer.type).toBe('handover');
    // The same browser signs in, and out: what it was before is no proof.
    const before = await writer();
    await before.ask('Hello');
    const signed = await writer(mine.externalId, before.visitorToken);
    expect((await signed.ask('Where is my order 4720?')).content.text).toContain('Order 4720: shipped.');
    await eventually(async () => {
      const { body } = await server.request('GET', `customers/${before.id}/identities`);
      return (body as { linked: unknown[] }).linked.length > 0;
    });
    expect((await before.ask('Where is my order 4720?')).type).toBe('handover');
  });

  it('is told to who has the code that went to their mailbox, and nobody learns which address is known', async () => {
    await server.request('POST', 'channels', {
      body: {
        name: 'Mail',
        type: 'email',
        config: {
          address: 'support@shop.test',
          inboundSecret: 'the secret of the webhook',
          smtp: { host: mail.smtp.host, port: mail.smtp.port },
        },
      },
    });
    const mine = await customer({ email: 'ada@home.test' });
    await put(mine.id, 'order/4730', order);
    const me = await writer();
    const offered = await me.ask('Where is my order 4730?');
    expect(offered.content.text).toMatch(offer);
    expect((await me.ask('Where is my order 9999?')).content.text).toBe(offered.content.text);
    const sent = await me.ask('nobody@home.test');
    expect((await me.ask('It is ada@home.test')).content.text).toBe(sent.content.text);
    expect(sent.content.text).toMatch(/^If we know this address, a code is on its way/);
    const got = await eventually(() => mail.smtp.mails().find(({ to }) => to.includes('ada@home.test')));
    expect(mail.smtp.mails().filter(({ to }) => to.includes('nobody@home.test'))).toEqual([]);
    const code = /\b\d{6}\b/.exec(got.raw.toString().split('\r\n\r\n').slice(1).join('\n'))![0];
    expect((await me.ask(code === '111111' ? '222222' : '111111')).content.text).toMatch(
      /^This is not the code/,
    );
    expect((await me.ask(code)).content.text).toBe(none('9999'));
    expect((await me.ask('Then where is order 4730?')).content.text).toContain('Order 4730: shipped.');
    const copy = await server.request('GET', `customers/${me.id}/export`);
    expect((copy.body as { identityProofs: unknown[] }).identityProofs).toMatchObject([
      { customerId: me.id },
    ]);
    // Some time later somebody else may sit there.
    await server.query(`UPDATE identity_proofs SET proved_at = now() - interval '25 hours'`);
    expect((await me.ask('Where is order 4730?')).content.text).toMatch(offer);
    await server.app.queue.add('maintenance', {}, { key: 'maintenance' });
    await eventually(
      async () =>
        (await server.query('SELECT FROM identity_proofs WHERE customer_id = $1', [me.id])).length === 0,
    );
  });

  it('is tried out without a customer as for somebody unknown', async () => {
    const { body } = await server.request('POST', 'answers/preview', {
      body: { question: 'Where is my order 4711?' },
    });
    expect(body).toMatchObject({ decision: 'answer', text: expect.stringMatching(offer), sources: [] });
  });
});

describe('a tool of the organization', () => {
  let shop: Server;
  let base: string;
  let isUp = true;
  beforeAll(async () => {
    shop = createServer((request, response) => {
      const [, number, owner] = /^\/orders\/(\w+)\?of=([\w-]+)$/.exec(request.url!) ?? [];
      if (request.headers['x-key'] !== 'shop secret') response.writeHead(401).end();
      else if (!isUp) response.writeHead(503).end();
      else if (number !== '5001') response.writeHead(404).end();
      else
        response.end(JSON.stringify({ order: { state: 'packed', owner }, customer: 'shop-tool', secret: 1 }));
    });
    await new Promise<void>((resolve) => shop.listen(0, '127.0.0.1', resolve));
    base = `http://127.0.0.1:${(shop.address() as AddressInfo).port}`;
  });
  afterAll(() => shop?.close());

  const body = () => ({
    name: 'order_status',
    description: 'How an order of the shop stands.',
    urlTemplate: `${base}/orders/{objectId}?of={externalId}`,
    headers: { 'X-Key': 'shop secret' },
    answer: { type: 'object', properties: { status: { type: 'string', path: 'order.state' } } },
    objectType: 'order',
    identity: 'externalId',
    ownerPath: 'customer',
  });

  it('is declared, tried, and asked for whose identity it needs; each call stands beside the conversation', async () => {
    const made = await server.request('POST', 'tools', { body: body() });
    expect([made.status, made.body]).toMatchObject([
      201,
      { headers: { 'X-Key': '********' }, isActive: true },
    ]);
    const { id } = made.body as { id: string };
    const stored = await server.query<{ headers: object }>('SELECT headers FROM tools');
    expect(JSON.stringify(stored)).not.toContain('shop secret');
    const attempt = async (objectId: string, identity: string) =>
      (await server.request('POST', `tools/${id}/try`, { body: { objectId, identity } })).body;
    expect(await attempt('5001', 'shop-tool')).toMatchObject({ ok: true, taken: { status: 'packed' } });
    expect(await attempt('5001', 'c-2')).toMatchObject({
      ok: false,
      status: 200,
      why: expect.stringMatching(/somebody else/),
    });
    // A mask goes to no other host.
    const masked = { ...body(), headers: { 'X-Key': '********' } };
    const moved = { ...masked, urlTemplate: body().urlTemplate.replace('127.0.0.1', 'localhost') };
    expect((await server.request('PUT', `tools/${id}`, { body: moved })).status).toBe(400);
    expect((await server.request('PUT', `tools/${id}`, { body: masked })).status).toBe(200);

    const me = await writer('shop-tool');
    const answer = await eventually(async () => {
      const one = await me.ask('Where is my order 5001?');
      return one.content.text === 'Order 5001: packed.' && one;
    });
    expect((await me.ask('Where is my order 5002?')).content.text).toBe(none('5002'));
    expect((await (await writer('shop-other')).ask('Where is my order 5001?')).content.text).toBe(
      none('5001'),
    );
    isUp = false;
    expect((await me.ask('Where is my order 5001?')).type).toBe('handover');
    const calls = await server.request('GET', `sessions/${answer.sessionId}/tool-calls`);
    const { items } = calls.body as { items: Array<Record<string, unknown>> };
    expect(items.slice(0, 4)).toMatchObject([
      { tool: 'order_status', outcome: 'failed', status: 503, why: 'It answered 503.' },
      { tool: 'objects', outcome: 'none', arguments: { type: 'order', objectId: '5001' } },
      { tool: 'order_status', outcome: 'none', status: 404, arguments: { externalId: 'shop-tool' } },
      { tool: 'objects', outcome: 'none' },
    ]);
    expect(JSON.stringify(items)).not.toContain('shop secret');
    const seen = (await server.request('GET', `sessions/${answer.sessionId}`)).body as Session;
    const copy = await server.request('GET', `customers/${seen.customerId}/export`);
    const { sessions } = copy.body as { sessions: Array<{ session: Session; toolCalls: unknown[] }> };
    expect(sessions.find(({ session }) => session.id === seen.id)!.toolCalls).toEqual(items);
    await server.query(`UPDATE tool_calls SET created_at = now() - interval '91 days' WHERE id = $1`, [
      items[0]!['id'],
    ]);
    await server.app.queue.add('maintenance', {}, { key: 'maintenance' });
    const left = () => server.query('SELECT FROM tool_calls WHERE session_id = $1', [seen.id]);
    await eventually(async () => (await left()).length === items.length - 1);
    await server.request('DELETE', `customers/${seen.customerId}`);
    expect((await server.query('SELECT 1 FROM tool_calls WHERE session_id = $1', [seen.id])).length).toBe(0);
  });
});

const words = (n: number) => Array.from({ length: n }, (_, i) => [`f${i}`, 'x'.repeat(1_000)] as const);
