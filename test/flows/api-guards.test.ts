// Guards let only the right thing pass: one table each of what is absent, empty, malformed, foreign, expired, right.
import { randomUUID } from 'node:crypto';
import jwt from 'jsonwebtoken';
import { DomainError } from '../../src/errors';
import type { OpenVisitor } from '../../src/identity/visitors';
import {
  createBed,
  identitySecret,
  metricsToken,
  password,
  tokenSecret,
  type Bed,
  type SeededOrganization,
} from './api-bed';
import { refreshCookie, tokenOfSomebody } from './api-world';

let bed: Bed;
let ours: SeededOrganization;
let theirs: SeededOrganization;

beforeAll(async () => {
  bed = await createBed({ limits: { take: () => Promise.resolve({}) } });
  [ours, theirs] = [await bed.seed('ours'), await bed.seed('theirs')];
});
afterAll(() => bed?.close());

const nothings: unknown[] = [
  undefined,
  null,
  '',
  ' ',
  0,
  true,
  [],
  ['x'],
  {},
  { $gt: '' },
  'x'.repeat(10_000),
];
const access = (claims: object, secret = tokenSecret, options: jwt.SignOptions = {}) =>
  jwt.sign(claims, secret, { algorithm: 'HS256', ...options });
const soon = () => Math.floor(Date.now() / 1000) + 600;
const past = () => Math.floor(Date.now() / 1000) - 1;

async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return 'passed';
  } catch (error) {
    return error instanceof DomainError ? error.code : `not a DomainError: ${String(error)}`;
  }
}

describe('the access token', () => {
  it('passes only when it is ours, for agents, unexpired, of an active user', async () => {
    const { pwd } = jwt.decode(ours.accessToken) as { pwd: string };
    const claims = () => ({ sub: ours.userId, org: ours.id, pwd, exp: soon(), aud: 'parley:agent' });
    const visitor = await bed.identity.openVisitor({ channelKey: ours.channelKey });
    const { exp, ...eternal } = claims();
    const wrong = [
      ...nothings,
      'a.b.c',
      `${access(claims())}x`,
      access(claims()).split('.').slice(0, 2).join('.'),
      `${Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url')}.${access(claims()).split('.')[1]}.`,
      access(claims(), 'another secret'),
      access(claims(), tokenSecret, { algorithm: 'HS512' }),
      access({ ...claims(), aud: 'parley:customer' }),
      access({ ...claims(), aud: undefined }),
      access({ ...claims(), exp: past() }),
      access(eternal),
      access({ ...claims(), sub: randomUUID() }),
      access({ ...claims(), sub: 7 }),
      access({ ...claims(), org: theirs.id }),
      access({ ...claims(), org: undefined }),
      access({ ...claims(), pwd: '' }),
      access({ ...claims(), pwd: undefined }),
      access({ ...claims(), pwd: `${pwd}0` }),
      visitor.visitorToken,
      identitySecret,
    ];
    for (const token of wrong) {
      expect([token, await codeOf(bed.identity.verifyAccessToken(token))]).toEqual([
        token,
        'unauthenticated',
      ]);
    }
    expect(await bed.identity.verifyAccessToken(access(claims()))).toMatchObject({
      kind: 'user',
      organizationId: ours.id,
      agentId: ours.agentId,
    });
  });

  it('comes as Bearer and nothing else', async () => {
    const token = ours.accessToken;
    for (const header of [
      ...nothings,
      token,
      `Basic ${token}`,
      `Bearer`,
      `Bearer  `,
      `Bearer ${token} x`,
      `Bearer ${token}, Bearer x`,
    ]) {
      expect([header, await codeOf(bed.identity.authenticate(header))]).toEqual([header, 'unauthenticated']);
    }
    expect(await codeOf(bed.identity.authenticate(`Bearer ${token}`))).toBe('passed');
  });

  it('stops within seconds when its user is deactivated', async () => {
    const { body: user } = await bed.api('POST', 'users', {
      token: ours.accessToken,
      body: { email: 'leaver@ours.test', password, role: 'agent' },
    });
    const login = await bed.api('POST', 'auth/login', { body: { email: 'leaver@ours.test', password } });
    const token = login.body.accessToken as string;
    expect((await bed.api('GET', 'auth/me', { token })).status).toBe(200);
    await bed.api('PATCH', `users/${user.id}`, { token: ours.accessToken, body: { isActive: false } });
    expect((await bed.api('GET', 'auth/me', { token })).status).toBe(401);
    expect(
      (await bed.api('POST', 'auth/login', { body: { email: 'leaver@ours.test', password } })).status,
    ).toBe(401);
  });
});

