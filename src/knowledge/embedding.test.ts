import { createEventBus } from '../events';
import { createLog } from '../log';
import { eventually } from '../tools/eventually';
import { createEmbedding, type Embedding } from './embedding';
import { createQueryVectors } from './query-vectors';
import type { KnowledgeStore } from './store';
import type { VectorStore } from './vectors';

const nothing = {} as unknown;
let embedding: Embedding | undefined;
afterEach(async () => embedding?.close());

it('no query waits for the texts by which an embedder is measured, nor for those of articles', async () => {
  embedding = createEmbedding({
    store: nothing as KnowledgeStore,
    vectors: nothing as VectorStore,
    embeddings: {
      embedder: {
        name: 'slow with texts',
        supports: () => true,
        about: '',
        embed: () => new Promise(() => undefined),
        embedQuery: () => Promise.resolve(Float32Array.of(1)),
        close: () => Promise.resolve(),
      },
    },
    events: createEventBus(() => undefined),
    embedLater: () => undefined,
    log: createLog('silent'),
  });
  for (const query of ['one', 'two']) expect(await embedding.ofQuery(query)).toEqual(Float32Array.of(1));
  expect(embedding.scale()).toBeUndefined();
  expect(embedding.status().state).toBe('ready');
});

it('a model that takes longer to load than a query waits serves the queries after it', async () => {
  let load = (): void => undefined;
  const loaded = new Promise<void>((resolve) => (load = resolve));
  let asked = 0;
  embedding = createEmbedding({
    store: nothing as KnowledgeStore,
    vectors: nothing as VectorStore,
    embeddings: {
      embedder: {
        name: 'slow to load',
        supports: () => true,
        about: '',
        embed: async () => [],
        async embedQuery() {
          asked += 1;
          await loaded;
          return Float32Array.of(1);
        },
        close: () => Promise.resolve(),
      },
    },
    events: createEventBus(() => undefined),
    embedLater: () => undefined,
    log: createLog('silent'),
    queryVectorMs: 20,
  });
  expect(await embedding.ofQuery('when do I get my money back?')).toBeUndefined();
  // Nobody waits in vain meanwhile.
  expect(await embedding.ofQuery('when do I get my money back?')).toBeUndefined();
  expect(asked).toBe(1);
  expect(embedding.status().state).toBe('failing');
  load();
  await eventually(() => embedding!.status().state === 'ready');
  expect(await embedding.ofQuery('when do I get my money back?')).toEqual(Float32Array.of(1));
  // It came too late for who asked, and is remembered.
  expect(asked).toBe(1);
});

it('who asks the same while it is looked up waits for the same, and what failed is looked up anew', async () => {
  const asked: string[] = [];
  const embedder = {
    ...{ name: 'm', about: '', supports: () => true, close: () => Promise.resolve() },
    embed: () => new Promise<never>(() => undefined),
    async embedQuery(text: string) {
      asked.push(text);
      if (text === 'bad') throw new Error('not now');
      return Float32Array.of(text.length);
    },
  };
  const closing = new AbortController();
  const vectors = createQueryVectors(embedder, { closing: closing.signal, log: createLog('silent') });
  const [one, three] = [Float32Array.of(1), Float32Array.of(3)];
  const found = await Promise.all(['a', 'abc', 'a', 'a'].map((text) => vectors.of(text)));
  expect(found).toEqual([one, three, one, one]);
  expect(await vectors.of('a')).toEqual(one);
  expect(asked).toEqual(['a', 'abc']);
  // What failed is asked for anew.
  for (let times = 0; times < 2; times += 1) {
    expect(await Promise.all(['bad', 'bad'].map((text) => vectors.of(text)))).toEqual([undefined, undefined]);
    vectors.works();
  }
  expect(asked).toEqual(['a', 'abc', 'bad', 'bad']);
  closing.abort();
});
