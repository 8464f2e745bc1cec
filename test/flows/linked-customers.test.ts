// One person, several customers: suggested, proved by a code, signed, parted again; over REST and sockets, with WhatsApp.
import { randomUUID } from 'node:crypto';
import jwt from 'jsonwebtoken';
import type { AuditEntry } from '../../src/protocol/analytics';
import type { IdentityList } from '../../src/protocol/customers';
import type { Message } from '../../src/protocol/model/message';
import type { Session } from '../../src/protocol/model/session';
import { eventually } from '../../src/tools/eventually';
import { startFakeWhatsApp, type FakeWhatsApp } from '../dev-env/fake-whatsapp';
import { TestServer } from '../dev-env/test-server';

const identitySecret = 'the secret of the web channel, 32+';

let server: TestServer;
let meta: FakeWhatsApp;
let webhook: string;
/** What each of two consoles was told of customers. */
const told: string[][] = [[], []];

beforeAll(async () => {
  meta = await startFakeWhatsApp();
  server = await TestServer.create({ env: { FETCH_ALLOW: '127.0.0.0/8' } });
  const made = await server.request('POST', 'channels', {
    body: { name: 'WhatsApp', type: 'whatsapp', config: meta.config },
  });
  webhook = `${server.url}/webhooks/whatsapp/${(made.body as { id: string }).id}`;
  const { body } = await server.request('GET', 'channels?type=web');
  const [web] = (body as { items: Array<{ id: string; config: object }> }).items;
  await server.request('PATCH', `channels/${web!.id}`, {
    body: { config: { ...web!.config, identitySecret } },
  });
  const agents = [await server.addAgent('Ada'), await server.addAgent('Ben')];
  for (const [n, { token }] of agents.entries()) {
    const socket = server.socket('/agent', { token });
    socket.on('customer:update', ({ id }: { id: string }) => told[n]!.push(id));
    await new Promise((resolve, reject) => socket.once('ready', resolve).once('connect_error', reject));
  }
});
afterAll(async () => {
  await server?.close();
  await meta?.close();
});
beforeEach(() => {
  meta.behave('normal');
  meta.delivered.length = 0;
  for (const list of told) list.length = 0;
});

let next = 493_012_300_000;
const phones = () => String((next += 1));

interface Opened {
  visitorToken: string;
  customer: { id: string };
}

async function widget(path: string, body: object, token = ''): Promise<unknown> {
  const answer = await server.request('POST', `widget/${path}`, { token, body });
  expect(answer.status).toBeLessThan(300);
  return answer.body;
}

/** Somebody on the web who said something. */
async function visitor(text = 'I want to talk to a person.') {
  const { visitorToken, customer } = (await widget('sessions', { channelKey: server.channelKey })) as Opened;
  const say = async (words: string) =>
    (
      (await widget('messages', { clientMessageId: randomUUID(), text: words }, visitorToken)) as {
        message: Message;
      }
    ).message;
  const { sessionId } = await say(text);
  return { id: customer.id, visitorToken, sessionId, say };
}

/** Somebody on WhatsApp who wrote. */
async function writer({ phone = phones(), hoursAgo = 0 } = {}) {
  const name = `Grace ${phone}`;
  const at = Math.floor(Date.now() / 1000) - hoursAgo * 3_600;
  await meta.post(webhook, meta.says({ phone, name, at }, 'I want to talk to a person.'));
  const session = await eventually(async () => {
    const { body } = await server.request('GET', 'sessions?channelType=whatsapp&limit=100');
    return (body as { items: Session[] }).items.find(({ customerName }) => customerName === name);
  });
  return { id: session.customerId, sessionId: session.id, phone, number: `+${phone}`, name };
}

const sessionsOf = async (customerId: string) => {
  const { body } = await server.request('GET', `sessions?customerId=${customerId}`);
  return (body as { items: Session[] }).items.map(({ id }) => id).toSorted();
};
const known = async (customerId: string) =>
  (await server.request('GET', `customers/${customerId}/identities`)).body as IdentityList;
const post = (customerId: string, body: object) =>
  server.request('POST', `customers/${customerId}/identities`, { body });
const unlink = (customerId: string, linkId: string) =>
  server.request('DELETE', `customers/${customerId}/identities/${linkId}`);