it('lets an API key pass that is whole, known and unexpired', async () => {
  const create = (expiresAt?: string) =>
    bed.api('POST', 'api-keys', {
      token: ours.accessToken,
      body: { name: randomUUID(), permissions: ['sessions:read'], ...(expiresAt && { expiresAt }) },
    });
  const key = (await create()).body.key as string;
  const expired = (await create(new Date(Date.now() - 1_000).toISOString())).body.key as string;
  expect(key).toMatch(/^pk_[\w-]{43}$/);
  const wrong = [...nothings, 'pk_', key.slice(3), `${key}x`, key.slice(0, -1), key.toUpperCase(), expired];
  for (const given of [...wrong, `pk_${'a'.repeat(43)}`, ours.accessToken]) {
    expect([given, await codeOf(bed.identity.verifyApiKey(given))]).toEqual([given, 'unauthenticated']);
  }
  expect(await bed.identity.authenticate(`Bearer ${key}`)).toMatchObject({
    kind: 'api_key',
    organizationId: ours.id,
    permissions: new Set(['sessions:read']),
  });
  const { rows } = await bed.owner.query('SELECT key_hash, last_used_at FROM api_keys WHERE key_hash = $1', [
    key,
  ]);
  expect(rows).toEqual([]);
});

describe('the refresh cookie', () => {
  const refresh = (cookie?: string) =>
    bed.api('POST', 'auth/refresh', cookie === undefined ? {} : { headers: { cookie } });

  it('passes, and used again later ends the whole login', async () => {
    const first = await refreshCookie(bed, ours);
    const value = first.split('=')[1]!;
    const names = ['parley_refresh', 'PARLEY_REFRESH', 'refresh'];
    for (const wrong of [
      undefined,
      '',
      ' ',
      'parley_refresh',
      'parley_refresh=',
      'parley_refresh=%20',
      'parley_refresh=null',
      `parley_refresh=${value}x`,
      `parley_refresh=${value.slice(1)}`,
      `${names[1]}=${value}`,
      `${names[2]}=${value}`,
      `parley_refresh=${ours.accessToken}`,
    ]) {
      const answer = await refresh(wrong);
      expect([wrong, answer.status, answer.body.code]).toEqual([wrong, 401, 'unauthenticated']);
    }
    const second = await refresh(first);
    expect(second.status).toBe(200);
    const setCookie = second.headers.get('set-cookie')!;
    expect(setCookie).toMatch(
      /^parley_refresh=[\w-]{43}\.[\da-f]{16}; Max-Age=\d+; Path=\/api\/v1\/auth; HttpOnly; SameSite=Strict$/,
    );
    await bed.owner.query(`UPDATE refresh_tokens SET used_at = used_at - interval '31 seconds'`);
    expect((await refresh(first)).status).toBe(401);
    expect((await refresh(setCookie.split(';')[0])).status).toBe(401);
  });

  it('of two tabs lets both stay signed in, each with a cookie of its own', async () => {
    const cookie = await refreshCookie(bed, ours);
    const tabs = await Promise.all([refresh(cookie), refresh(cookie)]);
    expect(tabs.map(({ status }) => status)).toEqual([200, 200]);
    const cookies = tabs.map(({ headers }) => headers.get('set-cookie')!.split(';')[0]!);
    expect(new Set([cookie, ...cookies]).size).toBe(3);
    for (const each of cookies) expect((await refresh(each)).status).toBe(200);
  });

  it('expires, ends with logout, and is stored as a hash', async () => {
    const cookie = await refreshCookie(bed, ours);
    const { rows } = await bed.owner.query('SELECT token_hash FROM refresh_tokens WHERE token_hash = $1', [
      cookie.split('=')[1],
    ]);
    expect(rows).toEqual([]);
    expect((await bed.api('POST', 'auth/logout', { headers: { cookie } })).status).toBe(204);
    expect((await refresh(cookie)).status).toBe(401);
    const late = await refreshCookie(bed, ours);
    await bed.owner.query(
      `UPDATE refresh_tokens SET expires_at = now() - interval '1 second' WHERE organization_id = $1`,
      [ours.id],
    );
    expect((await refresh(late)).status).toBe(401);
  });
});

