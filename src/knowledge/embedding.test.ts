import { createEventBus } from '../events';
import { createLog } from '../log';
import { eventually } from '../tools/eventually';
import { createEmbedding, type Embedding } from './embedding';
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
});
