// What a program that is built on the API relies on.
import { randomUUID } from 'node:crypto';
import type { Permission } from '../../src/protocol/model/roles';
import { createBed, type Answered, type Asked, type Bed, type SeededOrganization } from './api-bed';
import { formOf, make } from './api-world';

let bed: Bed;
let ours: SeededOrganization;
let key: string;

beforeAll(async () => {
  bed = await createBed({ limits: { take: () => Promise.resolve({}) } });
  ours = await bed.seed('ours');
  const permissions: Permission[] = ['sessions:read', 'sessions:write', 'customers:read', 'customers:write'];
  const body = { name: 'Shop', permissions };
  key = (await bed.api('POST', 'api-keys', { token: ours.accessToken, body })).body.key as string;
});
afterAll(() => bed?.close());

const ask = (method: string, path: string, asked: Asked = {}): Promise<Answered> =>
  bed.api(method, path, { token: key, ...asked });
const said = (text: string) => ({ text, clientMessageId: randomUUID() });

describe('a customer that the shop knows', () => {
  it('is added once by its externalId, changed by the next call, and found by what is known', async () => {
    const person = { externalId: 'c-1', firstName: 'Grace', email: 'Grace@Example.com', phone: '+49 30 123' };
    const made = await ask('POST', 'customers', { body: person });
    expect([made.status, made.headers.get('location')]).toEqual([201, `/api/v1/customers/${made.body.id}`]);
    expect(made.body).toMatchObject({ externalId: 'c-1', email: 'grace@example.com' });
    expect(made.body.identities).toMatchObject([{ kind: 'external', value: 'c-1', provedBy: 'agent' }]);
    const again = await ask('POST', 'customers', {
      body: { externalId: 'c-1', phone: null, lastName: 'Hopper' },
    });
    expect([again.status, again.body.id]).toEqual([200, made.body.id]);
    expect(again.body).toMatchObject({ name: 'Grace Hopper', email: 'grace@example.com' });
    expect(again.body).not.toHaveProperty('phone');
    for (const filter of ['externalId=c-1', 'email=GRACE@example.com', 'q=hopper&email=grace@example.com']) {
      const { body } = await ask('GET', `customers?${filter}`);
      expect([filter, body.items.map(({ id }: { id: string }) => id)]).toEqual([filter, [made.body.id]]);
    }
    for (const filter of ['externalId=c-2', 'email=other@example.com', 'phone=%2B4930123']) {
      expect([filter, (await ask('GET', `customers?${filter}`)).body.items]).toEqual([filter, []]);
    }
  });

  it('is one however many calls come at once', async () => {
    const body = { externalId: 'c-many', firstName: 'Ada' };
    const answers = await Promise.all(Array.from({ length: 8 }, () => ask('POST', 'customers', { body })));
    expect(new Set(answers.map((answer) => answer.body.id as string)).size).toBe(1);
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
  });
});