describe('the own password', () => {
  const next = 'another horse battery';
  const change = (token: string, body: object) => bed.api('POST', 'auth/password', { token, body });

  it('changes for whoever knows it, and what is wrong stands at its field', async () => {
    const token = await tokenOfSomebody(bed, ours);
    for (const wrong of [...nothings, next, password.toUpperCase(), `${password} `, ours.email]) {
      const answer = await change(token, { currentPassword: wrong, password: next });
      expect([wrong, answer.status, answer.body.code]).toEqual([wrong, 400, 'invalid']);
      const paths = answer.body.errors.map(({ path }: { path: string }) => path) as string[];
      expect([...new Set(paths)]).toEqual(['currentPassword']);
      expect(answer.headers.get('set-cookie')).toBeNull();
    }
    for (const wrong of ['short', 'x'.repeat(73), 'ß'.repeat(37)]) {
      const answer = await change(token, { currentPassword: password, password: wrong });
      expect([wrong, answer.status, answer.body.errors[0].path]).toEqual([wrong, 400, 'password']);
    }
    expect((await bed.api('GET', 'auth/me', { token })).status).toBe(200);
  });

  it('is of people: an API key has none', async () => {
    const { body } = await bed.api('POST', 'api-keys', {
      token: ours.accessToken,
      body: { name: randomUUID(), permissions: ['people:write'] },
    });
    const answer = await change(body.key as string, { currentPassword: password, password: next });
    expect([answer.status, answer.body.code]).toEqual([403, 'forbidden']);
  });

  it('is in no answer that is kept, and in no audit entry', async () => {
    const token = await tokenOfSomebody(bed, ours);
    const headers = { 'Idempotency-Key': randomUUID() };
    const body = { currentPassword: password, password: next };
    const answer = await bed.api('POST', 'auth/password', { token, body, headers });
    expect(answer.status).toBe(200);
    expect(
      (await bed.owner.query('SELECT 1 FROM idempotency_keys WHERE key = $1', [headers['Idempotency-Key']]))
        .rows,
    ).toEqual([]);
    const { text } = await bed.api('GET', 'audit-logs?action=auth.password', { token: ours.accessToken });
    expect(text).toContain('currentPassword');
    for (const secret of [password, next]) expect(text).not.toContain(secret);
  });
});

describe('visitors', () => {
  const open = (asked: Partial<OpenVisitor>) =>
    bed.identity.openVisitor({ channelKey: ours.channelKey, ...asked });
  const signed = (claims: object, secret = identitySecret, options: jwt.SignOptions = {}) =>
    access({ sub: 'customer-7', exp: soon(), ...claims }, secret, options);

  it('enter by the key of an active web channel', async () => {
    const inactive = await bed.channels.create(ours.id, {
      name: 'Closed',
      type: 'web',
      key: 'closed-key',
      config: {},
      isActive: false,
    });
    const email = await bed.channels.create(ours.id, {
      name: 'Mail',
      type: 'email',
      key: 'mail-key',
      config: {},
    });
    for (const channelKey of ['', ' ', 'x', "' OR 1=1 --", ours.channelId, inactive.key, email.key]) {
      expect([channelKey, await codeOf(open({ channelKey }))]).toEqual([channelKey, 'not_found']);
    }
    expect(await open({})).toMatchObject({
      channel: { shown: { id: ours.channelId, name: 'Website', greeting: 'Hello' } },
    });
  });

  it('come back with a token that is good on its channel only, and never at the console', async () => {
    const { visitorToken, visitor } = await open({});
    expect(visitorToken).toMatch(/^[\w-]{43}$/);
    const foreign = await bed.identity.openVisitor({ channelKey: theirs.channelKey });
    const wrong = [
      '',
      ' ',
      'x',
      `${visitorToken}x`,
      visitorToken.slice(1),
      foreign.visitorToken,
      ours.accessToken,
    ];
    for (const token of wrong) {
      expect([token, await codeOf(open({ visitorToken: token }))]).toEqual([token, 'unauthenticated']);
    }
    for (const token of nothings) {
      expect([token, await codeOf(bed.identity.visitor(token))]).toEqual([token, 'unauthenticated']);
    }
    expect(await open({ visitorToken })).toMatchObject({ visitorToken, visitor });
    expect(await bed.identity.visitor(visitorToken)).toEqual(visitor);
    const atConsole = await bed.api('GET', 'auth/me', { token: visitorToken });
    expect(atConsole.status).toBe(401);
    const { rows } = await bed.owner.query('SELECT 1 FROM visitor_tokens WHERE token_hash = $1', [
      visitorToken,
    ]);
    expect(rows).toEqual([]);
  });

  it('are who a signed identity says, and nothing less is believed', async () => {
    const { exp, ...eternal } = { sub: 'customer-7', exp: 0 };
    const wrong = [
      '',
      ' ',
      'x',
      'a.b.c',
      access(eternal, identitySecret),
      signed({ sub: undefined }),
      signed({ sub: '' }),
      signed({ sub: ' ' }),
      signed({ sub: ['customer-7'] }),
      signed({ exp: past() }),
      signed({}, tokenSecret),
      signed({}, ''.padEnd(8, 'x')),
      signed({}, identitySecret, { algorithm: 'HS384' }),
      `${Buffer.from('{"alg":"none"}').toString('base64url')}.${signed({}).split('.')[1]}.`,
      ours.accessToken,
    ];
    for (const identity of wrong) {
      expect([identity, await codeOf(open({ identity }))]).toEqual([identity, 'unauthenticated']);
    }
    expect(await open({ identity: signed({ name: 'Ada Lovelace' }) })).toMatchObject({
      visitor: { customer: { name: 'Ada Lovelace', verified: true } },
    });
  });

  it('refuse every identity on a channel without a secret', async () => {
    const channel = await bed.channels.create(ours.id, {
      name: 'Plain',
      type: 'web',
      key: 'plain-key',
      config: {},
    });
    for (const secret of ['undefined', 'null', identitySecret]) {
      expect(await codeOf(open({ channelKey: channel.key, identity: signed({}, secret) }))).toBe(
        'unauthenticated',
      );
    }
  });

  it('keep an anonymous token apart from the customer that they turn out to be', async () => {
    const anonymous = await open({});
    const known = await open({
      identity: signed({ sub: 'customer-9' }),
      visitorToken: anonymous.visitorToken,
    });
    expect(known.visitorToken).not.toBe(anonymous.visitorToken);
    expect(known.visitor.customer.id).not.toBe(anonymous.visitor.customer.id);
    const again = await open({ identity: signed({ sub: 'customer-9' }), visitorToken: known.visitorToken });
    expect(again.visitorToken).toBe(known.visitorToken);
    expect(await bed.identity.visitor(anonymous.visitorToken)).toMatchObject({
      customer: { verified: false },
    });
  });

  it('are one customer however often and at once they come, and signed attributes beat typed ones', async () => {
    const identity = signed({ sub: 'customer-11', email: 'Grace@Example.com', name: 'Grace Hopper' });
    const opened = await Promise.all(Array.from({ length: 8 }, () => open({ identity })));
    const ids = new Set(opened.map(({ visitor }) => visitor.customer.id));
    expect(ids.size).toBe(1);
    const [id] = [...ids];
    await bed.api('PATCH', `customers/${id}`, {
      token: ours.accessToken,
      body: { firstName: 'Typed', email: 'typed@example.com' },
    });
    await open({ identity });
    const { body } = await bed.api('GET', `customers/${id}`, { token: ours.accessToken });
    expect(body).toMatchObject({
      externalId: 'customer-11',
      name: 'Grace Hopper',
      email: 'grace@example.com',
    });
    expect(body.identities).toMatchObject([
      { kind: 'external', value: 'customer-11', provedBy: 'jwt' },
      { kind: 'email', value: 'grace@example.com', provedBy: 'jwt' },
    ]);
  });

  it('with the same sub in another organization are another customer', async () => {
    const here = await open({ identity: signed({ sub: 'same' }) });
    const there = await bed.identity.openVisitor({
      channelKey: theirs.channelKey,
      identity: signed({ sub: 'same' }),
    });
    expect(there.visitor.organizationId).toBe(theirs.id);
    expect(there.visitor.customer.id).not.toBe(here.visitor.customer.id);
  });
});

