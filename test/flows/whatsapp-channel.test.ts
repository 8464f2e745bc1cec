// A WhatsApp channel over days: how it fares, how long its customers may be written to, a test message, answers by buttons.
import type { Health } from '../../src/protocol/model/channel';
import type { Message } from '../../src/protocol/model/message';
import type { Session } from '../../src/protocol/model/session';
import { eventually } from '../../src/tools/eventually';
import { change, startFakeWhatsApp, type FakeWhatsApp } from '../dev-env/fake-whatsapp';
import { handedOver } from '../dev-env/handed-over';
import { TestServer } from '../dev-env/test-server';

let server: TestServer;
let meta: FakeWhatsApp;
let webhook: string;
let channelId: string;

beforeAll(async () => {
  meta = await startFakeWhatsApp();
  server = await TestServer.create({ env: { FETCH_ALLOW: '127.0.0.0/8' } });
  const { body } = await server.request('POST', 'channels', {
    body: { name: 'WhatsApp', type: 'whatsapp', config: meta.config },
  });
  channelId = (body as { id: string }).id;
  webhook = `${server.url}/webhooks/whatsapp/${channelId}`;
});
afterAll(async () => {
  await server?.close();
  await meta?.close();
});
beforeEach(() => {
  meta.behave('normal');
  meta.acceptedToken = meta.config.accessToken;
  meta.delivered.length = 0;
});

const phones = (() => {
  let next = 491_710_000_000;
  return () => String((next += 1));
})();
const daysAgo = (days: number) => Math.floor(Date.now() / 1000 - days * 24 * 3_600);

async function sessionsOf(name: string): Promise<Session[]> {
  const { body } = await server.request('GET', 'sessions?channelType=whatsapp&limit=100');
  return (body as { items: Session[] }).items.filter(({ customerName }) => customerName === name);
}

/** The open session of a customer who has just written. */
async function says(phone: string, text: string, at?: number): Promise<Session> {
  const name = `Customer ${phone}`;
  await meta.post(webhook, meta.says({ phone, name, ...(at !== undefined && { at }) }, text));
  return eventually(async () => (await sessionsOf(name)).find(({ status }) => status !== 'closed'));
}

/** Of one who asked for a person. */
async function asksForPerson(phone: string, at?: number): Promise<Session> {
  const session = await says(phone, 'I want to talk to a person.', at);
  await handedOver(server, session);
  meta.delivered.length = 0;
  return session;
}

const act = (session: Session, what: string) =>
  server.request('POST', `sessions/${session.id}/${what}`, { body: {} });

let count = 0;
const reply = ({ id }: Session, text: string) =>
  server.request('POST', `sessions/${id}/messages`, { body: { clientMessageId: `r-${++count}`, text } });

const rulesOf = async ({ id }: Session) =>
  ((await server.request('GET', `sessions/${id}`)).body as { rules: { mayWrite: boolean; until?: string } })
    .rules;

describe('the window of 24 hours', () => {
  test('counts from what the customer wrote in another session', async () => {
    const phone = phones();
    const old = await asksForPerson(phone, daysAgo(2));
    await act(old, 'claim');
    expect((await reply(old, 'Hello')).status).toBe(409);
    await act(old, 'close');
    const newer = await asksForPerson(phone, daysAgo(0.5));
    expect(newer.id).not.toBe(old.id);
    await act(newer, 'claim');
    await act(newer, 'close');
    expect((await act(old, 'reopen')).status).toBe(200);

    const { mayWrite, until } = await rulesOf(old);
    expect(mayWrite).toBe(true);
    expect(Math.round((Date.parse(until!) - Date.now()) / 3_600_000)).toBe(12);
    expect((await reply(old, 'There you are')).status).toBe(201);
    await eventually(() => meta.delivered.length > 0);
  });

  test('is open in a session that the team began on the phone', async () => {
    const phone = phones();
    const first = await asksForPerson(phone);
    await act(first, 'claim');
    await act(first, 'close');
    const echo = { id: `wamid.echo.${phone}`, from: '15550100', to: phone, timestamp: String(daysAgo(0)) };
    const echoes = { message_echoes: [{ ...echo, type: 'text', text: { body: 'One more thing' } }] };
    await meta.post(webhook, change(echoes, 'smb_message_echoes'));
    const second = await eventually(async () =>
      (await sessionsOf(`Customer ${phone}`)).find(({ id }) => id !== first.id),
    );
    expect((await rulesOf(second)).mayWrite).toBe(true);
  });

  test('stays closed for who has not written anywhere since', async () => {
    const phone = phones();
    const old = await asksForPerson(phone, daysAgo(2));
    await act(old, 'claim');
    expect(await rulesOf(old)).toMatchObject({ mayWrite: false });
    expect((await reply(old, 'Hello')).status).toBe(409);
  });
});

