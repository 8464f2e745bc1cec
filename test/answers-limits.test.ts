// What one customer does with the AI costs neither the others theirs, nor the organization more than it set aside.
import { eventually } from '../src/tools/eventually';
import { demoArticles } from '../src/knowledge/demo';
import { openaiProvider } from '../src/responder/providers/openai';
import { createWorld, type Customer, type World } from './answers-world';
import { startFakeModel, type Behaviour, type FakeModel } from './dev-env/fake-model';
import { throwawayPostgres, type ThrowawayPostgres } from './dev-env/postgres';

const question = 'how long does a refund take?';
let server: ThrowawayPostgres;
let model: FakeModel;
let world: World;

beforeAll(async () => {
  server = await throwawayPostgres();
});
afterAll(() => server?.stop());

beforeEach(async () => {
  model = await startFakeModel();
  const provider = openaiProvider({ baseUrl: model.baseUrl, apiKey: 'sk-test', model: 'fake' });
  world = await createWorld(server, { provider, debounceMs: 1 });
  await world.knowledge.import(world.organizationId, demoArticles);
});
afterEach(async () => {
  await model.close();
  await world.close();
});

/** One question in a conversation of its own. */
async function askAndEnd(customer: Customer) {
  const session = await customer.says(question);
  const reaction = await world.reaction(session);
  const by = { kind: 'customer', id: customer.id, name: 'Visitor' } as const;
  const { organizationId } = world;
  await world.sessions.close({ organizationId, sessionId: session.id, by });
  return reaction;
}

it.each<[string, Behaviour | { says: string }]>([
  ['without words', { says: '   ' }],
  ['longer than it may be', 'long'],
  ['that no article supports', 'uncited'],
])('answers %s are no failures of the model: it is asked again', async (_, behaviour) => {
  model.behave(behaviour);
  for (let i = 0; i < 4; i += 1) await world.reaction(await (await world.customer()).says(question));
  expect(world.responder.stats().openBreakers).toBe(0);
  expect(model.chats).toHaveLength(4);
});

it('customers whom an agent takes over meanwhile say nothing of the model', async () => {
  model.behave('hang');
  for (let i = 1; i <= 4; i += 1) {
    const session = await (await world.customer()).says(question);
    await eventually(() => model.chats.length >= i);
    await world.responder.requestHuman(session);
  }
  expect(world.responder.stats().openBreakers).toBe(0);
});

it('ending a conversation and beginning another does not reset the turn cap', async () => {
  world.settings.turnCap = 3;
  const customer = await world.customer();
  const reactions = [];
  for (let i = 0; i < 6; i += 1) reactions.push(await askAndEnd(customer));
  expect(reactions.map(({ sender }) => sender)).toEqual(['ai', 'ai', 'ai', 'system', 'system', 'system']);
  expect(reactions.at(-1)!.content.packet).toMatchObject({ trigger: 'turn_cap' });
  expect(model.chats).toHaveLength(3);
  // Somebody else's count is their own.
  expect((await askAndEnd(await world.customer())).sender).toBe('ai');
});

it('the turn cap counts one case: the 13th question ever is answered like the first', async () => {
  world.settings.turnCap = 3;
  const customer = await world.customer();
  // The same once more would say that the answer did not help.
  const questions = [question, 'what does delivery to Norway cost?', 'how long is a gift card valid?'];
  let asked = 0;
  const ask = async (end: 'keep' | 'end') => {
    const session = await customer.says(questions[asked++ % questions.length]!);
    const { sender } = await world.reaction(session, session.headSeq);
    const { organizationId } = world;
    const by = { kind: 'customer', id: customer.id, name: 'Visitor' } as const;
    if (end === 'end') await world.sessions.close({ organizationId, sessionId: session.id, by });
    return sender;
  };
  // Two cases within an hour, each below the cap, together above it.
  expect([await ask('keep'), await ask('end')]).toEqual(['ai', 'ai']);
  expect([await ask('keep'), await ask('keep'), await ask('end')]).toEqual(['ai', 'ai', 'ai']);
  // What was answered longer ago than an hour counts no more.
  await world.postgres.withOrganization(world.organizationId, (manager) =>
    manager.query(`UPDATE answers SET created_at = created_at - interval '2 hours'`),
  );
  expect([await ask('keep'), await ask('keep'), await ask('keep')]).toEqual(['ai', 'ai', 'ai']);
  expect(await ask('end')).toBe('system');
});

it('beyond the runs of a day people answer, and the packet says why', async () => {
  world.allowedRuns = 2;
  for (let i = 0; i < 2; i += 1) expect((await askAndEnd(await world.customer())).sender).toBe('ai');
  const { content } = await askAndEnd(await world.customer());
  expect(content.packet).toMatchObject({
    trigger: 'turn_cap',
    reason: expect.stringContaining('AI_RUNS_PER_DAY'),
  });
  expect(model.chats).toHaveLength(2);
});
