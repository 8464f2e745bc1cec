// Everything that was written is found within seconds, and only by whose it is.
import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import type { Session } from '../../src/protocol/model/session';
import type { FoundInConversation, FoundPage } from '../../src/protocol/search';
import { eventually } from '../../src/tools/eventually';
import { TestServer } from '../dev-env/test-server';

let server: TestServer;
beforeAll(async () => {
  server = await TestServer.create({ env: { AI_PROVIDER: 'extractive' } });
});
afterAll(() => server?.close());

type Found = Required<Pick<Session, 'id' | 'highlight'>>;

async function search(q: string, more = '', token?: string): Promise<Found[]> {
  const path = `sessions?q=${encodeURIComponent(q)}&limit=50${more}`;
  const { status, body } = await server.request('GET', path, token === undefined ? {} : { token });
  expect(status).toBe(200);
  return (body as { items: Found[] }).items;
}

const found = (q: string, id: string): Promise<Found> =>
  eventually(async () => (await search(q)).find((session) => session.id === id));

async function visitor() {
  const post = async (path: string, body: object, token?: string) => {
    const response = await fetch(`${server.url}/api/v1/widget/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
      body: JSON.stringify(body),
    });
    return (await response.json()) as Record<string, unknown>;
  };
  const { visitorToken, customer } = (await post('sessions', { channelKey: server.channelKey })) as {
    visitorToken: string;
    customer: { id: string };
  };
  let sent = 0;
  async function write(text: string): Promise<{ sessionId: string; seq: number }> {
    const id = `${customer.id}-${(sent += 1)}`;
    const answer = await post('messages', { clientMessageId: id, text }, visitorToken);
    return (answer as { message: { sessionId: string; seq: number } }).message;
  }
  return { customerId: customer.id, write };
}

function shown({ highlight: { text, marks } }: Found): string[] {
  return marks.map(([from, to]) => text.slice(from, to));
}

test('a word of an earlier message is found, with its number and the word marked', async () => {
  const { write } = await visitor();
  const { sessionId, seq } = await write('My Crème brûlée torch number 4711 is broken');
  for (let n = 0; n < 3; n += 1) await write(`and something else ${n}`);
  const hit = await found('creme 4711', sessionId);
  expect(hit.highlight.seq).toBe(seq);
  expect(shown(hit)).toEqual(['Crème', '4711']);
  expect(shown(await found('brul', sessionId))).toEqual(['brûl']);
});

test.each([
  ['Chinese', '我的订单一直没有送到，请帮忙查询退款', '退款'],
  ['Japanese', '注文した商品がまだ届きません。返金をお願いします', '返金'],
  ['Thai', 'ฉันต้องการขอคืนเงินสำหรับคำสั่งซื้อนี้', 'คืนเงิน'],
  ['Arabic', 'لم يصل طلبي حتى الآن وأريد استرداد المبلغ', 'استرداد'],
])('a word in %s is found', async (_language, text, word) => {
  const { write } = await visitor();
  const { sessionId } = await write(text);
  expect(shown(await found(word, sessionId))).toContain(word);
});

test('notes, labels, and what a customer is called and known by are found, also after they changed', async () => {
  const { customerId, write } = await visitor();
  const { sessionId } = await write('hello there');
  await server.request('POST', `sessions/${sessionId}/messages`, {
    body: { text: 'Probably a counterfeit zeppelin', note: true, clientMessageId: `note-${sessionId}` },
  });
  await server.request('PATCH', `sessions/${sessionId}`, { body: { labels: ['warranty-gold'] } });
  await server.request('PATCH', `customers/${customerId}`, {
    body: { firstName: 'Wilhelmina', lastName: 'Oxenford', phone: '+45 5550 1234' },
  });
  expect(shown(await found('zeppelin', sessionId))).toEqual(['zeppelin']);
  expect(shown(await found('warranty', sessionId))).toEqual(['warranty']);
  const byName = await found('wilhel oxen', sessionId);
  expect(byName.highlight).not.toHaveProperty('seq');
  expect(shown(byName)).toEqual(['Wilhel', 'Oxen']);
  await found('5550', sessionId);
  await server.request('PATCH', `customers/${customerId}`, { body: { lastName: 'Rasmussen' } });
  await found('rasmussen', sessionId);
  expect(await search('oxenford')).toEqual([]);
});

test('what a program or the customer adds to a customer is found, too', async () => {
  const socket = server.socket('/customer', { channelKey: server.channelKey });
  await new Promise((ready) => socket.once('ready', ready));
  const { message } = (await socket.emitWithAck('message:send', {
    clientMessageId: randomUUID(),
    text: 'good morning',
  })) as { message: { sessionId: string } };
  await found('morning', message.sessionId);
  await socket.emitWithAck('customer:contact', { email: 'fizzlewick@home.test' });
  await found('fizzlewick', message.sessionId);
  const session = await server.request('GET', `sessions/${message.sessionId}`);
  const made = await server.request('POST', 'customers', { body: { externalId: 'shop-77' } });
  const { body } = await server.request('POST', 'sessions', {
    body: {
      customerId: (made.body as { id: string }).id,
      channelId: (session.body as Session).channelId,
      message: { text: 'hello', clientMessageId: randomUUID() },
    },
  });
  const { id } = body as { id: string };
  await found('shop-77', id);
  await server.request('POST', 'customers', { body: { externalId: 'shop-77', lastName: 'Grimthwaite' } });
  await found('grimthwaite', id);
});

type Places = Omit<FoundPage, 'items'> & { items: FoundInConversation[] };

async function places(q: string, more = '', token?: string): Promise<Places> {
  const asked = token === undefined ? {} : { token };
  const { status, body } = await server.request('GET', `search?q=${encodeURIComponent(q)}${more}`, asked);
  expect(status).toBe(200);
  return body as Places;
}

test('every place is found with what it is and who wrote it, by any filter, newest first, page by page', async () => {
  const { customerId, write } = await visitor();
  const { sessionId } = await write('my gizmotron is broken');
  await write('the gizmotron again');
  const say = (text: string, note: boolean) =>
    server.request('POST', `sessions/${sessionId}/messages`, {
      body: { text, note, clientMessageId: randomUUID() },
    });
  await server.request('POST', `sessions/${sessionId}/claim`, { body: {} });
  await say('a gizmotron can be mended', false);
  await say('his gizmotron breaks often', true);
  const form = new FormData();
  form.set('file', new Blob(['hello'], { type: 'text/plain' }), 'gizmotron-bill.txt');
  const uploaded = await fetch(`${server.url}/api/v1/attachments`, {
    ...{ method: 'POST', body: form, headers: { authorization: `Bearer ${await server.adminToken()}` } },
  });
  const { id } = (await uploaded.json()) as { id: string };
  await server.request('POST', `sessions/${sessionId}/messages`, {
    body: { text: 'Here it is', attachmentIds: [id], clientMessageId: randomUUID() },
  });
  await server.request('PATCH', `customers/${customerId}`, { body: { lastName: 'Gizmotronson' } });
  const all = await eventually(async () => {
    const page = await places('gizmotron', '&order=newest');
    return page.total === 6 ? page : undefined;
  });
  expect(all.items.every(({ session }) => session.id === sessionId)).toBe(true);
  expect(all.items.map(({ kind }) => kind).sort()).toEqual(
    ['conversation', 'file', 'message', 'message', 'message', 'note'].sort(),
  );
  const times = all.items.map(({ at }) => Date.parse(at));
  expect(times).toEqual(times.toSorted((a, b) => b - a));
  const texts = async (more: string) =>
    (await places('gizmotron', more)).items.map(({ highlight }) => highlight.text).sort();
  expect(await texts('&kind=note')).toEqual(['his gizmotron breaks often']);
  expect(await texts('&kind=file')).toEqual(['Here it is gizmotron-bill.txt']);
  expect(await texts('&sender=customer')).toEqual(['my gizmotron is broken', 'the gizmotron again']);
  expect(await texts('&sender=agent&kind=message')).toContain('a gizmotron can be mended');
  expect(await texts('&kind=note&agentId=me&channelType=web&status=with_agent')).toHaveLength(1);
  expect(await texts('&label=none-such')).toEqual([]);
  expect(await texts('&status=closed')).toEqual([]);
  expect(await texts('&before=2020-01-01T00:00:00Z')).toEqual([]);
  const first = await places('gizmotron', '&limit=4');
  const rest = await places('gizmotron', `&limit=4&cursor=${first.nextCursor}`);
  expect([first.items.length, rest.items.length, rest.nextCursor]).toEqual([4, 2, null]);
  expect(new Set([...first.items, ...rest.items].map((one) => `${one.highlight.seq}`)).size).toBe(6);
  expect((await server.request('GET', 'search?q=')).status).toBe(400);
  expect((await server.request('GET', 'search?q=gizmotron&kind=nothing')).status).toBe(400);
});

test('all words must be there, filters hold, pages follow each other, and nothing is nothing', async () => {
  const sessions = await Promise.all(
    [1, 2, 3].map(async (n) => (await (await visitor()).write(`plumbus model ${n}`)).sessionId),
  );
  for (const id of sessions) await found('plumbus', id);
  expect((await search('plumbus 2')).map(({ id }) => id)).toEqual([sessions[1]]);
  expect(await search('plumbus grumbo')).toEqual([]);
  expect(await search('plumbus', '&status=closed')).toEqual([]);
  expect(await search('!!!')).toEqual([]);
  const first = await server.request('GET', 'sessions?q=plumbus&limit=2');
  const { items, nextCursor } = first.body as { items: Found[]; nextCursor: string };
  const rest = await server.request('GET', `sessions?q=plumbus&limit=2&cursor=${nextCursor}`);
  const all = [...items, ...(rest.body as { items: Found[] }).items].map(({ id }) => id);
  expect(all.sort()).toEqual([...sessions].sort());
  expect((await server.request('GET', 'sessions?q=plumbus&cursor=nonsense')).status).toBe(400);
});

test("another organization's words are not found, whoever asks", async () => {
  const other = await server.addOrganization();
  const token = await server.login(other.email, other.password);
  const { write } = await visitor();
  const { sessionId } = await write('quixotic secret');
  await found('quixotic', sessionId);
  expect(await search('quixotic', '', token)).toEqual([]);
  expect((await places('quixotic', '', token)).items).toEqual([]);
});

test('an erased customer is found no more, and leaves no word in the index', async () => {
  const { customerId, write } = await visitor();
  const { sessionId } = await write('forgettable marzipan');
  await found('marzipan', sessionId);
  expect((await server.request('DELETE', `customers/${customerId}`)).status).toBe(200);
  await eventually(async () => (await search('marzipan')).length === 0);
  const client = new Client({ connectionString: server.app.databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query(
      `SELECT tsv::text AS words FROM message_search WHERE session_id = $1 AND tsv::text ~ 'marzipan'`,
      [sessionId],
    );
    expect(rows).toEqual([]);
  } finally {
    await client.end();
  }
});

test('what no event led to is found once the job has looked for what is behind', async () => {
  const { write } = await visitor();
  const { sessionId } = await write('overlooked gramophone');
  await found('gramophone', sessionId);
  const client = new Client({ connectionString: server.app.databaseUrl });
  await client.connect();
  await client.query('DELETE FROM message_search WHERE session_id = $1', [sessionId]);
  await client.end();
  expect(await search('gramophone')).toEqual([]);
  await server.app.queue.add('search', {}, { key: 'search' });
  await found('gramophone', sessionId);
});

test('what a node of an earlier version wrote is found by what it is, once the job has looked for that', async () => {
  const { write } = await visitor();
  const { sessionId } = await write('antiquated barometer');
  await found('barometer', sessionId);
  const client = new Client({ connectionString: server.app.databaseUrl });
  await client.connect();
  await client.query(
    `UPDATE message_search SET tsv = ts_delete(tsv, ARRAY ['@spelled', '@kind:message', '@kind:conversation', '@by:customer'])
     WHERE session_id = $1`,
    [sessionId],
  );
  await client.end();
  expect((await places('barometer', '&kind=message')).items).toEqual([]);
  await server.app.queue.add('search', {}, { key: 'search' });
  await eventually(async () => (await places('barometer', '&kind=message')).items.length > 0);
});

test('words are found in every spelling: of messages, also of those that an earlier version indexed, and of customers', async () => {
  const { customerId, write } = await visitor();
  const { sessionId } = await write('Meine Straße heißt Grünspechtweg');
  await server.request('PATCH', `customers/${customerId}`, {
    body: { firstName: 'José', lastName: 'Grützmüller' },
  });
  for (const [asked, marked] of [
    ['strasse gruenspecht', ['Straße', 'Grünspecht']],
    ['Grunspechtweg', ['Grünspechtweg']],
    ['GRÜNSPECHTWEG', ['Grünspechtweg']],
    ['jose gruetzmueller', ['José', 'Grützmüller']],
    ['grutzmul', ['Grützmül']],
  ] as const)
    expect([...new Set(shown(await found(asked, sessionId)))]).toEqual(marked);
  const people = async (q: string) => {
    const { body } = await server.request('GET', `customers?q=${encodeURIComponent(q)}`);
    return (body as { items: Array<{ id: string }> }).items.map(({ id }) => id);
  };
  for (const q of ['gruetzmueller', 'Grutzmuller', 'GRÜTZ', 'jose grütz', 'JOSÉ'])
    expect(await people(q)).toEqual([customerId]);
  expect(await people('gruetzmüllerin')).toEqual([]);
  const { write: writeToo } = await visitor();
  const { sessionId: second } = await writeToo('Ask for Gruenewald');
  expect([...new Set(shown(await found('Grünewald', second)))]).toEqual(['Gruenewald']);
  const client = new Client({ connectionString: server.app.databaseUrl });
  await client.connect();
  await client.query(
    `UPDATE message_search SET tsv = ts_delete(tsv, ARRAY ['@spelled', 'gruenspechtweg']) WHERE session_id = $1`,
    [sessionId],
  );
  await client.end();
  expect(await search('gruenspechtweg')).toEqual([]);
  await server.app.queue.add('search', {}, { key: 'search' });
  await found('gruenspechtweg', sessionId);
});