const health = async (): Promise<Health> =>
  ((await server.request('GET', `channels/${channelId}`)).body as { health: Health }).health;

describe('the health of the channel', () => {
  test('says when something last came in', async () => {
    await asksForPerson(phones());
    const at = await eventually(async () => (await health()).lastEventAt);
    expect(Math.abs(Date.now() - Date.parse(at))).toBeLessThan(120_000);
  });

  test('follows what is sent: a token that has run out says what to do, and is over once something arrives', async () => {
    const session = await asksForPerson(phones());
    await act(session, 'claim');
    meta.acceptedToken = 'a newer one';
    await reply(session, 'Hello');
    const failed = await eventually(async () => {
      const now = await health();
      return !now.ok && now;
    });
    expect(failed.lastError).toContain('Reconnect the number');
    expect(failed).toMatchObject({ lastErrorAt: expect.any(String), lastEventAt: expect.any(String) });
    meta.acceptedToken = meta.config.accessToken;
    await reply(session, 'Hello again');
    await eventually(async () => (await health()).ok);
    expect(await health()).not.toHaveProperty('lastError');
  });

  test('is not touched by a customer who cannot be reached', async () => {
    const session = await asksForPerson(phones());
    await act(session, 'claim');
    meta.behave({ code: 131026 });
    const { seq } = (await reply(session, 'Hello')).body as Message;
    await eventually(async () => {
      const { body } = await server.request(
        'GET',
        `sessions/${session.id}/messages?after=${seq - 1}&limit=1`,
      );
      return (body as { items: Message[] }).items[0]?.delivery === 'failed';
    });
    expect((await health()).ok).toBe(true);
  });

  test('follows the states, too: an account that cannot pay', async () => {
    const session = await asksForPerson(phones());
    await act(session, 'claim');
    await reply(session, 'Hello');
    const [sent] = await eventually(() => meta.delivered.length > 0 && meta.delivered);
    await meta.post(webhook, meta.state(sent!.id, 'failed', { errors: [{ code: 131042 }] }));
    const failed = await eventually(async () => {
      const now = await health();
      return !now.ok && now;
    });
    expect(failed.lastError).toContain('way of payment');
  });

  test('is looked at by the clock', async () => {
    meta.acceptedToken = 'a newer one';
    await server.app.queue.add('check-channels', {});
    await eventually(async () => !(await health()).ok);
    meta.acceptedToken = meta.config.accessToken;
    await server.app.queue.add('check-channels', {});
    await eventually(async () => (await health()).ok);
  });
});

test('counts what came in and went out, and lists events with what they hold and whose they are', async () => {
  const countsNow = async () =>
    (await server.request('GET', `channels/${channelId}/counts`)).body as Record<string, number>;
  const before = await countsNow();
  const phone = phones();
  const session = await says(phone, 'I want to talk to a person.');
  await act(session, 'claim');
  await reply(session, 'Here I am.');
  const sent = await eventually(() => meta.delivered.find(({ to }) => to === phone));
  await meta.post(webhook, meta.state(sent.id, 'read'));
  await meta.post(webhook, change({ news: 1 }, 'brand_new'));
  meta.behave('garbage');
  await reply(session, 'Did it arrive?');
  const more = (counts: Record<string, number>) =>
    Object.fromEntries(Object.entries(before).map(([name, count]) => [name, counts[name]! - count]));
  const day = await eventually(async () => {
    const counts = more(await countsNow());
    return counts['uncertain'] === 1 && counts['notUnderstood'] === 1 && counts['states'] === 1 && counts;
  });
  expect(day).toMatchObject({ events: 3, messages: 1, states: 1, eventsFailed: 0, sent: 1, failed: 0 });

  const own = async (token?: string) => {
    const path = `inbound-events?channelId=${channelId}&limit=3`;
    const { body } = await server.request('GET', path, token === undefined ? {} : { token });
    return (body as { items: Array<{ kinds: string[]; customers?: object[] }> }).items.map(
      ({ kinds, customers }) => ({ kinds, customers }),
    );
  };
  const customers = [{ id: session.customerId, name: `Customer ${phone}` }];
  expect(await own()).toEqual([
    { kinds: ['not_understood'], customers: [] },
    { kinds: ['read'], customers },
    { kinds: ['text'], customers },
  ]);
  const { body } = await server.request('POST', 'api-keys', {
    body: { name: 'Settings only', permissions: ['settings:read'] },
  });
  const listed = await own((body as { key: string }).key);
  expect(listed.map(({ customers: shown }) => shown)).toEqual([undefined, undefined, undefined]);
});

