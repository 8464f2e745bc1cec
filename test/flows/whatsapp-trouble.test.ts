// WhatsApp when something is lost, late, in between or elsewhere: nothing is sent twice, forgotten, or wakes somebody in vain.
import { replay } from '../../src/cli/replay';
import { createLog } from '../../src/log';
import type { Message } from '../../src/protocol/model/message';
import type { Session } from '../../src/protocol/model/session';
import { eventually } from '../../src/tools/eventually';
import { change, startFakeWhatsApp, type FakeWhatsApp } from '../dev-env/fake-whatsapp';
import { handedOver } from '../dev-env/handed-over';
import { TestServer } from '../dev-env/test-server';

let server: TestServer;
let meta: FakeWhatsApp;
let webhook: string;

beforeAll(async () => {
  meta = await startFakeWhatsApp();
  server = await TestServer.create({ env: { FETCH_ALLOW: '127.0.0.0/8', RATE_LIMITS: 'off' } });
  webhook = await connect();
});
afterAll(async () => {
  await server?.close();
  await meta?.close();
});
beforeEach(() => {
  meta.behave('normal');
  meta.delivered.length = 0;
  meta.seen.length = 0;
  meta.uploaded.length = 0;
});

async function connect({ name = 'WhatsApp', ...more }: Record<string, string> = {}): Promise<string> {
  const channel = { name, type: 'whatsapp', config: { ...meta.config, ...more } };
  const { body, status } = await server.request('POST', 'channels', { body: channel });
  expect([status, body]).toMatchObject([201, {}]);
  return `${server.url}/webhooks/whatsapp/${(body as { id: string }).id}`;
}

let customers = 0;
/** Somebody new. */
function customer() {
  const phone = String(491_710_000_000 + (customers += 1));
  return { phone, name: `Customer ${phone}` };
}

async function sessionsOf(name: string): Promise<Session[]> {
  const { body } = await server.request('GET', 'sessions?channelType=whatsapp&limit=100');
  return (body as { items: Session[] }).items.filter(({ customerName }) => customerName === name);
}

async function log(sessionId: string): Promise<Message[]> {
  const { body } = await server.request('GET', `sessions/${sessionId}/messages?limit=200`);
  return (body as { items: Message[] }).items;
}

const messageOf = (sessionId: string, isIt: (message: Message) => boolean) =>
  eventually(async () => (await log(sessionId)).find(isIt));

const sessionOf = (name: string) => eventually(async () => (await sessionsOf(name))[0]);

async function claim(sessionId: string): Promise<void> {
  await server.request('POST', `sessions/${sessionId}/claim`, { body: {} });
}

/** A conversation that the admin holds. */
async function held(at = webhook) {
  const person = customer();
  await meta.post(at, meta.says(person, 'I want to talk to a person.'));
  const session = await sessionOf(person.name);
  await handedOver(server, session);
  await claim(session.id);
  meta.delivered.length = 0;
  return { ...person, session };
}

let replies = 0;
async function reply(sessionId: string, said: object): Promise<Message> {
  const clientMessageId = `reply-${(replies += 1)}`;
  const { body, status } = await server.request('POST', `sessions/${sessionId}/messages`, {
    body: { clientMessageId, ...said },
  });
  expect([status, body]).toMatchObject([201, {}]);
  return body as Message;
}

const isDown = { code: 131016, status: 503 } as const;
const textsSent = () => meta.delivered.map(({ message }) => (message['text'] as { body: string }).body);

/** A reply that waits for a provider that is down. */
async function waitingReply(sessionId: string, text: string): Promise<Message> {
  meta.behave(isDown);
  const message = await reply(sessionId, { text });
  await messageOf(sessionId, ({ seq, deliveryError }) => seq === message.seq && deliveryError !== undefined);
  return message;
}

async function loseJobs(): Promise<void> {
  const [table] = await server.query<{ name: string }>(
    `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE tablename = '_private_jobs'`,
  );
  await server.query(`DELETE FROM ${table!.name} WHERE locked_at IS NULL AND key LIKE 'deliver:%'`);
}

