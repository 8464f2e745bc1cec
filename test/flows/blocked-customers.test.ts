// Blocked customers: refused on the web, kept out of the log elsewhere, seen by everybody in the console; nothing floods in later.
import { createHmac, randomUUID } from 'node:crypto';
import jwt from 'jsonwebtoken';
import { customerRules } from '../../src/gateway/event-rules';
import type { Session } from '../../src/protocol/model/session';
import type { CustomerEvent } from '../../src/protocol/sockets';
import { eventually, eventuallyPasses } from '../../src/tools/eventually';
import { change, startFakeWhatsApp, type FakeWhatsApp } from '../dev-env/fake-whatsapp';
import { testInBrowser } from '../dev-env/in-browser';
import { customer, faults, row, useDesk } from './console-desk';

const suite = useDesk({ FETCH_ALLOW: '127.0.0.0/8' });
const ask = (method: string, path: string, body?: unknown, token?: string) =>
  suite.server.request(method, path, { ...(body !== undefined && { body }), ...(token && { token }) });
const get = async <T>(path: string) => (await ask('GET', path)).body as T;
const block = (id: string, body: object = { reason: 'Spam', forDays: 1 }) =>
  ask('PUT', `customers/${id}/block`, body);
const log = async (id: string) =>
  (
    await get<{
      items: Array<{ seq: number; type: string; isRead: boolean; content: Record<string, unknown> }>;
    }>(`sessions/${id}/messages`)
  ).items;
const sessionsOf = async (customerId: string) =>
  (await get<{ items: Session[] }>(`sessions?customerId=${customerId}`)).items;

let meta: FakeWhatsApp;
const webhooks: Record<string, string> = {};
const mailSecret = 'a secret of the mail server';

beforeAll(async () => {
  meta = await startFakeWhatsApp();
  const mail = {
    address: 'help@shop.test',
    inboundSecret: mailSecret,
    authservId: 'mx.shop.test',
    smtp: { host: '127.0.0.1', port: 1 },
  };
  for (const [type, config] of Object.entries({ whatsapp: meta.config, email: mail })) {
    const { body } = await ask('POST', 'channels', { name: type, type, config });
    webhooks[type] = `${suite.server.url}/webhooks/${type}/${(body as { id: string }).id}`;
  }
});
afterAll(() => meta?.close());

async function writeMail(
  from: string,
  text: string,
  {
    id = `${randomUUID()}@else.test`,
    cc,
    to,
    dmarc = 'pass',
  }: { id?: string; cc?: string; to?: string; dmarc?: 'pass' | 'fail' } = {},
): Promise<void> {
  const body = [
    `From: ${from}`,
    'To: help@shop.test',
    `Message-ID: <${id}>`,
    ...(cc === undefined ? [] : [`Cc: ${cc}`]),
    ...(to === undefined ? [] : [`In-Reply-To: <${to}>`]),
    'Subject: Hello',
    `Authentication-Results: mx.shop.test; dmarc=${dmarc} header.from=${from.split('@')[1]}`,
    '',
    text,
  ].join('\r\n');
  const signature = createHmac('sha256', mailSecret).update(body).digest('hex');
  const headers = { 'x-parley-signature': `sha256=${signature}`, 'content-type': 'message/rfc822' };
  expect((await fetch(webhooks['email']!, { method: 'POST', body, headers })).status).toBe(200);
}
const identitySecret = 'the secret of the web channel, 32+';
/** The customer that the organization vouches for on its page. */
async function signIn(claims: { sub: string; phone: string }): Promise<{ id: string }> {
  const { items } = await get<{ items: Array<{ id: string; type: string; config: object }> }>('channels');
  const web = items.find(({ type }) => type === 'web')!;
  await ask('PATCH', `channels/${web.id}`, { config: { ...web.config, identitySecret } });
  const identity = jwt.sign(claims, identitySecret, { expiresIn: 3_600 });
  const asked = { token: '', body: { channelKey: suite.server.channelKey, identity } };
  // What a channel is set to is remembered for some seconds.
  return eventually(async () => {
    const { body } = await suite.server.request('POST', 'widget/sessions', asked);
    return (body as { customer?: { id: string } }).customer;
  });
}
const blockedEvents = async () =>
  (await get<{ items: Array<{ id: string; lastError?: string }> }>('inbound-events?status=blocked')).items;

