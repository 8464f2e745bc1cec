// Knowledge on real stores: by words at once, by meaning as vectors come, fresh on every node, and alive while an embedder is not.
import { createEventBus } from '../src/events';
import { builtInEmbedder } from '../src/knowledge/embed/onnx';
import type { EmbedderChoice } from '../src/knowledge/embed/embedder';
import { openaiEmbedder } from '../src/knowledge/embed/openai';
import { createKnowledge, type Knowledge } from '../src/knowledge/knowledge';
import { noSynonyms } from '../src/knowledge/synonyms';
import { createLog } from '../src/log';
import { openPostgres, type Postgres } from '../src/stores/postgres/connection/database';
import { createVectorStore } from '../src/stores/postgres/documents';
import { createKnowledgeStore } from '../src/stores/postgres/tenant/knowledge/knowledge';
import { eventually, eventuallyPasses } from '../src/tools/eventually';
import { wordsAlone } from './answers-world';
import { startFakeModel, type FakeModel } from './dev-env/fake-model';
import { knowledgeNode, newOrganization } from './dev-env/knowledge-node';
import { throwawayPostgres, type ThrowawayPostgres } from './dev-env/postgres';

let server: ThrowawayPostgres;
let url: string;
let postgres: Postgres;
let model: FakeModel;
const nodes: Knowledge[] = [];

beforeAll(async () => {
  server = await throwawayPostgres();
  url = (await server.migratedDatabase()).url;
  postgres = await openPostgres({ url, log: createLog('silent') });
});
beforeEach(async () => {
  model = await startFakeModel();
});
afterEach(async () => {
  for (const node of nodes.splice(0)) await node.close();
  await model.close();
});
afterAll(async () => {
  await postgres?.close();
  await server?.stop();
});

function node(embeddings: EmbedderChoice): Knowledge {
  const knowledge = knowledgeNode(postgres, embeddings);
  nodes.push(knowledge);
  return knowledge;
}

const organization = () => newOrganization(url);

const fake = (name = 'fake'): EmbedderChoice => ({
  embedder: openaiEmbedder({ baseUrl: model.baseUrl, apiKey: 'sk-test', model: name }),
});

/** Worker threads of this process. */
const threads = () => (process.report.getReport() as unknown as { workers: unknown[] }).workers.length;

const titles = async (knowledge: Knowledge, organizationId: string, query: string) =>
  (await knowledge.search(organizationId, query, { limit: 3 })).map(({ title }) => title);

it('an article is found by its words the moment it is written, changed and removed', async () => {
  const organizationId = await organization();
  const knowledge = node(wordsAlone);
  const article = await knowledge.create(organizationId, {
    title: 'Kayaks',
    content: 'A kayak comes by freight.',
  });
  expect(await titles(knowledge, organizationId, 'kayak')).toEqual(['Kayaks']);
  await knowledge.update(organizationId, article.id, {
    content: 'A canoe comes by freight.',
    title: 'Canoes',
  });
  expect(await titles(knowledge, organizationId, 'kayak')).toEqual([]);
  expect(await titles(knowledge, organizationId, 'canoe')).toEqual(['Canoes']);
  await knowledge.remove(organizationId, article.id);
  expect(await titles(knowledge, organizationId, 'canoe')).toEqual([]);
  await expect(knowledge.get(organizationId, article.id)).rejects.toMatchObject({ code: 'not_found' });
  await expect(knowledge.remove(organizationId, article.id)).rejects.toMatchObject({ code: 'not_found' });
});

it('what one node writes another finds, words and vectors', async () => {
  const organizationId = await organization();
  const [here, there] = [node(fake()), node(fake())];
  expect(await titles(there, organizationId, 'kayak')).toEqual([]);
  const article = await here.create(organizationId, {
    title: 'Kayaks',
    content: 'A kayak comes by freight.',
  });
  await eventually(async () => (await titles(there, organizationId, 'kayak')).length === 1);
  await eventually(async () => (await here.status(organizationId)).pending === 0);
  await eventually(async () => (await titles(there, organizationId, 'freight')).length === 1);
  await here.remove(organizationId, article.id);
  await eventually(async () => (await titles(there, organizationId, 'kayak')).length === 0);
});

