// The answer lab: an organization's own questions, asked with today's settings and with a draft that must not get through.
import { randomUUID } from 'node:crypto';
import type { AnswerTest, LabResult, LabRun, TestCandidate } from '../../src/protocol/answer-tests';
import { eventually } from '../../src/tools/eventually';
import { TestServer } from '../dev-env/test-server';

let server: TestServer;
const articles: Record<string, string> = {};

beforeAll(async () => {
  server = await TestServer.create({ env: { RATE_LIMITS: 'off', PARLEY_DEMO: 'off' } });
  for (const [externalId, title, content] of [
    ['refunds', 'How long a refund takes', 'A refund takes 5 to 10 working days and goes back to the card.'],
    [
      'delivery',
      'Shipping to Norway and Sweden',
      'We ship to Norway and to Sweden. A parcel to Sweden takes three days.',
    ],
    ['warranty', 'Warranty', 'Broken zips are repaired free of charge for two years.'],
  ]) {
    const { body } = await server.request('POST', 'knowledge/articles', {
      body: { externalId, title, content },
    });
    articles[externalId!] = (body as { id: string }).id;
  }
});
afterAll(() => server?.close());

const post = (path: string, body: object = {}) => server.request('POST', path, { body });
const get = async <T>(path: string) => (await server.request('GET', path)).body as T;

async function addTest(question: string, expected: object = {}): Promise<AnswerTest> {
  const { status, body } = await post('answers/tests', { question, ...expected });
  expect(status).toBe(201);
  return body as AnswerTest;
}

async function run(draft?: object): Promise<LabRun> {
  const { status, body } = await post('answers/runs', draft && { draft });
  expect(status).toBe(201);
  const { id } = body as LabRun;
  return eventually(async () => {
    const found = await get<LabRun>(`answers/runs/${id}`);
    return found.status === 'done' ? found : undefined;
  });
}

const results = async ({ id }: LabRun, query = '') =>
  (await get<{ items: LabResult[] }>(`answers/runs/${id}/results${query}`)).items;

const sessions = async () => (await get<{ items: unknown[] }>('sessions')).items.length;

test('A draft that makes answers worse is refused until somebody confirms it', async () => {
  expect((await post('answers/runs')).body).toMatchObject({ detail: 'There is no test yet.' });
  const refund = await addTest('how long does a refund take?', {
    articleIds: [articles['refunds']],
    facts: ['5 to 10  working DAYS'],
  });
  await addTest('and a parcel to Sweden?', {
    history: ['how long does a refund take?'],
    articleIds: [articles['delivery']],
  });
  await addTest('do you sell bicycles?');
  await addTest('I want to talk to a person');

  const first = await run();
  expect(first).toMatchObject({ questions: 4, asked: 4, counts: { right: 4, wrong: 0 } });
  expect(first).not.toHaveProperty('before');
  const [one] = (await results(first)).filter(({ question }) => question === refund.question);
  expect(one).toMatchObject({
    verdict: 'right',
    sources: [{ title: 'How long a refund takes' }],
    mustHandOver: false,
  });
  expect(one!.text).toContain('5 to 10 working days');
  expect(await sessions()).toBe(0);

  const timid = await run({ confidenceFloor: 1 });
  expect(timid).toMatchObject({
    draft: { confidenceFloor: 1 },
    counts: { right: 2, wrong: 0, handed_over: 2 },
    before: { right: 4, wrong: 0 },
  });
  const changed = await results(timid, '?changed=true');
  expect(changed.map(({ before, verdict }) => `${before} ${verdict}`)).toEqual([
    'right handed_over',
    'right handed_over',
  ]);
  const refused = await post(`answers/runs/${timid.id}/publish`);
  expect(refused.status).toBe(409);
  expect((refused.body as { detail: string }).detail).toContain('2 right and 0 wrong; today it is 4 and 0');
  expect(await floor()).toBeUndefined();

  const confirmed = await post(`answers/runs/${timid.id}/publish`, { confirm: true });
  expect([confirmed.status, await floor()]).toEqual([200, 1]);
  const again = await run();
  expect(again).toMatchObject({ counts: { right: 2, handed_over: 2 }, before: { right: 4 } });

  const back = await run({ confidenceFloor: null });
  expect((await post(`answers/runs/${timid.id}/publish`)).body).toMatchObject({
    detail: 'The settings have changed since this run: run it again.',
  });
  expect((await post(`answers/runs/${back.id}/publish`)).status).toBe(200);
  expect(await floor()).toBeUndefined();
  expect((await post(`answers/runs/${again.id}/publish`)).status).toBe(409);
});

