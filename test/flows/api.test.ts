// What a console or a program does with the API, on real stores.
import { randomUUID } from 'node:crypto';
import {
  createBed,
  identitySecret,
  password,
  type Asked,
  type Bed,
  type SeededOrganization,
} from './api-bed';
import { formOf, make } from './api-world';
import { eventuallyPasses } from '../../src/tools/eventually';

let bed: Bed;
let ours: SeededOrganization;

beforeAll(async () => {
  bed = await createBed({ limits: { take: () => Promise.resolve({}) } });
  ours = await bed.seed('ours');
});
afterAll(() => bed?.close());

const ask = (method: string, path: string, asked: Asked = {}) =>
  bed.api(method, path, { token: ours.accessToken, ...asked });
const post = (path: string, body: unknown, key?: string) =>
  ask('POST', path, { body, ...(key && { headers: { 'Idempotency-Key': key } }) });

describe('a session over REST', () => {
  it('is claimed, answered, noted on, transferred, closed and reopened', async () => {
    const id = await make(bed, ours, 'session');
    expect((await post(`sessions/${id}/claim`, {})).body).toMatchObject({
      status: 'with_agent',
      agentName: 'Ada',
    });
    const clientMessageId = randomUUID();
    const reply = await post(`sessions/${id}/messages`, { text: 'Five days.', clientMessageId });
    const again = await post(`sessions/${id}/messages`, { text: 'Five days.', clientMessageId });
    expect([reply.status, again.body]).toEqual([201, reply.body]);
    await post(`sessions/${id}/messages`, { text: 'a note', note: true, clientMessageId: randomUUID() });
    expect((await ask('GET', 'sessions/counts')).body).toMatchObject({ mine: 1, open: 1, closed: 0 });
    expect((await ask('GET', 'sessions?agentId=me')).body.items).toHaveLength(1);
    const queued = await post(`sessions/${id}/transfer`, { to: { queue: true }, note: 'billing' });
    expect(queued.body).toMatchObject({ status: 'waiting' });
    expect((await ask('GET', `sessions/${id}`)).body).toMatchObject({ queuePosition: 1 });
    expect(
      (await ask('PATCH', `sessions/${id}`, { body: { labels: ['a', 'a'], priority: 'urgent' } })).body,
    ).toMatchObject({
      labels: ['a'],
      priority: 'urgent',
    });
    expect((await post(`sessions/${id}/close`, {})).body.status).toBe('closed');
    expect((await post(`sessions/${id}/reopen`, {})).body.status).toBe('with_agent');
  });

  it('is read page by page, forwards and backwards, without gaps', async () => {
    const id = await make(bed, ours, 'heldSession');
    for (let i = 0; i < 5; i++) {
      await post(`sessions/${id}/messages`, { text: `m${i}`, clientMessageId: randomUUID() });
    }
    const walk = async (start: string) => {
      const seqs: number[][] = [];
      let query = start;
      for (;;) {
        const { body } = await ask('GET', `sessions/${id}/messages?limit=3${query}`);
        seqs.push(body.items.map(({ seq }: { seq: number }) => seq));
        if (body.nextCursor === null) return seqs;
        query = `&cursor=${body.nextCursor}`;
      }
    };
    expect(await walk('&after=0')).toEqual([[1, 2, 3], [4, 5, 6], [7]]);
    expect(await walk('')).toEqual([[5, 6, 7], [2, 3, 4], [1]]);
  });

  it('cannot be held by a program or by somebody who is no agent', async () => {
    const id = await make(bed, ours, 'session');
    const { body } = await post('api-keys', {
      name: 'writer',
      permissions: ['sessions:write', 'sessions:read'],
    });
    expect((await ask('POST', `sessions/${id}/claim`, { token: body.key, body: {} })).status).toBe(403);
  });
});