describe('a conversation', () => {
  const open = async (message?: object) => {
    const customerId = await make(bed, ours, 'customer');
    const body = { customerId, channelId: ours.channelId, ...(message && { message }) };
    return { customerId, body, answer: await ask('POST', 'sessions', { body }) };
  };

  it('is opened by a program, and is the open one for the next call', async () => {
    const { body, answer } = await open(said('It came broken.'));
    expect([answer.status, answer.headers.get('location')]).toEqual([
      201,
      `/api/v1/sessions/${answer.body.id}`,
    ]);
    expect(answer.body).toMatchObject({ status: 'active', headSeq: 1, lastMessage: { sender: 'customer' } });
    const again = await ask('POST', 'sessions', { body: { ...body, message: undefined } });
    expect([again.status, again.body.id]).toEqual([200, answer.body.id]);
    const unknown = { ...body, customerId: randomUUID() };
    expect((await ask('POST', 'sessions', { body: unknown })).status).toBe(404);
    expect((await ask('POST', 'sessions', { body: { ...body, channelId: randomUUID() } })).status).toBe(404);
  });

  it('is not begun anew by a message that is sent again after it was closed', async () => {
    const { customerId, body, answer } = await open(said('Is it open on Sunday?'));
    const { id } = answer.body as { id: string };
    await ask('POST', `sessions/${id}/close`);
    const again = await ask('POST', 'sessions', { body });
    expect([again.status, again.body.id, again.body.status]).toEqual([200, id, 'closed']);
    const all = async () => (await ask('GET', `sessions?customerId=${customerId}`)).body.items as object[];
    expect(await all()).toMatchObject([{ id, status: 'closed' }]);
    const next = await ask('POST', 'sessions', { body: { ...body, message: said('And on Monday?') } });
    expect([next.status, next.body.headSeq]).toEqual([201, 1]);
    expect(await all()).toMatchObject([{ id: next.body.id }, { id }]);
    const more = await ask('POST', 'sessions', { body: { ...body, message: said('Please') } });
    expect([more.status, more.body.id, more.body.headSeq]).toEqual([200, next.body.id, 2]);
  });

  it('that was opened without a word is found by the first one', async () => {
    const { body, answer } = await open();
    const spoken = await ask('POST', 'sessions', { body: { ...body, message: said('Hello') } });
    expect([answer.status, spoken.status, spoken.body.id]).toEqual([201, 200, answer.body.id]);
  });

  it('is claimed, answered and reopened by a key in the name of an agent, and spoken into as a bot', async () => {
    const { id } = (await open(said('Hello'))).answer.body as { id: string };
    const as = { agentId: ours.agentId };
    expect((await ask('POST', `sessions/${id}/claim`)).status).toBe(403);
    expect(
      (await ask('POST', `sessions/${id}/claim`, { body: { as: { agentId: randomUUID() } } })).status,
    ).toBe(404);
    expect((await ask('POST', `sessions/${id}/claim`, { body: { as } })).body).toMatchObject({
      status: 'with_agent',
      agentId: ours.agentId,
    });
    const reply = (body: object, token = key) => ask('POST', `sessions/${id}/messages`, { token, body });
    expect((await reply({ ...said('Hi'), as })).body).toMatchObject({
      sender: 'agent',
      senderId: ours.agentId,
      senderName: 'Ada',
    });
    expect((await reply({ ...said('On its way'), as: { name: 'Ship Bot' } })).body).toMatchObject({
      sender: 'system',
      senderName: 'Ship Bot',
    });
    await ask('POST', `sessions/${id}/close`);
    expect((await ask('POST', `sessions/${id}/reopen`, { body: { as } })).body).toMatchObject({
      status: 'with_agent',
    });
    const forged = await reply({ ...said('x'), as: { name: 'Somebody' } }, ours.accessToken);
    expect([forged.status, forged.body.code]).toEqual([403, 'forbidden']);
    expect((await reply({ ...said('mine'), as }, ours.accessToken)).status).toBe(201);
  });

  it('takes files with a reply, one message each, once', async () => {
    const { id } = (await open(said('Send me the label'))).answer.body as { id: string };
    const upload = async (name: string) =>
      (await ask('POST', 'attachments', formOf({ name, text: 'Paid.' }))).body.id as string;
    const attachmentIds = [await upload('label.txt'), await upload('invoice.txt')];
    const body = { ...said('Here'), attachmentIds };
    const sent = await ask('POST', `sessions/${id}/messages`, { body });
    expect([sent.status, sent.body.type, sent.body.content.text]).toEqual([201, 'file', 'Here']);
    expect((await ask('POST', `sessions/${id}/messages`, { body })).body.seq).toBe(sent.body.seq);
    const read = await bed.api('GET', sent.headers.get('location')!.replace('/api/v1/', ''), { token: key });
    expect(read.body.items).toMatchObject([{ id: sent.body.id }]);
    const { body: log } = await ask('GET', `sessions/${id}/messages?after=1`);
    expect(log.items.map(({ content }: { content: { fileName: string } }) => content.fileName)).toEqual([
      'label.txt',
      'invoice.txt',
    ]);
    const empty = { clientMessageId: randomUUID() };
    expect((await ask('POST', `sessions/${id}/messages`, { body: empty })).status).toBe(400);
  });

  it('is in the list as soon as the write is answered', async () => {
    const { customerId, answer } = await open(said('Read me'));
    const list = async () => (await ask('GET', `sessions?customerId=${customerId}`)).body.items as object[];
    expect(await list()).toMatchObject([{ id: answer.body.id, headSeq: 1 }]);
    await ask('POST', `sessions/${answer.body.id}/messages`, { body: said('Hello') });
    expect(await list()).toMatchObject([{ headSeq: 2 }]);
  });

  it('is missed by no walk while people write', async () => {
    const ids: string[] = [];
    for (let n = 0; n < 24; n += 1) ids.push((await open(said(`n ${n}`))).answer.body.id as string);
    const since = new Date(Date.now() - 600_000).toISOString();
    for (const order of ['order=startedAt', `updatedSince=${since}`]) {
      const seen = new Set<string>();
      let cursor: string | null = null;
      let page = 0;
      do {
        const { body }: Answered = await ask(
          'GET',
          `sessions?limit=5&${order}${cursor ? `&cursor=${cursor}` : ''}`,
        );
        for (const { id } of body.items as Array<{ id: string }>) seen.add(id);
        // Somebody writes into one that this walk has not come to.
        const bumped = ids.find((id) => !seen.has(id));
        if (bumped) await ask('POST', `sessions/${bumped}/messages`, { body: said('meanwhile') });
        cursor = body.nextCursor as string | null;
        page += 1;
      } while (cursor && page < 100);
      expect([order, ids.filter((id) => !seen.has(id))]).toEqual([order, []]);
    }
  });
});