describe('"Send a test"', () => {
  const ask = (body: object, token?: string) =>
    server.request('POST', `channels/${channelId}/test`, { body, ...(token !== undefined && { token }) });

  test('sends the template that every account has, or words, and says what came of it', async () => {
    expect(await ask({ to: '+49 (170) 123-4567' })).toMatchObject({
      status: 200,
      body: { outcome: 'sent' },
    });
    expect(await ask({ to: '+49 170 1234567', text: 'Does it arrive?' })).toMatchObject({ status: 200 });
    expect(meta.delivered.map(({ to, message }) => [to, message['template'] ?? message['text']])).toEqual([
      ['491701234567', { name: 'hello_world', language: { code: 'en_US' } }],
      ['491701234567', expect.objectContaining({ body: 'Does it arrive?' })],
    ]);
    meta.behave({ code: 131030 });
    expect(await ask({ to: '+49 170 1234567' })).toMatchObject({
      status: 200,
      body: { outcome: 'refused', reason: expect.stringContaining('not on the list') as string },
    });
  });

  test('its states show in the health of the channel, only forward, and a look at the channel keeps them', async () => {
    await ask({ to: '+49 170 1234567' });
    const { id } = meta.delivered.at(-1)!;
    const lastTest = async () => (await health()).lastTest;
    expect(await lastTest()).toEqual({ at: expect.any(String), delivery: 'sent' });
    await meta.post(webhook, meta.state(id, 'delivered'));
    await eventually(async () => (await lastTest())?.delivery === 'delivered');
    await meta.post(webhook, meta.state('wamid.of-another', 'read'));
    await meta.post(webhook, meta.state(id, 'sent'));
    await server.request('POST', `channels/${channelId}/check`);
    expect((await lastTest())?.delivery).toBe('delivered');
    meta.behave({ code: 131030 });
    await ask({ to: '+49 170 1234567' });
    expect(await lastTest()).toEqual({
      at: expect.any(String),
      delivery: 'failed',
      error: expect.stringContaining('not on the list'),
    });
  });

  test('is for who may change settings, to a number, on a channel that sends, and not endless', async () => {
    expect((await ask({ to: 'my phone' })).status).toBe(400);
    const { token } = await server.addAgent('Grace');
    expect((await ask({ to: '+49 170 1234567' }, token)).status).toBe(403);
    const { body } = await server.request('GET', 'channels?type=web');
    const [web] = (body as { items: Array<{ id: string }> }).items;
    const to = { to: '+49 170 1234567' };
    expect((await server.request('POST', `channels/${web!.id}/test`, { body: to })).status).toBe(409);

    const statuses: number[] = [];
    for (let time = 0; time < 11; time += 1) statuses.push((await ask(to)).status);
    expect([statuses[0], statuses.at(-1)]).toEqual([200, 429]);
  });
});

describe('"Did that help?"', () => {
  const set = (key: string, value: number) =>
    server.request('POST', 'settings', { body: { category: 'ai', key, value } });

  test('is asked with buttons in the customer’s language, and what a button says is understood', async () => {
    await set('askAfterSeconds', 0.1);
    await set('closeAfterMinutes', 0);
    const phone = phones();
    const session = await says(phone, 'How long does a refund take?');
    const sent = () => meta.delivered.filter(({ to }) => to === phone);
    await eventually(() => sent().length === 1);
    const asked = await eventually(
      async () => {
        await server.app.queue.add('idle-conversations', {}, { key: 'idle-conversations' });
        return sent()[1]?.message['interactive'] as
          { action: { buttons: Array<{ reply: { id: string; title: string } }> } } | undefined;
      },
      { every: 200 },
    );
    const titles = asked.action.buttons.map(({ reply: { title } }) => title);
    expect(titles).toEqual(['Yes', 'No']);
    const no = asked.action.buttons[1]!.reply;
    await meta.post(
      webhook,
      meta.says(
        { phone, name: `Customer ${phone}` },
        { type: 'interactive', interactive: { type: 'button_reply', button_reply: no } },
      ),
    );
    const offered = await eventually(() => sent()[2]?.message['text'] as { body: string } | undefined);
    expect(offered.body).toContain('person');
    expect((await sessionsOf(`Customer ${phone}`))[0]).toMatchObject({ id: session.id, status: 'active' });
  });
});