describe('an Idempotency-Key', () => {
  it('makes one article of many requests, at once or later, and remembers the answer', async () => {
    const article = { title: 'Once', content: 'Only once.' };
    const together = await Promise.all(
      Array.from({ length: 6 }, () => post('knowledge/articles', article, 'key-1')),
    );
    const statuses = together.map(({ status }) => status);
    expect(statuses.filter((status) => ![201, 409].includes(status))).toEqual([]);
    const first = together.find(({ status }) => status === 201)!;
    const later = await post('knowledge/articles', article, 'key-1');
    expect([later.status, later.body]).toEqual([201, first.body]);
    const found = (await ask('GET', 'knowledge/articles?q=Once')).body.items;
    expect(found).toHaveLength(1);
  });

  it('refuses another body, another caller, and what is no key', async () => {
    await post('knowledge/articles', { title: 'A', content: 'a' }, 'key-2');
    expect((await post('knowledge/articles', { title: 'B', content: 'b' }, 'key-2')).body.code).toBe(
      'conflict',
    );
    const { body } = await post('api-keys', { name: 'other', permissions: ['knowledge:write'] });
    const other = await ask('POST', 'knowledge/articles', {
      token: body.key,
      body: { title: 'A', content: 'a' },
      headers: { 'Idempotency-Key': 'key-2' },
    });
    expect(other.body.code).toBe('conflict');
    expect((await post('knowledge/articles', { title: 'A', content: 'a' }, 'x'.repeat(256))).status).toBe(
      400,
    );
  });

  it('is free again after a failure, and never keeps a secret', async () => {
    expect((await post('channels', { name: 'Website', type: 'web' }, 'key-3')).status).toBe(409);
    expect((await post('channels', { name: 'Website', type: 'web' }, 'key-3')).body.detail).toMatch(/name/);
    const key = { name: 'kept', permissions: ['sessions:read'] };
    const first = await post('api-keys', key, 'key-4');
    const again = await post('api-keys', key, 'key-4');
    expect(first.body.key).toMatch(/^pk_/);
    expect(again.body).toEqual({ ...first.body, key: undefined });
    const { rows } = await bed.owner.query('SELECT response::text AS text FROM idempotency_keys');
    expect(rows.some(({ text }: { text: string | null }) => text?.includes(first.body.key as string))).toBe(
      false,
    );
  });
});

describe('people', () => {
  it('give away only what they have', async () => {
    const { body: clerk } = await post('api-keys', {
      name: 'clerk',
      permissions: ['people:write', 'settings:write'],
    });
    const as = (method: string, path: string, body?: unknown) =>
      ask(method, path, { token: clerk.key, body });
    expect((await as('POST', 'users', { email: 'boss@ours.test', password, role: 'admin' })).status).toBe(
      403,
    );
    expect((await as('POST', 'api-keys', { name: 'more', permissions: ['audit:read'] })).status).toBe(403);
    expect((await as('PATCH', `users/${ours.userId}`, { password: 'taken over by a key' })).status).toBe(403);
    expect((await as('DELETE', `users/${ours.userId}`)).status).toBe(403);
    expect((await post('api-keys', { name: 'odd', permissions: ['root'] })).status).toBe(400);
  });

  it('cannot shut themselves out', async () => {
    const path = `users/${ours.userId}`;
    expect((await ask('PATCH', path, { body: { isActive: false } })).status).toBe(409);
    expect((await ask('PATCH', path, { body: { role: 'agent' } })).status).toBe(409);
    expect((await ask('DELETE', path)).status).toBe(409);
  });

  it('have addresses of their own, whoever has them', async () => {
    const theirs = await bed.seed('theirs');
    for (const email of [ours.email, ours.email.toUpperCase(), theirs.email]) {
      expect((await post('users', { email, password, role: 'agent' })).body.code).toBe('conflict');
    }
  });

  it('lose their logins with their password', async () => {
    const email = 'changing@ours.test';
    const { body: user } = await post('users', { email, password, role: 'agent' });
    const login = await bed.api('POST', 'auth/login', { body: { email, password } });
    const cookie = login.headers.get('set-cookie')!.split(';')[0]!;
    await ask('PATCH', `users/${user.id}`, { body: { password: 'another good password' } });
    expect((await bed.api('POST', 'auth/refresh', { headers: { cookie } })).status).toBe(401);
    expect((await post('users', { email: 'short@ours.test', password: 'short', role: 'agent' })).status).toBe(
      400,
    );
    const long = 'ü'.repeat(40);
    expect((await post('users', { email: 'long@ours.test', password: long, role: 'agent' })).status).toBe(
      400,
    );
  });

  it('have names of one line', async () => {
    const { body } = await post('users', {
      email: 'line@ours.test',
      password,
      role: 'agent',
      firstName: 'Ada\r\nSet-Cookie: a=b\u0000\u2028x',
    });
    expect(body.firstName).toBe('Ada Set-Cookie: a=b x');
  });

  it('that held sessions are kept', async () => {
    const id = await make(bed, ours, 'heldSession');
    expect(id).toBeTruthy();
    expect((await ask('DELETE', `agents/${ours.agentId}`)).body.code).toBe('conflict');
    expect((await ask('DELETE', `channels/${ours.channelId}`)).body.code).toBe('conflict');
  });
});

