// A customer on WhatsApp whom a person is to answer: what they read meanwhile, and what the person may send.
import type { Message } from '../../src/protocol/model/message';
import type { Session } from '../../src/protocol/model/session';
import { eventually } from '../../src/tools/eventually';
import { startFakeWhatsApp, type FakeWhatsApp } from '../dev-env/fake-whatsapp';
import { handedOver } from '../dev-env/handed-over';
import { TestServer } from '../dev-env/test-server';

let server: TestServer;
let meta: FakeWhatsApp;
let webhook: string;

beforeAll(async () => {
  meta = await startFakeWhatsApp();
  server = await TestServer.create({
    env: { FETCH_ALLOW: '127.0.0.0/8', RATE_LIMITS: 'off' },
    timing: { sweepEveryMs: 300 },
  });
  const { body } = await server.request('POST', 'channels', {
    body: { name: 'WhatsApp', type: 'whatsapp', config: meta.config },
  });
  webhook = `${server.url}/webhooks/whatsapp/${(body as { id: string }).id}`;
});
afterAll(async () => {
  await server?.close();
  await meta?.close();
});
beforeEach(() => meta.behave('normal'));

const daysAgo = (days: number) => Math.floor(Date.now() / 1000 - days * 24 * 3_600);

let people = 0;
/** Somebody new. */
const person = () => ({ phone: String(491_820_000_000 + ++people), name: `Ada ${people}` });
type Person = ReturnType<typeof person>;

async function asks(who: Person, question: string, at?: number): Promise<Session> {
  await meta.post(webhook, meta.says({ ...who, ...(at !== undefined && { at }) }, question));
  return eventually(async () => {
    const { body } = await server.request('GET', 'sessions?channelType=whatsapp&limit=100');
    return (body as { items: Session[] }).items.find(
      ({ customerName, status }) => customerName === who.name && status !== 'closed',
    );
  });
}

const act = ({ id }: Session, what: string, body: object = {}) =>
  server.request('POST', `sessions/${id}/${what}`, { body });

async function log({ id }: Session): Promise<Message[]> {
  return ((await server.request('GET', `sessions/${id}/messages?limit=200`)).body as { items: Message[] })
    .items;
}

const messageOf = (session: Session, isIt: (message: Message) => boolean) =>
  eventually(async () => (await log(session)).find(isIt));

const sentTo = ({ phone }: Person) =>
  meta.delivered
    .filter(({ to }) => to === phone)
    .map(({ message }) => (message['text'] as { body: string } | undefined)?.body ?? '');

const handover = (session: Session) =>
  messageOf(session, ({ type, delivery }) => type === 'handover' && delivery === 'sent');

const set = (category: string, key: string, value: unknown) =>
  server.request('POST', 'settings', { body: { category, key, value } });

let replies = 0;
const reply = (session: Session, said: object, token?: string) =>
  server.request('POST', `sessions/${session.id}/messages`, {
    body: { clientMessageId: `reply-${++replies}`, ...said },
    ...(token !== undefined && { token }),
  });

