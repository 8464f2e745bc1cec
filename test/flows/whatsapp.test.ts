// A customer on WhatsApp, end to end: Meta's webhook in, the log, the AI or an agent, the Graph API out, states back.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
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
  server = await TestServer.create({ env: { FETCH_ALLOW: '127.0.0.0/8', RATE_LIMITS: 'off' } });
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
  meta.delivered.length = 0;
  meta.asked = 0;
});

const phones = (() => {
  let next = 491_700_000_000;
  return () => String((next += 1));
})();

async function sessions(): Promise<Session[]> {
  const { body } = await server.request('GET', 'sessions?channelType=whatsapp&limit=100');
  return (body as { items: Session[] }).items;
}

async function log(sessionId: string): Promise<Message[]> {
  const { body } = await server.request('GET', `sessions/${sessionId}/messages?limit=200`);
  return (body as { items: Message[] }).items;
}

/** What came for somebody: a late word for another one is not in it. */
const sentTo = (person: string) => meta.delivered.filter(({ to }) => to === person);

/** The session of this number, once there is one. */
async function sessionOf(name: string): Promise<Session> {
  return eventually(async () => (await sessions()).find(({ customerName }) => customerName === name));
}

test('a question is answered by the AI from the articles, once, and its states come back', async () => {
  const phone = phones();
  const name = `Ada ${phone}`;
  const answer = await meta.post(webhook, meta.says({ phone, name }, 'How long does a refund take?'));
  expect(answer.status).toBe(200);
  const [sent] = await eventually(() => sentTo(phone).length > 0 && sentTo(phone));
  expect(sent).toMatchObject({ to: phone, message: { type: 'text' } });
  expect((sent!.message['text'] as { body: string }).body).toContain('5 to 7 working days');
  const session = await sessionOf(name);
  expect(session).toMatchObject({ channelType: 'whatsapp', status: 'active' });

  for (const state of ['read', 'delivered', 'delivered', 'sent'])
    await meta.post(webhook, meta.state(sent!.id, state));
  const reply = await eventually(async () =>
    (await log(session.id)).find(({ sender, delivery }) => sender === 'ai' && delivery === 'read'),
  );
  expect(reply.metadata.sources).not.toHaveLength(0);
  expect(sentTo(phone)).toHaveLength(1);
});

/** The message of the session that this is true of, once there is one. */
const messageOf = (sessionId: string, isIt: (message: Message) => boolean) =>
  eventually(async () => (await log(sessionId)).find(isIt));

/** A conversation that the admin holds, on a number of its own. */
async function held() {
  const phone = phones();
  const name = `Held ${phone}`;
  await meta.post(webhook, meta.says({ phone, name }, 'I want to talk to a person.'));
  const session = await sessionOf(name);
  await handedOver(server, session);
  await server.request('POST', `sessions/${session.id}/claim`, { body: {} });
  meta.delivered.length = 0;
  return { phone, name, session };
}

let replies = 0;
async function reply(sessionId: string, said: object) {
  const clientMessageId = `reply-${++replies}`;
  return server.request('POST', `sessions/${sessionId}/messages`, { body: { clientMessageId, ...said } });
}

interface Event {
  id: string;
  status: string;
  lastError?: string;
}
async function inboundEvents(): Promise<Event[]> {
  const { body } = await server.request('GET', 'inbound-events?limit=100');
  return (body as { items: Event[] }).items;
}

test('only Meta comes in: the challenge with the token, bodies with the signature; nothing else leaves a row', async () => {
  const ask = (query: string) => fetch(`${webhook}?${query}`);
  const right = `hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=${meta.config.verifyToken}`;
  const answered = await ask(right);
  expect([answered.status, await answered.text()]).toEqual([200, '1158201444']);
  for (const wrong of [
    '',
    'hub.mode=subscribe&hub.challenge=1',
    right.replace('-token', ''),
    right.replace('subscribe', 'x'),
  ])
    expect((await ask(wrong)).status).toBe(403);

  const before = (await inboundEvents()).length;
  const body = meta.says(phones(), 'Hello');
  expect((await meta.post(webhook, body, 'another secret')).status).toBe(401);
  expect((await fetch(webhook, { method: 'POST', body: JSON.stringify(body) })).status).toBe(401);
  const nowhere = webhook.replace(/[0-9a-f]{12}$/, '000000000000');
  expect((await meta.post(nowhere, body)).status).toBe(401);
  expect(await inboundEvents()).toHaveLength(before);
});