it('organizations do not see each other, nor do their answers', async () => {
  const [ours, theirs] = [await organization(), await organization()];
  const knowledge = node(fake());
  await knowledge.create(theirs, { title: 'Theirs', content: 'The canary sings.' });
  await knowledge.create(ours, { title: 'Ours', content: 'The parrot talks.' });
  expect(await titles(knowledge, ours, 'canary')).not.toContain('Theirs');
  expect((await knowledge.status(ours)).articles).toBe(1);
});

it('while the embedder is down words serve, and the vectors come when it is back', async () => {
  const organizationId = await organization();
  model.behave('500');
  const knowledge = node(fake());
  await knowledge.create(organizationId, { title: 'Kayaks', content: 'A kayak comes by freight.' });
  await knowledge.embedPending(organizationId);
  expect(await titles(knowledge, organizationId, 'kayak')).toEqual(['Kayaks']);
  expect(await knowledge.status(organizationId)).toMatchObject({
    pending: 1,
    embeddings: { state: 'failing', reason: 'The embeddings server answered 500.' },
  });
  model.behave('normal');
  await knowledge.embedPending(organizationId);
  expect(await knowledge.status(organizationId)).toMatchObject({
    pending: 0,
    embeddings: { state: 'ready' },
  });
});

it('a word that may be of any language is asked as it was written, where the model knows more than English', async () => {
  const organizationId = await organization();
  const embedder = fake().embedder!;
  const english = { ...embedder, supports: (language?: string) => [undefined, 'en'].includes(language) };
  const asked = async (choice: EmbedderChoice, query: string) => {
    model.embedded.length = 0;
    await node(choice).search(organizationId, query, { limit: 3 });
    return model.embedded.flat();
  };
  expect(await asked({ embedder: english }, 'Paket')).toContain('packet');
  const heard = await asked({ embedder }, 'Paket');
  expect(heard).toContain('Paket');
  expect(heard).not.toContain('packet');
  expect(await asked({ embedder }, 'how logn does teh refnd tkae')).toContain(
    'how long does the refund take',
  );
});

it('a language that nobody said goes with the words that it was guessed of, and one that somebody said stays', async () => {
  const organizationId = await organization();
  const knowledge = node(fake());
  const german = 'Wer ein Kajak zurückschickt, bekommt sein Geld nach einer Woche wieder.';
  const english = 'Whoever sends a kayak back gets the money after a week.';
  const guessed = await knowledge.create(organizationId, { title: 'Kajak', content: german });
  const said = await knowledge.create(organizationId, { title: 'Kajak', content: german, language: 'nl' });
  expect([guessed.language, said.language]).toEqual(['de', 'nl']);
  const change = { title: 'Kayak', content: english };
  expect((await knowledge.update(organizationId, guessed.id, change)).language).toBe('en');
  expect((await knowledge.update(organizationId, said.id, change)).language).toBe('nl');

  const imported = { externalId: 'k', title: 'Kayak', content: english };
  await knowledge.import(organizationId, [{ ...imported, language: 'nl' }]);
  expect((await knowledge.import(organizationId, [imported]))[0]!.language).toBe('nl');
  expect((await knowledge.import(organizationId, [{ ...imported, content: german }]))[0]!.language).toBe(
    'de',
  );
});

it('another model makes all vectors again, once', async () => {
  const organizationId = await organization();
  const before = node(fake('first'));
  await before.create(organizationId, { title: 'Kayaks', content: 'A kayak comes by freight.' });
  await before.embedPending(organizationId);
  await before.close();
  const after = node(fake('second'));
  model.embedded.length = 0;
  expect(await titles(after, organizationId, 'kayak')).toEqual(['Kayaks']);
  await eventually(async () =>
    model.embedded.some((texts) => texts.includes('Kayaks. A kayak comes by freight.')),
  );
  await eventually(async () => (await after.status(organizationId)).pending === 0);
  const embedded = model.embedded.length;
  await after.embedPending(organizationId);
  expect(model.embedded.length).toBe(embedded);
});

