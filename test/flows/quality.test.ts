// Quality: the card, the weekly sample, scores by people, a model's proposals, what agents say, coaching, erasure.
import { randomUUID } from 'node:crypto';
import type { AuditEntry } from '../../src/protocol/analytics';
import type { CoachingNote, Criterion, QualityFigures, QualityReview } from '../../src/protocol/quality';
import { eventually } from '../../src/tools/eventually';
import { startFakeModel, type FakeModel } from '../dev-env/fake-model';
import { inBrowser } from '../dev-env/in-browser';
import { TestServer } from '../dev-env/test-server';
import { customer, faults, fitsDeskAndPhone, useDesk } from './console-desk';

const suite = useDesk({ PARLEY_DEMO: 'off' });
let server: TestServer;
let lin: Awaited<ReturnType<TestServer['addAgent']>>;
let max: Awaited<ReturnType<TestServer['addAgent']>>;
let grace: Awaited<ReturnType<TestServer['addAgent']>>;

beforeAll(async () => {
  server = suite.server;
  lin = await server.addAgent('Lin');
  max = await server.addAgent('Max');
  grace = await server.addAgent('Grace', 'supervisor');
});

const tone: Criterion = {
  ...{ id: randomUUID(), name: 'Tone', good: 'Warm, and to the point.', weight: 3 },
  ...{ scale: 'one_to_five', critical: false },
};
const identity: Criterion = {
  ...{ id: randomUUID(), name: 'Asked who it is', good: 'Before anything of an order is said.', weight: 1 },
  ...{ scale: 'yes_no', critical: true },
};
const card = { criteria: [tone, identity], perAgent: 2, perTeam: 0, perAi: 0 };

async function ask<T = Record<string, unknown>>(
  method: string,
  path: string,
  body?: unknown,
  token = grace.token,
) {
  const answer = await server.request(method, path, { token, ...(body !== undefined && { body }) });
  return { status: answer.status, body: answer.body as T };
}
const copied = [
  'calls',
  'customer',
  'exportedAt',
  'identityProofs',
  'linked',
  'memory',
  'notes',
  'objects',
  'relationships',
  'sessions',
];
type Reviews = { items: QualityReview[] };
const reviews = async (query = '', token = grace.token) =>
  (await ask<Reviews>('GET', `quality/reviews?limit=200${query}`, undefined, token)).body.items;
const scores = (stars: number, asked: number, comment = '') => ({
  scores: [
    { criterionId: tone.id, value: stars, ...(comment && { comment }) },
    { criterionId: identity.id, value: asked },
  ],
});

/** A conversation that an agent has, answered or not, and closed. */
async function closed(
  agent: { agentId: string; token: string },
  answer: string | undefined,
  words = 'Where is my order 4711?',
) {
  const who = await customer(server);
  await who.say(words);
  const sessionId = await who.askForPerson();
  await ask('POST', `sessions/${sessionId}/claim`, {}, agent.token);
  if (answer !== undefined) {
    const reply = { text: answer, clientMessageId: randomUUID() };
    expect((await ask('POST', `sessions/${sessionId}/messages`, reply, agent.token)).status).toBe(201);
  }
  await ask('POST', `sessions/${sessionId}/close`, {}, agent.token);
  await eventually(async () => (await ask('GET', `sessions/${sessionId}`)).body['status'] === 'closed');
  return { sessionId, who };
}

/** As if everything that is closed had been closed a week ago, and nothing had been drawn. */
async function lastWeek() {
  await server.query(`UPDATE sessions SET ended_at = ended_at - interval '7 days' WHERE status = 'closed'`);
  await server.query('DELETE FROM quality_samples');
}
const forgetAll = () =>
  server.query(
    'DELETE FROM coaching_notes; DELETE FROM quality_reviews; DELETE FROM quality_samples; DELETE FROM quality_cards',
  );
const draw = () => ask<{ chosen: number; already: boolean; week: string }>('POST', 'quality/samples', {});