test('a message that comes again is the first one, also after its session was closed', async () => {
  const phone = phones();
  const name = `Ada ${phone}`;
  const once = meta.says({ phone, name }, 'How long does a refund take?', `wamid.${phone}`);
  for (let time = 0; time < 3; time += 1) await meta.post(webhook, once);
  const session = await sessionOf(name);
  await eventually(() => sentTo(phone).length > 0);
  await close(session.id);
  await eventually(() => sentTo(phone).length === 2);
  // Other bytes, the same id: Meta says it in another envelope.
  await meta.post(webhook, { ...once, again: true });
  const [newest] = await inboundEvents();
  await eventually(
    async () => (await inboundEvents()).find(({ id }) => id === newest!.id)?.status === 'done',
  );
  expect((await log(session.id)).filter(({ sender }) => sender === 'customer')).toHaveLength(1);
  expect((await sessions()).filter(({ customerName }) => customerName === name)).toHaveLength(1);
  expect(sentTo(phone)).toHaveLength(2);
});

const close = (sessionId: string) => server.request('POST', `sessions/${sessionId}/close`, { body: {} });
/** Everything that came in was worked on. */
const settled = () =>
  eventually(async () => (await inboundEvents()).every(({ status }) => status !== 'pending'));

interface Asked {
  id: string;
  body: string;
  buttons: Array<{ id: string; title: string }>;
}
/** The question with buttons that this number got. */
const askedOn = (phone: string) =>
  eventually((): Asked | undefined => {
    const found = meta.delivered.find(({ to, message }) => to === phone && message['type'] === 'interactive');
    const said = found?.message['interactive'] as {
      body: { text: string };
      action: { buttons: Array<{ reply: Asked['buttons'][number] }> };
    };
    return (
      found && {
        id: found.id,
        body: said.body.text,
        buttons: said.action.buttons.map(({ reply }) => reply),
      }
    );
  });
const ratingsOf = async (sessionId: string) =>
  (await log(sessionId))
    .filter(({ content }) => content.systemAction === 'rated')
    .map(({ content }) => content.data?.['score']);
const scoreOf = async (sessionId: string) => {
  const { body } = await server.request('GET', `sessions/${sessionId}`);
  return (body as Session).metadata['rating'];
};

test('a closed conversation is rated by a tap: that one and no other, also late, twice and again, and nobody is woken', async () => {
  const { phone, name, session } = await held();
  await reply(session.id, { text: 'Hello' });
  await close(session.id);
  const asked = await askedOn(phone);
  expect(asked.body).toBe('This conversation is closed. How was it?');
  expect(asked.buttons.map(({ title }) => title)).toEqual(['Good', 'OK', 'Bad']);
  const closed = await messageOf(session.id, ({ metadata }) => metadata.asks === 'rating');
  expect(closed.content.systemAction).toBe('closed');
  await messageOf(session.id, (one) => one.seq === closed.seq && one.delivery === 'sent');

  // Words are words: they begin another conversation, and the tap comes after it.
  await meta.post(webhook, meta.says({ phone, name }, 'Good'));
  const own = async () => (await sessions()).filter(({ customerName }) => customerName === name);
  const [newer] = await eventually(async () => {
    const others = (await own()).filter(({ id }) => id !== session.id);
    return others.length > 0 && others;
  });
  await server.request('POST', `sessions/${newer!.id}/claim`, { body: {} });
  await settled();
  const before = { log: await log(newer!.id), taken: sentTo(phone).length };

  const tap = (at: number, id: string) => {
    const interactive = { type: 'button_reply', button_reply: asked.buttons[at] };
    const body = { type: 'interactive', interactive, context: { from: '1', id: asked.id } };
    return meta.says({ phone, name }, body, id);
  };
  const bad = tap(2, `wamid.bad.${phone}`);
  await meta.post(webhook, bad);
  await eventually(async () => (await ratingsOf(session.id)).length === 1);
  expect(await scoreOf(session.id)).toMatchObject({ score: 1 });
  // The window counts from it.
  await messageOf(session.id, ({ content, metadata }) =>
    Boolean(content.systemAction === 'rated' && metadata.sentAt),
  );
  await meta.post(webhook, tap(0, `wamid.good.${phone}`));
  await eventually(async () => (await ratingsOf(session.id)).length === 2);
  await meta.post(webhook, bad);
  await meta.post(webhook, { ...bad, again: true });
  for (const { id, status } of await inboundEvents())
    if (status === 'done') await server.request('POST', `inbound-events/${id}/replay`);
  await settled();
  expect(await ratingsOf(session.id)).toEqual([1, 5]);
  expect(await scoreOf(session.id)).toMatchObject({ score: 5 });
  expect(await scoreOf(newer!.id)).toBeUndefined();
  expect(await own()).toHaveLength(2);
  expect(await log(newer!.id)).toEqual(before.log);
  expect(sentTo(phone)).toHaveLength(before.taken);
});

