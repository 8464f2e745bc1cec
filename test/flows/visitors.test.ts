// A visitor's sign-in: what it reaches, when it ends, what its browser had asked before.
import { randomUUID } from 'node:crypto';
import jwt from 'jsonwebtoken';
import { io } from 'socket.io-client';
import request from 'supertest';
import { sha256 } from '../../src/identity/secrets';
import { eventually } from '../../src/tools/eventually';
import {
  beforeItEnds,
  createHarness,
  packet,
  type Harness,
  type Node,
  type Organization,
  type TestClient,
} from './gateway-harness';

let harness: Harness;
let node: Node;
let shop: Organization;
let rival: Organization;

beforeAll(async () => {
  harness = await createHarness();
  [shop, rival] = [await harness.organization('Shop', 1), await harness.organization('Rival', 1)];
  node = await harness.node({ heartbeatMs: 400 });
});
afterAll(() => harness?.close());

const say = (text: string) => ({ clientMessageId: randomUUID(), text });
const sign = (claims: object, options: jwt.SignOptions = { expiresIn: 3_600 }, key = shop.identitySecret) =>
  jwt.sign({ sub: randomUUID(), ...claims }, key, options);
const enter = (more: object = {}) => harness.customer(node, shop.channelKey, more);
const reply = (sessionId: string, text: string) =>
  node.sessions.reply({
    organizationId: shop.id,
    sessionId,
    by: { kind: 'ai', name: 'AI assistant' },
    content: { text },
  });
const http = (method: 'get' | 'post', path: string, token: string) =>
  request(node.url)[method](`/api/v1/widget/${path}`).set('Authorization', `Bearer ${token}`);

async function askThenSignIn(claims: object = {}) {
  const before = await enter();
  const { message } = await before.call('message:send', say('Where is my parcel?'));
  const { visitorToken, customer } = before.ready;
  before.socket.disconnect();
  const signed = await enter({ visitorToken, identity: sign(claims) });
  return { signed, sessionId: message.sessionId as string, anonymousId: customer.id as string, visitorToken };
}

async function isClosed(client: TestClient): Promise<void> {
  await eventually(() => !client.socket.connected);
}