async function audited(customerId: string): Promise<Array<Pick<AuditEntry, 'action' | 'details'>>> {
  const { body } = await server.request('GET', `audit-logs?resourceId=${customerId}`);
  return (body as { items: AuditEntry[] }).items;
}

test('who looks alike is suggested, linked by an agent, seen as one everywhere, and parted as before', async () => {
  const web = await visitor();
  const phone = await writer();
  expect((await known(web.id)).suggestions).toEqual([]);
  await server.request('PATCH', `customers/${web.id}`, {
    body: { phone: phone.number.replace('+49', '+49 ') },
  });
  const before = await known(web.id);
  expect(before).toMatchObject({
    items: [{ kind: 'visitor', value: web.id, customerId: web.id, provedBy: 'channel' }],
    linked: [],
    suggestions: [
      {
        customerId: phone.id,
        name: phone.name,
        reason: 'same_phone',
        value: phone.number,
        provedBy: 'channel',
      },
    ],
  });
  // Nothing came of it by itself.
  expect(await sessionsOf(web.id)).toEqual([web.sessionId]);

  for (const list of told) list.length = 0;
  const claim = { kind: 'phone', value: phone.number, evidence: 'agent' };
  const both = await Promise.all([post(web.id, claim), post(web.id, claim)]);
  expect(both.map(({ status }) => status).toSorted()).toEqual([200, 201]);
  const linked = both[0]!.body as IdentityList;
  expect(linked.linked).toMatchObject([
    { customerId: phone.id, name: phone.name, evidence: 'agent', linkedBy: { kind: 'user' } },
  ]);
  expect(linked.items).toMatchObject([
    { kind: 'visitor', customerId: web.id },
    { kind: 'phone', value: phone.number, customerId: phone.id, provedBy: 'channel' },
  ]);
  expect(linked.suggestions).toEqual([]);
  for (const list of told) await eventually(() => list.includes(web.id) && list.includes(phone.id));
  const one = [web.sessionId, phone.sessionId].toSorted();
  expect([await sessionsOf(web.id), await sessionsOf(phone.id)]).toEqual([one, one]);
  // A search finds who is looked for; the other conversations of the person stand beside theirs.
  const search = async () =>
    ((await server.request('GET', `sessions?q=${phone.phone}`)).body as { items: Session[] }).items;
  await eventually(async () => (await search()).length > 0);
  expect((await search()).map(({ id }) => id)).toEqual([phone.sessionId]);

  const { linkId } = (await known(phone.id)).linked[0]!;
  expect((await unlink(phone.id, linkId)).status).toBe(204);
  expect((await unlink(phone.id, linkId)).status).toBe(404);
  expect([await sessionsOf(web.id), await sessionsOf(phone.id)]).toEqual([
    [web.sessionId],
    [phone.sessionId],
  ]);
  expect(await known(web.id)).toEqual({ ...before, suggestions: [] });
  expect(await audited(web.id)).toEqual(
    expect.arrayContaining([
      expect.objectContaining({
        action: 'customers.link',
        details: expect.objectContaining({ linkedCustomerId: phone.id, evidence: 'agent' }),
      }),
    ]),
  );
  expect(await audited(phone.id)).toMatchObject([
    { action: 'customers.unlink', details: { linkId, undone: { evidence: 'agent' } } },
  ]);
});

test('what can be no identity of its kind makes no customer', async () => {
  const web = await visitor();
  const long = 'x'.repeat(300);
  for (const [kind, value] of [
    ['external', long],
    ['email', `${long}@shop.test`],
    ['email', 'foo'],
    ['phone', '030 1234567'],
    ['phone', 'x'],
  ])
    expect([kind, value, await post(web.id, { kind, value, evidence: 'agent' })]).toMatchObject([
      kind,
      value,
      { status: 400, body: { errors: [{ path: 'value', message: expect.any(String) }] } },
    ]);
  expect((await known(web.id)).linked).toEqual([]);
});

test('an API key that may link and not read customers links none; one that may not write them makes none', async () => {
  const [web, phone] = [await visitor(), await writer()];
  const keyOf = async (...permissions: string[]) => {
    const { body } = await server.request('POST', 'api-keys', { body: { name: randomUUID(), permissions } });
    return (body as { key: string }).key;
  };
  const linkAs = (token: string, value: string) =>
    server.request('POST', `customers/${web.id}/identities`, {
      token,
      body: { kind: 'phone', value, evidence: 'agent' },
    });
  expect((await linkAs(await keyOf('customers:link'), phone.number)).status).toBe(403);
  const reader = await keyOf('customers:link', 'customers:read');
  expect((await linkAs(reader, `+${phones()}`)).status).toBe(404);
  expect((await linkAs(reader, phone.number)).status).toBe(201);
});