test('a tap rates also what was reopened since, and what was asked about is not asked about again', async () => {
  const { phone, name, session } = await held();
  await reply(session.id, { text: 'Hello' });
  await close(session.id);
  const asked = await askedOn(phone);
  await server.request('POST', `sessions/${session.id}/reopen`, { body: {} });
  const interactive = { type: 'button_reply', button_reply: asked.buttons[1] };
  await meta.post(webhook, meta.says({ phone, name }, { type: 'interactive', interactive }));
  await eventually(async () => (await ratingsOf(session.id)).length === 1);
  expect(await scoreOf(session.id)).toMatchObject({ score: 3 });
  await close(session.id);
  const ends = (await log(session.id)).filter(({ content }) => content.systemAction === 'closed');
  expect(ends.map(({ metadata, delivery }) => [metadata.asks, delivery])).toEqual([
    ['rating', 'sent'],
    [undefined, undefined],
  ]);
});

test('who could not be asked before the conversation went on is asked when it ends again, and then no more', async () => {
  const { phone, session } = await held();
  const { seq } = (await reply(session.id, { text: 'Hello' })).body as Message;
  await messageOf(session.id, (one) => one.seq === seq && one.delivery === 'sent');
  meta.behave({ code: 131016, status: 503 });
  await close(session.id);
  await messageOf(
    session.id,
    ({ metadata, deliveryError }) => metadata.asks === 'rating' && Boolean(deliveryError),
  );
  const reopen = () => server.request('POST', `sessions/${session.id}/reopen`, { body: {} });
  await reopen();
  meta.behave('normal');
  const missed = await messageOf(
    session.id,
    ({ metadata, delivery }) => metadata.asks === 'rating' && delivery === 'failed',
  );
  expect(missed.deliveryError).toBe('The conversation goes on.');
  await close(session.id);
  await askedOn(phone);
  await reopen();
  await close(session.id);
  const ends = (await log(session.id)).filter(({ content }) => content.systemAction === 'closed');
  expect(ends.map(({ metadata }) => metadata.asks)).toEqual(['rating', 'rating', undefined]);
  expect(sentTo(phone)).toHaveLength(2);
});

test('nobody is asked to rate who got no answer, cannot be written to, or was erased; a tap of theirs makes nobody anew', async () => {
  const unanswered = await held();
  await close(unanswered.session.id);
  const phone = phones();
  const name = `Late ${phone}`;
  const at = Math.floor(Date.now() / 1000) - 25 * 3_600;
  await meta.post(webhook, meta.says({ phone, name, at }, 'I want to talk to a person.'));
  const late = await sessionOf(name);
  await server.request('POST', `sessions/${late.id}/claim`, { body: {} });
  const template = { name: 'order_update', language: 'en_US', parameters: ['1017'] };
  expect((await reply(late.id, { template })).status).toBe(201);
  await close(late.id);
  for (const { id } of [unanswered.session, late]) {
    const end = await messageOf(id, ({ content }) => content.systemAction === 'closed');
    expect([end.metadata.asks, end.delivery, end.content.text]).toEqual([undefined, undefined, undefined]);
  }

  const gone = await held();
  await reply(gone.session.id, { text: 'Hello' });
  await server.request('DELETE', `customers/${gone.session.customerId}`);
  const interactive = {
    type: 'button_reply',
    button_reply: { id: `rating:${gone.session.id}:5`, title: 'Good' },
  };
  const before = (await sessions()).length;
  await meta.post(
    webhook,
    meta.says({ phone: gone.phone, name: gone.name }, { type: 'interactive', interactive }),
  );
  await settled();
  expect(await sessions()).toHaveLength(before);
  const found = await server.request('GET', `customers?phone=%2B${gone.phone}`);
  expect((found.body as { items: unknown[] }).items).toEqual([]);
  expect(sentTo(gone.phone).filter(({ message }) => message['type'] === 'interactive')).toEqual([]);
});