describe('the sample', () => {
  it('needs a card, which is refused in words that name the field', async () => {
    expect((await draw()).status).toBe(409);
    const refused = async (body: object) =>
      (await ask<{ errors: Array<{ path: string }> }>('PUT', 'quality/card', body)).body.errors.map(
        ({ path }) => path,
      );
    expect(await refused({ ...card, criteria: [] })).toEqual(['criteria']);
    expect(await refused({ ...card, criteria: [tone, { ...identity, name: 'tone' }] })).toEqual([
      'criteria.1.name',
    ]);
    expect(await refused({ ...card, criteria: [{ ...tone, weight: 0 }], perAgent: 21 })).toEqual([
      ...['criteria.0.weight', 'perAgent'],
    ]);
    expect((await ask('PUT', 'quality/card', card, lin.token)).status).toBe(403);
    expect((await ask('PUT', 'quality/card', card)).status).toBe(200);
  });

  it('is of closed conversations with an answer of the agent, so many of each, once, and the same for one seed', async () => {
    for (let n = 0; n < 4; n += 1) await closed(lin, `It comes on Monday, ${n}.`);
    await closed(lin, undefined);
    const one = await closed(max, 'Let me look.');
    const without = await closed(max, undefined);
    await lastWeek();
    expect((await draw()).body).toMatchObject({ chosen: 3, already: false });
    expect((await draw()).body).toMatchObject({ chosen: 3, already: true });
    const first = await reviews();
    expect(first.filter(({ agentId }) => agentId === lin.agentId)).toHaveLength(2);
    expect(first.filter(({ agentId }) => agentId === max.agentId).map(({ sessionId }) => sessionId)).toEqual([
      one.sessionId,
    ]);
    expect(first.map(({ sessionId }) => sessionId)).not.toContain(without.sessionId);

    // Drawn anew by its seed, it is the same; by others, every conversation has its turn.
    const [kept] = await server.query<{ seed: string; week: string }>(
      'SELECT seed, week::text AS week FROM quality_samples',
    );
    const drawnBy = async (seed: string) => {
      await server.query('DELETE FROM quality_reviews');
      await server.query('DELETE FROM quality_samples');
      await server.query(
        `INSERT INTO quality_samples (organization_id, week, seed) SELECT id, '${kept!.week}', '${seed}' FROM organizations`,
      );
      await draw();
      return (await reviews()).map(({ sessionId }) => sessionId).toSorted();
    };
    const same = first.map(({ sessionId }) => sessionId).toSorted();
    expect(await drawnBy(kept!.seed)).toEqual(same);
    const seen = new Set<string>();
    await eventually(async () => {
      for (const id of await drawnBy(randomUUID())) seen.add(id);
      return seen.size === 5;
    });
    await drawnBy(kept!.seed);
  });

  it('has the answers of the AI, too, where they are wanted', async () => {
    await ask(
      'POST',
      'knowledge/articles',
      { title: 'How long a refund takes', content: 'A refund takes five days.' },
      await server.login(server.admin.email, server.admin.password),
    );
    const who = await customer(server);
    await who.say('How long does a refund take?');
    const answer = await eventually(() => who.heard.find(({ sender }) => sender === 'ai'));
    await ask('POST', `sessions/${answer.sessionId}/close`, {});
    await eventually(
      async () => (await ask('GET', `sessions/${answer.sessionId}`)).body['status'] === 'closed',
    );
    await server.query(
      `UPDATE sessions SET ended_at = now() - interval '7 days' WHERE id = '${answer.sessionId}'`,
    );
    await server.query('DELETE FROM quality_samples');
    await ask('PUT', 'quality/card', { ...card, perAi: 1 });
    await draw();
    const ofAi = (await reviews()).filter(({ by }) => by === 'ai');
    expect(ofAi).toMatchObject([{ sessionId: answer.sessionId, agentName: 'AI', state: 'open' }]);
  });
});