describe('channels', () => {
  const secrets = { accessToken: 'EAAG-secret', appSecret: 'app-secret', verifyToken: 'verify-secret' };

  it('never show a secret, and keep it when the mask comes back', async () => {
    const config = { phoneNumberId: '123', ...secrets };
    const { body: created } = await post('channels', { name: 'WhatsApp', type: 'whatsapp', config });
    const masks = { accessToken: '********', appSecret: '********', verifyToken: '********' };
    expect(created.config).toEqual({ phoneNumberId: '123', ...masks });
    const path = `channels/${created.id}`;
    const changed = await ask('PATCH', path, {
      body: { config: { ...created.config, phoneNumberId: '456', appSecret: 'new-secret' } },
    });
    expect(changed.status).toBe(200);
    const stored = await bed.channels.get(ours.id, created.id as string);
    expect(stored!.config).toEqual({ ...secrets, phoneNumberId: '456', appSecret: 'new-secret' });
    const everything = [
      changed.text,
      (await ask('GET', 'channels')).text,
      (await ask('GET', path)).text,
      (await ask('GET', 'audit-logs')).text,
    ];
    for (const secret of [...Object.values(secrets), 'new-secret', identitySecret]) {
      expect(everything.join()).not.toContain(secret);
    }
  });

  it('say all that is wrong with a change at once, in its name and in its config', async () => {
    const { body } = await post('channels', { name: 'Named', type: 'web', config: {} });
    const pathsOf = async (change: object) => {
      const answer = await ask('PATCH', `channels/${body.id}`, { body: change });
      const { errors } = answer.body as unknown as { errors: Array<{ path: string }> };
      return [answer.status, errors.map(({ path }) => path)];
    };
    const config = { identitySecret: 'short', greeting: 5 };
    const wrong = await pathsOf({ config });
    expect(wrong).toEqual([400, ['config.greeting', 'config.identitySecret']]);
    expect(await pathsOf({ name: '', config })).toEqual([
      400,
      ['name', 'config.greeting', 'config.identitySecret'],
    ]);
    expect(await pathsOf({ name: '', config: 5 })).toEqual([400, ['name', 'config']]);
  });

  it('mask what lies deeper, and miss a secret that was never there', async () => {
    const config = {
      address: 'help@ours.test',
      inboundSecret: 'inbound secret of ours',
      smtp: { host: 'mail.ours.test', port: 587, user: 'help', pass: 'smtp-secret' },
    };
    const { body } = await post('channels', { name: 'Mail', type: 'email', config });
    expect(body.config.smtp).toEqual({ host: 'mail.ours.test', port: 587, user: 'help', pass: '********' });
    await ask('PATCH', `channels/${body.id}`, { body: { config: body.config } });
    expect((await bed.channels.get(ours.id, body.id as string))!.config).toEqual(config);
    const masked = {
      phoneNumberId: '1',
      accessToken: '********',
      appSecret: '********',
      verifyToken: '********',
    };
    expect((await post('channels', { name: 'W2', type: 'whatsapp', config: masked })).status).toBe(400);
  });

  it('keep what another version stored, and take no more of that kind', async () => {
    const { body } = await post('channels', { name: 'Older', type: 'web', config: { greeting: 'Hi' } });
    const stored = { greeting: 'Hi', tint: { dark: '#123456', pass: 'of old' } };
    await bed.owner.query('UPDATE channels SET config = $2 WHERE id = $1', [body.id, stored]);
    const path = `channels/${body.id}`;
    const { config } = (await ask('GET', path)).body;
    expect((await ask('PATCH', path, { body: { config: { ...config, greeting: 'Hey' } } })).status).toBe(200);
    expect((await bed.channels.get(ours.id, body.id as string))!.config).toEqual({
      ...stored,
      greeting: 'Hey',
    });
    const changed = { ...config, tint: { dark: '#000000' } };
    expect((await ask('PATCH', path, { body: { config: changed } })).status).toBe(400);
    expect((await ask('PATCH', path, { body: { config: { ...config, shade: 1 } } })).status).toBe(400);
  });

  it('say so when this server does not serve their type', async () => {
    const { body } = await post('channels', { name: 'Unserved', type: 'web' });
    await bed.owner.query(`UPDATE channels SET type = 'fax', health = '{"ok": true}' WHERE id = $1`, [
      body.id,
    ]);
    expect((await ask('GET', `channels/${body.id}`)).body.health).toEqual({
      ok: false,
      lastError: expect.stringContaining('does not know this type') as string,
    });
    expect((await post('channels', { name: 'Served', type: 'web' })).body.health).toEqual({ ok: true });
  });

  it('are configured as their type wants it', async () => {
    const { body } = await post('channels', {
      name: 'X',
      type: 'web',
      config: { allowedOrigins: ['https://shop.example', 'shop.example'] },
    });
    expect(body.errors).toEqual([
      {
        path: 'config.allowedOrigins.1',
        message: 'shop.example is no web address, like https://shop.example.',
      },
    ]);
    expect((await post('channels', { name: 'X', type: 'whatsapp', config: { greeting: 'Hi' } })).status).toBe(
      400,
    );
    expect((await post('channels', { name: 'X', type: 'web', config: { accent: 'red; }' } })).status).toBe(
      400,
    );
    expect((await post('channels', { name: 'X', type: 'sms', config: {} })).status).toBe(400);
  });
});