test('a refusal reaches the agent in plain words, and a person sends it again', async () => {
  const { phone, session } = await held();
  meta.behave({ code: 131026, details: 'Message undeliverable.' });
  const sent = await reply(session.id, { text: 'Hello Ada' });
  expect(sent).toMatchObject({ status: 201, body: { delivery: 'queued' } });
  const { seq } = sent.body as Message;
  const failed = await messageOf(session.id, (one) => one.seq === seq && one.delivery === 'failed');
  expect(failed.deliveryError).toContain('not on WhatsApp');
  expect(sentTo(phone)).toHaveLength(0);

  meta.behave('normal');
  const again = await server.request('POST', `sessions/${session.id}/messages/${seq}/retry`);
  expect(again).toMatchObject({ status: 200, body: { seq } });
  await messageOf(session.id, (one) => one.seq === seq && one.delivery === 'sent');
  expect(sentTo(phone)).toHaveLength(1);
  const third = await server.request('POST', `sessions/${session.id}/messages/${seq}/retry`);
  expect(third.status).toBe(409);
});

test('an agent who holds the conversation says that an uncertain message arrived, once and for all', async () => {
  const { phone, session } = await held();
  meta.behave('garbage');
  const { seq } = (await reply(session.id, { text: 'Hello Ada' })).body as Message;
  await messageOf(session.id, (one) => one.seq === seq && one.delivery === 'uncertain');
  meta.behave('normal');
  const settle = (token?: string) =>
    server.request('POST', `sessions/${session.id}/messages/${seq}/arrived`, token ? { token } : {});
  const { token } = await server.addAgent('Grace');
  expect(await settle(token)).toMatchObject({ status: 409 });
  // Somebody said so, and the node stopped before the log heard of it.
  await server.query(`UPDATE deliveries SET state = 'sent' WHERE session_id = $1 AND seq = $2`, [
    session.id,
    seq,
  ]);
  expect((await server.request('POST', `sessions/${session.id}/messages/${seq}/retry`)).status).toBe(409);
  await messageOf(session.id, (one) => one.seq === seq && one.delivery === 'sent');
  for (let time = 0; time < 2; time += 1)
    expect(await settle()).toMatchObject({ status: 200, body: { seq, delivery: 'sent' } });
  expect((await log(session.id)).find((one) => one.seq === seq)).not.toHaveProperty('deliveryError');
  const retry = await server.request('POST', `sessions/${session.id}/messages/${seq}/retry`);
  expect(retry.status).toBe(409);
  expect(sentTo(phone)).toHaveLength(1);

  meta.behave({ code: 131026 });
  const other = (await reply(session.id, { text: 'Again' })).body as Message;
  await messageOf(session.id, (one) => one.seq === other.seq && one.delivery === 'failed');
  const path = `sessions/${session.id}/messages/${other.seq}/arrived`;
  expect((await server.request('POST', path)).status).toBe(409);
});

test('what the AI cannot deliver goes to a person', async () => {
  meta.behave({ code: 131026 });
  const phone = phones();
  const name = `Ada ${phone}`;
  await meta.post(webhook, meta.says({ phone, name }, 'How long does a refund take?'));
  const session = await eventually(async () =>
    (await sessions()).find((one) => one.customerName === name && one.status === 'waiting'),
  );
  await messageOf(session.id, ({ content }) => content.packet?.trigger === 'failure');
});

test('a provider that wants a pause gets one, and the second message waits for the first', async () => {
  const { phone, session } = await held();
  meta.behave({ code: 130429, status: 429 });
  const { seq } = (await reply(session.id, { text: 'one' })).body as Message;
  await reply(session.id, { text: 'two' });
  await messageOf(
    session.id,
    (one) => one.seq === seq && one.delivery === 'queued' && Boolean(one.deliveryError),
  );
  expect(sentTo(phone)).toHaveLength(0);
  meta.behave('normal');
  await eventually(() => sentTo(phone).length === 2);
  expect(sentTo(phone).map(({ message }) => (message['text'] as { body: string }).body)).toEqual([
    'one',
    'two',
  ]);
});

