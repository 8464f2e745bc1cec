// Templates of a WhatsApp account: listed, filled in, refused before Meta would, and read by the team as the customer reads them.
import type { Message } from '../../src/protocol/model/message';
import type { Session } from '../../src/protocol/model/session';
import { eventually } from '../../src/tools/eventually';
import { orderUpdate, startFakeWhatsApp, type FakeWhatsApp } from '../dev-env/fake-whatsapp';
import { TestServer } from '../dev-env/test-server';

let server: TestServer;
let meta: FakeWhatsApp;
let channelId: string;
let sessionId: string;

const named = {
  name: 'invoice',
  language: 'de',
  status: 'APPROVED',
  components: [
    { type: 'HEADER', format: 'DOCUMENT' },
    { type: 'BODY', text: 'Hallo {{name}}, Ihre Rechnung vom {{day}}.' },
  ],
};
const pending = {
  name: 'summer_sale',
  language: 'en_US',
  category: 'MARKETING',
  status: 'PENDING',
  components: [{ type: 'BODY', text: 'Sale!' }],
};
const full = {
  name: 'order_update',
  language: 'en_US',
  header: '1017',
  parameters: ['1017', 'Ada'],
  buttons: ['T-1'],
};

beforeAll(async () => {
  meta = await startFakeWhatsApp();
  meta.templates.push(orderUpdate, named, pending);
  server = await TestServer.create({ env: { FETCH_ALLOW: '127.0.0.0/8', RATE_LIMITS: 'off' } });
  const config = { ...meta.config, businessAccountId: meta.accountId };
  const made = await server.request('POST', 'channels', {
    body: { name: 'WhatsApp', type: 'whatsapp', config },
  });
  channelId = (made.body as { id: string }).id;
  sessionId = (await silent('Silent')).id;
});
afterAll(async () => {
  await server?.close();
  await meta?.close();
});

/** A session of somebody who wrote more than a day ago, held by the admin. */
async function silent(name: string): Promise<Session> {
  const at = Math.floor(Date.now() / 1000) - 25 * 3_600;
  const phone = `49170${String(Math.random()).slice(2, 10)}`;
  const body = meta.says({ phone, name, at }, 'I want to talk to a person.');
  await meta.post(`${server.url}/webhooks/whatsapp/${channelId}`, body);
  const session = await eventually(async () => {
    const found = await server.request('GET', 'sessions?channelType=whatsapp');
    return (found.body as { items: Session[] }).items.find(({ customerName }) => customerName === name);
  });
  await server.request('POST', `sessions/${session.id}/claim`, { body: {} });
  return session;
}

let count = 0;
const send = (template: object, clientMessageId = `template-${++count}`) =>
  server.request('POST', `sessions/${sessionId}/messages`, {
    body: { clientMessageId, template },
  });

interface Listed {
  items: Array<{ name: string; why?: string; body: { places: string[] } }>;
  fetchedAt?: string;
}
const list = async () => (await server.request('GET', `channels/${channelId}/templates`)).body as Listed;

test('all pages are listed, with what each place is and why some cannot be sent', async () => {
  const { items, fetchedAt } = await list();
  expect(fetchedAt).toEqual(expect.any(String));
  expect(items).toEqual([
    {
      name: 'invoice',
      language: 'de',
      state: 'approved',
      header: { kind: 'document', places: ['document'] },
      body: { text: named.components[1]!.text, places: ['name', 'day'] },
      buttons: [],
    },
    {
      name: 'order_update',
      language: 'en_US',
      category: 'utility',
      state: 'approved',
      header: { kind: 'text', text: 'Order {{1}}', places: ['1'] },
      body: { text: orderUpdate.components[1]!.text, places: ['1', '2'] },
      footer: 'Harbour & Pine',
      buttons: [
        { kind: 'quick_reply', text: 'Thanks', places: [] },
        { kind: 'url', text: 'Track it', url: 'https://shop.example/track/{{1}}', places: ['1'] },
      ],
    },
    expect.objectContaining({
      name: 'summer_sale',
      state: 'pending',
      why: 'WhatsApp has not approved it yet.',
    }),
  ]);
});

test('header, body and buttons are filled in, and the log shows what the customer reads', async () => {
  meta.delivered.length = 0;
  const sent = await send(full);
  expect(sent).toMatchObject({ status: 201, body: { delivery: 'queued' } });
  expect((sent.body as Message).content.text).toBe(
    'Order 1017\n\nHello Ada, your order 1017 is on its way.\n\nHarbour & Pine\n\n[Thanks] [Track it]',
  );
  const [delivered] = await eventually(() => meta.delivered.length > 0 && meta.delivered);
  expect(delivered!.message['template']).toEqual({
    name: 'order_update',
    language: { code: 'en_US' },
    components: [
      { type: 'header', parameters: [{ type: 'text', text: '1017' }] },
      {
        type: 'body',
        parameters: [
          { type: 'text', text: '1017' },
          { type: 'text', text: 'Ada' },
        ],
      },
      { type: 'button', sub_type: 'url', index: '1', parameters: [{ type: 'text', text: 'T-1' }] },
    ],
  });
});