describe('what was asked before the sign-in', () => {
  test('is answered in the same window, read, written and ended there, and is nowhere once it is over', async () => {
    const { signed, sessionId, anonymousId } = await askThenSignIn();
    expect(signed.ready).toMatchObject({
      session: null,
      anonymousSession: { id: sessionId, customerId: anonymousId },
      customer: { verified: true },
    });
    await reply(sessionId, 'On its way.');
    expect(await signed.hears('message:new')).toMatchObject({ sessionId, content: { text: 'On its way.' } });
    const page = await signed.call('session:sync', { afterSeq: 0, sessionId });
    expect(page).toMatchObject({ session: { id: sessionId }, headSeq: 2 });
    const more = await signed.call('message:send', { ...say('Thanks'), sessionId });
    expect(more['message']).toMatchObject({ sessionId, seq: 3, senderId: anonymousId });
    const own = await signed.call('message:send', say('Something else'));
    expect(own['message']).toMatchObject({ seq: 1, senderId: signed.ready['customer'].id });
    const beat = await signed.hears('heartbeat', ({ headSeq }) => headSeq === 1);
    expect(beat).toMatchObject({ headSeq: 1, sessions: { [sessionId]: 3, [own['message'].sessionId]: 1 } });
    expect(await signed.call('message:read', { seq: 2, sessionId })).toEqual({ ok: true });
    expect(await signed.call('session:close', { sessionId })).toMatchObject({
      session: { status: 'closed' },
    });
    for (const [event, body] of [
      ['session:sync', { afterSeq: 0, sessionId }],
      ['message:send', { ...say('Too late'), sessionId }],
      ['session:rate', { score: 5, sessionId }],
    ] as const)
      expect((await signed.call(event, body)).error?.code).toBe('not_found');
  });

  test('is there after a reload, over HTTP too, and gone for the next person in this browser', async () => {
    const sub = randomUUID();
    const { signed, sessionId, visitorToken: anonymousToken } = await askThenSignIn({ sub });
    const { visitorToken } = signed.ready;
    const again = await enter({ visitorToken, identity: sign({ sub }) });
    expect(again.ready).toMatchObject({ visitorToken, anonymousSession: { id: sessionId } });
    await again.call('message:send', say('Mine'));
    const { body } = await http('get', 'sessions', visitorToken);
    expect(body.items.map(({ id }: { id: string }) => id)).toEqual([sessionId, expect.any(String)]);
    const read = await http('get', `messages?sessionId=${sessionId}`, visitorToken);
    expect(read.body).toMatchObject({ messages: [{ content: { text: 'Where is my parcel?' } }] });
    const next = await enter({ visitorToken, identity: sign({}) });
    expect(next.ready['visitorToken']).not.toBe(visitorToken);
    expect(next.ready['anonymousSession']).toBeUndefined();
    for (const other of [next.ready['visitorToken'], (await enter()).ready['visitorToken']]) {
      expect((await http('get', 'sessions', other)).body.items).toEqual([]);
      expect((await http('get', `messages?sessionId=${sessionId}`, other)).body).toMatchObject({
        code: 'not_found',
      });
    }
    expect((await http('get', 'sessions', anonymousToken)).body.items).toHaveLength(1);
  });

  test('goes on in the signed-in conversation, once, as one message of its customer, with whoever had it', async () => {
    const { signed, sessionId } = await askThenSignIn({ name: 'Mia' });
    await reply(sessionId, 'Which parcel?');
    await signed.call('message:send', { ...say('The green one'), sessionId });
    const agent = { id: shop.people[0]!.agentId, name: 'Mara' };
    await node.sessions.claim({ organizationId: shop.id, sessionId, agent });
    const brought = await Promise.all([
      signed.call('session:bring', { sessionId }),
      signed.call('session:bring', { sessionId }),
    ]);
    const session = brought[0]['session'];
    for (const one of brought)
      expect(one).toMatchObject({ session: { id: session.id, status: 'with_agent', agentId: agent.id } });
    // Its ack may have been lost.
    expect(await signed.call('session:bring', { sessionId })).toMatchObject({ session: { id: session.id } });
    const { messages } = await signed.call('session:sync', { afterSeq: 0 });
    const [message] = messages;
    expect(messages.filter(({ type }: { type: string }) => type === 'text')).toEqual([message]);
    expect(message).toMatchObject({
      sender: 'customer',
      senderId: signed.ready['customer'].id,
      content: {
        text: 'Where is my parcel?\n\n> AI assistant: Which parcel?\n\nThe green one',
        data: { broughtFrom: sessionId },
      },
    });
    const before = await node.sessions.messages(shop.id, sessionId, { limit: 50 });
    expect(before.map(({ content }) => content.systemAction ?? content.text)).toEqual([
      'Where is my parcel?',
      'Which parcel?',
      'The green one',
      'claimed',
      'closed',
    ]);
    expect(await node.sessions.get(shop.id, session.id)).toMatchObject({
      awaitingSince: message.timestamp,
      agentId: agent.id,
    });
  });

  test('is not asked again where it was answered, and waits on for a person where it did', async () => {
    const answered = await askThenSignIn();
    await reply(answered.sessionId, 'On its way.');
    const done = await answered.signed.call('session:bring', { sessionId: answered.sessionId });
    const quiet = await node.sessions.get(shop.id, done['session'].id);
    expect(quiet).toMatchObject({ status: 'active', headSeq: 1 });
    expect(quiet.awaitingSince).toBeUndefined();
    const waiting = await askThenSignIn();
    await waiting.signed.call('session:request_human', { sessionId: waiting.sessionId });
    const on = await waiting.signed.call('session:bring', { sessionId: waiting.sessionId });
    expect(on).toMatchObject({ session: { status: 'waiting' } });
  });

  test('is brought along only by the browser that began it', async () => {
    const { signed, sessionId } = await askThenSignIn();
    const own = await signed.call('message:send', say('Mine'));
    for (const other of [await enter(), await enter({ identity: sign({}) }), (await askThenSignIn()).signed])
      expect((await other.call('session:bring', { sessionId })).error?.code).toBe('not_found');
    expect((await signed.call('session:bring', { sessionId: own['message'].sessionId })).error?.code).toBe(
      'not_found',
    );
    await signed.call('session:close', { sessionId });
    expect((await signed.call('session:bring', { sessionId })).error?.code).toBe('not_found');
    expect(await signed.call('session:sync', { afterSeq: 0 })).toMatchObject({ headSeq: 1 });
  });

  test('leaves with the anonymous customer when that is erased', async () => {
    const { signed, anonymousId, sessionId } = await askThenSignIn();
    await node.gateway.cutOffCustomer(anonymousId);
    await isClosed(signed);
    await harness.owner.query('UPDATE customers SET erased_at = now() WHERE id = $1', [anonymousId]);
    const { visitorToken } = signed.ready;
    expect((await enter({ visitorToken })).ready['anonymousSession']).toBeUndefined();
    expect((await http('get', `messages?sessionId=${sessionId}`, visitorToken)).status).toBe(404);
  });
});