test('what hung is uncertain, is not sent again by itself, and a later state settles it', async () => {
  const { phone, session } = await held();
  meta.behave('garbage');
  const { seq } = (await reply(session.id, { text: 'Are you there?' })).body as Message;
  await messageOf(session.id, (one) => one.seq === seq && one.delivery === 'uncertain');
  meta.behave('normal');
  const [taken] = sentTo(phone);
  await meta.post(webhook, meta.state(taken!.id, 'delivered'));
  await messageOf(session.id, (one) => one.seq === seq && one.delivery === 'delivered');
  expect(sentTo(phone)).toHaveLength(1);
});

test('after a day of silence only a template goes out', async () => {
  const phone = phones();
  const name = `Silent ${phone}`;
  const at = Math.floor(Date.now() / 1000) - 25 * 3_600;
  await meta.post(webhook, meta.says({ phone, name, at }, 'I want to talk to a person.'));
  const session = await sessionOf(name);
  await server.request('POST', `sessions/${session.id}/claim`, { body: {} });
  const { body } = await server.request('GET', `sessions/${session.id}`);
  expect(body).toMatchObject({ rules: { mayWrite: false, forms: ['template'] } });
  expect(await reply(session.id, { text: 'Hello' })).toMatchObject({
    status: 409,
    body: { code: 'conflict', detail: expect.stringContaining('template') as string },
  });
  expect((await reply(session.id, { text: 'for us', note: true })).status).toBe(201);
  const template = { name: 'order_update', language: 'en_US', parameters: ['1017'] };
  expect((await reply(session.id, { template })).status).toBe(201);
  const [sent] = await eventually(() => sentTo(phone).length > 0 && sentTo(phone));
  expect(sent!.message).toMatchObject({
    type: 'template',
    template: { name: 'order_update', language: { code: 'en_US' } },
  });
});

test('a file comes in and goes out', async () => {
  const { phone, name, session } = await held();
  const png = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  );
  const id = meta.keep(png, 'image/png');
  const image = { type: 'image', image: { id, mime_type: 'image/png', caption: 'My receipt' } };
  await meta.post(webhook, meta.says({ phone, name }, image));
  const received = await messageOf(
    session.id,
    ({ content, sender }) => content.mediaUrl !== undefined && sender === 'customer',
  );
  expect(received.content).toMatchObject({ text: 'My receipt', mediaType: 'image/png', size: png.length });
  const file = await fetch(new URL(received.content.mediaUrl!, server.url));
  expect(Buffer.from(await file.arrayBuffer()).equals(png)).toBe(true);
});

test('a message says what it answers, where that is in the same conversation', async () => {
  const { phone, name, session } = await held();
  const { seq } = (await reply(session.id, { text: 'Which order?' })).body as Message;
  const [asked] = await eventually(() => sentTo(phone).length > 0 && sentTo(phone));
  const answer = (body: string) =>
    meta.says({ phone, name }, { type: 'text', text: { body }, context: { from: '1', id: asked!.id } });
  await meta.post(webhook, answer('The blue one.'));
  const first = await messageOf(session.id, ({ content }) => content.text === 'The blue one.');
  expect(first.metadata.replyTo).toBe(seq);
  await server.request('POST', `sessions/${session.id}/close`, { body: {} });
  await meta.post(webhook, answer('The red one, I mean.'));
  const next = await eventually(async () =>
    (await sessions()).find((one) => one.customerName === name && one.id !== session.id),
  );
  const second = await messageOf(next.id, ({ content }) => content.text === 'The red one, I mean.');
  expect(second.metadata).not.toHaveProperty('replyTo');
});