async function floor(): Promise<unknown> {
  const { items } = await get<{ items: Array<{ key: string; value: unknown }> }>('settings?category=ai');
  return items.find(({ key }) => key === 'confidenceFloor')?.value;
}

test('Conversations that were closed suggest tests, without who asked', async () => {
  const web = await server.request('POST', 'widget/sessions', {
    token: '',
    body: { channelKey: server.channelKey },
  });
  const { visitorToken, customer } = web.body as { visitorToken: string; customer: { id: string } };
  await server.request('PATCH', `customers/${customer.id}`, { body: { firstName: 'Grace' } });
  const text = 'how long does a refund take? Grace grace@navy.test';
  // However sure the AI must be usually: here it is to answer.
  await post('settings', { category: 'ai', key: 'confidenceFloor', value: 0.01 });
  await eventually(async () => {
    const { body } = await post('answers/preview', { question: text });
    return (body as { decision: string }).decision === 'answer';
  });
  const said = await server.request('POST', 'widget/messages', {
    token: visitorToken,
    body: {
      clientMessageId: randomUUID(),
      text,
    },
  });
  const { sessionId } = (said.body as { message: { sessionId: string } }).message;
  await eventually(async () => {
    const { items } = await get<{ items: Array<{ sender: string }> }>(`sessions/${sessionId}/messages`);
    return items.some(({ sender }) => sender === 'ai');
  });
  await post(`sessions/${sessionId}/close`);
  const candidates = async () => (await get<{ items: TestCandidate[] }>('answers/tests/candidates')).items;
  const [candidate] = await eventually(async () => {
    const found = await candidates();
    return found.length > 0 ? found : undefined;
  });
  expect(candidate).toEqual({
    sessionId,
    question: 'how long does a refund take? [name] [e-mail]',
    history: [],
    articleIds: [articles['refunds']],
    title: 'How long a refund takes',
  });
  const { title: _, ...taken } = candidate!;
  expect((await post('answers/tests', taken)).status).toBe(201);
  expect(await candidates()).toEqual([]);
  await server.request('DELETE', `customers/${customer.id}`);
  const { items } = await get<{ items: AnswerTest[] }>('answers/tests');
  expect(items.filter((test) => test.sessionId === sessionId)).toEqual([]);
});

test('A test names articles that are there, and a run that nobody ended goes on', async () => {
  const wrong = await post('answers/tests', { question: 'x', articleIds: [randomUUID()] });
  expect(wrong.status).toBe(404);
  const elsewhere = await post('answers/tests', { question: 'x', sessionId: randomUUID() });
  expect(elsewhere.status).toBe(404);
  const [lost] = await server.query<{ id: string }>(
    `INSERT INTO answer_runs (organization_id, today) SELECT id, '{}' FROM organizations LIMIT 1 RETURNING id`,
  );
  expect((await post('answers/runs', { draft: { turnCap: 3 } })).body).toMatchObject({
    detail: 'Another run is under way.',
  });
  await server.app.queue.add('maintenance', {}, { key: 'maintenance' });
  await eventually(async () => (await get<LabRun>(`answers/runs/${lost!.id}`)).status === 'done');
});