describe('conversations', () => {
  test('Earlier ones are listed page by page and read; those of others are not there', async () => {
    const customer = await enter();
    const ids: string[] = [];
    for (const text of ['one', 'two', 'three']) {
      ids.unshift((await customer.call('message:send', say(text)))['message'].sessionId);
      await customer.call('session:close', {});
    }
    const { visitorToken } = customer.ready;
    const first = (await http('get', 'sessions?limit=2', visitorToken)).body;
    const second = (await http('get', `sessions?limit=2&cursor=${first.nextCursor}`, visitorToken)).body;
    expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(ids);
    expect(second.nextCursor).toBeNull();
    const oldest = await customer.call('session:sync', { afterSeq: 0, sessionId: ids[2] });
    expect(oldest['messages'][0]).toMatchObject({ content: { text: 'one' } });
    const stranger = await enter();
    const foreign = await harness.customer(node, rival.channelKey);
    for (const other of [stranger, foreign])
      for (const event of ['session:sync', 'message:send', 'message:read', 'session:close', 'session:rate']) {
        const body = {
          'session:sync': { afterSeq: 0 },
          'message:send': say('x'),
          'message:read': { seq: 1 },
          'session:close': {},
          'session:rate': { score: 1 },
        }[event];
        const { error } = await other.call(event, { ...body, sessionId: ids[0] });
        expect(error).toMatchObject({ code: 'not_found', message: 'There is no such session.' });
      }
  });

  test.each([[''], [' '], [null], [1], [[]], [{}], ['x'.repeat(36)], ["' OR true --"]])(
    'A session named %j is refused',
    async (sessionId) => {
      const customer = await enter();
      const { error } = await customer.call('session:sync', { afterSeq: 0, sessionId });
      expect(error?.code).toBe('invalid');
      const { visitorToken } = customer.ready;
      const answer = await http(
        'get',
        `messages?sessionId=${encodeURIComponent(String(sessionId))}`,
        visitorToken,
      );
      expect(answer.status).toBe(400);
    },
  );
});

