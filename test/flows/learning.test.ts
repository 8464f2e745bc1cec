// What people answer by hand, the AI learns when a person says so.
import { randomUUID } from 'node:crypto';
import type { Article } from '../../src/protocol/knowledge';
import type { Reports } from '../../src/protocol/reports';
import type { SuggestionList } from '../../src/protocol/suggestions';
import { eventually } from '../../src/tools/eventually';
import { TestServer } from '../dev-env/test-server';
import { customer } from './console-desk';

let server: TestServer;
let lin: Awaited<ReturnType<TestServer['addAgent']>>;

beforeAll(async () => {
  server = await TestServer.create({ env: { RATE_LIMITS: 'off', PARLEY_DEMO: 'off' } });
  lin = await server.addAgent('Lin');
});
afterAll(() => server?.close());

const suggested = async (query = '') =>
  (await server.request('GET', `knowledge/suggestions${query}`)).body as SuggestionList;

async function write(article: object): Promise<Article> {
  return (await server.request('POST', 'knowledge/articles', { body: article })).body as Article;
}

/** A customer whom the AI cannot answer, and Lin, who has the conversation. */
async function handedOver(question: string, name?: { firstName: string; lastName?: string }) {
  const who = await customer(server, name);
  const { sessionId } = await who.say(question);
  await eventually(() => who.heard.some(({ type }) => type === 'handover'));
  await server.request('POST', `sessions/${sessionId}/claim`, { body: {}, token: lin.token });
  const answer = async (text: string, more: object = {}) =>
    server.request('POST', `sessions/${sessionId}/messages`, {
      body: { text, clientMessageId: randomUUID(), ...more },
      token: lin.token,
    });
  return { who, sessionId, answer };
}

test('a question that was answered from an article is suggested without who asked, learned once, and never again', async () => {
  const article = await write({
    title: 'Engraving',
    content: 'Initials are cut into brass for a small fee, within two days.',
  });
  const { who, sessionId, answer } = await handedOver(
    'My name is Zoe Quill. Could you personalise the candlestick of order 4711?',
    { firstName: 'Zoe', lastName: 'Quill' },
  );
  const before = await suggested();
  expect((await answer('Yes, with your initials.', { articleIds: [article.id] })).status).toBe(201);
  await eventually(async () => (await suggested()).open === before.open + 1);
  const [one] = (await suggested()).items;
  expect(one).toMatchObject({
    sessionId,
    articleId: article.id,
    articleTitle: 'Engraving',
    question: 'My name is …. Could you personalise the candlestick of order …?',
    answeredBy: 'Lin',
    state: 'open',
  });
  // The customer never hears of it.
  await eventually(() => who.heard.some(({ sender }) => sender === 'agent'));
  expect(JSON.stringify(who.heard)).not.toContain(article.id);
  // The same again is no second suggestion.
  const again = { body: { sessionId, articleId: article.id }, token: lin.token };
  expect((await server.request('POST', 'knowledge/suggestions', again)).status).toBe(409);

  // Somebody else asked the same, and nobody has answered it.
  const same = await handedOver('My name is Ann Other. Could you personalise the candlestick of order 4712?');
  const unanswered = async () => JSON.stringify((await server.request('GET', 'knowledge/unanswered')).body);
  await eventually(async () => (await unanswered()).includes(same.sessionId));

  const approve = (token?: string) =>
    server.request('POST', `knowledge/suggestions/${one!.id}/approve`, {
      body: { question: 'Could you personalise a candlestick?' },
      ...(token && { token }),
    });
  expect((await approve(lin.token)).status).toBe(403);
  expect((await approve()).body).toMatchObject({ state: 'approved' });
  expect((await approve()).status).toBe(200);
  const learned = (await server.request('GET', `knowledge/articles/${article.id}`)).body as Article;
  expect(learned.questions).toEqual(['Could you personalise a candlestick?']);
  expect((await suggested()).open).toBe(before.open);
  const left = await unanswered();
  for (const asked of [sessionId, same.sessionId]) expect(left).not.toContain(asked);
  expect((await suggested('?state=approved')).items.map(({ id }) => id)).toContain(one!.id);
  const { body: audit } = await server.request('GET', 'audit-logs?action=suggestions.approve');
  expect((audit as { items: object[] }).items[0]).toMatchObject({ resourceId: one!.id });

  const another = await customer(server);
  await another.say('Can a candlestick be personalised?');
  await eventually(() => another.heard.some(({ sender }) => sender === 'ai'));
  const answered = another.heard.find(({ sender }) => sender === 'ai');
  expect(answered!.metadata.sources).toMatchObject([{ articleId: article.id }]);
});