const due = (sessionId: string, age = '0 s') =>
  server.query(
    `UPDATE deliveries SET due_at = now(), created_at = now() - $2::interval WHERE session_id = $1 AND state = 'queued'`,
    [sessionId, age],
  );

test('a delivery whose job was lost is found, and so is a message that has no row', async () => {
  const { session } = await held();
  await waitingReply(session.id, 'one');
  await loseJobs();
  meta.behave('normal');
  await due(session.id);
  await eventually(() => meta.delivered.length === 1);

  await waitingReply(session.id, 'two');
  await server.query('DELETE FROM deliveries WHERE session_id = $1 AND seq > 1 AND state = $2', [
    session.id,
    'queued',
  ]);
  await loseJobs();
  meta.behave('normal');
  await eventually(() => meta.delivered.length === 2);
  expect(textsSent()).toEqual(['one', 'two']);
});

test('what could not be reached for a day is given up, visibly', async () => {
  const { session } = await held();
  const { seq } = await waitingReply(session.id, 'one');
  await due(session.id, '25 hours');
  const failed = await messageOf(session.id, (one) => one.seq === seq && one.delivery === 'failed');
  expect(failed.deliveryError).toContain('for a day');
  meta.behave('normal');
  await reply(session.id, { text: 'two' });
  await eventually(() => meta.delivered.length === 1);
  expect(textsSent()).toEqual(['two']);
});

test('what the AI answered while the channel was down is not sent once a person has written', async () => {
  meta.behave(isDown);
  const person = customer();
  await meta.post(webhook, meta.says(person, 'How long does a refund take?'));
  const { id } = await sessionOf(person.name);
  const { seq } = await messageOf(
    id,
    ({ sender, delivery, deliveryError }) =>
      sender === 'ai' && delivery === 'queued' && deliveryError !== undefined,
  );
  await claim(id);
  await reply(id, { text: 'I am here now' });
  meta.behave('normal');
  await due(id, '1 minute');
  const stale = await messageOf(id, (one) => one.seq === seq && one.delivery === 'failed');
  expect(stale.deliveryError).toBe('A person has answered since.');
  await eventually(() => meta.delivered.length === 1);
  expect(textsSent()).toEqual(['I am here now']);
});

async function attachment(name: string, content: Buffer): Promise<string> {
  const form = new FormData();
  form.set('file', new Blob([new Uint8Array(content)]), name);
  const answer = await fetch(`${server.url}/api/v1/attachments`, {
    method: 'POST',
    headers: { authorization: `Bearer ${await server.adminToken()}` },
    body: form,
  });
  const { id } = (await answer.json()) as { id: string };
  return id;
}

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const pdf = Buffer.from('%PDF-1.7\n%%EOF');

test('a file goes out as what it is: uploaded first, then sent by its id, with its words', async () => {
  const { session } = await held();
  await reply(session.id, { text: 'A picture', attachmentIds: [await attachment('a.png', png)] });
  await reply(session.id, { text: 'A form', attachmentIds: [await attachment('form.pdf', pdf)] });
  await eventually(() => meta.delivered.length === 2);
  const [picture, form] = meta.delivered.map(({ message }) => message);
  const [first, second] = meta.uploaded;
  expect(picture).toMatchObject({ type: 'image', image: { id: first!.id, caption: 'A picture' } });
  expect(form).toMatchObject({
    type: 'document',
    document: { id: second!.id, caption: 'A form', filename: 'form.pdf' },
  });
  expect([first!.content.includes(png), second!.content.includes(pdf)]).toEqual([true, true]);
});

test('one call marks as read and shows that an answer is being written', async () => {
  const person = customer();
  await meta.post(webhook, meta.says(person, 'How long does a refund take?', `wamid.seen.${person.phone}`));
  await eventually(() => meta.delivered.length > 0);
  expect(meta.seen[0]).toMatchObject({
    status: 'read',
    message_id: `wamid.seen.${person.phone}`,
    typing_indicator: { type: 'text' },
  });
});