describe('the end of a sign-in', () => {
  test('is the exp of its JWT, for the socket and the token', async () => {
    const { customer, identity } = await beforeItEnds(async (seconds) => {
      const identity = sign({}, { expiresIn: seconds });
      return { customer: await enter({ identity }), identity };
    });
    const { exp } = jwt.decode(identity) as jwt.JwtPayload;
    expect(customer.ready['expiresAt']).toBe(new Date(exp! * 1_000).toISOString());
    expect(await customer.hears('auth:expired')).toMatchObject({ code: 'unauthenticated' });
    await isClosed(customer);
    const { visitorToken } = customer.ready;
    expect(
      await harness.refused(node, 'customer', { channelKey: shop.channelKey, visitorToken }),
    ).toMatchObject({
      code: 'unauthenticated',
    });
    expect((await http('get', 'messages', visitorToken)).status).toBe(401);
  });

  test('is put off by a newer identity of the same person only', async () => {
    const sub = randomUUID();
    const refused = [
      [sign({}), 'forbidden'],
      [sign({ sub }, { expiresIn: -5 }), 'unauthenticated'],
      [sign({ sub }, { expiresIn: 3_600 }, rival.identitySecret), 'unauthenticated'],
      [sign({ sub }, {}), 'unauthenticated'],
      ['x', 'unauthenticated'],
      ['', 'invalid'],
      [null, 'invalid'],
      [[], 'invalid'],
      [{}, 'invalid'],
    ];
    const newer = sign({ sub }, { expiresIn: 900 });
    const { customer, other } = await beforeItEnds(async (seconds) => {
      const customer = await enter({ identity: sign({ sub }, { expiresIn: seconds }) });
      for (const [identity, code] of refused)
        expect((await customer.call('auth:refresh', { identity })).error?.code).toBe(code);
      const { expiresAt } = await customer.call('auth:refresh', { identity: newer });
      expect(expiresAt).toBe(new Date((jwt.decode(newer) as jwt.JwtPayload).exp! * 1_000).toISOString());
      return { customer, other: await enter({ identity: sign({}, { expiresIn: seconds }) }) };
    });
    // Signed later, so that the first identity has run out, too.
    await other.hears('auth:expired');
    expect(await customer.call('session:sync', { afterSeq: 0 })).toMatchObject({ ok: true });
    expect((await http('get', 'messages', customer.ready['visitorToken'])).status).toBe(200);
    expect((await (await enter()).call('auth:refresh', { identity: sign({}) })).error?.code).toBe(
      'forbidden',
    );
  });

  test('comes with another identity secret; the token counts again once the same person signs in anew', async () => {
    const place = await harness.organization('Rotating', 0);
    const sub = randomUUID();
    const known = (secret: string) => sign({ sub }, { expiresIn: 3_600 }, secret);
    const identity = known(place.identitySecret);
    const { visitorToken } = (await harness.customer(node, place.channelKey, { identity })).ready;
    expect((await http('get', 'messages', visitorToken)).status).toBe(200);
    await harness.owner.query(
      `UPDATE channels SET config = jsonb_set(config, '{identitySecret}', '"another secret of the site"') WHERE id = $1`,
      [place.channelId],
    );
    expect((await http('get', 'messages', visitorToken)).status).toBe(401);
    await eventually(async () => {
      const asked = {
        channelKey: place.channelKey,
        visitorToken,
        identity: known('another secret of the site'),
      };
      const { body } = await request(node.url).post('/api/v1/widget/sessions').send(asked);
      return body.visitorToken === visitorToken;
    });
    expect((await http('get', 'messages', visitorToken)).status).toBe(200);
    await harness.owner.query(`UPDATE channels SET config = config - 'identitySecret' WHERE id = $1`, [
      place.channelId,
    ]);
    expect((await http('get', 'messages', visitorToken)).status).toBe(401);
  });

  test('is logging out, in every window with the token', async () => {
    const customer = await enter({ identity: sign({}) });
    const { visitorToken } = customer.ready;
    const bystander = await enter();
    expect((await http('post', 'logout', visitorToken)).status).toBe(204);
    expect(await customer.hears('auth:expired')).toMatchObject({ code: 'unauthenticated' });
    await isClosed(customer);
    expect((await http('post', 'logout', visitorToken)).status).toBe(401);
    expect(bystander.socket.connected).toBe(true);
  });
});