test('an agent picks the article, and what is dismissed is not asked again', async () => {
  const article = await write({ title: 'Gift wrapping', content: 'Parcels come in paper with a bow.' });
  const { sessionId, answer } = await handedOver('Would my uncle get a ribbon around the box?');
  await answer('He would.');
  const pick = () =>
    server.request('POST', 'knowledge/suggestions', {
      body: { sessionId, articleId: article.id },
      token: lin.token,
    });
  const { status, body } = await pick();
  expect([status, body]).toMatchObject([201, { question: 'Would my uncle get a ribbon around the box?' }]);
  const { id } = body as { id: string };
  expect((await server.request('POST', `knowledge/suggestions/${id}/dismiss`)).status).toBe(200);
  expect((await pick()).status).toBe(409);
  const { body: kept } = await server.request('GET', `knowledge/articles/${article.id}`);
  expect(kept).toMatchObject({ questions: [] });
});

test('what the AI could not answer is grouped, with a draft of what the team answered, until it is dealt with', async () => {
  const first = await handedOver('Do you rent out chandeliers?', { firstName: 'Bea' });
  await first.answer('Dear Bea, we rent chandeliers for 40 EUR a day. Your order 4711 is on its way.');
  await handedOver('do you rent chandeliers to cinemas');
  await handedOver('Are dogs welcome in the showroom?');
  type Groups = {
    items: Array<{ question: string; count: number; examples: string[]; answerIds: string[] }>;
  };
  const groups = async () =>
    ((await server.request('GET', 'knowledge/unanswered', { token: lin.token })).body as Groups).items;
  const rented = async () => (await groups()).find(({ question }) => question.includes('chandeliers'));
  await eventually(async () => (await rented())?.count === 2);
  const group = (await rented())!;
  expect(group).toMatchObject({
    question: 'Do you rent out chandeliers?',
    examples: ['do you rent chandeliers to cinemas', 'Do you rent out chandeliers?'],
  });
  const { answerIds } = group;
  const draft = await server.request('POST', 'knowledge/unanswered/draft', { body: { answerIds } });
  expect(draft.body).toEqual({
    title: 'Do you rent out chandeliers',
    content: 'Dear …, we rent chandeliers for … a day. Your order … is on its way.',
    questions: group.examples,
  });
  const settle = (token?: string) =>
    server.request('POST', 'knowledge/unanswered/settle', { body: { answerIds }, ...(token && { token }) });
  expect((await settle(lin.token)).status).toBe(403);
  expect((await settle()).body).toEqual({ settled: 2 });
  expect(await rented()).toBeUndefined();
  expect((await groups()).map(({ question }) => question)).toContain('Are dogs welcome in the showroom?');
});

