// What the sockets refuse: every error code, every guard with every wrong thing, other organizations, floods.
import { randomUUID } from 'node:crypto';
import { io } from 'socket.io-client';
import jwt from 'jsonwebtoken';
import { agentEvents, customerEvents } from '../../src/protocol/sockets';
import { maxTextLength } from '../../src/protocol/model/message';
import {
  beforeItEnds,
  createHarness,
  secret,
  type Harness,
  type Node,
  type Organization,
  type Reply,
  type TestClient,
} from './gateway-harness';
import { eventually } from '../../src/tools/eventually';

let harness: Harness;
let node: Node;
let shop: Organization;
let rival: Organization;
let customer: TestClient;
let agent: TestClient;
let sessionId: string;

beforeAll(async () => {
  harness = await createHarness();
  [shop, rival] = [await harness.organization('Shop', 2), await harness.organization('Rival', 1)];
  node = await harness.node();
  customer = await harness.customer(node, shop.channelKey);
  agent = await harness.agent(node, shop.people[0]!);
  sessionId = (await customer.call('message:send', say('Hello')))['message'].sessionId;
});
afterAll(() => harness?.close());

const say = (text: string) => ({ clientMessageId: randomUUID(), text });
const sign = (claims: object, key = shop.identitySecret, options: jwt.SignOptions = {}) =>
  jwt.sign(claims, key, { expiresIn: 3_600, ...options });
