// What was answered before is answered again: the same for everybody of one audience, never out of date, and never another one's own.
import { builtInEmbedder } from '../src/knowledge/embed/onnx';
import { extractiveProvider } from '../src/responder/providers/extractive';
import { openaiProvider } from '../src/responder/providers/openai';
import type { AnswerCacheStore } from '../src/responder/answer-cache/store';
import { createLog } from '../src/log';
import { createMemoryAnswerCache } from '../src/stores/memory/answer-cache';
import { openRedis, type RedisStore } from '../src/stores/redis';
import { createRedisAnswerCache } from '../src/stores/redis/answer-cache';
import { noToolbox } from '../src/responder/own-data/toolbox';
import { noMemory } from '../src/responder/memory-for-answer';
import { eventually } from '../src/tools/eventually';
import { createWorld, type Customer, type World } from './answers-world';
import { startFakeModel, type FakeModel } from './dev-env/fake-model';
import { throwawayPostgres, type ThrowawayPostgres } from './dev-env/postgres';
import { redisForTests, redisIsHere, type TestRedis } from './dev-env/redis';

const question = 'How long does a refund take?';
const articles = [
  {
    externalId: 'refunds',
    title: 'Refunds',
    content: 'A refund takes five days from the day your parcel arrives.',
  },
  {
    title: 'Delivery',
    content: 'We deliver to Norway within nine days. We deliver to Sweden within four days.',
  },
  { title: 'Trade prices', content: 'A wholesale rebate is eleven percent.', audience: 'verified' as const },
];

let server: ThrowawayPostgres;
let model: FakeModel;
let redis: TestRedis | undefined;
let client: RedisStore | undefined;

beforeAll(async () => {
  server = await throwawayPostgres();
  model = await startFakeModel();
  redis = await redisForTests();
  client = redis && (await openRedis({ url: redis.url, log: createLog('silent') }));
});
afterAll(async () => {
  await client?.close();
  await redis?.close();
  await model?.close();
  await server?.stop();
});

if (!redisIsHere()) console.warn('Skipped: the cache of answers in Redis (no redis-server on PATH).');
const stores: Array<[string, () => AnswerCacheStore]> = [
  ['memory', () => createMemoryAnswerCache()],
  ...(redisIsHere()
    ? [['Redis', () => createRedisAnswerCache(client!.client)] as [string, () => AnswerCacheStore]]
    : []),
];