describe('an open window', () => {
  test('hears within seconds that somebody is online, that nobody is, and of new hours', async () => {
    const place = await harness.organization('Hours', 1);
    const customer = await harness.customer(node, place.channelKey);
    expect(customer.ready['channel']).toMatchObject({ online: false, greeting: 'Hello' });
    const agent = await harness.agent(node, place.people[0]!);
    await agent.call('presence:set', { status: 'online' });
    await customer.hears('channel:update', ({ online }) => online === true);
    // What a newcomer is told may be a moment old; then the same update follows.
    const newcomer = await harness.customer(node, place.channelKey);
    const { online } = newcomer.ready['channel'] as { online: boolean };
    if (!online) await newcomer.hears('channel:update', (update) => update['online'] === true);
    await agent.call('presence:set', { status: 'away' });
    const later = await customer.hears('channel:update', ({ online }) => online === false);
    expect(later['businessHours']).toBeUndefined();
    for (const [key, value] of [
      ['timeZone', 'Europe/Berlin'],
      ['days', {}],
    ])
      await harness.owner.query(
        `INSERT INTO settings (organization_id, category, key, value) VALUES ($1, 'businessHours', $2, $3)`,
        [place.id, key, JSON.stringify(value)],
      );
    const closed = await customer.hears('channel:update', ({ businessHours }) => businessHours !== undefined);
    expect(closed).toEqual({ ...later, businessHours: { open: false } });
    // Who waits for a team with hours of its own is told of those, and of no other's; who waits for none, of none.
    const hours = { timeZone: 'UTC', days: { mon: [['00:00', '23:59']] } };
    const { rows: teams } = await harness.owner.query<{ id: string; name: string }>(
      `INSERT INTO teams (organization_id, name, business_hours)
       VALUES ($1, 'Nights', $2), ($1, 'Days', $2), ($1, 'As all', NULL) RETURNING id, name`,
      [place.id, JSON.stringify(hours)],
    );
    const [nights, days, asAll] = teams;
    const { message } = await customer.call('message:send', say('Is anybody there?'));
    const session = { organizationId: place.id, sessionId: message.sessionId as string };
    const wait = (team: { id: string; name: string }) =>
      node.sessions.transfer({ ...session, by: { kind: 'system' }, to: { team } });
    await node.sessions.handOver({ ...session, packet });
    for (const team of [nights, days]) {
      await wait(team!);
      const { teamHours } = await customer.hears('channel:update', ({ teamHours: told }) => told?.[team!.id]);
      expect(Object.keys(teamHours as object)).toEqual([team!.id]);
    }
    const { visitorToken } = customer.ready;
    const again = await harness.customer(node, place.channelKey, { visitorToken });
    expect(Object.keys(again.ready['channel'].teamHours as object)).toEqual([days!.id]);
    await wait(asAll!);
    for (const window of [customer, again])
      await window.hears('channel:update', ({ teamHours }) => teamHours && !Object.keys(teamHours).length);
    expect(JSON.stringify([newcomer.ready, newcomer.heard])).not.toContain('teamHours');
  });

  test('is ended when its channel is switched off; a signed-in one also by another secret', async () => {
    const [place, other] = [await harness.organization('Off', 0), await harness.organization('On', 0)];
    const identity = sign({}, { expiresIn: 3_600 }, place.identitySecret);
    const signed = await harness.customer(node, place.channelKey, { identity });
    const [anonymous, bystander] = [
      await harness.customer(node, place.channelKey),
      await harness.customer(node, other.channelKey),
    ];
    await harness.owner.query(
      `UPDATE channels SET config = jsonb_set(config, '{identitySecret}', '"new"') WHERE id = $1`,
      [place.channelId],
    );
    await isClosed(signed);
    expect(anonymous.socket.connected).toBe(true);
    await harness.owner.query('UPDATE channels SET is_active = false WHERE id = $1', [place.channelId]);
    await isClosed(anonymous);
    expect(anonymous.heard.some(({ event }) => event === 'auth:expired')).toBe(true);
    expect(bystander.socket.connected).toBe(true);
  });

  test('takes an address once: it fills what is empty, and is no identity', async () => {
    const customer = await enter();
    const { id } = customer.ready['customer'];
    for (const wrong of [
      {},
      { email: '' },
      { email: 'x' },
      { email: null },
      { phone: 'call me' },
      { phone: [] },
    ])
      expect((await customer.call('customer:contact', wrong)).error?.code).toBe('invalid');
    expect(await customer.call('customer:contact', { email: 'Ada@shop.test' })).toEqual({ ok: true });
    await customer.call('customer:contact', { email: 'eve@shop.test', phone: '+49 30 1234' });
    const { rows } = await harness.owner.query(
      `SELECT email, phone, (SELECT count(*)::int FROM customer_identities WHERE customer_id = c.id) AS identities
       FROM customers c WHERE id = $1`,
      [id],
    );
    expect(rows).toEqual([{ email: 'ada@shop.test', phone: '+49 30 1234', identities: 0 }]);
    const { visitorToken } = customer.ready;
    expect((await enter({ visitorToken })).ready['customer']).toEqual({
      id,
      verified: false,
      reachable: true,
    });
  });
});