/** What went out to a phone besides the words that somebody is handed over. */
const sentTo = ({ phone }: { phone: string }, isIt: RegExp) =>
  meta.delivered
    .filter(({ to }) => to === phone)
    .map(({ message }) => (message['text'] as { body: string }).body)
    .filter((text) => isIt.test(text));

const codeFor = (phone: { phone: string }) =>
  sentTo(phone, /^\d{6}/)
    .at(-1)!
    .slice(0, 6);

test('a code that goes out on WhatsApp and comes back in the chat links both, and answers go out where the customer wrote', async () => {
  const web = await visitor();
  const phone = await writer();
  const asked = { kind: 'phone', value: phone.number };
  const sent = await server.request('POST', `customers/${web.id}/identities/code`, { body: asked });
  expect([sent.status, sent.body]).toEqual([200, { expiresAt: expect.any(String) }]);
  expect(sentTo(phone, /^\d{6}/)).toHaveLength(1);
  const code = codeFor(phone);
  const wrong = String((Number(code) + 1) % 1_000_000).padStart(6, '0');
  await web.say(`Is it ${code}?`);
  await web.say(wrong);
  // Who reads the conversation reads no code.
  const { body } = await server.request('GET', `sessions/${phone.sessionId}/messages`);
  expect(JSON.stringify(body)).not.toContain(code);
  await eventually(async () => {
    const [{ tries } = { tries: 0 }] = await server.query<{ tries: number }>(
      'SELECT tries FROM identity_codes WHERE customer_id = $1',
      [web.id],
    );
    return tries === 1;
  });
  expect((await known(web.id)).linked).toEqual([]);
  await web.say(` ${code.slice(0, 3)} ${code.slice(3)} `);
  const { linked } = await eventually(async () => {
    const now = await known(web.id);
    return now.linked.length > 0 && now;
  });
  expect(linked).toMatchObject([{ customerId: phone.id, evidence: 'code', linkedBy: { kind: 'user' } }]);
  await eventually(async () => (await audited(web.id)).some(({ action }) => action === 'customers.link'));

  for (const sessionId of [web.sessionId, phone.sessionId]) {
    await server.request('POST', `sessions/${sessionId}/claim`, { body: {} });
    const reply = { clientMessageId: randomUUID(), text: `To ${sessionId}` };
    expect((await server.request('POST', `sessions/${sessionId}/messages`, { body: reply })).status).toBe(
      201,
    );
  }
  await eventually(() => sentTo(phone, /^To /).length > 0);
  expect(sentTo(phone, /^To /)).toEqual([`To ${phone.sessionId}`]);
  await web.say('And on the web.');
  await meta.post(webhook, meta.says({ phone: phone.phone, name: phone.name }, 'And here.'));
  await eventually(async () => {
    const { body } = await server.request('GET', `sessions/${phone.sessionId}/messages`);
    return (body as { items: Message[] }).items.some(({ content }) => content.text === 'And here.');
  });
  expect(await sessionsOf(web.id)).toEqual([web.sessionId, phone.sessionId].toSorted());
});

test('a code that an agent types links both; five wrong ones and it is good no more; three are sent at most', async () => {
  const web = await visitor();
  const phone = await writer();
  const asked = { kind: 'phone', value: phone.number };
  const send = () => server.request('POST', `customers/${web.id}/identities/code`, { body: asked });
  meta.delivered.length = 0;
  expect(await send()).toMatchObject({ status: 200 });
  const code = codeFor(phone);
  const wrong = String((Number(code) + 1) % 1_000_000).padStart(6, '0');
  const say = (typed: string) => post(web.id, { ...asked, evidence: 'code', code: typed });
  for (const left of [4, 3, 2, 1]) {
    const refused = await say(wrong);
    expect(refused).toMatchObject({
      status: 409,
      body: { detail: expect.stringContaining(`Tries left: ${left}`) },
    });
  }
  for (const typed of [wrong, code]) expect((await say(typed)).status).toBe(409);
  await send();
  expect((await say(code)).status).toBe(409);
  const linked = await say(codeFor(phone));
  expect([linked.status, (linked.body as IdentityList).linked]).toMatchObject([
    201,
    [{ customerId: phone.id, evidence: 'code' }],
  ]);
  expect((await say(codeFor(phone))).status).toBe(409);
  expect(await send()).toMatchObject({ status: 409 });
  const others = await visitor();
  const another = () => server.request('POST', `customers/${others.id}/identities/code`, { body: asked });
  expect([(await another()).status, (await another()).status]).toEqual([200, 429]);
});