test('a number, or a user id, that changes keeps its conversation', async () => {
  const { phone, name, session } = await held();
  const next = customer().phone;
  const changed = { type: 'system', system: { type: 'user_changed_number', wa_id: next, body: 'changed' } };
  await meta.post(webhook, meta.says({ phone, name }, changed));
  await messageOf(session.id, ({ content }) => content.systemAction === 'identity_changed');
  await meta.post(webhook, meta.says({ phone: next, name }, 'It is me'));
  await messageOf(session.id, ({ content }) => content.text === 'It is me');
  await reply(session.id, { text: 'Hello again' });
  const [sent] = await eventually(() => meta.delivered.length > 0 && meta.delivered);
  expect(sent!.to).toBe(next);

  const [before, after] = [`DE.1${phone}`, `DE.2${phone}`];
  const other = `Without a number ${phone}`;
  await meta.post(webhook, meta.says({ userId: before, name: other }, 'I want to talk to a person.'));
  const { id } = await sessionOf(other);
  const system = { type: 'user_changed_user_id', previous_user_id: before, user_id: after };
  await meta.post(webhook, meta.says({ userId: after, name: other }, { type: 'system', system }));
  await messageOf(id, ({ content }) => content.systemAction === 'identity_changed');
  await meta.post(webhook, meta.says({ userId: after, name: other }, 'Still me'));
  await messageOf(id, ({ content }) => content.text === 'Still me');
  expect(await sessionsOf(other)).toHaveLength(1);
});

test('one user id is two persons in two business accounts, and one within an account', async () => {
  const userId = `DE.9${customer().phone}`;
  const account = { businessAccountId: '202290129340398' };
  const there = await connect({
    name: 'Of another business',
    ...account,
    phoneNumberId: '306540352242922',
  });
  const beside = await connect({ name: 'The same business', ...account, phoneNumberId: '406540352242922' });
  const writes = async (at: string, name: string) => {
    await meta.post(at, meta.says({ userId, name }, 'I want to talk to a person.'));
    const session = await eventually(async () => {
      const channelId = at.split('/').at(-1)!;
      const { body } = await server.request('GET', 'sessions?channelType=whatsapp&limit=100');
      const { items } = body as { items: Session[] };
      return items.find((one) => one.channelId === channelId && one.customerName === name);
    });
    await handedOver(server, session);
    await claim(session.id);
    return session;
  };
  const [ada, bo] = [await writes(webhook, 'Ada of one'), await writes(there, 'Bo of another')];
  expect(ada.customerId).not.toBe(bo.customerId);
  expect((await writes(beside, 'Bo of another')).customerId).toBe(bo.customerId);
  // A new id is that of the one who changed it, and the answer goes there.
  const system = { type: 'user_changed_user_id', previous_user_id: userId, user_id: `${userId}1` };
  await meta.post(there, meta.says({ userId: `${userId}1` }, { type: 'system', system }));
  await messageOf(bo.id, ({ content }) => content.systemAction === 'identity_changed');
  meta.delivered.length = 0;
  await reply(bo.id, { text: 'To Bo' });
  await reply(ada.id, { text: 'To Ada' });
  await eventually(() => meta.delivered.length === 2);
  const sent = meta.delivered.map(({ to, message }) => [(message['text'] as { body: string }).body, to]);
  expect(sent.sort()).toEqual([
    ['To Ada', userId],
    ['To Bo', `${userId}1`],
  ]);
});

/** A question that is answered shows that whatever came before it would have been. */
async function answered(): Promise<void> {
  const person = customer();
  await meta.post(webhook, meta.says(person, 'How long does a refund take?'));
  await eventually(() => meta.delivered.some(({ to }) => to === person.phone));
}