describe('a signed identity', () => {
  const secondsFromNow = (seconds: number) => Math.floor(Date.now() / 1000) + seconds;

  test.each([
    ['email: null', { email: null }, 'email'],
    ['an empty e-mail', { email: '' }, 'email'],
    ['an e-mail that is none', { email: 'ada' }, 'email'],
    ['an array for e-mail', { email: ['a@b.test'] }, 'email'],
    ['a name of 201 characters', { name: 'x'.repeat(201) }, 'name'],
    ['a name of blanks', { name: ' ' }, 'name'],
    ['a name of NULs', { name: '\0\0' }, 'name'],
    ['a phone that is an object', { phone: {} }, 'phone'],
  ])('is accepted without what cannot be used, and says so: %s', async (_, claims, path) => {
    const { ready } = await enter({ identity: sign({ ...claims, plan: 'gold' }) });
    expect(ready['customer']).toEqual({ id: expect.any(String), verified: true });
    expect(ready['identityIssues']).toEqual([{ path, message: expect.stringContaining('left out') }]);
  });

  test.each([
    ['a numeric sub', () => ({ sub: 42 })],
    ['a name with a NUL', () => ({ name: 'Ada\0' })],
    ['nbf 3 s ahead', () => ({ nbf: secondsFromNow(3) })],
  ])('is accepted whole: %s', async (_, claims) => {
    const { ready } = await enter({ identity: sign(claims()) });
    expect(ready).toMatchObject({ customer: { verified: true } });
    expect(ready['identityIssues']).toBeUndefined();
  });

  test.each([
    ['no sub', () => ({})],
    ['an empty sub', () => ({ sub: '' })],
    ['a blank sub', () => ({ sub: ' ' })],
    ['a sub with a NUL', () => ({ sub: 'a\0b' })],
    ['a sub of 256 characters', () => ({ sub: 'x'.repeat(256) })],
    ['an array for sub', () => ({ sub: ['a'] })],
    ['half a number for sub', () => ({ sub: 1.5 })],
    ['nbf in an hour', () => ({ sub: randomUUID(), nbf: secondsFromNow(3600) })],
  ])('is refused: %s', async (_, claims) => {
    // A text: the library would refuse to sign some of these claims.
    const identity = jwt.sign(
      JSON.stringify({ iat: secondsFromNow(0), exp: secondsFromNow(60), ...claims() }),
      shop.identitySecret,
    );
    expect(await harness.refused(node, 'customer', { channelKey: shop.channelKey, identity })).toMatchObject({
      code: 'unauthenticated',
    });
  });

  test('A channel key with a NUL is not found', async () => {
    expect(await harness.refused(node, 'customer', { channelKey: 'a\0b' })).toMatchObject({
      code: 'not_found',
    });
  });
});

test.each([
  ['signed out', ({ gateway }: Node, token: string) => gateway.signOutVisitor(sha256(token))],
  ['erased', ({ gateway }: Node, _token: string, id: string) => gateway.cutOffCustomer(id)],
])('A handshake that was under way when its customer was %s does not come in', async (_, end) => {
  const { visitorToken, customer } = (await enter()).ready;
  // This one has no answer about the channel yet: the handshake waits for it after the token was found to be good.
  const cold = await harness.node();
  await harness.owner.query('BEGIN; LOCK TABLE agents IN ACCESS EXCLUSIVE MODE');
  const auth = { channelKey: shop.channelKey, visitorToken };
  const late = io(`${cold.url}/customer`, { auth, forceNew: true, reconnection: false });
  const heard: string[] = [];
  late.onAny((event: string) => heard.push(event));
  const gone = new Promise((resolve) => late.once('disconnect', resolve).once('ready', resolve));
  try {
    await eventually(async () => {
      const waits = "SELECT 1 FROM pg_locks WHERE NOT granted AND relation = 'agents'::regclass";
      return (await harness.owner.query(waits)).rowCount;
    });
    await end(cold, visitorToken as string, customer.id as string);
  } finally {
    await harness.owner.query('COMMIT');
  }
  await gone;
  late.disconnect();
  expect(heard).not.toContain('ready');
});

test('While the log cannot be read a heartbeat says so instead of a number, and then the number again', async () => {
  const customer = await enter();
  await customer.call('message:send', say('Hello'));
  await customer.hears('heartbeat', ({ headSeq }) => headSeq === 1);
  await harness.owner.query('BEGIN; LOCK TABLE messages IN ACCESS EXCLUSIVE MODE');
  const blind = await customer.hears('heartbeat', ({ unavailable }) => unavailable);
  expect(blind).toEqual({ sessions: {}, unavailable: true });
  await harness.owner.query('ROLLBACK');
  const heard = customer.heard.length;
  await eventually(() =>
    customer.heard.slice(heard).some(({ event, body }) => event === 'heartbeat' && body['headSeq'] === 1),
  );
});