test('what the team wrote on the phone is shown and not sent, and a reaction is a line', async () => {
  const { phone, name, session } = await held();
  const echo = { id: `wamid.echo.${phone}`, from: '15550100', to: phone, timestamp: '1790000000' };
  const echoes = { message_echoes: [{ ...echo, type: 'text', text: { body: 'From the phone' } }] };
  await meta.post(webhook, change(echoes, 'smb_message_echoes'));
  const shown = await messageOf(session.id, ({ content }) => content.text === 'From the phone');
  expect(shown).toMatchObject({ sender: 'agent', delivery: 'sent' });
  const reaction = { type: 'reaction', reaction: { message_id: echo.id, emoji: '👍' } };
  await meta.post(webhook, meta.says({ phone, name }, reaction));
  const line = await messageOf(session.id, ({ content }) => content.systemAction === 'reacted');
  expect(line.content.data).toMatchObject({ seq: shown.seq, emoji: '👍' });
  expect(sentTo(phone)).toHaveLength(0);
});

test('a reaction of the team goes out and is taken back, within the window, at what the customer wrote', async () => {
  const { phone, name, session } = await held();
  await meta.post(webhook, meta.says({ phone, name }, 'Thank you!', `wamid.thanks.${phone}`));
  const thanks = await messageOf(session.id, ({ content }) => content.text === 'Thank you!');
  const path = `sessions/${session.id}/messages/${thanks.seq}/reaction`;
  const { status, body } = await server.request('PUT', path, { body: { emoji: '❤️' } });
  const said = { seq: thanks.seq, emoji: '❤️' };
  expect([status, body]).toMatchObject([
    200,
    { type: 'system', content: { data: said }, delivery: 'queued' },
  ]);
  const [sent] = await eventually(() => sentTo(phone).length > 0 && sentTo(phone));
  const at = { message_id: `wamid.thanks.${phone}` };
  expect(sent!.message).toMatchObject({ type: 'reaction', reaction: { ...at, emoji: '❤️' } });
  await meta.post(webhook, meta.state(sent!.id, 'delivered'));
  await messageOf(
    session.id,
    ({ content, delivery }) => content.systemAction === 'reacted' && delivery === 'delivered',
  );

  await server.request('DELETE', path);
  const [, back] = await eventually(() => sentTo(phone).length > 1 && sentTo(phone));
  expect(back!.message).toMatchObject({ type: 'reaction', reaction: { ...at, emoji: '' } });

  const own = await reply(session.id, { text: 'You are welcome.' });
  const asked = async (seq: number, emoji = '👍') =>
    (await server.request('PUT', `sessions/${session.id}/messages/${seq}/reaction`, { body: { emoji } }))
      .status;
  expect(await asked((own.body as Message).seq)).toBe(409);
  expect(await asked(9_999)).toBe(404);
  for (const wrong of ['x', '👍👍', '7', ''])
    expect([wrong, await asked(thanks.seq, wrong)]).toEqual([wrong, 400]);
  expect((await server.request('GET', `sessions/${session.id}`)).body).toMatchObject({
    rules: { forms: expect.arrayContaining(['reaction']) },
  });
  await eventually(() => sentTo(phone).length === 3);
});

test('a call that nobody took waits for a person, who can write back; one in a group is nobody’s', async () => {
  const phone = phones();
  const name = `Called ${phone}`;
  const call = { id: `wacid.${phone}`, from: phone, event: 'terminate', direction: 'USER_INITIATED' };
  const contacts = [{ profile: { name }, wa_id: phone }];
  const timestamp = String(Math.floor(Date.now() / 1000));
  for (let twice = 0; twice < 2; twice += 1)
    await meta.post(webhook, change({ contacts, calls: [{ ...call, timestamp }] }, 'calls'));
  const session = await sessionOf(name);
  await handedOver(server, session);
  const said = (await log(session.id)).filter(({ sender }) => sender === 'customer');
  expect(said.map(({ content }) => content.text)).toEqual(['Called, and nobody answered']);
  await server.request('POST', `sessions/${session.id}/claim`, { body: {} });
  expect((await reply(session.id, { text: 'You called?' })).status).toBe(201);
  await eventually(() =>
    sentTo(phone).some(({ message }) => JSON.stringify(message).includes('You called?')),
  );

  const inGroup = { type: 'text', text: { body: 'Hi all' }, group_id: 'G1' };
  await meta.post(webhook, meta.says({ phone, name }, inGroup));
  const odd = await eventually(async () =>
    (await inboundEvents()).find(({ lastError }) => lastError?.startsWith('a message in a group')),
  );
  expect(odd.status).toBe('not_understood');
  expect((await log(session.id)).filter(({ sender }) => sender === 'customer')).toHaveLength(1);
});