describe('a review', () => {
  const openOf = async (agentId: string) =>
    (await reviews('&state=open')).find((one) => one.agentId === agentId)!;

  it('is scored by weight, whole, by somebody else, and anew', async () => {
    const { id } = await openOf(lin.agentId);
    const put = (body: object, token = grace.token) =>
      ask<QualityReview & { errors: Array<{ path: string; message: string }> }>(
        'PUT',
        `quality/reviews/${id}`,
        body,
        token,
      );
    const half = await put({ scores: [{ criterionId: tone.id, value: 6 }] });
    expect([half.status, half.body.errors]).toEqual([400, expect.any(Array)]);
    expect((await put({ scores: [{ criterionId: tone.id, value: 0 }] })).body.errors).toEqual([
      { path: 'scores.0.value', message: 'must be 1, 2, 3, 4 or 5, or null' },
      { path: 'scores', message: '“Asked who it is” has no value.' },
    ]);
    expect((await put(scores(4, 1), lin.token)).status).toBe(403);
    // (3 × 0.75 + 1 × 1) / 4
    expect((await put({ ...scores(4, 1, 'Friendly'), comment: 'Well done' })).body).toMatchObject({
      ...{ state: 'done', score: 81.3, failedCritical: false, reviewerName: 'Grace', comment: 'Well done' },
      scores: [{ value: 4, points: 0.75, comment: 'Friendly' }, { value: 1 }],
    });
    expect((await put(scores(5, 0))).body).toMatchObject({ score: 0, failedCritical: true });
    expect((await put(scores(5, 1))).body).toMatchObject({ score: 100, failedCritical: false });
    const { body: log } = await ask<{ items: AuditEntry[] }>('GET', 'audit-logs?limit=100');
    expect(log.items.filter(({ action }) => action === 'quality.score')).toHaveLength(3);
  });

  it('is not made by whoever answered, keeps the card of its time, and is left out with a reason that counts', async () => {
    const own = await closed(grace, 'I look.');
    await lastWeek();
    await server.query(`UPDATE sessions SET ended_at = now() - interval '7 days' WHERE status = 'closed'`);
    await draw();
    const mine = (await reviews()).find(({ sessionId }) => sessionId === own.sessionId)!;
    expect((await ask('PUT', `quality/reviews/${mine.id}`, scores(5, 1))).status).toBe(403);
    const [done] = await reviews('&state=done');
    await ask('PUT', 'quality/card', { ...card, criteria: [tone] });
    expect((await ask<QualityReview>('GET', `quality/reviews/${done!.id}`)).body.criteria).toHaveLength(2);
    expect((await ask<QualityReview>('GET', `quality/reviews/${mine.id}`)).body.criteria).toHaveLength(1);
    await ask('PUT', 'quality/card', card);
    const { id } = await openOf(max.agentId);
    expect((await ask('POST', `quality/reviews/${id}/skip`, { because: ' ' })).status).toBe(400);
    expect((await ask('POST', `quality/reviews/${id}/skip`, { because: 'Spam' })).body).toMatchObject({
      ...{ state: 'skipped', skippedBecause: 'Spam', score: null },
    });
    expect((await ask('PUT', `quality/reviews/${id}`, scores(3, 1))).body).toMatchObject({
      state: 'done',
      score: 62.5,
    });
  });

  it('is seen by its agent alone, who answers; the coaching note is theirs, too', async () => {
    const [done] = (await reviews('&state=done')).filter(({ agentId }) => agentId === lin.agentId);
    const mine = async (token: string) =>
      (await ask<Reviews>('GET', 'quality/my-reviews', undefined, token)).body.items;
    expect((await mine(lin.token)).map(({ id }) => id)).toEqual([done!.id]);
    expect((await mine(max.token)).map(({ id }) => id)).not.toContain(done!.id);
    expect((await ask('GET', `quality/reviews/${done!.id}`, undefined, lin.token)).status).toBe(403);
    const answer = (body: object, token: string) =>
      ask('POST', `quality/my-reviews/${done!.id}/answer`, body, token);
    expect((await answer({ agrees: false, text: ' ' }, lin.token)).status).toBe(400);
    expect((await answer({ agrees: false, text: 'I had asked on the phone.' }, max.token)).status).toBe(404);
    expect((await answer({ agrees: false, text: 'I had asked on the phone.' }, lin.token)).status).toBe(200);
    expect((await reviews('&disputed=true')).map(({ id }) => id)).toEqual([done!.id]);

    const note = { agentId: lin.agentId, reviewId: done!.id, text: 'Ask for the order first.' };
    expect((await ask('POST', 'coaching-notes', note, max.token)).status).toBe(403);
    expect((await ask('POST', 'coaching-notes', { ...note, agentId: max.agentId })).status).toBe(404);
    const { body: written } = await ask<CoachingNote>('POST', 'coaching-notes', note);
    expect(written).toMatchObject({ agentName: 'Lin', authorName: 'Grace', sessionId: done!.sessionId });
    const notes = async (token: string) =>
      (await ask<{ items: CoachingNote[] }>('GET', 'coaching-notes/mine', undefined, token)).body.items;
    expect(await notes(max.token)).toEqual([]);
    expect((await notes(lin.token)).map(({ text }) => text)).toEqual(['Ask for the order first.']);
    const read = (token: string) => ask('POST', `coaching-notes/${written.id}/acknowledge`, {}, token);
    expect([(await read(max.token)).status, (await read(lin.token)).status]).toEqual([404, 204]);
    const [seen] = (await ask<{ items: CoachingNote[] }>('GET', 'coaching-notes')).body.items;
    expect(seen!.acknowledgedAt).toEqual(expect.any(String));
    expect((await ask('GET', 'coaching-notes', undefined, lin.token)).status).toBe(403);
  });

  it('is counted by agent, team, criterion and week', async () => {
    const day = new Date().toISOString().slice(0, 10);
    const { body } = await ask<QualityFigures>('GET', `quality/figures?from=2020-01-01&to=${day}`);
    expect(body).toMatchObject({ reviewed: 2, score: 81.3, failedCritical: 0, skipped: 0, disputed: 1 });
    expect(body.agents).toEqual([
      { key: lin.agentId, name: 'Lin', reviewed: 1, score: 100, failedCritical: 0 },
      { key: max.agentId, name: 'Max', reviewed: 1, score: 62.5, failedCritical: 0 },
    ]);
    expect(body.teams).toMatchObject([{ key: 'none', reviewed: 2 }]);
    expect(body.criteria).toEqual([
      { key: identity.id, name: 'Asked who it is', reviewed: 2, score: 100, failedCritical: 0 },
      { key: tone.id, name: 'Tone', reviewed: 2, score: 75, failedCritical: 0 },
    ]);
    expect(body.weeks).toMatchObject([{ reviewed: 2, score: 81.3 }]);
    const { body: before } = await ask<QualityFigures>(
      'GET',
      'quality/figures?from=2020-01-01&to=2020-02-01',
    );
    expect(before).toMatchObject({ reviewed: 0, score: null, agents: [] });
  });

  it('that is scored anew asks its agent anew; nobody writes, or takes away, what is about themselves', async () => {
    const [disputed] = await reviews('&disputed=true');
    const again = await ask<QualityReview>('PUT', `quality/reviews/${disputed!.id}`, scores(4, 1));
    expect(again.body).not.toHaveProperty('answer');
    expect(await reviews('&disputed=true')).toEqual([]);
    const skipping = await ask('POST', `quality/reviews/${disputed!.id}/skip`, { because: 'Spam' });
    expect(skipping.status).toBe(409);

    const word = { agrees: false, text: 'I had asked on the phone.' };
    await ask('POST', `quality/my-reviews/${disputed!.id}/answer`, word, lin.token);
    const own = (await reviews()).find(({ agentId }) => agentId === grace.agentId)!;
    expect((await ask('POST', `quality/reviews/${own.id}/proposal`, {})).status).toBe(403);
    const note = { agentId: grace.agentId, text: 'Be brief.' };
    expect((await ask('POST', 'coaching-notes', note)).status).toBe(403);
    const token = await server.adminToken();
    const { body: written } = await ask<CoachingNote>('POST', 'coaching-notes', note, token);
    expect((await ask('DELETE', `coaching-notes/${written.id}`)).status).toBe(404);
    expect((await ask('DELETE', `coaching-notes/${written.id}`, undefined, token)).status).toBe(204);
  });

  it('keeps its score and loses every word when the customer is erased; what is open is scored no more', async () => {
    const done = (await reviews('&state=done')).find(({ agentId }) => agentId === lin.agentId)!;
    await ask('PUT', `quality/reviews/${done.id}`, { ...scores(2, 1, 'Said “4711”'), comment: 'Order 4711' });
    const word = { agrees: false, text: 'I had asked on the phone.' };
    await ask('POST', `quality/my-reviews/${done.id}/answer`, word, lin.token);
    const open = await openOf(lin.agentId);
    await ask('POST', 'coaching-notes', { agentId: lin.agentId, reviewId: done.id, text: 'Of order 4711' });
    const admin = await server.login(server.admin.email, server.admin.password);
    for (const { sessionId } of [done, open]) {
      const { customerId } = (await ask<{ customerId: string }>('GET', `sessions/${sessionId}`)).body;
      const copy = (await ask<object>('GET', `customers/${customerId}/export`, undefined, admin)).body;
      // What the team says of an agent's work is not the customer's, whomever it quotes; what they wrote is there themselves.
      expect(Object.keys(copy).sort()).toEqual(copied);
      expect(JSON.stringify(copy)).not.toMatch(/Said “4711”|Order 4711|on the phone|Of order 4711/);
      expect((await ask('DELETE', `customers/${customerId}`, undefined, admin)).status).toBeLessThan(300);
    }
    const after = (await ask<QualityReview>('GET', `quality/reviews/${done.id}`)).body;
    expect(after).toMatchObject({
      state: 'done',
      score: 43.8,
      erased: true,
      answer: { agrees: false, text: '' },
    });
    expect(after.scores.map(({ value }) => value)).toEqual([2, 1]);
    expect((await ask<QualityReview>('GET', `quality/reviews/${open.id}`)).body).toMatchObject({
      state: 'skipped',
      erased: true,
    });
    expect((await ask('PUT', `quality/reviews/${done.id}`, scores(5, 1))).status).toBe(409);
    const words = JSON.stringify([after, (await ask('GET', 'coaching-notes')).body]);
    expect(words).not.toMatch(/4711|phone/);
    const rows = await server.query<{ row: string }>(
      `SELECT r::text AS row FROM quality_reviews r UNION ALL SELECT n::text FROM coaching_notes n`,
    );
    expect(rows.map(({ row }) => row).join()).not.toMatch(/4711|phone/);
    const keys = await server.query<{ removes: string }>(
      `SELECT pg_get_constraintdef(oid) AS removes FROM pg_constraint
       WHERE conrelid = 'quality_reviews'::regclass AND confrelid = 'sessions'::regclass`,
    );
    expect(keys).toEqual([{ removes: 'FOREIGN KEY (session_id) REFERENCES sessions(id) ON DELETE CASCADE' }]);
  });
});