it('while another model makes its vectors those of the older one serve, and how far it is is told', async () => {
  const organizationId = await organization();
  const { embedder: older } = fake('first');
  const before = node({ embedder: older! });
  await before.import(organizationId, [
    { externalId: '1', title: 'Kayaks', content: 'A kayak comes by freight.' },
    { externalId: '2', title: 'Tents', content: 'A tent is heavy.' },
  ]);
  await before.embedPending(organizationId);
  await before.close();
  let go = (): void => undefined;
  const held = new Promise<void>((resolve) => (go = resolve));
  const asked: string[] = [];
  const listening = (name: string) => {
    const { embedder } = fake(name);
    const embedQuery = (text: string) => (asked.push(name), embedder!.embedQuery(text));
    return { ...embedder!, embedQuery };
  };
  const second = listening('second');
  const after = node({
    embedder: { ...second, embed: async (texts) => (await held, second.embed(texts)) },
    older: (name) => (name === 'openai:first' ? listening('first') : undefined),
  });
  expect(await titles(after, organizationId, 'kayak')).toContain('Kayaks');
  expect(asked).toEqual(['first']);
  expect((await after.status(organizationId)).embeddings.remaking).toEqual({
    ...{ made: 0, of: 2, servedBy: 'openai:first' },
  });
  go();
  await eventually(async () => (await after.status(organizationId)).embeddings.remaking === undefined);
  // The index that serves hears of it a moment later; each time other words are asked, for those of before are remembered.
  let times = 0;
  await eventuallyPasses(async () => {
    asked.length = 0;
    expect(await titles(after, organizationId, `kayaks ${(times += 1)}`)).toContain('Kayaks');
    expect(asked).toEqual(['second']);
  });
  const { items } = await after.list(organizationId, {}, { limit: 10 });
  await eventually(async () => {
    const sources = { organizationId, sourceType: 'knowledge_base' } as const;
    const left = await createVectorStore(postgres.documents).read(
      sources,
      items.map(({ id }) => id),
    );
    return left.length === 4 && left.every(({ metadata }) => metadata['model'] === 'openai:second');
  });
});

it('while articles are embedded a search reads the vectors of those alone that changed, and embeds many at once', async () => {
  const organizationId = await organization();
  const read: string[] = [];
  const real = createVectorStore(postgres.documents);
  const knowledge = createKnowledge({
    synonymsOf: () => Promise.resolve(noSynonyms),
    store: createKnowledgeStore((id, work) => postgres.withOrganization(id, work)),
    vectors: {
      ...real,
      read: (source, ids) => {
        read.push(...ids);
        return real.read(source, ids);
      },
    },
    embeddings: fake(),
    events: createEventBus(() => {}),
    embedLater: () => {},
    log: createLog('silent'),
    recheckMs: 0,
  });
  nodes.push(knowledge);
  const articles = Array.from({ length: 60 }, (_, i) => ({
    title: `Kayak ${i}`,
    content: `Kayak number ${i} comes by freight.`,
  }));
  model.embedded.length = 0;
  await knowledge.import(organizationId, articles);
  await knowledge.embedPending(organizationId);
  expect(await titles(knowledge, organizationId, 'kayak')).toHaveLength(3);
  // 120 texts in requests of at most 64.
  expect(model.embedded.length).toBeLessThanOrEqual(8);
  read.length = 0;
  const changed = await knowledge.create(organizationId, { title: 'Canoe', content: 'A canoe is lighter.' });
  await knowledge.embedPending(organizationId);
  expect(await titles(knowledge, organizationId, 'canoe')).toContain('Canoe');
  expect(new Set(read)).toEqual(new Set([changed.id]));
});

it('a search that was prepared asks the model nothing and the store nothing, and one that comes meanwhile waits for the same', async () => {
  const organizationId = await organization();
  const store = createKnowledgeStore((id, work) => postgres.withOrganization(id, work));
  let looks = 0;
  const knowledge: Knowledge = createKnowledge({
    synonymsOf: () => Promise.resolve(noSynonyms),
    store: { ...store, fingerprint: (id) => ((looks += 1), store.fingerprint(id)) },
    vectors: createVectorStore(postgres.documents),
    embeddings: fake(),
    events: createEventBus(() => {}),
    embedLater: () => {},
    log: createLog('silent'),
    recheckMs: 60_000,
  });
  nodes.push(knowledge);
  await knowledge.create(organizationId, { title: 'Kayaks', content: 'A kayak comes by freight.' });
  await knowledge.embedPending(organizationId);
  await titles(knowledge, organizationId, 'warm');
  looks = 0;
  const asked = (query: string) => model.embedded.flat().filter((text) => text === query).length;
  await Promise.all([
    knowledge.prepare(organizationId, 'by air?'),
    titles(knowledge, organizationId, 'by air?'),
  ]);
  expect(asked('by air?')).toBe(1);
  await knowledge.prepare(organizationId, 'by freight?');
  expect(await titles(knowledge, organizationId, 'by freight?')).toEqual(['Kayaks']);
  expect(asked('by freight?')).toBe(1);
  expect(looks).toBe(0);
});