test('no code goes where nothing may be written, or where the provider says no, and none is kept', async () => {
  const web = await visitor();
  const phone = await writer();
  const send = (value: string) =>
    server.request('POST', `customers/${web.id}/identities/code`, { body: { kind: 'phone', value } });
  meta.behave({ code: 131_026 });
  expect((await send(phone.number)).status).toBe(409);
  const silent = await writer({ hoursAgo: 25 });
  expect(await send(silent.number)).toMatchObject({
    status: 409,
    body: { detail: expect.stringContaining('Ask the customer to write there first.') },
  });
  expect((await send('+49 30 99999999')).status).toBe(404);
  expect((await send('030 99999999')).status).toBe(400);
  expect(await server.query('SELECT 1 FROM identity_codes WHERE customer_id = $1', [web.id])).toEqual([]);
});

test('no code goes to another number than the one that was asked for', async () => {
  const [web, phone] = [await visitor(), await writer()];
  await server.query(
    `INSERT INTO customer_identities (organization_id, customer_id, kind, value, proved_by, proved_at)
     SELECT organization_id, customer_id, 'phone', $2, 'channel', now() FROM customer_identities WHERE value = $1`,
    [phone.number, `+${phones()}`],
  );
  const asked = { kind: 'phone', value: phone.number };
  expect(await server.request('POST', `customers/${web.id}/identities/code`, { body: asked })).toMatchObject({
    status: 409,
    body: { detail: expect.stringContaining('newer number') },
  });
  const texts = meta.delivered.map(({ message }) => (message['text'] as { body: string }).body);
  expect(texts.filter((text) => /^\d{6}/.test(text))).toEqual([]);
});

/** Signs in as the organization's own customer. */
const signIn = async (claims: object, visitorToken?: string) => {
  const identity = jwt.sign({ sub: randomUUID(), ...claims }, identitySecret, { expiresIn: 3_600 });
  return (await widget('sessions', {
    channelKey: server.channelKey,
    identity,
    ...(visitorToken && { visitorToken }),
  })) as Opened;
};

test('a signed identity links the browser that had asked something, and the number that wrote; what was parted stays so', async () => {
  const web = await visitor();
  const phone = await writer();
  const silent = (await widget('sessions', { channelKey: server.channelKey })) as Opened;
  const sub = randomUUID();
  const signed = await signIn({ sub, phone: phone.number.replace('+49', '0049 ') }, web.visitorToken);
  const { id } = signed.customer;
  const all = await known(id);
  expect(all.linked).toHaveLength(2);
  expect(all.linked).toEqual(
    expect.arrayContaining([
      expect.objectContaining({
        customerId: web.id,
        evidence: 'jwt',
        linkedBy: { kind: 'system', name: 'Parley' },
      }),
      expect.objectContaining({ customerId: phone.id, evidence: 'jwt' }),
    ]),
  );
  expect((await audited(id)).map(({ action }) => action)).toContain('customers.link');
  await signIn({ sub }, silent.visitorToken);
  expect((await known(id)).linked).toHaveLength(2);

  for (const { linkId } of all.linked) await unlink(id, linkId);
  await signIn({ sub, phone: phone.number, name: 'Grace' }, web.visitorToken);
  expect((await known(id)).linked).toEqual([]);
  // Two people of the organization's own are never made one by a browser that they share.
  const other = await visitor();
  const [ours, theirs] = [await signIn({}, other.visitorToken), await signIn({}, other.visitorToken)];
  expect((await known(ours.customer.id)).linked).toHaveLength(1);
  expect((await known(theirs.customer.id)).linked).toEqual([]);
});