it('on the web their conversation is closed, what they write is refused, and they can read; lifted, they write again', async () => {
  const who = await customer(suite.server);
  const { sessionId } = await who.say('Buy my watches');
  expect((await block(who.id, {})).body).toMatchObject({ errors: [{ path: 'reason' }] });
  expect((await block(who.id, { reason: 'Spam', forDays: 0 })).body).toMatchObject({
    errors: [{ path: 'forDays', message: 'must be one day at least' }],
  });
  expect((await block(who.id)).status).toBe(204);
  expect((await log(sessionId)).at(-1)).toMatchObject({
    type: 'system',
    content: { systemAction: 'closed', data: { reason: 'the customer was blocked (Spam)' } },
  });
  const size = (await log(sessionId)).length;
  const clientMessageId = randomUUID();
  const ack = (await who.socket
    .timeout(60_000)
    .emitWithAck('message:send', { clientMessageId, text: 'More' })) as object;
  expect(ack).toMatchObject({
    ok: false,
    error: { code: 'forbidden', message: 'Writing is blocked for this customer.' },
  });
  expect(await who.call('session:sync', { afterSeq: 0, sessionId })).toMatchObject({ ok: true });
  // Nobody opens it for them either.
  const { id: channelId } = (
    await get<{ items: Array<{ id: string; type: string }> }>('channels')
  ).items.find(({ type }) => type === 'web')!;
  expect((await ask('POST', 'sessions', { customerId: who.id, channelId })).status).toBe(403);
  const agent = await suite.server.addAgent('Ada');
  const reopened = await ask('POST', `sessions/${sessionId}/reopen`, {}, agent.token);
  expect([reopened.status, reopened.body]).toMatchObject([
    409,
    { detail: 'The customer is blocked: unblock them first.' },
  ]);
  expect([(await sessionsOf(who.id)).length, (await log(sessionId)).length]).toEqual([1, size]);
  for (const [event, body] of Object.entries({
    'session:rate': { score: 1, comment: 'Bad' },
  }))
    await expect(who.call(event, body)).rejects.toThrow('Writing is blocked');
  expect((await log(sessionId)).length).toBe(size);
  const copy = await get<{ customer: { blocked: object } }>(`customers/${who.id}/export`);
  expect(Object.keys(copy.customer.blocked).sort()).toEqual(['at', 'until']);
  expect(await get(`customers/${who.id}`)).toMatchObject({
    blocked: {
      reason: 'Spam',
      by: { kind: 'user', name: 'Admin' },
      keptOut: 0,
      until: expect.any(String) as string,
    },
  });
  expect((await ask('DELETE', `customers/${who.id}/block`)).status).toBe(204);
  await who.call('message:send', { clientMessageId, text: 'More' });
  expect(await get(`customers/${who.id}`)).not.toHaveProperty('blocked');
  const { items } = await get<{ items: Array<{ action: string; details: object }> }>('audit-logs');
  const audited = items.filter(({ action }) => /customers\.(un)?block/.test(action));
  expect(audited.map(({ details }) => details)).toMatchObject([
    { customerIds: [who.id] },
    { customerIds: [who.id], forDays: 1 },
  ]);
  expect(JSON.stringify(audited)).not.toContain('Spam');
});