describe('settings', () => {
  it('of known categories are checked', async () => {
    const right = [
      { category: 'ai', key: 'enabled', value: false },
      { category: 'ai', key: 'confidenceFloor', value: 0.4 },
      { category: 'businessHours', key: 'timeZone', value: 'Europe/Berlin' },
    ];
    for (const body of right) expect([body, (await post('settings', body)).status]).toEqual([body, 201]);
    const wrong = [
      { category: 'ai', key: 'enabled', value: 'yes' },
      { category: 'ai', key: 'confidenceFloor', value: 2 },
      { category: 'ai', key: 'constructor', value: 2 },
      { category: 'businessHours', key: 'timeZone', value: 'Mars' },
      { category: '__proto__', key: 'x', value: 1 },
      { category: 'x', key: 'x' },
      { category: 'x', key: 'x', value: null },
    ];
    for (const body of wrong) expect([body, (await post('settings', body)).status]).toEqual([body, 400]);
    const days = { mon: [['17:00', '09:00']], tue: [['9', '17:00']] };
    const { body } = await post('settings', { category: 'businessHours', key: 'days', value: days });
    expect(body.errors.map(({ path }: { path: string }) => path)).toEqual([
      'value.mon.0',
      'value.tue.0.0',
      'value.tue.0',
    ]);
    expect((await post('settings', right[0])).body.code).toBe('conflict');
    expect((await post('settings', { category: 'x', key: 'x', value: 'x'.repeat(30_000) })).status).toBe(413);
  });

  it('keep any JSON in other categories', async () => {
    for (const [index, value] of [0, false, '', 'text', [1, { a: null }], { deep: { er: [] } }].entries()) {
      const { body } = await post('settings', { category: 'console', key: `k${index}`, value });
      expect(body.value).toEqual(value);
    }
  });
});

describe('customers', () => {
  it('are found by what is on record, and paged', async () => {
    for (let i = 0; i < 5; i++) {
      const { id } = await bed.customers.createAnonymous(ours.id);
      await ask('PATCH', `customers/${id}`, { body: { firstName: `Paged${i}`, phone: '+49 30 1234' } });
    }
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const { body }: { body: { items: Array<{ firstName: string }>; nextCursor: string | null } } =
        await ask('GET', `customers?q=paged&limit=2${cursor && `&cursor=${cursor}`}`);
      seen.push(...body.items.map(({ firstName }) => firstName));
      cursor = body.nextCursor;
    }
    expect(seen).toEqual(['Paged4', 'Paged3', 'Paged2', 'Paged1', 'Paged0']);
    expect((await ask('GET', 'customers?q=%25')).body.items).toEqual([]);
  });

  it('are exported, and what identifies them is erased for good', async () => {
    const id = await make(bed, ours, 'heldSession');
    const { body: session } = await ask('GET', `sessions/${id}`);
    await post(`sessions/${id}/messages`, { text: 'team only', note: true, clientMessageId: randomUUID() });
    const path = `customers/${session.customerId}`;
    await ask('PATCH', path, {
      body: { firstName: 'Forgettable', email: 'f@example.com', metadata: { plan: 'x' } },
    });
    const copy = await ask('GET', `${path}/export`);
    expect(copy.headers.get('content-disposition')).toContain('attachment');
    expect(copy.body.sessions[0].messages[0].content.text).toBe('How long does a refund take?');
    expect(copy.text).not.toContain('team only');
    const erased = await ask('DELETE', path);
    expect(erased.body).toMatchObject({ customerId: session.customerId, sessions: 1 });
    const { body: left } = await ask('GET', path);
    expect(left).toEqual({
      id: session.customerId,
      metadata: {},
      attributes: {},
      identities: [],
      createdAt: left.createdAt,
      updatedAt: left.updatedAt,
    });
    expect((await ask('GET', `sessions/${id}`)).body.lastMessage.text).toBe('');
  });

  it('who are erased come back as strangers', async () => {
    const { visitorToken, visitor } = await bed.identity.openVisitor({ channelKey: ours.channelKey });
    await ask('DELETE', `customers/${visitor.customer.id}`);
    await expect(bed.identity.visitor(visitorToken)).rejects.toMatchObject({ code: 'unauthenticated' });
  });
});