it('shows metrics for the token and nothing else', async () => {
  const ask = (authorization?: string) =>
    bed.ask(
      'GET',
      '/metrics',
      authorization === undefined ? {} : { headers: { Authorization: authorization } },
    );
  for (const wrong of [
    undefined,
    '',
    ' ',
    'Bearer',
    'Bearer ',
    metricsToken,
    `Basic ${metricsToken}`,
    `Bearer ${metricsToken}x`,
    `Bearer ${metricsToken.slice(1)}`,
    `Bearer ${ours.accessToken}`,
  ]) {
    const answer = await ask(wrong);
    expect([wrong, answer.status]).toEqual([wrong, 401]);
  }
  const right = await ask(`Bearer ${metricsToken}`);
  expect([right.status, right.text]).toEqual([200, 'parley_test 1\n']);
});

describe('login', () => {
  const login = (body: unknown) => bed.api('POST', 'auth/login', { body });

  it('says the same of an unknown address, a wrong password and one that is too long', async () => {
    const answers = [
      await login({ email: 'nobody@ours.test', password }),
      await login({ email: ours.email, password: 'wrong' }),
      await login({ email: ours.email, password: password.padEnd(73, 'x') }),
      await login({ email: ours.email, password: `${password}\u0000` }),
    ];
    expect(new Set(answers.slice(0, 3).map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    expect(answers[0]).toMatchObject({ status: 401, body: { code: 'unauthenticated' } });
  });

  it('takes e-mail addresses in any case', async () => {
    expect((await login({ email: ours.email.toUpperCase(), password })).status).toBe(200);
  });

  it('refuses what is not text', async () => {
    for (const value of [null, '', 7, true, [], {}, { $gt: '' }, [ours.email]]) {
      expect([value, (await login({ email: value, password })).status]).toEqual([value, 400]);
      expect([value, (await login({ email: ours.email, password: value })).status]).toEqual([value, 400]);
    }
  });
});