describe.each(stores)('answers kept in %s', (_name, makeStore) => {
  let world: World;

  beforeAll(async () => {
    const provider = openaiProvider({
      ...{ baseUrl: model.baseUrl, apiKey: 'sk-test', model: 'fake' },
      prices: { input: 1_000, output: 1_000 },
    });
    world = await createWorld(server, {
      ...{ provider, fallbacks: [extractiveProvider()], embeddings: builtInEmbedder() },
      ...{ answerCache: makeStore(), deadlineMs: 60_000 },
    });
    world.settings.caution = 'eager';
    await world.knowledge.import(world.organizationId, articles);
    await world.knowledge.embedPending(world.organizationId);
    // What the embedder's cosines mean is measured beside the first question.
    await world.knowledge.vectorOf(question);
    await eventually(() => world.knowledge.unrelated() !== undefined);
  });
  afterAll(() => world?.close());
  beforeEach(() => {
    world.allowedRuns = 100;
    model.behave('normal');
  });

  /** What a customer who has said nothing else hears, how it is recorded, and whether a model was asked for it. */
  async function hears(asked: string, customer?: Customer) {
    const [before, rows] = [model.chats.length, (await world.recorded()).length];
    const who = customer ?? (await world.customer());
    const { text } = (await world.reaction(await who.says(asked))).content;
    await world.quiet();
    const row = await eventually(async () =>
      (await world.recorded()).slice(rows).find(({ question: of }) => of === asked),
    );
    return { text, row, cached: row['cached'], asksModel: model.chats.length > before };
  }
  /** Looks are counted from here on. */
  const looks = () => world.looked.splice(0).map(({ tier, isHit }) => `${tier} ${isHit ? 'hit' : 'miss'}`);

  it('are given to whoever asks in the same words, at no cost, and are recorded as that', async () => {
    looks();
    const first = await hears(question);
    expect(first).toMatchObject({ cached: null, asksModel: true, row: { input_tokens: 100, model: 'fake' } });
    // Neither runs nor money are spent on it.
    world.allowedRuns = 1;
    const again = await hears('how long does a  REFUND take');
    expect(again).toMatchObject({ text: first.text, cached: 'exact', asksModel: false });
    expect(again.row).toMatchObject({
      ...{ decision: 'answer', provider: 'openai', model: 'fake', text: first.text },
      ...{ input_tokens: null, output_tokens: null, cost: null },
    });
    expect(looks()).toEqual(['exact miss', 'near miss', 'exact hit']);
  });

  it('are given to whoever asks the same in other words, and not to who names another thing', async () => {
    await hears(question);
    looks();
    expect(await hears('How long do refunds take?')).toMatchObject({ cached: 'near', asksModel: false });
    expect(looks()).toEqual(['exact miss', 'near hit']);
    await hears('Do you deliver to Norway?');
    const other = await hears('Do you deliver to Sweden?');
    expect(other).toMatchObject({ cached: null, asksModel: true });
  });

  it('are not given when the article has changed, nor while it changes', async () => {
    await hears(question);
    expect(await hears(question)).toMatchObject({ cached: 'exact' });
    const [refunds] = articles;
    await world.knowledge.import(world.organizationId, [
      { ...refunds!, content: 'A refund takes eight days from the day your parcel arrives.' },
    ]);
    const changed = await hears(question);
    expect(changed).toMatchObject({ cached: null, text: expect.stringContaining('eight days') });
    // It changes while the model writes.
    await world.knowledge.embedPending(world.organizationId);
    model.behave('held');
    const asked = model.chats.length;
    const customer = await world.customer();
    const session = await customer.says('Say how long a refund takes?');
    await eventually(() => model.chats.length > asked);
    await world.knowledge.import(world.organizationId, [refunds!]);
    model.behave('normal');
    expect((await world.reaction(session)).content.text).toContain('eight days');
    await world.quiet();
    await world.knowledge.embedPending(world.organizationId);
    const after = await hears('Say how long a refund takes?');
    expect(after).toMatchObject({ cached: null, text: expect.stringContaining('five days') });
  });

  it.each([
    ['tone', 'Warm'],
    ['caution', 'balanced'],
    ['handOverOn', ['lawyer']],
  ] as const)('are not given when the setting "%s" has changed', async (name, value) => {
    const before = world.settings[name];
    await hears(question);
    expect(await hears(question)).toMatchObject({ asksModel: false });
    Object.assign(world.settings, { [name]: value });
    expect(await hears(question)).toMatchObject({ cached: null, asksModel: true });
    Object.assign(world.settings, { [name]: before });
  });

  it('of verified customers are not given to others', async () => {
    const rebate = 'How much is the wholesale rebate?';
    const proved = async () => hears(rebate, await world.customer('jwt'));
    const said = { text: expect.stringContaining('eleven percent') };
    expect(await proved()).toMatchObject({ ...said, cached: null });
    expect(await proved()).toMatchObject({ ...said, cached: 'exact' });
    const other = await hears(rebate);
    expect(other).toMatchObject({ cached: null });
    expect(other.text).not.toContain('eleven');
  });

  it('are neither given to nor kept of whom a model may look something up for', async () => {
    await hears(question);
    world.toolbox = () =>
      Promise.resolve({
        tools: [],
        mayCall: () => false,
        call: () => Promise.resolve({ outcome: 'none', text: '' }),
      });
    expect(await hears(question)).toMatchObject({ asksModel: true, cached: null });
    await hears('Do you deliver to Sweden?');
    world.toolbox = noToolbox;
    expect(await hears('Do you deliver to Sweden?')).toMatchObject({ asksModel: true, cached: null });
  });

  it('are neither given to nor kept of whom something is remembered, a language alone included', async () => {
    await hears(question);
    for (const [known, asked] of [
      [{ facts: [{ kind: 'preference', text: 'I am vegan, says CANARY.' }] }, 'Do you deliver to Norway?'],
      [{ language: 'de', facts: [] }, 'Norway?!'],
    ] as const) {
      world.recalled = () => Promise.resolve(known);
      if (known.facts.length > 0)
        expect(await hears(question)).toMatchObject({ asksModel: true, cached: null });
      await hears(asked);
      expect(JSON.stringify(model.chats.at(-1))).toContain(known.facts.length > 0 ? 'CANARY' : 'in German');
      world.recalled = noMemory;
      expect(await hears(asked)).toMatchObject({ asksModel: true, cached: null });
      expect(JSON.stringify(model.chats.at(-1))).not.toMatch(/CANARY|<known>/);
    }
  });

  it('are for the first question alone: what leans on what was said is answered anew, a greeting is nothing', async () => {
    await hears(question);
    looks();
    const customer = await world.customer();
    const greeted = await customer.says('hello');
    const hello = await world.reaction(greeted);
    const answered = await world.reaction(await customer.says(question), hello.seq + 1);
    await world.quiet();
    expect(looks()).toEqual(['exact hit']);
    await world.reaction(await customer.says('Do you deliver to Norway?'), answered.seq + 1);
    await world.quiet();
    expect(looks()).toEqual([]);
  });

  it('are not what the second provider wrote for one that is down, nor handovers', async () => {
    model.behave('500');
    const asked = 'Do you deliver parcels to Norway?';
    expect(await hears(asked)).toMatchObject({ row: { provider: 'extractive' } });
    model.behave('normal');
    expect(await hears(asked)).toMatchObject({ cached: null, row: { provider: 'openai' } });
    const unknown = 'Do you deliver parcels to the Moon?';
    model.behave({ says: 'HANDOVER: nothing is said of it' });
    await hears(unknown);
    expect(await hears(unknown)).toMatchObject({ cached: null, row: { decision: 'handover' } });
  });
});

it('answers in the articles’ own words are kept, too, and trying a question out shows how it is answered', async () => {
  const world = await createWorld(server, {
    provider: extractiveProvider(),
    answerCache: createMemoryAnswerCache(),
    deadlineMs: 60_000,
  });
  world.settings.caution = 'eager';
  await world.knowledge.import(world.organizationId, articles);
  for (let n = 0; n < 2; n += 1) await world.reaction(await (await world.customer()).says(question));
  await eventually(async () => (await world.recorded()).length === 2);
  expect((await world.recorded()).map(({ cached }) => cached)).toEqual([null, 'exact']);
  world.looked.length = 0;
  await world.responder.preview({ organizationId: world.organizationId, question, history: [] });
  expect(world.looked).toEqual([]);
  await world.close();
});

(redisIsHere() && !process.env['TEST_REDIS_URL'] ? it : it.skip)(
  'a Redis that is gone leaves nobody without an answer',
  async () => {
    const world = await createWorld(server, {
      provider: extractiveProvider(),
      answerCache: createRedisAnswerCache(client!.client),
      deadlineMs: 60_000,
    });
    world.settings.caution = 'eager';
    await world.knowledge.import(world.organizationId, articles);
    await redis!.kill!();
    const { content } = await world.reaction(await (await world.customer()).says(question));
    expect(content.text).toContain('five days');
    await world.close();
  },
);