/** One of every event that a customer sends: a new one does not compile until it is here. */
const everyEvent: Record<CustomerEvent, object> = {
  'message:send': { clientMessageId: randomUUID(), text: 'More' },
  'session:sync': { afterSeq: 0 },
  'session:request_human': { reason: 'Now' },
  'session:rate': { score: 1, comment: 'Bad' },
  'session:close': {},
  'session:transcript': { email: 'mallory@else.test' },
  'session:bring': { sessionId: randomUUID() },
  'message:read': { seq: 2 },
  'message:feedback': { seq: 1, helpful: false, comment: 'Bad' },
  'message:react': { clientMessageId: randomUUID(), seq: 1, emoji: '👍' },
  typing: { typing: true },
  'customer:contact': { name: 'Mallory', email: 'mallory@else.test' },
  'customer:visit': { page: { url: 'https://shop.example/' } },
  'auth:refresh': { identity: 'none' },
};

it('refuses or ignores every event of theirs that writes or tells anybody anything, and serves those that read', async () => {
  const who = await customer(suite.server);
  const { sessionId } = await who.say('Buy my watches');
  await ask('POST', `sessions/${sessionId}/claim`, {});
  const reply = { text: 'No, thank you', clientMessageId: randomUUID() };
  const { seq } = (await ask('POST', `sessions/${sessionId}/messages`, reply)).body as { seq: number };
  const answer = async () => (await log(sessionId)).find((message) => message.seq === seq);
  expect(await answer()).toMatchObject({ isRead: false });
  const seen: string[] = [];
  const { token } = await suite.server.addAgent('Onlooker');
  const agent = suite.server.socket('/agent', { token });
  for (const event of ['typing', 'message:update', 'message:new'])
    agent.on(event, (news: { sessionId: string }) => {
      // The answer to what an earlier test's customer wrote may come only now.
      if (news.sessionId === sessionId) seen.push(`${event} ${JSON.stringify(news)}`);
    });
  const told: boolean[] = [];
  who.socket.on('customer:update', ({ blocked }: { blocked: boolean }) => told.push(blocked));
  expect((await block(who.id)).status).toBe(204);
  await eventually(() => told.length === 1);
  await agent.timeout(60_000).emitWithAck('session:open', { sessionId });
  const [size, before] = [(await log(sessionId)).length, await get(`customers/${who.id}`)];
  const events = { ...everyEvent, 'message:read': { seq } };
  for (const [event, body] of Object.entries(events) as Array<[CustomerEvent, object]>) {
    const ack = (await who.socket.timeout(60_000).emitWithAck(event, body)) as {
      ok: boolean;
      error?: { message: string };
    };
    const isRefused = ack.error?.message === 'Writing is blocked for this customer.';
    expect([event, isRefused]).toEqual([event, customerRules[event].whileBlocked === 'refused']);
    if (customerRules[event].whileBlocked === 'ignored') expect(ack).toEqual({ ok: true });
  }
  // What came before it on the same socket has come: neither typing nor a mark of reading did.
  await agent.timeout(60_000).emitWithAck('session:open', { sessionId });
  expect(seen).toEqual([]);
  expect(await answer()).toMatchObject({ isRead: false });
  expect([(await log(sessionId)).length, await get(`customers/${who.id}`)]).toEqual([size, before]);

  await ask('DELETE', `customers/${who.id}/block`);
  await eventually(() => told.length === 2);
  expect(told).toEqual([true, false]);
  await who.call('customer:contact', { email: 'mallory@else.test' });
});

it('refuses their files and messages over HTTP, too, and says in `ready` that they are blocked', async () => {
  const begun = { token: '', body: { channelKey: suite.server.channelKey } };
  const opened = (await suite.server.request('POST', 'widget/sessions', begun)).body as {
    visitorToken: string;
    customer: { id: string };
  };
  const { visitorToken, customer: self } = opened;
  await block(self.id);
  const again = { token: '', body: { channelKey: suite.server.channelKey, visitorToken } };
  const { body: ready } = await suite.server.request('POST', 'widget/sessions', again);
  expect(ready).toMatchObject({ customer: { id: self.id, blocked: true } });
  const said = { clientMessageId: randomUUID(), text: 'More' };
  const written = await suite.server.request('POST', 'widget/messages', { token: visitorToken, body: said });
  expect(written.status).toBe(403);
  const body = new FormData();
  body.append('file', new Blob(['Watches']), 'watches.txt');
  const headers = { authorization: `Bearer ${visitorToken}` };
  const url = `${suite.server.url}/api/v1/widget/attachments`;
  expect((await fetch(url, { method: 'POST', headers, body })).status).toBe(403);
  expect((await suite.server.request('GET', 'widget/messages', { token: visitorToken })).status).toBe(200);
});

