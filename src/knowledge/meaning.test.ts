import { createEventBus } from '../events';
import { createLog } from '../log';
import { eventually } from '../tools/eventually';
import { createMeaning, type Meaning } from './meaning';
import type { KnowledgeStore } from './store';
import type { VectorStore } from './vectors';

const nothing = {} as unknown;
let meaning: Meaning | undefined;
afterEach(async () => meaning?.close());

it('no query waits for the texts by which an embedder is measured, nor for those of articles', async () => {
  meaning = createMeaning({
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
  for (const query of ['one', 'two']) expect(await meaning.ofQuery(query)).toEqual(Float32Array.of(1));
  expect(meaning.scale()).toBeUndefined();
  expect(meaning.status().state).toBe('ready');
});

it('a model that takes longer to load than a query waits serves the queries after it', async () => {
  let load = (): void => undefined;
  const loaded = new Promise<void>((resolve) => (load = resolve));
  let asked = 0;
  meaning = createMeaning({
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
  expect(await meaning.ofQuery('when do I get my money back?')).toBeUndefined();
  // Nobody waits in vain meanwhile.
  expect(await meaning.ofQuery('when do I get my money back?')).toBeUndefined();
  expect(asked).toBe(1);
  expect(meaning.status().state).toBe('failing');
  load();
  await eventually(() => meaning!.status().state === 'ready');
  expect(await meaning.ofQuery('when do I get my money back?')).toEqual(Float32Array.of(1));
});