inBrowser('in the console', () => {
  it('a card is written, a sample drawn, scored by keys, answered by its agent, and coached', async () => {
    await forgetAll();
    await closed(max, 'It left on Monday, and you have it on Wednesday.', 'When does my order come?');
    await server.query(`UPDATE sessions SET ended_at = now() - interval '20 days' WHERE status = 'closed'`);
    await closed(lin, 'Hello! It arrives tomorrow.', 'Where is my parcel?');
    await server.query(
      `UPDATE sessions SET ended_at = now() - interval '7 days' WHERE status = 'closed' AND ended_at > now() - interval '1 day'`,
    );

    const page = await suite.open({ email: grace.email, password: grace.password });
    await page.getByRole('link', { name: 'Quality' }).click();
    await page.getByRole('link', { name: 'Write the card' }).click();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.locator('[aria-invalid="true"]').first().waitFor();
    await page.getByLabel('Name').fill('Tone');
    await page.getByLabel('What good looks like').fill('Warm, and to the point.');
    await page.getByRole('button', { name: 'One more' }).click();
    await page.getByLabel('Name').nth(1).fill('Solved');
    await page.getByLabel('What good looks like').nth(1).fill('Nothing is left open.');
    await page.getByRole('combobox', { name: 'Scale' }).nth(1).click();
    await page.getByRole('option', { name: 'Yes or no' }).click();
    expect(await faults(page)).toEqual([]);
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved.').waitFor();

    await page.getByRole('link', { name: 'To review' }).click();
    await page.getByRole('button', { name: 'Draw last week’s now' }).click();
    await page.getByText('Drawn: 1 conversation.').waitFor();
    expect(await faults(page)).toEqual([]);
    await page.getByRole('link', { name: 'Lin' }).click();
    await page.getByText('Hello! It arrives tomorrow.').waitFor();
    await page.keyboard.press('4');
    await page.locator('.quality-criterion.current', { hasText: 'Solved' }).waitFor();
    await page.keyboard.press('k');
    await page.keyboard.press('c');
    await page.keyboard.type('Greets, and says when.');
    expect(await faults(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('heading', { name: 'Lin' }).click();
    await page.keyboard.press('j');
    await page.keyboard.press('y');
    await page.keyboard.press('Control+Enter');
    await page.getByText('Nothing waits to be scored.').waitFor();
    await page.getByRole('link', { name: 'Scored' }).click();
    await page.getByText('87.5 of 100').waitFor();
    await page.getByRole('link', { name: 'Lin' }).click();
    await page.getByRole('button', { name: 'Write a coaching note' }).click();
    await page.getByLabel('What to keep, what to do otherwise').fill('Keep greeting like this.');
    await page.getByRole('button', { name: 'Save' }).last().click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });

    const hers = await suite.open({ email: lin.email, password: lin.password });
    await hers.getByRole('link', { name: 'Quality' }).click();
    await hers.getByText('Keep greeting like this.').waitFor();
    await hers.getByRole('button', { name: 'I have read it' }).click();
    await hers.getByText('You have read it').waitFor();
    await hers.getByText('Greets, and says when.').waitFor();
    await hers.getByRole('button', { name: 'Answer' }).click();
    await hers.getByRole('button', { name: 'Save' }).click();
    await hers.getByText('Say why.').waitFor();
    await fitsDeskAndPhone(hers, 'answer to a review');
    await hers.getByLabel('Why').fill('She was a friend.');
    await hers.getByRole('button', { name: 'Save' }).click();
    await hers.getByText('You disagree: She was a friend.').waitFor();
    expect(await faults(hers)).toEqual([]);

    await page.reload();
    await page.getByText('She was a friend.').waitFor();
    await page.getByRole('link', { name: 'All reviews' }).click();
    await page.getByRole('link', { name: 'Coaching' }).click();
    await page
      .getByText('Read now')
      .or(page.getByText(/Read .* ago/))
      .first()
      .waitFor();
    await page.getByRole('link', { name: 'Figures' }).click();
    await page.getByRole('region', { name: 'Scores by agent' }).getByText('Lin').waitFor();
    expect(await faults(page)).toEqual([]);
    const file = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Export as CSV' }).click();
    expect((await file).suggestedFilename()).toMatch(/^quality-.*\.csv$/);
  });
});