it('on WhatsApp and by mail what they write is stored and marked, opens nothing, and does not flood in later', async () => {
  const phone = '491709999001';
  await meta.post(webhooks['whatsapp']!, meta.says({ phone, name: 'Mallory' }, 'First'));
  const { customerId, id: sessionId } = await eventually(async () =>
    (await get<{ items: Session[] }>('sessions?channelType=whatsapp')).items.find(
      (one) => one.customerName === 'Mallory',
    ),
  );
  await writeMail('mallory@else.test', 'First by mail');
  const byMail = await eventually(
    async () => (await get<{ items: Session[] }>('sessions?channelType=email')).items[0],
  );
  const link = { kind: 'email', value: 'mallory@else.test', evidence: 'agent' };
  expect((await ask('POST', `customers/${customerId}/identities`, link)).status).toBe(201);
  expect((await block(customerId, { reason: 'Threats' })).status).toBe(204);
  // The same person has been blocked by mail, too.
  expect(await get(`customers/${byMail.customerId}`)).toMatchObject({ blocked: { reason: 'Threats' } });
  for (const id of [sessionId, byMail.id])
    expect(await get(`sessions/${id}`)).toMatchObject({ status: 'closed' });
  const sent = meta.delivered.length;

  await meta.post(webhooks['whatsapp']!, meta.says({ phone, name: 'Mallory' }, 'Second'));
  await meta.post(webhooks['whatsapp']!, meta.says({ phone, name: 'Mallory' }, 'Third'));
  await writeMail('mallory@else.test', 'Second by mail');
  await eventually(async () => (await blockedEvents()).length === 3);
  expect((await blockedEvents())[0]!.lastError).toBe('The customer is blocked: nobody was told.');
  expect(await get(`customers/${customerId}`)).toMatchObject({ blocked: { keptOut: 3 } });
  const all = [...(await sessionsOf(customerId)), ...(await sessionsOf(byMail.customerId))];
  expect(new Set(all.map(({ id, status }) => `${id} ${status}`))).toEqual(
    new Set([`${sessionId} closed`, `${byMail.id} closed`]),
  );
  expect(meta.delivered.length).toBe(sent);

  await ask('DELETE', `customers/${customerId}/block`);
  await meta.post(webhooks['whatsapp']!, meta.says({ phone, name: 'Mallory' }, 'Fourth'));
  const next = await eventually(async () =>
    (await sessionsOf(customerId)).find(({ status }) => status !== 'closed'),
  );
  const words = (await log(next.id)).map(({ content }) => content['text']);
  expect(words).toContain('Fourth');
  expect(words.some((text) => text === 'Second' || text === 'Third')).toBe(false);
  expect(await blockedEvents()).toHaveLength(3);
});

it('in a mail thread of several the block is of whoever writes, not of the thread', async () => {
  const mails = async () => (await get<{ items: Session[] }>('sessions?channelType=email')).items;
  const named = async (email: string) =>
    (await get<{ items: Array<{ id: string }> }>(`customers?email=${email}`)).items[0]?.id;
  const [ann, bob, cy] = ['ann@else.test', 'bob@else.test', 'cy@else.test'];
  await writeMail(bob, 'Mine', { id: 'bob@thread', cc: `${ann}, ${cy}` });
  const bobs = await eventually(async () => (await mails()).find((one) => one.lastMessage?.text === 'Mine'));
  await writeMail(ann, 'Ours', { id: 'ann@thread', cc: bob });
  const anns = await eventually(async () => (await mails()).find((one) => one.lastMessage?.text === 'Ours'));
  expect(await named(bob)).toBe(bobs.customerId);
  expect((await block(bobs.customerId)).status).toBe(204);
  const [size, before] = [(await log(anns.id)).length, (await blockedEvents()).length];
  await writeMail(bob, 'Into the thread of Ann', { to: 'ann@thread' });
  await eventually(async () => (await blockedEvents()).length === before + 1);
  expect((await log(anns.id)).length).toBe(size);
  await writeMail(cy, 'I am innocent', { to: 'bob@thread' });
  const cys = await eventually(async () =>
    (await mails()).find(({ lastMessage }) => lastMessage?.text === 'I am innocent'),
  );
  expect([cys.id === bobs.id, cys.customerId, (await blockedEvents()).length]).toEqual([
    false,
    await named(cy),
    before + 1,
  ]);
});