it('makes an article of a document, and refuses what it cannot read', async () => {
  const upload = (name: string, text: string) => ask('POST', 'knowledge/documents', formOf({ name, text }));
  const first = await upload('hours.md', '# Opening hours\n\nMonday to Friday.');
  expect(first.body.items).toMatchObject([{ title: 'Opening hours', externalId: 'document:hours.md' }]);
  const second = await upload('../../hours.md', '# Opening hours\n\nAlways.');
  expect(second.body.items[0].id).toBe(first.body.items[0].id);
  for (const [name, text] of [
    ['a.exe', 'MZ'],
    ['a', 'x'],
    ['a.md', ''],
    ['a.md', ' \u0000 '],
  ]) {
    expect([name, (await upload(name!, text!)).status]).toEqual([name, 400]);
  }
  const broken = { headers: { 'Content-Type': 'multipart/form-data; boundary=x' }, body: '--x\r\nbroken' };
  expect((await ask('POST', 'knowledge/documents', broken)).status).toBe(400);
  expect((await upload('big.md', 'x'.repeat(6 * 1024 * 1024))).status).toBe(413);
});

it('counts a day as its sessions were', async () => {
  const fresh = await bed.seed('numbers');
  const [byAi, byAgent] = [await make(bed, fresh, 'session'), await make(bed, fresh, 'heldSession')];
  await make(bed, fresh, 'session');
  for (const sessionId of [byAi, byAgent]) {
    const { session } = { session: await bed.sessions.get(fresh.id, sessionId) };
    await bed.sessions.close({ organizationId: fresh.id, sessionId, by: { kind: 'system' } });
    await bed.sessions.rate({
      organizationId: fresh.id,
      sessionId,
      customerId: session.customerId,
      score: 4,
    });
  }
  const today = new Date().toISOString().slice(0, 10);
  await eventuallyPasses(async () => {
    const { body } = await bed.api('GET', `analytics?from=${today}&to=${today}`, {
      token: fresh.accessToken,
    });
    expect(body.totals).toEqual({
      totalConversations: 3,
      aiResolvedConversations: 1,
      agentResolvedConversations: 1,
    });
    expect(body.days).toMatchObject([
      { date: today, avgSatisfactionScore: 4, channelMetrics: { web: { totalConversations: 3 } } },
    ]);
  });
  await bed.analytics.rollUp(today, [fresh.id]);
  await bed.analytics.rollUp(today, [fresh.id]);
  const { rows } = await bed.owner.query(
    'SELECT total_conversations FROM analytics WHERE organization_id = $1',
    [fresh.id],
  );
  expect(rows).toEqual([{ total_conversations: 3 }]);
});

it('records who changed what, without the values', async () => {
  const fresh = await bed.seed('audited');
  const as = { token: fresh.accessToken };
  const { body: channel } = await bed.api('POST', 'channels', {
    ...as,
    body: { name: 'Secretive', type: 'web', config: { identitySecret: 'a secret of the channel' } },
    headers: { 'User-Agent': 'test' },
  });
  await bed.api('POST', 'channels', { ...as, body: { name: 'Secretive', type: 'web' } });
  await bed.api('POST', 'knowledge/search', { ...as, body: { query: 'x' } });
  const { body, text } = await bed.api('GET', 'audit-logs', as);
  expect(body.items).toMatchObject([
    {
      action: 'channels.create',
      resource: 'channels',
      resourceId: channel.id,
      userId: fresh.userId,
      ipAddress: '127.0.0.1',
      userAgent: 'test',
      details: { fields: ['name', 'type', 'config'] },
    },
    { action: 'auth.login', userId: fresh.userId },
  ]);
  expect(text).not.toContain('a secret of the channel');
});