describe('a model', () => {
  let model: FakeModel;
  let one: QualityReview;
  beforeAll(async () => {
    model = await startFakeModel();
    await forgetAll();
    await closed(lin, 'Hello! It arrives tomorrow.', 'Where is my parcel?');
    await lastWeek();
    await ask('PUT', 'quality/card', card);
    await draw();
    const drawn = (await reviews()).find(({ agentId }) => agentId === lin.agentId)!;
    one = (await ask<QualityReview>('PUT', `quality/reviews/${drawn.id}`, scores(4, 1))).body;
  });
  afterAll(() => model.close());

  it('without one nothing is proposed, and it is said why', async () => {
    const refused = await ask('POST', `quality/reviews/${one.id}/proposal`, {});
    expect([refused.status, refused.body['detail']]).toEqual([503, expect.stringContaining('AI_PROVIDER')]);
  });

  it('proposes scores, with reasons and quotes that were said; none counts until a person saves', async () => {
    const ai = { AI_PROVIDER: 'openai', AI_BASE_URL: model.baseUrl, AI_API_KEY: 'sk', AI_MODEL: 'fake' };
    await server.app.close();
    const other = await TestServer.create({ env: { RATE_LIMITS: 'off', ...ai }, beside: server });
    try {
      const propose = async () => {
        const path = `quality/reviews/${one.id}/proposal`;
        const { status, body } = await other.request('POST', path, { token: grace.token, body: {} });
        return { status, body: body as QualityReview };
      };
      model.behave({ says: 'I like it.' });
      expect((await propose()).status).toBe(503);
      const says = (...all: object[]) => model.behave({ says: JSON.stringify({ scores: all }) });
      says(
        { criterion: 1, value: 5, reason: 'It greets.', quote: 'it arrives   tomorrow' },
        { criterion: 2, value: 7, reason: 'Seven?', quote: 'never said' },
      );
      expect((await propose()).body).toMatchObject({
        score: one.score,
        proposal: {
          model: 'fake',
          scores: [
            { criterionId: one.criteria[0]!.id, value: 5, reason: 'It greets.', quote: expect.any(String) },
          ],
        },
      });
      says({ criterion: 2, value: 1, reason: 'So it is.', quote: 'never said' });
      const { body } = await propose();
      expect(body.proposal!.scores).toEqual([
        { criterionId: one.criteria[1]!.id, value: 1, reason: 'So it is.' },
      ]);
      expect(JSON.stringify(model.chats.at(-1))).toContain(identity.good);
      // Its agent hears what a person says.
      const { body: own } = await other.request('GET', 'quality/my-reviews', { token: lin.token });
      expect(own).toMatchObject({ items: [{ id: one.id }] });
      expect(JSON.stringify(own)).not.toContain('So it is.');
    } finally {
      await other.close();
    }
  });
});
