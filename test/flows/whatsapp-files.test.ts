// Files of a customer on WhatsApp: the message is there at once, the file when it comes; a provider that hangs holds nobody else up.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Message } from '../../src/protocol/model/message';
import type { Session } from '../../src/protocol/model/session';
import { eventually } from '../../src/tools/eventually';
import { startFakeWhatsApp, type FakeWhatsApp } from '../dev-env/fake-whatsapp';
import { handedOver } from '../dev-env/handed-over';
import { TestServer } from '../dev-env/test-server';

let server: TestServer;
let meta: FakeWhatsApp;
let other: FakeWhatsApp;
let webhook: string;
let another: string;

beforeAll(async () => {
  meta = await startFakeWhatsApp();
  other = await startFakeWhatsApp();
  server = await TestServer.create({
    env: { FETCH_ALLOW: '127.0.0.0/8', RATE_LIMITS: 'off' },
    timing: { sweepEveryMs: 300 },
  });
  webhook = await connect('WhatsApp', meta.config);
  another = await connect('WhatsApp of others', { ...other.config, phoneNumberId: '206540352242922' });
});
afterAll(async () => {
  await server?.close();
  await meta?.close();
  await other?.close();
});
beforeEach(() => {
  meta.behave('normal');
  meta.filesAre = 'there';
});

async function connect(name: string, config: object): Promise<string> {
  const { body } = await server.request('POST', 'channels', { body: { name, type: 'whatsapp', config } });
  return `${server.url}/webhooks/whatsapp/${(body as { id: string }).id}`;
}

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

let people = 0;
const person = () => ({ phone: String(491_830_000_000 + ++people), name: `Ada ${people}` });

async function sessionOf({ name }: { name: string }): Promise<Session> {
  return eventually(async () => {
    const { body } = await server.request('GET', 'sessions?channelType=whatsapp&limit=100');
    return (body as { items: Session[] }).items.find(({ customerName }) => customerName === name);
  });
}

async function log({ id }: Session): Promise<Message[]> {
  return ((await server.request('GET', `sessions/${id}/messages?limit=200`)).body as { items: Message[] })
    .items;
}

const said = async (session: Session) => (await log(session)).filter(({ sender }) => sender === 'customer');

/** Sends a picture and then a word. */
async function sends(): Promise<{ session: Session; who: ReturnType<typeof person> }> {
  const who = person();
  const image = { id: meta.keep(png, 'image/png'), mime_type: 'image/png', caption: 'My receipt' };
  await meta.post(webhook, meta.says(who, { type: 'image', image }));
  const session = await sessionOf(who);
  await eventually(async () => (await said(session)).length === 1);
  await meta.post(webhook, meta.says(who, 'And a word'));
  await eventually(async () => (await said(session)).length === 2);
  return { session, who };
}

const tryAgain = ({ id }: Session, age = '0 s') =>
  server.query(
    `UPDATE inbound_files SET due_at = now(), created_at = now() - $2::interval WHERE session_id = $1`,
    [id, age],
  );
const tries = async ({ id }: Session) =>
  (
    await server.query<{ attempts: number }>(`SELECT attempts FROM inbound_files WHERE session_id = $1`, [id])
  )[0]?.attempts;

test('one that breaks off is fetched again, into its message, which holds no other up', async () => {
  meta.filesAre = 'broken';
  const { session } = await sends();
  const [picture, word] = await said(session);
  expect(picture).toMatchObject({ type: 'image', content: { text: 'My receipt', file: 'pending' } });
  expect(picture!.content).not.toHaveProperty('mediaUrl');
  expect(word!.seq).toBeGreaterThan(picture!.seq);
  await eventually(async () => (await tries(session))! > 0);
  expect(readdirSync(join(server.config.dataDir, 'incoming'))).toEqual([]);

  meta.filesAre = 'there';
  await tryAgain(session);
  const filled = await eventually(async () => (await said(session)).find(({ content }) => content.mediaUrl));
  expect(filled).toMatchObject({
    seq: picture!.seq,
    content: { text: 'My receipt', mediaType: 'image/png', size: png.length },
  });
  expect(filled.content).not.toHaveProperty('file');
  const file = await fetch(new URL(filled.content.mediaUrl!, server.url));
  expect(Buffer.from(await file.arrayBuffer()).equals(png)).toBe(true);
  expect(await tries(session)).toBeUndefined();
});

test('one that its provider has no more is lost, visibly, and so is one that could not be had for a week', async () => {
  meta.filesAre = 'gone';
  const { session: gone } = await sends();
  await eventually(async () => (await said(gone))[0]!.content.file === 'lost');
  meta.filesAre = 'broken';
  const { session: late } = await sends();
  await eventually(async () => (await tries(late))! > 0);
  await tryAgain(late, '8 days');
  await eventually(async () => (await said(late))[0]!.content.file === 'lost');
  expect((await said(late))[0]!.content).toEqual({ text: 'My receipt', fileName: 'image.png', file: 'lost' });
});

test('a lost row is made anew when the webhook comes again', async () => {
  meta.filesAre = 'broken';
  const { session } = await sends();
  await eventually(async () => (await tries(session))! > 0);
  await server.query(`DELETE FROM inbound_files WHERE session_id = $1`, [session.id]);
  meta.filesAre = 'there';
  const [{ id }] = (await server.query<{ id: string }>(
    `SELECT e.id FROM inbound_events e WHERE e.customer_ids @> ARRAY[$1::uuid] ORDER BY arrival LIMIT 1`,
    [session.customerId],
  )) as [{ id: string }];
  await server.request('POST', `inbound-events/${id}/replay`);
  await eventually(async () => (await said(session))[0]!.content.mediaUrl);
  expect(await said(session)).toHaveLength(2);
});

test('an erased customer’s file is not fetched', async () => {
  meta.filesAre = 'broken';
  const { session } = await sends();
  await eventually(async () => (await tries(session))! > 0);
  await server.request('DELETE', `customers/${session.customerId}`);
  expect(await tries(session)).toBeUndefined();
});

test('a provider that hangs holds up no other channel, with messages or with files', async () => {
  meta.behave('deaf');
  meta.filesAre = 'hanging';
  for (let n = 0; n < 20; n += 1) {
    const who = person();
    const image = { id: meta.keep(png, 'image/png'), mime_type: 'image/png' };
    await meta.post(webhook, meta.says(who, { type: 'image', image }));
  }
  // As many as there are slots for jobs wait for an answer that does not come.
  await eventually(() => meta.asked >= 8);
  const who = person();
  await other.post(another, other.says(who, 'I want to talk to a person.'));
  await handedOver(server, await sessionOf(who));
  expect(other.delivered.map(({ to }) => to)).toEqual([who.phone]);
});