describe('who is handed over', () => {
  test('reads so once, in their language, also when they ask again or go from agent to agent', async () => {
    const ada = person();
    const session = await asks(ada, 'Ich möchte bitte mit einem Menschen sprechen.');
    const told = await handover(session);
    expect(told.content.text).toBe(
      'An einen Menschen übergeben. Von unserem Team ist gerade niemand online. Ihr Platz bleibt, und die Antwort kommt hierher.',
    );
    await asks(ada, 'Ich möchte mit einem Menschen sprechen!');
    await act(session, 'claim');
    await act(session, 'transfer', { to: { queue: true } });
    await act(session, 'claim');
    await reply(session, { text: 'Hier bin ich' });
    await eventually(() => sentTo(ada).includes('Hier bin ich'));
    expect(sentTo(ada)).toEqual([told.content.text, 'Hier bin ich']);
  });

  test('is seen to have read it, once however often the states come', async () => {
    const ada = person();
    const session = await asks(ada, 'I want to talk to a person.');
    const { seq } = await handover(session);
    const { id } = meta.delivered.find(({ to }) => to === ada.phone)!;
    for (const state of ['read', 'delivered', 'read', 'sent'])
      await meta.post(webhook, meta.state(id, state));
    const read = await messageOf(session, (one) => one.seq === seq && one.delivery === 'read');
    expect(read.type).toBe('handover');
    // What comes after it shows that nothing else was on its way.
    await act(session, 'claim');
    await reply(session, { text: 'Here I am' });
    await eventually(() => sentTo(ada).includes('Here I am'));
    expect(sentTo(ada)).toEqual([read.content.text, 'Here I am']);
    expect((await log(session)).find((one) => one.seq === seq)!.delivery).toBe('read');
  });

  test('did not get it: the agent sees why, and nobody is told twice', async () => {
    const ada = person();
    meta.behave({ code: 131026 });
    const session = await asks(ada, 'I want to talk to a person.');
    const failed = await messageOf(
      session,
      ({ type, delivery }) => type === 'handover' && delivery === 'failed',
    );
    expect(failed.deliveryError).toMatch(/\w/);
    meta.behave('normal');
    await asks(ada, 'Are you there?');
    await act(session, 'claim');
    await reply(session, { text: 'Here I am' });
    await eventually(() => sentTo(ada).includes('Here I am'));
    expect(sentTo(ada)).toEqual(['Here I am']);

    const bo = person();
    meta.behave('hang');
    const unsure = await asks(bo, 'I want to talk to a person.');
    await eventually(() => sentTo(bo).length > 0);
    meta.behave('normal');
    // Whoever sent it is gone, and nobody knows whether it was taken.
    await server.query(`UPDATE deliveries SET leased_until = now() - interval '1 s' WHERE session_id = $1`, [
      unsure.id,
    ]);
    const told = await messageOf(
      unsure,
      ({ type, delivery }) => type === 'handover' && delivery === 'uncertain',
    );
    await act(unsure, 'claim');
    await reply(unsure, { text: 'Here I am' });
    await eventually(() => sentTo(bo).includes('Here I am'));
    expect(sentTo(bo)).toEqual([told.content.text, 'Here I am']);
  });

  test('reads it after the answer that came before it, and again when they come back another day', async () => {
    const ada = person();
    const session = await asks(ada, 'How long does a refund take?');
    await messageOf(session, ({ sender, delivery }) => sender === 'ai' && delivery === 'sent');
    await asks(ada, 'I want to talk to a person.');
    await handover(session);
    expect(sentTo(ada)[1]).toMatch(/^Passed on to a person\. /);
    await act(session, 'claim');
    await act(session, 'close');
    await handover(await asks(ada, 'I want to talk to a person.'));
    // Beside the question how it was, which has buttons and no text of its own.
    expect(sentTo(ada).filter((text) => text !== '')).toHaveLength(3);
  });

  test('reads when somebody is back while the office is closed', async () => {
    const days = { mon: [['09:00', '09:01']] };
    await set('businessHours', 'timeZone', 'Europe/Berlin');
    await set('businessHours', 'days', days);
    const ada = person();
    const { content } = await handover(await asks(ada, 'I want to talk to a person.'));
    expect(content.text).toMatch(/^Passed on to a person\. We are back Monday, .*9:00/);
    for (const key of ['timeZone', 'days'])
      await server.query(`DELETE FROM settings WHERE category = 'businessHours' AND key = $1`, [key]);
  });

  test('reads when the team is back that has its own hours; whoever another has, reads of those of all', async () => {
    const { body } = await server.request('POST', 'teams', {
      body: {
        ...{ name: 'German', languages: ['de'] },
        businessHours: { timeZone: 'Europe/Berlin', days: { mon: [['09:00', '09:01']] } },
      },
    });
    const { content } = await handover(await asks(person(), 'Ich möchte bitte mit einem Menschen sprechen.'));
    expect(content.text).toMatch(/^An einen Menschen übergeben\. Wir sind wieder da: Montag, .*09:00/);
    const other = await handover(await asks(person(), 'I want to talk to a person.'));
    expect(other.content.text).toMatch(/Nobody of our team is online/);
    await server.request('DELETE', `teams/${(body as { id: string }).id}`);
  });

  test('reads nothing once the window is closed', async () => {
    const late = person();
    const silent = await handedOver(server, await asks(late, 'I want to talk to a person.', daysAgo(2)));
    expect([silent.delivery, silent.content.text]).toEqual([undefined, undefined]);
  });

  test('does not read it once a person has written', async () => {
    const ada = person();
    meta.behave({ code: 131016, status: 503 });
    const session = await asks(ada, 'I want to talk to a person.');
    await messageOf(session, ({ type, deliveryError }) => type === 'handover' && deliveryError !== undefined);
    await act(session, 'claim');
    await reply(session, { text: 'I am here' });
    meta.behave('normal');
    await server.query(
      `UPDATE deliveries SET due_at = now(), created_at = now() - interval '1 minute'
       WHERE session_id = $1 AND state = 'queued'`,
      [session.id],
    );
    await eventually(() => sentTo(ada).length > 0);
    expect(sentTo(ada)).toEqual(['I am here']);
  });

  test('reads it also where the AI is switched off', async () => {
    await set('ai', 'enabled', false);
    const session = await eventually(async () => {
      const found = await asks(person(), 'How long does a refund take?');
      const said = await messageOf(found, ({ sender }) => sender !== 'customer');
      return said.type === 'handover' && found;
    });
    await handover(session);
  });
});