it('says that search uses words alone, and why', async () => {
  const organizationId = await organization();
  const knowledge = node(wordsAlone);
  await knowledge.create(organizationId, { title: 'Kayaks', content: 'A kayak.' });
  await knowledge.embedPending(organizationId);
  expect(await knowledge.status(organizationId)).toEqual({
    articles: 1,
    samples: 0,
    chunks: 1,
    pending: 0,
    failed: 0,
    embeddings: { provider: 'off', state: 'off', reason: 'this test searches by words' },
  });
});

it('answers from the index at hand while the database is away', async () => {
  const organizationId = await organization();
  let down = false;
  const real = createKnowledgeStore((id, work) => postgres.withOrganization(id, work));
  const knowledge = createKnowledge({
    synonymsOf: () => Promise.resolve(noSynonyms),
    store: {
      ...real,
      fingerprint: (id) => (down ? Promise.reject(new Error('down')) : real.fingerprint(id)),
    },
    vectors: createVectorStore(postgres.documents),
    embeddings: wordsAlone,
    events: createEventBus(() => {}),
    embedLater: () => undefined,
    log: createLog('silent'),
    recheckMs: 0,
  });
  nodes.push(knowledge);
  await knowledge.create(organizationId, { title: 'Kayaks', content: 'A kayak.' });
  expect(await titles(knowledge, organizationId, 'kayak')).toEqual(['Kayaks']);
  down = true;
  expect(await titles(knowledge, organizationId, 'kayak')).toEqual(['Kayaks']);
  await expect(titles(knowledge, await organization(), 'kayak')).rejects.toThrow('down');
});

const builtIn = builtInEmbedder();
(builtIn.embedder ? describe : describe.skip)('the built-in embedder', () => {
  it('finds what is said in other words', async () => {
    const organizationId = await organization();
    const knowledge = node(builtIn);
    await knowledge.import(organizationId, [
      { title: 'Reimbursement', content: 'You are reimbursed within five working days.' },
      { title: 'Opening hours', content: 'The shop opens at eight in the morning.' },
    ]);
    await knowledge.embedPending(organizationId);
    // A query that comes while the model loads is answered by words alone, which find nothing here.
    const [best] = await eventually(async () => {
      const found = await titles(knowledge, organizationId, 'when do I get my money back?');
      return found.length > 0 && found;
    });
    expect(best).toBe('Reimbursement');
  });

  it('ends its thread when idle, and starts another on need', async () => {
    const { embedder } = builtInEmbedder(50);
    const before = threads();
    const [first] = await embedder!.embed(['money back']);
    await eventually(() => threads() === before);
    expect(await embedder!.embed(['money back'])).toEqual([first]);
    await embedder!.close();
  });

  // A thread that is terminated within a run of the model aborts the process, and every test of this file with it.
  it('ends in the middle of its work, and says so to whoever waits', async () => {
    const texts = Array.from({ length: 32 }, (_, n) => `Order ${n}: ${'refunds take days '.repeat(20)}`);
    const before = threads();
    for (const warm of [0, 1, 2]) {
      const { embedder } = builtInEmbedder();
      await embedder!.embed(texts.slice(0, warm));
      const underWay = embedder!.embed(texts);
      await Promise.all([expect(underWay).rejects.toThrow('was stopped'), embedder!.close()]);
    }
    expect(threads()).toBe(before);
  });

  it('leaves articles in other languages to words', async () => {
    const organizationId = await organization();
    const knowledge = node(builtIn);
    const content = 'Eine Rückerstattung dauert fünf Werktage, nachdem das Paket bei uns angekommen ist.';
    await knowledge.create(organizationId, { title: 'Rückerstattung', content });
    await knowledge.embedPending(organizationId);
    expect((await knowledge.list(organizationId, {}, { limit: 5 })).items).toMatchObject([
      { embeddingStatus: 'off' },
    ]);
    expect(await titles(knowledge, organizationId, 'Wie lange dauert die Rückerstattung?')).toEqual([
      'Rückerstattung',
    ]);
  });
});