test('a person without a number is reached by the id, in the field that Meta does not drop', async () => {
  const userId = 'DE.1234567890';
  const name = 'Without a number';
  await meta.post(webhook, meta.says({ userId, name }, 'How long does a refund take?'));
  const [sent] = await eventually(() => sentTo(userId).length > 0 && sentTo(userId));
  expect(sent!.message).toMatchObject({ recipient: userId, recipient_type: 'individual' });
  expect(sent!.message).not.toHaveProperty('to');
});

test('a number that somebody else has by now finds nobody’s earlier conversation, and goes with its new owner', async () => {
  const phone = phones();
  const [before, after] = [`Before ${phone}`, `After ${phone}`];
  const said = (name: string, userId: string, text: string) =>
    meta.post(webhook, meta.says({ phone, userId, name }, text));
  await said(before, 'DE.before', 'My card ends in 4711, I want to talk to a person.');
  const first = await sessionOf(before);
  await handedOver(server, first);
  meta.delivered.length = 0;
  await said(after, 'DE.after', 'I want to talk to a person.');
  const second = await sessionOf(after);
  await said(after, 'DE.after', 'Are you there?');
  await messageOf(second.id, ({ content }) => content.text === 'Are you there?');
  expect(second.customerId).not.toBe(first.customerId);
  expect((await log(first.id)).filter(({ sender }) => sender === 'customer')).toHaveLength(1);
  const known = async (id: string) => {
    const { body } = await server.request('GET', `customers/${id}`);
    const { phone: number, identities } = body as { phone?: string; identities: Array<{ value: string }> };
    return { number, values: identities.map(({ value }) => value).toSorted() };
  };
  expect(await known(first.customerId)).toEqual({ number: undefined, values: ['DE.before'] });
  expect(await known(second.customerId)).toEqual({
    number: `+${phone}`,
    values: [`+${phone}`, 'DE.after'],
  });
  // What the team still writes to the first one goes to them, and not to the number.
  meta.delivered.length = 0;
  await server.request('POST', `sessions/${first.id}/claim`, { body: {} });
  await reply(first.id, { text: 'Is it solved?' });
  const [sent] = await eventually(() => meta.delivered.length > 0 && meta.delivered);
  expect(sent!.message).toMatchObject({ recipient: 'DE.before' });
});

test('what is not understood is kept and listed as such, and a replay makes no second message', async () => {
  const phone = phones();
  const name = `Odd ${phone}`;
  await meta.post(webhook, change({ anything: true }, 'a_field_of_tomorrow'));
  const odd = await eventually(async () =>
    (await inboundEvents()).find(({ lastError }) => lastError?.includes('a_field_of_tomorrow')),
  );
  expect(odd.status).toBe('not_understood');
  const details = await server.request('GET', `inbound-events/${odd.id}`);
  expect((details.body as { body: string }).body).toContain('a_field_of_tomorrow');
  const rows = await server.query<{ body: Buffer }>('SELECT body FROM inbound_events');
  expect(rows.some(({ body }) => body.includes('messaging_product'))).toBe(false);

  await meta.post(webhook, meta.says({ phone, name }, 'I want to talk to a person.'));
  const session = await sessionOf(name);
  await handedOver(server, session);
  const before = await log(session.id);
  for (const { id, status } of await inboundEvents())
    if (status === 'done') await server.request('POST', `inbound-events/${id}/replay`);
  await eventually(async () => (await inboundEvents()).every(({ status }) => status !== 'pending'));
  expect((await log(session.id)).filter(({ sender }) => sender === 'customer')).toHaveLength(
    before.filter(({ sender }) => sender === 'customer').length,
  );
});

/** Events with this word in them. */
async function naming(word: string): Promise<number> {
  const bodies = await Promise.all(
    (await inboundEvents()).map(
      async ({ id }) => (await server.request('GET', `inbound-events/${id}`)).body as { body?: string },
    ),
  );
  return bodies.filter(({ body }) => body?.includes(word)).length;
}