test('places with names are told by them, and a file stands in the header', async () => {
  meta.delivered.length = 0;
  const header = 'https://shop.example/invoice.pdf';
  const sent = await send({ name: 'invoice', language: 'de', header, parameters: ['Ada', '1. Mai'] });
  expect((sent.body as Message).content.text).toBe(`${header}\n\nHallo Ada, Ihre Rechnung vom 1. Mai.`);
  const [delivered] = await eventually(() => meta.delivered.length > 0 && meta.delivered);
  expect(delivered!.message['template']).toMatchObject({
    components: [
      { type: 'header', parameters: [{ type: 'document', document: { link: header } }] },
      {
        type: 'body',
        parameters: [
          { type: 'text', parameter_name: 'name', text: 'Ada' },
          { type: 'text', parameter_name: 'day', text: '1. Mai' },
        ],
      },
    ],
  });
});

test.each([
  ['is not there', { name: 'nothing', language: 'en_US' }, 'template.name', 'has no template nothing'],
  ['is there in another language', { ...full, language: 'fr' }, 'template.language', 'only in en_US'],
  ['is not approved', { name: 'summer_sale', language: 'en_US' }, 'template.name', 'not approved'],
  [
    'lacks a parameter',
    { ...full, parameters: ['1017'] },
    'template.parameters',
    'takes 2 parameters, not 1',
  ],
  ['has one too many', { ...full, buttons: ['a', 'b'] }, 'template.buttons', 'takes 1 parameter, not 2'],
  ['lacks its header', { ...full, header: undefined }, 'template.header', 'takes 1 parameter, not 0'],
  [
    'has words where a file belongs',
    { name: 'invoice', language: 'de', header: 'a file', parameters: ['a', 'b'] },
    'template.header',
    'https address',
  ],
])('a template that %s is refused before it is sent', async (_what, template, path, sentence) => {
  const asked = meta.asked;
  const answer = await send(template);
  expect(answer).toMatchObject({ status: 400, body: { code: 'invalid', errors: [{ path }] } });
  expect((answer.body as { detail: string }).detail).toContain(sentence);
  expect(meta.asked).toBe(asked);
});

test('the list follows the account: on demand, by the hour, and keeps what it has while Meta cannot be asked', async () => {
  meta.templates.push({ ...pending, name: 'new_one', status: 'APPROVED' });
  const refreshed = await server.request('POST', `channels/${channelId}/templates/refresh`);
  expect(refreshed.status).toBe(200);
  expect((refreshed.body as Listed).items.map(({ name }) => name)).toContain('new_one');

  meta.acceptedToken = 'another';
  const refused = await server.request('POST', `channels/${channelId}/templates/refresh`);
  expect(refused).toMatchObject({
    status: 409,
    body: { detail: expect.stringContaining('Reconnect the number') as string },
  });
  await server.app.queue.add('templates', {});
  expect((await list()).items).toHaveLength(4);
  meta.acceptedToken = meta.config.accessToken;

  meta.templates.length = 1;
  await server.app.queue.add('templates', {});
  await eventually(async () => (await list()).items.length === 1);
});

test('one that was sent is that message when it is sent again, whatever became of the template', async () => {
  const before = [...meta.templates];
  meta.templates.splice(0, meta.templates.length, orderUpdate);
  await server.request('POST', `channels/${channelId}/templates/refresh`);
  const first = await send(full, 'sent-twice');
  meta.templates.length = 0;
  await server.request('POST', `channels/${channelId}/templates/refresh`);
  expect(await send(full, 'sent-twice')).toMatchObject({
    status: 201,
    body: { id: (first.body as Message).id },
  });
  expect((await send(full)).status).toBe(400);
  meta.templates.push(...before);
});

test('who may reply sees them; only who may change settings fetches them; others see nothing', async () => {
  const { token } = await server.addAgent('Grace');
  expect((await server.request('GET', `channels/${channelId}/templates`, { token })).status).toBe(200);
  expect((await server.request('POST', `channels/${channelId}/templates/refresh`, { token })).status).toBe(
    403,
  );
  const other = await server.request('GET', 'channels/00000000-0000-4000-8000-000000000000/templates');
  expect(other.status).toBe(404);
});

test('a web channel has none', async () => {
  const { body } = await server.request('GET', 'channels?type=web');
  const [web] = (body as { items: Array<{ id: string }> }).items;
  expect((await server.request('GET', `channels/${web!.id}/templates`)).body).toEqual({ items: [] });
});