describe('"Retry"', () => {
  /** A reply of the admin's that WhatsApp refused. */
  async function refused(): Promise<{ session: Session; seq: number }> {
    const session = await asks(person(), 'I want to talk to a person.');
    await handover(session);
    await act(session, 'claim');
    meta.behave({ code: 131026 });
    const { seq } = (await reply(session, { text: 'Hello' })).body as Message;
    await messageOf(session, (one) => one.seq === seq && one.delivery === 'failed');
    meta.behave('normal');
    return { session, seq };
  }
  const retry = ({ session, seq }: { session: Session; seq: number }) =>
    act(session, `messages/${seq}/retry`);

  test('is for who holds the conversation', async () => {
    const failed = await refused();
    const { agentId } = await server.addAgent('Grace');
    await server.query(`UPDATE agents SET status = 'away' WHERE id = $1`, [agentId]);
    expect(await act(failed.session, 'transfer', { to: { agentId } })).toMatchObject({ status: 200 });
    expect(await retry(failed)).toMatchObject({
      status: 409,
      body: { detail: 'Grace has this conversation.' },
    });
    await act(failed.session, 'close');
    expect(await retry(failed)).toMatchObject({ status: 409 });
  });

  test('is refused once the window is closed', async () => {
    const session = await asks(person(), 'I want to talk to a person.', daysAgo(2));
    await handedOver(server, session);
    await act(session, 'claim');
    meta.behave({ code: 131026 });
    const { seq } = (await reply(session, { template: { name: 'hello_world', language: 'en_US' } }))
      .body as Message;
    const failed = () => messageOf(session, (one) => one.seq === seq && one.delivery === 'failed');
    await failed();
    expect(await retry({ session, seq })).toMatchObject({ status: 200 });
    await failed();
    // The same as words, written while the window was open.
    await server.query(
      `UPDATE messages SET doc = doc #- '{content,data}' WHERE session_id = $1 AND seq = $2`,
      [session.id, seq],
    );
    expect(await retry({ session, seq })).toMatchObject({
      status: 409,
      body: { detail: expect.stringContaining('only a template') as string },
    });
  });
});

test('a template goes alone: beside files, words or a note it is refused', async () => {
  const session = await asks(person(), 'I want to talk to a person.');
  await handover(session);
  await act(session, 'claim');
  const template = { name: 'hello_world', language: 'en_US' };
  const id = '00000000-0000-4000-8000-000000000000';
  for (const more of [{ attachmentIds: [id] }, { text: 'Hello' }, { note: true }])
    expect(await reply(session, { template, ...more })).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'template', message: expect.stringContaining('goes alone') as string }] },
    });
});