it('what the team says to them from the app of WhatsApp stands where they wrote last, and opens nothing', async () => {
  const phone = '491709999005';
  await meta.post(webhooks['whatsapp']!, meta.says({ phone, name: 'Told' }, 'Hello'));
  const session = await eventually(async () =>
    (await get<{ items: Session[] }>('sessions?channelType=whatsapp')).items.find(
      (one) => one.customerName === 'Told',
    ),
  );
  await block(session.customerId);
  const echo = { id: `wamid.echo.${phone}`, from: '15550100', to: phone, timestamp: '1790000000' };
  const message_echoes = [{ ...echo, type: 'text', text: { body: 'Please stop' } }];
  await meta.post(webhooks['whatsapp']!, change({ message_echoes }, 'smb_message_echoes'));
  await eventuallyPasses(async () =>
    expect((await log(session.id)).at(-1)).toMatchObject({
      sender: 'agent',
      content: { text: 'Please stop' },
    }),
  );
  expect((await sessionsOf(session.customerId)).map(({ status }) => status)).toEqual(['closed']);
});

it('what the team says to a blocked customer who has no conversation yet is kept in one, which is closed', async () => {
  const phone = '491709999006';
  const { id } = await signIn({ sub: 'blocked-2', phone: `+${phone}` });
  await block(id);
  const echo = { id: `wamid.echo.${phone}`, from: '15550100', to: phone, timestamp: '1790000000' };
  const message_echoes = [{ ...echo, type: 'text', text: { body: 'Do not come back' } }];
  await meta.post(webhooks['whatsapp']!, change({ message_echoes }, 'smb_message_echoes'));
  const kept = await eventually(async () => (await sessionsOf(id))[0]);
  await eventually(async () => (await log(kept.id)).length > 0);
  // It is no door: what they write next, whenever the sweep comes, is kept out.
  const before = (await blockedEvents()).length;
  await meta.post(webhooks['whatsapp']!, meta.says({ phone, name: 'Told' }, 'Here I am'));
  await eventually(async () => (await blockedEvents()).length === before + 1);
  await eventually(async () => (await sessionsOf(id))[0]?.status === 'closed');
  expect((await log(kept.id)).map(({ content }) => content['text'] ?? content['systemAction'])).toEqual([
    'Do not come back',
    'closed',
  ]);
});

it('a sender whom nobody vouches for is blocked by the address, and its owner is not', async () => {
  const thief = 'spoofed@else.test';
  const unproved = { dmarc: 'fail' } as const;
  const mails = async () =>
    (await get<{ items: Session[] }>('sessions?channelType=email')).items.map(
      ({ lastMessage, customerId }) => ({ text: lastMessage?.text, customerId }),
    );
  await writeMail(thief, 'Pay me', unproved);
  const first = await eventually(async () => (await mails()).find(({ text }) => text === 'Pay me'));
  await block(first.customerId, { reason: 'Threats' });
  const before = (await blockedEvents()).length;
  await writeMail(thief, 'Pay me now', unproved);
  await eventually(async () => (await blockedEvents()).length === before + 1);
  expect(await get(`customers/${first.customerId}`)).toMatchObject({ blocked: { keptOut: 1 } });
  await writeMail(thief, 'Somebody writes in my name');
  await eventually(async () => (await mails()).find(({ text }) => text === 'Somebody writes in my name'));
  expect((await mails()).some(({ text }) => text === 'Pay me now')).toBe(false);
  await ask('DELETE', `customers/${first.customerId}/block`);
  await writeMail(thief, 'Sorry', unproved);
  await eventually(async () => (await mails()).find(({ text }) => text === 'Sorry'));
});

