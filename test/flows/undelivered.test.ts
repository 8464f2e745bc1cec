// What does not reach a customer on WhatsApp: a person takes over, and nothing holds what comes after it.
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
beforeEach(() => {
  meta.behave('normal');
  meta.delivered.length = 0;
});

let people = 0;
async function asks(question: string, at = Math.floor(Date.now() / 1000)): Promise<Session> {
  const phone = String(491_800_000_000 + ++people);
  const name = `Ada ${phone}`;
  await meta.post(webhook, meta.says({ phone, name, at }, question));
  return eventually(async () => {
    const { body } = await server.request('GET', 'sessions?channelType=whatsapp&limit=100');
    return (body as { items: Session[] }).items.find(({ customerName }) => customerName === name);
  });
}

async function held(at?: number): Promise<Session> {
  const session = await asks('I want to talk to a person.', at);
  await handedOver(server, session);
  await server.request('POST', `sessions/${session.id}/claim`, { body: {} });
  meta.delivered.length = 0;
  return session;
}

async function log(sessionId: string): Promise<Message[]> {
  const { body } = await server.request('GET', `sessions/${sessionId}/messages?limit=200`);
  return (body as { items: Message[] }).items;
}

const messageOf = (sessionId: string, isIt: (message: Message) => boolean) =>
  eventually(async () => (await log(sessionId)).find(isIt));

let replies = 0;
const reply = (sessionId: string, said: object) =>
  server.request('POST', `sessions/${sessionId}/messages`, {
    body: { clientMessageId: `reply-${++replies}`, ...said },
  });

async function upload(name: string, content: string): Promise<string> {
  const form = new FormData();
  form.set('file', new Blob([content], { type: 'application/pdf' }), name);
  const answer = await fetch(`${server.url}/api/v1/attachments`, {
    method: 'POST',
    headers: { authorization: `Bearer ${await server.adminToken()}` },
    body: form,
  });
  return ((await answer.json()) as { id: string }).id;
}

test('a person gets the customer whose answer nobody knows to have arrived, whoever was stopped in between', async () => {
  meta.behave('garbage');
  const { id } = await asks('How long does a refund take?');
  await messageOf(id, ({ sender, delivery }) => sender === 'ai' && delivery === 'uncertain');
  expect((await server.request('GET', `sessions/${id}`)).body).toMatchObject({ status: 'active' });
  await server.query(
    `UPDATE deliveries SET changed_at = now() - interval '3 minutes' WHERE session_id = $1`,
    [id],
  );
  await messageOf(id, ({ content }) => content.packet?.trigger === 'failure');
  expect((await server.request('GET', `sessions/${id}`)).body).toMatchObject({ status: 'waiting' });
});

test('whom the AI did not reach in a conversation that was merged is told of where it goes on', async () => {
  meta.behave('garbage');
  const first = await asks('How long does a refund take?');
  await messageOf(first.id, ({ sender, delivery }) => sender === 'ai' && delivery === 'uncertain');
  meta.behave('normal');
  await server.request('POST', `sessions/${first.id}/close`, { body: {} });
  const name = first.customerName!;
  await meta.post(webhook, meta.says({ phone: name.split(' ')[1]!, name }, 'Thank you'));
  const into = await eventually(async () => {
    const { body } = await server.request('GET', `sessions?customerId=${first.customerId}`);
    return (body as { items: Session[] }).items.find(({ id }) => id !== first.id);
  });
  const merged = await server.request('POST', `sessions/${first.id}/merge`, { body: { into: into.id } });
  expect(merged).toMatchObject({ status: 200 });
  await server.query(
    `UPDATE deliveries SET changed_at = now() - interval '3 minutes' WHERE session_id = $1`,
    [first.id],
  );
  await messageOf(into.id, ({ content }) => content.packet?.trigger === 'failure');
  const notes = (await log(into.id)).filter(({ type }) => type === 'note');
  expect(notes.map(({ content }) => content.text)).toEqual([
    expect.stringMatching(/^Nobody knows whether the AI's answer arrived: .*merged into this one\.$/),
  ]);
});

test('a file that is gone fails in plain words and does not hold what comes after it', async () => {
  const { id } = await held();
  const file = await upload('bill.pdf', '%PDF-1.7\n%%EOF');
  meta.behave({ code: 130429, status: 429 });
  await reply(id, { text: 'first' });
  const sent = (await reply(id, { attachmentIds: [file] })).body as Message;
  await reply(id, { text: 'third' });
  await server.query('DELETE FROM attachments WHERE id = $1', [file]);
  meta.behave('normal');
  const failed = await messageOf(id, ({ seq, delivery }) => seq === sent.seq && delivery === 'failed');
  expect(failed.deliveryError).toBe('The file is no longer there.');
  await messageOf(id, ({ content, delivery }) => content.text === 'third' && delivery === 'sent');
  expect(meta.delivered).toHaveLength(2);
});