describe('HTTP, as a client expects it', () => {
  it('says which methods a path takes', async () => {
    const refused = await ask('DELETE', 'sessions');
    expect([refused.status, refused.headers.get('allow'), refused.body.code]).toEqual([
      405,
      'GET, POST, HEAD, OPTIONS',
      'invalid',
    ]);
    const options = await ask('OPTIONS', 'sessions/counts');
    expect([options.status, options.headers.get('allow')]).toEqual([204, 'GET, HEAD, OPTIONS']);
    expect((await ask('GET', 'nowhere')).status).toBe(404);
  });

  it('refuses bodies of another kind', async () => {
    const headers = { 'Content-Type': 'text/plain' };
    expect((await ask('POST', 'customers', { body: 'x', headers })).status).toBe(415);
    expect((await ask('POST', 'attachments', { body: { file: 'x' } })).status).toBe(415);
  });

  it('changes a thing only in the state that If-Match names', async () => {
    const path = `customers/${await make(bed, ours, 'customer')}`;
    const tag = (await ask('GET', path)).headers.get('etag')!;
    expect(tag).toMatch(/^"/);
    const change = (firstName: string, ifMatch: string) =>
      ask('PATCH', path, { body: { firstName }, headers: { 'If-Match': ifMatch } });
    const both = await Promise.all([change('Ada', tag), change('Bea', tag)]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 412]);
    expect((await change('Cleo', tag)).body).toMatchObject({ status: 412, code: 'conflict' });
    expect((await change('Dora', '*')).status).toBe(200);
    const now = (await ask('GET', path)).headers.get('etag')!;
    expect((await change('Eve', `"x", ${now}`)).status).toBe(200);
  });

  it('marks the answer that an Idempotency-Key repeats', async () => {
    const headers = { 'Idempotency-Key': randomUUID() };
    const create = () => ask('POST', 'customers', { body: { firstName: 'Once' }, headers });
    const [first, second] = [await create(), await create()];
    expect(first.headers.get('idempotent-replayed')).toBeNull();
    expect([second.headers.get('idempotent-replayed'), second.body.id]).toEqual(['true', first.body.id]);
  });

  it('clears a field with null', async () => {
    const token = ours.accessToken;
    const article = {
      title: 'Refunds',
      content: 'Five days.',
      category: 'Money',
      url: 'https://shop.example/a',
    };
    const { body } = await ask('POST', 'knowledge/articles', { token, body: article });
    const cleared = await ask('PUT', `knowledge/articles/${body.id}`, {
      token,
      body: { category: null, url: null },
    });
    expect(cleared.body).not.toHaveProperty('category');
    expect(cleared.body).not.toHaveProperty('url');
    const user = await ask('PATCH', `users/${ours.userId}`, { token, body: { firstName: null } });
    expect(user.body).not.toHaveProperty('firstName');
  });

  it('refuses days that no calendar of the database has', async () => {
    const token = ours.accessToken;
    for (const [from, status] of [
      ['0000-01-01', 400],
      ['0001-01-01', 200],
    ] as const) {
      const answer = await ask('GET', `analytics?from=${from}&to=${from}`, { token });
      expect([from, answer.status]).toEqual([from, status]);
    }
    expect((await ask('GET', 'analytics?to=0001-01-02', { token })).status).toBe(200);
    expect((await ask('GET', 'audit-logs?from=0000-06-01T00:00:00Z', { token })).status).toBe(400);
  });
});