test('history, what another program has, and what the team wrote on the phone wake nobody', async () => {
  const [old, elsewhere, phoned] = [customer(), customer(), customer()];
  const timestamp = String(Math.floor(Date.now() / 1000));
  const text = { type: 'text', text: { body: 'How long does a refund take?' }, timestamp };
  const threads = [{ id: old.phone, messages: [{ ...text, id: `wamid.h.${old.phone}`, from: old.phone }] }];
  await meta.post(webhook, change({ history: [{ threads }] }, 'history'));
  const contacts = [{ wa_id: elsewhere.phone, profile: { name: elsewhere.name } }];
  const messages = [{ ...text, id: `wamid.s.${elsewhere.phone}`, from: elsewhere.phone }];
  await meta.post(webhook, change({ contacts, messages }, 'standby'));
  const message_echoes = [{ ...text, id: `wamid.e.${phoned.phone}`, from: '15550100', to: phoned.phone }];
  await meta.post(webhook, change({ message_echoes }, 'smb_message_echoes'));
  await answered();
  const rows = await server.query<{ sender: string; is_read: boolean; n: number; status: string }>(
    `SELECT m.sender, m.is_read, s.status,
       (SELECT count(*)::int FROM messages o WHERE o.session_id = m.session_id) AS n
     FROM messages m JOIN sessions s ON s.id = m.session_id
     WHERE m.channel_message_id = ANY ($1) ORDER BY m.channel_message_id`,
    [[`wamid.e.${phoned.phone}`, `wamid.h.${old.phone}`, `wamid.s.${elsewhere.phone}`]],
  );
  expect(rows.map(({ sender, n }) => [sender, n])).toEqual([
    ['agent', 1],
    ['customer', 1],
    ['customer', 1],
  ]);
  const woken = [old, elsewhere, phoned].map(({ phone }) => phone);
  expect(meta.delivered.filter(({ to }) => woken.includes(to))).toEqual([]);
});

test('a channel with conversations is not removed; switched off meanwhile, what waits fails visibly, and what comes is refused', async () => {
  const other = await connect({ name: 'WhatsApp, the second', phoneNumberId: '206540352242922' });
  const { session } = await held(other);
  const { seq } = await waitingReply(session.id, 'one');
  const gone = await server.request('DELETE', `channels/${other.split('/').at(-1)}`);
  expect(gone.status).toBe(409);
  const path = `channels/${other.split('/').at(-1)}`;
  expect((await server.request('PATCH', path, { body: { isActive: false } })).status).toBe(200);
  // Nodes remember a channel for 2 s.
  await eventually(async () => (await meta.post(other, meta.says(customer(), 'Hello'))).status === 401);
  meta.behave('normal');
  await due(session.id);
  const failed = await messageOf(session.id, (one) => one.seq === seq && one.delivery === 'failed');
  expect(failed.deliveryError).toBe('The channel is switched off.');
  expect((await meta.post(other, meta.says(customer(), 'Hello'))).status).toBe(401);
  expect(meta.delivered.filter(({ message }) => JSON.stringify(message).includes('"body":"one"'))).toEqual(
    [],
  );
});

test('npm run replay works on failed events, and on one that is named, again', async () => {
  const person = customer();
  await meta.post(webhook, meta.says(person, 'I want to talk to a person.'));
  const { id: sessionId } = await sessionOf(person.name);
  const stores = { config: server.config, log: createLog('silent') };
  const [event] = await eventually(async () => {
    const rows = await server.query<{ id: string }>(
      `SELECT id FROM inbound_events WHERE status = 'done' ORDER BY arrival DESC LIMIT 1`,
    );
    return rows.length > 0 && rows;
  });
  const statusOf = async () =>
    (
      await server.query<{ status: string }>('SELECT status FROM inbound_events WHERE id = $1', [event!.id])
    )[0]!.status;
  await server.query(`UPDATE inbound_events SET status = 'failed', last_error = 'x' WHERE id = $1`, [
    event!.id,
  ]);
  expect(await replay({ failed: true }, stores)).toBe(1);
  await eventually(async () => (await statusOf()) === 'done');
  expect(await replay({ event: event!.id.toUpperCase() }, stores)).toBe(1);
  await eventually(async () => (await statusOf()) === 'done');
  expect(await replay({ event: 'nothing' }, stores)).toBe(0);
  expect((await log(sessionId)).filter(({ sender }) => sender === 'customer')).toHaveLength(1);
});