it('what a block did not get to close is closed by the sweep, also of all organizations', async () => {
  const who = await customer(suite.server);
  const { sessionId } = await who.say('Still here');
  await eventually(async () => (await sessionsOf(who.id)).length === 1);
  // Whoever blocked them died before their conversations were closed.
  const written = {
    reason: 'Spam',
    by: { kind: 'user', id: who.id, name: 'Ada' },
    at: new Date().toISOString(),
  };
  await suite.server.query(
    `UPDATE customers SET blocked = '${JSON.stringify(written)}' WHERE id = '${who.id}'`,
  );
  await eventuallyPasses(async () => {
    expect((await log(sessionId)).at(-1)).toMatchObject({
      type: 'system',
      senderName: 'Ada',
      content: { systemAction: 'closed', data: { reason: 'the customer was blocked (Spam)' } },
    });
  });
  await expect(who.say('And now?')).rejects.toThrow('forbidden');
});

it('follows the person: who is linked later is blocked by the same, whatever side was, and what they have open ends', async () => {
  const [mine, theirs] = ['491709999002', '491709999003'];
  const opened: Record<string, Session> = {};
  for (const phone of [mine, theirs]) {
    await meta.post(webhooks['whatsapp']!, meta.says({ phone, name: `No ${phone}` }, 'Hello'));
    opened[phone] = await eventually(async () =>
      (await get<{ items: Session[] }>('sessions?channelType=whatsapp')).items.find(
        (one) => one.customerName === `No ${phone}`,
      ),
    );
  }
  const [blocked, other] = [opened[mine]!, opened[theirs]!];
  expect((await block(blocked.customerId, { reason: 'Threats' })).status).toBe(204);
  const link = { kind: 'phone', value: `+${mine}`, evidence: 'agent' };
  expect((await ask('POST', `customers/${other.customerId}/identities`, link)).status).toBe(201);
  expect(await get(`customers/${other.customerId}`)).toMatchObject({ blocked: { reason: 'Threats' } });
  await eventuallyPasses(async () => {
    expect(await get(`sessions/${other.id}`)).toMatchObject({ status: 'closed' });
  });
});

it('a signed-in customer who is blocked does not get in by the number that was signed', async () => {
  const phone = '491709999004';
  const signedIn = await signIn({ sub: 'blocked-1', phone: `+${phone}` });
  expect((await block(signedIn.id, { reason: 'Threats' })).status).toBe(204);
  const before = (await blockedEvents()).length;
  await meta.post(webhooks['whatsapp']!, meta.says({ phone, name: 'Newcomer' }, 'Me again'));
  await eventually(async () => (await blockedEvents()).length === before + 1);
  const { items } = await get<{ items: Session[] }>('sessions?channelType=whatsapp');
  expect(items.some(({ customerName }) => customerName === 'Newcomer')).toBe(false);
});

it('ends by itself when its time is over', async () => {
  const who = await customer(suite.server);
  await block(who.id);
  await suite.server.query(
    `UPDATE customers SET blocked = jsonb_set(blocked, '{until}', '"2020-01-01T00:00:00.000Z"') WHERE id = '${who.id}'`,
  );
  expect(await get(`customers/${who.id}`)).not.toHaveProperty('blocked');
  expect((await who.say('Hello again')).seq).toBe(1);
});