test('who writes from a number that was signed before is a customer of their own, linked and parted', async () => {
  const number = phones();
  const { customer } = await signIn({ phone: `+${number}` });
  expect((await known(customer.id)).items).toMatchObject([
    { kind: 'external' },
    { kind: 'phone', value: `+${number}`, provedBy: 'jwt' },
  ]);
  const phone = await writer({ phone: number });
  expect(phone.id).not.toBe(customer.id);
  const { linked } = await eventually(async () => {
    const now = await known(customer.id);
    return now.linked.length > 0 && now;
  });
  expect(linked).toMatchObject([{ customerId: phone.id, evidence: 'jwt' }]);
  await unlink(customer.id, linked[0]!.linkId);
  expect(await sessionsOf(customer.id)).toEqual([]);
  expect(await sessionsOf(phone.id)).toEqual([phone.sessionId]);
});

test('who wrote by a user id goes on in the same conversation once the number is seen, also one that was signed', async () => {
  const [number, userId] = [phones(), `DE.${randomUUID()}`];
  const { customer } = await signIn({ phone: `+${number}` });
  const write = async (more: object, text: string) => {
    await meta.post(webhook, meta.says({ userId, name: userId, ...more }, text));
    return eventually(async () => {
      const { body } = await server.request('GET', `sessions?channelType=whatsapp&limit=100`);
      return (body as { items: Session[] }).items.find(({ lastMessage }) => lastMessage?.text === text);
    });
  };
  const first = await write({}, `First of ${userId}`);
  const second = await write({ phone: number }, `Second of ${userId}`);
  expect([second.id, second.customerId]).toEqual([first.id, first.customerId]);
  expect((await known(customer.id)).linked).toMatchObject([
    { customerId: first.customerId, evidence: 'jwt' },
  ]);
  expect((await audited(customer.id)).map(({ action }) => action)).toContain('customers.link');
});

test('a user id that WhatsApp changed into one that wrote already links both', async () => {
  const [before, after] = [`DE.${randomUUID()}`, `DE.${randomUUID()}`];
  const write = async (userId: string) => {
    await meta.post(webhook, meta.says({ userId, name: userId }, 'Hello'));
    return eventually(async () => {
      const { body } = await server.request('GET', 'sessions?channelType=whatsapp&limit=100');
      return (body as { items: Session[] }).items.find(({ customerName }) => customerName === userId);
    });
  };
  const [old, young] = [await write(before), await write(after)];
  const system = { type: 'user_changed_user_id', previous_user_id: before, user_id: after };
  await meta.post(webhook, meta.says({ userId: after, name: after }, { type: 'system', system }));
  const { linked } = await eventually(async () => {
    const now = await known(young.customerId);
    return now.linked.length > 0 && now;
  });
  expect(linked).toMatchObject([{ customerId: old.customerId, evidence: 'channel' }]);
});

test('a copy holds all of a person, an erasure takes all of it, and leaves whom a person parted', async () => {
  const [web, phone, parted] = [await visitor('of the web'), await writer(), await visitor('of another')];
  for (const value of [phone.id, parted.id])
    expect((await post(web.id, { kind: 'visitor', value, evidence: 'agent' })).status).toBe(201);
  const { linked } = await known(web.id);
  const link = linked.find(({ customerId }) => customerId === parted.id)!;
  await unlink(web.id, link.linkId);

  const { body: copy } = await server.request('GET', `customers/${phone.id}/export`);
  expect(copy).toMatchObject({ customer: { id: phone.id }, linked: [{ id: web.id }] });
  expect(
    (copy as { sessions: Array<{ session: Session }> }).sessions.map(({ session }) => session.id),
  ).toEqual([phone.sessionId, web.sessionId]);
  const erased = await server.request('DELETE', `customers/${phone.id}`);
  expect(erased).toMatchObject({ status: 200, body: { customers: 2, sessions: 2 } });
  for (const { id, sessionId } of [web, phone]) {
    const { body } = await server.request('GET', `sessions/${sessionId}`);
    expect(body).toMatchObject({ status: 'closed', lastMessage: { text: '' } });
    expect((await known(id)).items).toEqual([]);
  }
  expect(
    await server.query('SELECT 1 FROM customer_links WHERE $1 IN (customer_id, linked_customer_id)', [
      web.id,
    ]),
  ).toEqual([]);
  const { body: left } = await server.request('GET', `sessions/${parted.sessionId}`);
  expect(left).not.toMatchObject({ status: 'closed' });
  expect(left).not.toMatchObject({ lastMessage: { text: '' } });
});