/** Right in all that the case does not change, the stamp of the password too. */
function accessTo(claims: object, key: string, options: jwt.SignOptions = {}): string {
  const { userId: subject, token } = shop.people[0]!;
  const { org, pwd } = jwt.decode(token) as jwt.JwtPayload;
  return sign({ org, pwd, ...claims }, key, { subject, audience: 'parley:agent', ...options });
}
const unsigned = (claims: object) => {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'none', typ: 'JWT' })}.${part(claims)}.`;
};

const nothings: Array<[string, unknown]> = [
  ['null', null],
  ['empty', ''],
  ['blank', ' '],
  ['a number', 1],
  ['an array', ['x']],
  ['an object', { $gt: '' }],
  ['true', true],
  ['too long', 'x'.repeat(5_000)],
  ['of the wrong length', 'x'],
];

describe('the handshake of customers', () => {
  const codes = /^(invalid|not_found|unauthenticated)$/;

  test.each([['absent', undefined], ...nothings])(
    'refuses a channelKey that is %s',
    async (_, channelKey) => {
      expect((await harness.refused(node, 'customer', { channelKey })).code).toMatch(codes);
    },
  );

  test.each(nothings)('refuses a visitorToken that is %s', async (_, visitorToken) => {
    const auth = { channelKey: shop.channelKey, visitorToken };
    expect((await harness.refused(node, 'customer', auth)).code).toMatch(codes);
  });

  test.each(nothings)('refuses an identity that is %s', async (_, identity) => {
    const auth = { channelKey: shop.channelKey, identity };
    expect((await harness.refused(node, 'customer', auth)).code).toMatch(codes);
  });

  test("refuses another organization's visitor token, an access token, and unknown fields", async () => {
    const { channelKey } = shop;
    const foreign = (await harness.customer(node, rival.channelKey)).ready['visitorToken'];
    for (const visitorToken of [foreign, shop.people[0]!.token]) {
      const refusal = await harness.refused(node, 'customer', { channelKey, visitorToken });
      expect(refusal.code).toMatch(/unauthenticated|invalid/);
    }
    expect(await harness.refused(node, 'customer', { channelKey, organizationId: rival.id })).toMatchObject({
      code: 'invalid',
    });
  });

  test.each([
    ['signed with another key', () => sign({ sub: 'u1' }, rival.identitySecret)],
    ['signed with no key', () => unsigned({ sub: 'u1', exp: Date.now() })],
    ['signed with another algorithm', () => sign({ sub: 'u1' }, shop.identitySecret, { algorithm: 'HS512' })],
    ['expired', () => sign({ sub: 'u1' }, shop.identitySecret, { expiresIn: -1 })],
    ['without an end', () => jwt.sign({ sub: 'u1' }, shop.identitySecret)],
    ['without a subject', () => sign({})],
    ['with an empty subject', () => sign({ sub: ' ' })],
    ["an agent's", () => shop.people[0]!.token],
  ])('refuses an identity %s', async (_, identity) => {
    const auth = { channelKey: shop.channelKey, identity: identity() };
    expect(await harness.refused(node, 'customer', auth)).toMatchObject({ code: 'unauthenticated' });
  });

  test('lets a right identity in, verified', async () => {
    const identity = sign({ sub: 'u1', name: 'Ada' });
    const { ready } = await harness.customer(node, shop.channelKey, { identity });
    expect(ready['customer']).toMatchObject({ verified: true });
  });
});

describe('the handshake of agents', () => {
  test.each([['absent', undefined], ...nothings])('refuses a token that is %s', async (_, token) => {
    expect((await harness.refused(node, 'agent', { token })).code).toMatch(/^(invalid|unauthenticated)$/);
  });

  test.each([
    ['of a visitor', () => customer.ready['visitorToken']],
    ['signed with another key', () => accessTo({}, 'another key of at least thirty-two chars')],
    ['signed with no key', () => unsigned({ sub: shop.people[0]!.userId, org: shop.id, exp: Date.now() })],
    ['for another audience', () => accessTo({}, secret, { audience: 'elsewhere' })],
    ['expired', () => accessTo({}, secret, { expiresIn: -1 })],
    ['of nobody', () => accessTo({}, secret, { subject: randomUUID() })],
    ['of a person in another organization', () => accessTo({ org: rival.id }, secret)],
    ['of a customer', () => sign({ sub: 'u1' })],
  ])('refuses a token %s', async (_, token) => {
    expect(await harness.refused(node, 'agent', { token: token() })).toMatchObject({
      code: 'unauthenticated',
    });
  });

  test('refuses who is no agent as forbidden', async () => {
    const token = await harness.clerk(shop.id);
    expect(await harness.refused(node, 'agent', { token })).toMatchObject({ code: 'forbidden' });
  });
});

describe('every event', () => {
  const wrong: unknown[] = [
    null,
    '',
    ' ',
    0,
    [],
    [{}],
    'x',
    true,
    { unknown: 1 },
    JSON.parse('{"__proto__":{"a":1}}'),
    { $gt: '' },
    { sessionId: { $ne: null } },
    { sessionId: [randomUUID()] },
    { sessionId: '1 OR 1=1' },
    { seq: '1', afterSeq: -1, typing: 'yes', score: 9 },
  ];

  test.each([
    ...Object.keys(customerEvents).map((event) => ['customer', event] as const),
    ...Object.keys(agentEvents).map((event) => ['agent', event] as const),
  ])('of a %s, %s, refuses every malformed payload as invalid', async (who, event) => {
    const client = who === 'customer' ? customer : agent;
    for (const payload of wrong) {
      expect(await client.call(event, payload)).toMatchObject({ ok: false, error: { code: 'invalid' } });
    }
    expect((await client.call(event)).error?.code).toBe('invalid');
    expect((await client.call(event, {}, {})).error?.code).toBe('invalid');
  });

  test('refuses a right payload with one more field', async () => {
    const target = { sessionId: randomUUID() };
    const right: Record<string, Record<string, object>> = {
      customer: {
        'message:send': say('x'),
        'session:sync': { afterSeq: 0 },
        'session:request_human': {},
        'session:rate': { score: 5 },
        'session:close': {},
        'session:bring': target,
        'session:transcript': {},
        'message:read': { seq: 1 },
        'message:feedback': { seq: 1, helpful: true },
        'message:react': { clientMessageId: 'r', seq: 1 },
        typing: { typing: true },
        'auth:refresh': { identity: 'x' },
        'customer:contact': { email: 'ada@shop.test' },
        'customer:visit': { timeZone: 'Asia/Tokyo' },
      },
      agent: {
        'presence:set': { status: 'away' },
        'presence:active': { secondsAgo: 60 },
        'session:open': target,
        'session:leave': target,
        'message:send': { ...target, ...say('x') },
        'session:claim': target,
        'session:transfer': { ...target, to: { queue: true } },
        'session:close': target,
        'session:reopen': target,
        'message:read': { ...target, seq: 1 },
        typing: { ...target, typing: true },
        'auth:refresh': { token: 'x' },
      },
    };
    expect(Object.keys(right['customer']!).sort()).toEqual(Object.keys(customerEvents).sort());
    expect(Object.keys(right['agent']!).sort()).toEqual(Object.keys(agentEvents).sort());
    for (const [who, events] of Object.entries(right)) {
      for (const [event, payload] of Object.entries(events)) {
        const reply = await (who === 'customer' ? customer : agent).call(event, { ...payload, extra: 1 });
        expect([event, reply.error?.code]).toEqual([event, 'invalid']);
      }
    }
  });

  test('that does not exist is invalid, and one without an ack harms nobody', async () => {
    for (const client of [customer, agent]) {
      for (const event of ['nope', 'constructor', 'toString', '__proto__', 'error']) {
        expect(await client.call(event, {})).toMatchObject({ ok: false, error: { code: 'invalid' } });
      }
      client.socket.emit('message:send');
      client.socket.emit('message:send', say('no ack'), 'not a function');
      client.socket.emit('error', new Error('x'));
      expect((await client.call('typing', { typing: true })).error?.code).not.toBe('internal');
    }
  });

  test.each([
    ['session:open', {}],
    ['message:send', { clientMessageId: 'c1', text: 'x' }],
    ['message:send', { clientMessageId: 'c2', text: 'x', note: true }],
    ['session:claim', {}],
    ['session:transfer', { to: { queue: true } }],
    ['session:close', {}],
    ['session:reopen', {}],
    ['message:read', { seq: 1 }],
    ['typing', { typing: true }],
  ])("%s answers another organization's session like one that does not exist", async (event, more) => {
    const spy = await harness.agent(node, rival.people[0]!);
    const [foreign, unknown] = [
      await spy.call(event, { sessionId, ...more }),
      await spy.call(event, { sessionId: randomUUID(), ...more }),
    ];
    expect(unknown).toMatchObject({ ok: false, error: { code: 'not_found' } });
    expect(JSON.stringify(foreign)).toBe(JSON.stringify(unknown));
    const seen = await agent.call('session:open', { sessionId });
    expect(seen['messages']).toHaveLength(seen['headSeq']);
    expect(JSON.stringify(spy.heard)).not.toContain(sessionId);
  });

  test('an agent of another organization cannot be given a session', async () => {
    await agent.call('session:claim', { sessionId });
    const give = (agentId: string) => agent.call('session:transfer', { sessionId, to: { agentId } });
    const [foreign, unknown] = [await give(rival.people[0]!.agentId), await give(randomUUID())];
    expect(foreign).toMatchObject({ ok: false, error: { code: 'not_found' } });
    expect(JSON.stringify(foreign)).toBe(JSON.stringify(unknown));
  });

  test('nobody hears of other organizations', async () => {
    const [spy, stranger] = [
      await harness.agent(node, rival.people[0]!),
      await harness.customer(node, rival.channelKey),
    ];
    const marker = `canary-${randomUUID()}`;
    await customer.call('message:send', say(marker));
    await agent.call('session:open', { sessionId });
    await agent.call('message:send', { sessionId, note: true, ...say(`${marker}-note`) });
    await agent.call('presence:set', { status: 'online' });
    await customer.call('session:request_human', {});
    await agent.hears('session:update', ({ lastMessage }) => lastMessage?.text === marker);
    expect(JSON.stringify(spy.heard)).not.toMatch(
      new RegExp(`${marker}|${shop.id}|${sessionId}|${shop.people[0]!.agentId}`),
    );
    const events = stranger.heard.map(({ event }) => event);
    // A slow machine's test may take longer than a heartbeat.
    expect(events.filter((event) => event !== 'heartbeat')).toEqual(['ready']);
  });

  test("a customer cannot read the team's message by guessing its clientMessageId", async () => {
    const clientMessageId = randomUUID();
    const note = { sessionId, note: true, clientMessageId, text: 'hidden-note' };
    expect(await agent.call('message:send', note)).toMatchObject({ ok: true });
    const reply = await customer.call('message:send', { clientMessageId, text: 'mine' });
    expect(JSON.stringify(reply)).not.toContain('hidden-note');
  });
});

describe('every error code', () => {
  const code = (reply: Reply) => reply.error?.code;

  test('invalid, with the field that is wrong', async () => {
    const reply = await customer.call('session:rate', { score: 6 });
    expect(reply.error).toMatchObject({ code: 'invalid', errors: [{ path: 'score' }] });
  });

  test('invalid, for a message of nothing', async () => {
    for (const text of ['', ' \n', '\u0000', '\ud800', undefined]) {
      expect(code(await customer.call('message:send', { clientMessageId: randomUUID(), text }))).toBe(
        'invalid',
      );
    }
  });

  test('unauthenticated and forbidden', async () => {
    const refresh = (token: string) => agent.call('auth:refresh', { token });
    expect(code(await refresh('x'))).toBe('unauthenticated');
    expect(code(await refresh(shop.people[1]!.token))).toBe('forbidden');
    expect(await refresh(shop.people[0]!.token)).toEqual({ ok: true, expiresAt: expect.any(String) });
  });

  test('not_found', async () => {
    expect(code(await customer.call('message:feedback', { seq: 1, helpful: true }))).toBe('not_found');
    const stranger = await harness.customer(node, shop.channelKey);
    for (const [event, payload] of [
      ['session:rate', { score: 1 }],
      ['session:close', {}],
      ['session:request_human', {}],
      ['message:read', { seq: 1 }],
    ] as const) {
      expect(code(await stranger.call(event, payload))).toBe('not_found');
    }
  });

  test('conflict', async () => {
    const reply = await agent.call('message:send', { sessionId, expectSeq: 0, ...say('late') });
    expect(code(reply)).toBe('conflict');
  });

  test('too_large', async () => {
    expect(code(await customer.call('message:send', say('x'.repeat(maxTextLength + 1))))).toBe('too_large');
    expect(await customer.call('message:send', say('x'.repeat(maxTextLength)))).toMatchObject({ ok: true });
  });

  test('rate_limited, with the seconds to wait; others are not', async () => {
    const limited = await harness.node({ rateLimits: true });
    const busy = await harness.customer(limited, shop.channelKey);
    const calm = await harness.customer(limited, shop.channelKey);
    const replies = await Promise.all(Array.from({ length: 40 }, () => busy.call('message:send', say('x'))));
    expect(replies.filter(({ ok }) => ok)).toHaveLength(30);
    expect(replies.at(-1)!.error).toMatchObject({ code: 'rate_limited', retryAfter: expect.any(Number) });
    expect(await calm.call('message:send', say('x'))).toMatchObject({ ok: true });
  });

  test('rate_limited, for too many events at once', async () => {
    const flood = await harness.customer(node, shop.channelKey);
    const replies = await Promise.all(
      Array.from({ length: 300 }, () => flood.call('message:send', say('x'))),
    );
    expect(new Set(replies.flatMap(({ error }) => error?.code ?? []))).toEqual(new Set(['rate_limited']));
    const acked = replies.flatMap((reply) => (reply.ok ? [reply['message'].seq as number] : []));
    expect(acked).toEqual(acked.map((_, i) => i + 1));
  });

  test('capacity', async () => {
    const small = await harness.node({ maxOpenSessions: 0 });
    const reply = await (await harness.agent(small, shop.people[0]!)).call('session:open', { sessionId });
    expect(code(reply)).toBe('capacity');
  });

  test('unavailable, while the gateway closes', async () => {
    let asked = false;
    let answer = (): void => undefined;
    const gate = new Promise<void>((resolve) => (answer = resolve));
    const leaving = await harness.node({
      requestHuman: (session) => {
        asked = true;
        return gate.then(() => session);
      },
    });
    const last = await harness.customer(leaving, shop.channelKey);
    await last.call('message:send', say('x'));
    last.socket.emit('session:request_human', {}, () => undefined);
    await eventually(() => asked);
    const closing = leaving.close();
    expect((await last.call('message:send', say('y'))).error).toMatchObject({
      code: 'unavailable',
      retryAfter: expect.any(Number),
    });
    answer();
    await closing;
  });

  test('internal, which tells nothing', async () => {
    const broken = await harness.node({
      requestHuman: () => Promise.reject(new TypeError('the password is 1234')),
    });
    const victim = await harness.customer(broken, shop.channelKey);
    await victim.call('message:send', say('x'));
    const reply = await victim.call('session:request_human', {});
    expect(reply).toEqual({ ok: false, error: { code: 'internal', message: 'Something went wrong.' } });
  });
});

test('NUL and halves of surrogate pairs are taken out of a text, everything else stays', async () => {
  const text = '\u0000a\ud83d\ude00\ud83d b\u202e<b>\u0301';
  const { message } = await customer.call('message:send', say(text));
  expect(message.content.text).toBe('a\ud83d\ude00 b\u202e<b>\u0301');
});

test('An agent whose token runs out is told so and cut off; one that refreshes it stays', async () => {
  const quick = await harness.node({ heartbeatMs: 1_000 });
  const { careful, careless } = await beforeItEnds(async (seconds) => {
    const token = () => accessTo({}, secret, { expiresIn: seconds });
    const careful = await harness.connect(quick, 'agent', { token: token() });
    const refreshed = await careful.call('auth:refresh', { token: shop.people[0]!.token });
    expect(refreshed).toMatchObject({ ok: true });
    // Its token runs out last.
    return { careful, careless: await harness.connect(quick, 'agent', { token: token() }) };
  });
  expect(await careless.hears('auth:expired')).toMatchObject({ code: 'unauthenticated' });
  await eventually(() => !careless.socket.connected);
  expect(careful.socket.connected).toBe(true);
  expect(await careful.call('session:open', { sessionId })).toMatchObject({ ok: true });
});

test('A user who is deactivated while its handshake is on its way does not come in', async () => {
  const other = await harness.organization('Late', 1);
  const { userId, token } = other.people[0]!;
  const blocked = async () =>
    (
      await harness.owner.query('SELECT 1 FROM pg_locks WHERE NOT granted AND relation = $1::regclass', [
        'agents',
      ])
    ).rowCount;
  await harness.owner.query('BEGIN; LOCK TABLE agents IN ACCESS EXCLUSIVE MODE');
  const late = io(`${node.url}/agent`, { auth: { token }, forceNew: true, reconnection: false });
  const outcome = new Promise((resolve) => {
    late.once('ready', () => resolve('was let in'));
    late.once('disconnect', () => resolve('stayed out'));
    late.once('connect_error', () => resolve('stayed out'));
  });
  await eventually(blocked);
  await harness.postgres.withOrganization(other.id, (manager) =>
    manager.query('UPDATE users SET is_active = false WHERE id = $1', [userId]),
  );
  node.gateway.signOut(other.id, userId);
  await harness.owner.query('COMMIT');
  expect(await outcome).toBe('stayed out');
  late.disconnect();
});

test('A client that does not read is cut off, the others hear everything', async () => {
  const strict = await harness.node({ heartbeatMs: 1_000, maxBufferedBytes: 64 * 1024 });
  const [deaf, fine] = [
    await harness.agent(strict, shop.people[0]!),
    await harness.agent(strict, shop.people[1]!),
  ];
  await Promise.all([deaf, fine].map((one) => one.call('session:open', { sessionId })));
  const transport = deaf.socket.io.engine.transport as unknown as {
    ws: { pause(): void; terminate(): void };
  };
  transport.ws.pause();
  const by = { kind: 'agent' as const, id: shop.people[1]!.agentId, name: 'x' };
  const content = { text: 'x'.repeat(9_000) };
  for (let i = 0; i < 400 && strict.gateway.stats().cutOff === 0; i++) {
    const command = { organizationId: shop.id, sessionId, by, type: 'note' as const };
    await Promise.all(Array.from({ length: 10 }, () => strict.sessions.reply({ ...command, content })));
  }
  expect(strict.gateway.stats()).toMatchObject({ cutOff: 1, agents: 1 });
  const { headSeq } = await node.sessions.get(shop.id, sessionId);
  await fine.hears('message:new', ({ seq }) => seq === headSeq);
  transport.ws.terminate();
});

test('A frame that is too large ends its own connection, and polling works too', async () => {
  const large = await harness.customer(node, shop.channelKey);
  const gone = new Promise((done) => large.socket.on('disconnect', done));
  large.socket.emit('message:send', say('x'.repeat(2_000_000)));
  await gone;
  const poller = await harness.customer(node, shop.channelKey, {}, { transports: ['polling'] });
  expect(await poller.call('message:send', say('by polling'))).toMatchObject({
    ok: true,
    message: { seq: 1 },
  });
});

test('One address cannot take all connections', async () => {
  const small = await harness.node({ rateLimits: true, maxConnectionsPerAddress: 2 });
  const first = await harness.customer(small, shop.channelKey);
  await harness.customer(small, shop.channelKey);
  await expect(harness.customer(small, shop.channelKey)).rejects.toThrow();
  first.socket.disconnect();
  await eventually(() => harness.customer(small, shop.channelKey));
});
