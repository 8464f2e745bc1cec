// Orders, subscriptions, devices: pushed by a program, kept, found, and told to nobody but whose they are.
import { randomUUID } from 'node:crypto';
import type { Session } from '../../src/protocol/model/session';
import type { CustomerObject } from '../../src/protocol/objects';
import { eventually } from '../../src/tools/eventually';
import { startFakeMail, type FakeMail } from '../dev-env/fake-mail';
import { TestServer } from '../dev-env/test-server';

let server: TestServer;
let mail: FakeMail;
/** Of the shop's own program. */
let program: string;

beforeAll(async () => {
  mail = await startFakeMail();
  server = await TestServer.create({
    env: { FETCH_ALLOW: '127.0.0.0/8', RATE_LIMITS: 'off' },
  });
  program = await keyWith(['objects:write', 'customers:read', 'customers:write', 'sessions:read']);
}, 120_000);
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

const words = (n: number) => Array.from({ length: n }, (_, i) => [`f${i}`, 'x'.repeat(1_000)] as const);