test('an erased customer is in no event that came in, and a webhook that comes again brings nobody back', async () => {
  const phone = phones();
  const name = `Erased ${phone}`;
  const said = meta.says({ phone, name }, 'I want to talk to a person.');
  await meta.post(webhook, said);
  const session = await sessionOf(name);
  await handedOver(server, session);
  meta.delivered.length = 0;
  await server.request('POST', `sessions/${session.id}/claim`, { body: {} });
  await reply(session.id, { text: 'Hello' });
  const [sent] = await eventually(() => sentTo(phone).length > 0 && sentTo(phone));
  for (const state of ['read', 'delivered'])
    await meta.post(webhook, meta.state(sent!.id, state, { recipient_id: phone }));
  const ids = async () => (await inboundEvents()).map(({ id }) => id);
  await settled();
  expect(await naming(phone)).toBe(3);

  await server.request('DELETE', `customers/${session.customerId}`);
  expect(await naming(phone)).toBe(0);
  const before = (await ids()).length;
  await meta.post(webhook, { ...said, again: true });
  await eventually(async () => (await inboundEvents()).every(({ status }) => status !== 'pending'));
  expect(await ids()).toHaveLength(before);
  const found = await server.request('GET', `customers?phone=%2B${phone}`);
  expect((found.body as { items: unknown[] }).items).toEqual([]);
});

test('words from before an erasure that are worked on afterwards bring nobody back and are not kept; later ones are somebody new’s', async () => {
  const [phone, other] = [phones(), phones()];
  const [name, otherName] = [`Erased ${phone}`, `Other ${other}`];
  // Before anybody knew whose they are: a state of no message of ours, and what no parser knows.
  await meta.post(webhook, meta.state('wamid.nobody', 'read', { recipient_id: phone }));
  await meta.post(webhook, change({ about: { wa_id: phone } }, 'something_new'));
  await settled();
  await meta.post(webhook, meta.says({ phone, name }, 'Hello'));
  const { customerId } = await sessionOf(name);
  await settled();
  expect(await naming(phone)).toBe(3);
  await server.request('DELETE', `customers/${customerId}`);
  expect(await naming(phone)).toBe(0);

  const at = Math.floor(Date.now() / 1000) - 60;
  const both = [
    meta.says({ phone, name, at }, 'Late'),
    meta.says({ phone: other, name: otherName }, 'Hello'),
  ];
  const entry = both.flatMap((body) => (body as { entry: object[] }).entry);
  await meta.post(webhook, { object: 'whatsapp_business_account', entry });
  await sessionOf(otherName);
  await settled();
  expect(await naming(phone)).toBe(0);
  const named = async () => (await server.request('GET', `customers?phone=%2B${phone}`)).body;
  expect(await named()).toMatchObject({ items: [] });

  await meta.post(webhook, meta.says({ phone, name: `${name} again` }, 'I am back'));
  const again = await sessionOf(`${name} again`);
  expect(again.customerId).not.toBe(customerId);
  const back = await eventually(async () => {
    const theirs = (await log(again.id)).filter(({ sender }) => sender === 'customer');
    return theirs.length > 0 && theirs;
  });
  expect(back.map(({ content }) => content.text)).toEqual(['I am back']);
});

const fixtures = join(__dirname, '../../../shared/fixtures/whatsapp');
const there = [fixtures, join(__dirname, '../../../../shared/fixtures/whatsapp')].find(existsSync);

(there ? test : test.skip)('bodies of other people’s test suites are taken without a fault', async () => {
  const files = readdirSync(there!, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.json'),
  );
  for (const name of files) {
    const { status } = await meta.post(webhook, readFileSync(join(there!, name), 'utf8'));
    expect([name, status]).toEqual([name, 200]);
  }
  const all = await eventually(
    async () => {
      const events = await inboundEvents();
      return events.every(({ status }) => status !== 'pending') && events;
    },
    { every: 500 },
  );
  expect(all.filter(({ status }) => status === 'failed')).toEqual([]);
});

// The last one: nobody is asked from here on.
test('nobody is asked to rate where the setting says so', async () => {
  const setting = { category: 'ai', key: 'askForRating', value: false };
  expect((await server.request('POST', 'settings', { body: setting })).status).toBe(201);
  // A setting is remembered for some seconds.
  const phone = await eventually(async () => {
    const one = await held();
    await reply(one.session.id, { text: 'Hello' });
    await close(one.session.id);
    const closed = await messageOf(one.session.id, ({ content }) => content.systemAction === 'closed');
    return closed.metadata.asks === undefined && one.phone;
  });
  expect(sentTo(phone).map(({ message }) => message['type'])).not.toContain('interactive');
});