test('an answer says from what it was made, and which were made wrong by a change of the article', async () => {
  const article = await write({
    title: 'Lacquer',
    content: 'Lacquer dries in three hours. It smells of oranges for a week afterwards.',
  });
  const who = await customer(server);
  const { sessionId } = await who.say('How many hours until lacquer dries?');
  await eventually(() => who.heard.some(({ sender }) => sender === 'ai'));
  const { seq, content } = who.heard.find(({ sender }) => sender === 'ai')!;
  const why = async (token?: string) =>
    server.request('GET', `sessions/${sessionId}/messages/${seq}/why`, { ...(token && { token }) });
  await eventually(async () => (await why()).status === 200);
  expect((await why(lin.token)).body).toMatchObject({
    question: 'How many hours until lacquer dries?',
    decision: 'answer',
    text: content.text,
    provider: 'extractive',
    confidence: expect.any(Number) as number,
    latencyMs: expect.any(Number) as number,
    sources: [{ articleId: article.id, title: 'Lacquer', version: 1, currentVersion: 1, outOfDate: false }],
  });
  expect((await server.request('GET', `sessions/${sessionId}/messages/1/why`)).status).toBe(404);
  // Another one who asks the same is given the same.
  const second = await customer(server);
  const same = await second.say('how many hours until lacquer dries');
  await eventually(() => second.heard.some(({ sender }) => sender === 'ai'));
  const given = second.heard.find(({ sender }) => sender === 'ai')!;
  const whySame = `sessions/${same.sessionId}/messages/${given.seq}/why`;
  await eventually(async () => (await server.request('GET', whySame)).status === 200);
  expect((await server.request('GET', whySame)).body).toMatchObject({
    ...{ text: content.text, cached: 'exact', sources: [{ articleId: article.id }] },
  });
  await server.query('DELETE FROM answers WHERE session_id = $1', [same.sessionId]);

  const reports = async () =>
    (await server.request('GET', 'knowledge/reports', { token: lin.token })).body as Reports;
  await who.call('message:feedback', { seq, helpful: false, reason: 'wrong', comment: 'It took a day.' });
  await who.call('message:feedback', { seq, helpful: false });
  expect((await why(lin.token)).body).toMatchObject({
    feedback: { helpful: false, reason: 'wrong', comment: 'It took a day.' },
  });
  const unhelpful = { articleId: article.id, title: 'Lacquer', answers: 1, notHelpful: 1, wrong: 1 };
  expect((await reports()).oftenWrong).toMatchObject([unhelpful]);
  const said = () => server.query(`SELECT 1 FROM answer_feedback WHERE comment = 'It took a day.'`);
  expect(await said()).toHaveLength(1);
  await server.query(`UPDATE knowledge_base SET created_at = created_at - interval '91 days'`);
  const unused = (await reports()).neverUsed.map(({ title }) => title);
  expect(unused).toContain('Gift wrapping');
  expect(unused).not.toContain('Lacquer');

  const uses = async (query = '') =>
    (await server.request('GET', `knowledge/articles/${article.id}/answers${query}`)).body;
  expect(await uses()).toMatchObject({
    items: [{ sessionId, question: 'How many hours until lacquer dries?', version: 1, outOfDate: false }],
    total: 1,
    outOfDate: 0,
  });
  const change = (body: object) => server.request('PUT', `knowledge/articles/${article.id}`, { body });
  await change({ content: `# News\n\n${article.content.replace('three hours', '**three** hours')}` });
  expect(await uses()).toMatchObject({ outOfDate: 0 });
  await change({ content: article.content.replace('three', 'five') });
  expect(await uses('?outOfDate=true')).toMatchObject({ items: [{ outOfDate: true }], outOfDate: 1 });
  expect((await why()).body).toMatchObject({ sources: [{ version: 1, currentVersion: 3, outOfDate: true }] });
  await server.request('DELETE', `customers/${who.id}`);
  expect(await said()).toEqual([]);
});

test('an erasure takes along what a customer asked', async () => {
  const article = await write({ title: 'Repairs', content: 'Wobbly legs are glued for free.' });
  const { who, answer } = await handedOver('Could you mend a crooked zanzibar stool?');
  await answer('We could.', { articleIds: [article.id] });
  const words = () => server.query(`SELECT 1 FROM answer_suggestions WHERE question LIKE '%zanzibar%'`);
  await eventually(async () => (await words()).length === 1);
  await server.request('DELETE', `customers/${who.id}`);
  expect(await words()).toEqual([]);
});