testInBrowser(
  'An agent blocks beside the conversation, a colleague sees why and by whom at once, and lifts it',
  async () => {
    const who = await customer(suite.server, { firstName: 'Mallory' });
    const { sessionId } = await who.say('You are all stupid');
    const bob = await suite.server.addAgent('Bob');
    const [mine, his] = [await suite.open(), await suite.open({ email: bob.email, password: bob.password })];
    for (const one of [mine, his]) await one.goto(`${suite.server.url}/console/inbox/${sessionId}?tab=all`);
    await his.getByRole('button', { name: 'Block…' }).waitFor();
    await mine.getByRole('button', { name: 'Block…' }).click();
    const dialog = mine.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Block', exact: true }).click();
    await dialog.locator('[aria-invalid="true"]').first().waitFor();
    await dialog.getByLabel('Why').fill('Insults');
    await dialog.getByLabel('For 7 days').check();
    expect(await faults(mine)).toEqual([]);
    await dialog.getByRole('button', { name: 'Block', exact: true }).click();
    for (const one of [mine, his]) {
      const note = one.getByRole('note', { name: 'Blocked' });
      await note.getByText('Insults').waitFor();
      await note.getByText('By Admin', { exact: false }).waitFor();
    }
    await his.getByText('the customer was blocked (Insults)').waitFor();
    for (const one of [mine, his]) {
      await one.locator('.conversation-who').getByTitle('This customer is blocked').waitFor();
      await one.getByText('The customer is blocked. Unblock them to reopen and reply.').waitFor();
      await eventuallyPasses(async () =>
        expect(await one.getByRole('button', { name: 'Reopen' }).count()).toBe(0),
      );
    }
    await mine.goto(`${suite.server.url}/console/inbox/${sessionId}?tab=closed`);
    await row(mine, 'Mallory').first().getByText('Blocked').waitFor();
    expect(await faults(his)).toEqual([]);
    await his.getByRole('button', { name: 'Unblock' }).click();
    await mine.getByRole('button', { name: 'Block…' }).waitFor();
    await mine.getByRole('button', { name: 'Reopen' }).first().waitFor();
    await eventuallyPasses(async () =>
      expect(await row(mine, 'Mallory').first().getByText('Blocked').count()).toBe(0),
    );
  },
);

testInBrowser(
  'Their chat says one plain line and takes nothing while they are blocked; unblocked, it goes on without a reload',
  async () => {
    const mine = await suite.open();
    const context = await mine.context().browser()!.newContext({ locale: 'en-GB', reducedMotion: 'reduce' });
    const page = await context.newPage();
    await page.goto(suite.server.url);
    const chat = page.frameLocator('iframe');
    await page.locator('button.launcher').click();
    await chat.getByRole('textbox').fill('Buy my golden watches');
    await chat.getByRole('textbox').press('Enter');
    const session = await eventually(async () =>
      (await get<{ items: Session[] }>('sessions?channelType=web')).items.find(
        ({ lastMessage }) => lastMessage?.text === 'Buy my golden watches',
      ),
    );
    await chat.getByRole('textbox').waitFor();

    await mine.goto(`${suite.server.url}/console/inbox/${session.id}?tab=all`);
    await mine.getByRole('button', { name: 'Block…' }).click();
    const dialog = mine.getByRole('dialog');
    await dialog.getByLabel('Why').fill('Spam');
    await dialog.getByRole('button', { name: 'Block', exact: true }).click();
    const line = chat.getByText('You cannot write here at the moment.');
    const gone = async () => {
      await line.waitFor();
      await eventuallyPasses(async () =>
        expect(await chat.locator('footer button, footer textarea, .rating, .feedback').count()).toBe(0),
      );
    };
    await gone();
    expect(await faults(page)).toEqual([]);
    await page.reload();
    await gone();

    await mine.getByRole('button', { name: 'Unblock' }).click();
    const again = chat.getByRole('button', { name: 'Write again' });
    await again.waitFor();
    // Nobody asks how it was: it was ended by the block.
    await eventuallyPasses(async () => expect(await chat.locator('.rating').count()).toBe(0));
    await again.click();
    await eventuallyPasses(async () => expect(await line.count()).toBe(0));
    await chat.getByRole('textbox').fill('Sorry');
    await chat.getByRole('textbox').press('Enter');
    await chat
      .locator('.mine', { hasText: 'Sorry' })
      .getByText(/Sent|Read/)
      .waitFor();
    await context.close();
  },
);
