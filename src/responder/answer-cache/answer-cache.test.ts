import { createLog } from '../../log';
import { aiSettings } from '../../protocol/answers';
import { extractiveProvider } from '../providers/extractive';
import { createAnswerCache, type AskedOfCache, type CachedAnswer } from './answer-cache';
import type { AnswerCacheStore } from './store';

const asked: AskedOfCache = {
  organizationId: 'o',
  audience: 'public',
  language: 'en',
  settings: aiSettings.parse({}),
  question: 'How long does a refund take?',
};
const answer: CachedAnswer = {
  decision: { kind: 'answer', text: 'Five days.', sources: [], confidence: 1 },
  ...{ found: [], labels: [], by: { name: 'extractive' } },
};
const { signal } = new AbortController();

function cacheOn(get?: AnswerCacheStore['get']) {
  const kept = new Map<string, string>();
  const state = { revision: '1', kept };
  const cache = createAnswerCache({
    store: {
      kind: 'memory',
      get: get ?? ((key) => Promise.resolve(kept.get(key))),
      async set(key, value) {
        kept.set(key, value);
      },
    },
    knowledge: {
      revision: async () => state.revision,
      vectorOf: async () => Float32Array.of(0.6, 0.8),
      unrelated: () => 0.1,
    },
    provider: extractiveProvider(),
    looked() {},
    log: createLog('silent'),
  });
  return { cache, state };
}

it('holds no question', async () => {
  const { cache, state } = cacheOn();
  await (await cache.look(asked, signal)).keep(answer);
  expect(state.kept.size).toBe(2);
  expect(JSON.stringify([...state.kept])).not.toMatch(/refund/i);
  expect((await cache.look(asked, signal)).hit).toEqual({ ...answer, cached: 'exact' });
});

it('keeps nothing of what was answered while the knowledge changed, or could not be searched by meaning any more', async () => {
  const { cache, state } = cacheOn();
  const { keep } = await cache.look(asked, signal);
  state.revision = '2';
  await keep(answer);
  expect(state.kept.size).toBe(0);
});

it('a store that fails or hangs is done without', async () => {
  const failing = cacheOn(() => Promise.reject(new Error('away')));
  expect((await failing.cache.look(asked, signal)).hit).toBeUndefined();
  const hanging = cacheOn(() => new Promise(() => undefined));
  expect((await hanging.cache.look(asked, signal)).hit).toBeUndefined();
});

it.each([
  [0.1, 0.9, 'near'],
  [0.1, 0.8, undefined],
  // Where all cosines lie between .7 and .9, what is unlike is near, too.
  [0.72, 0.9, undefined],
  [0.72, 0.97, 'near'],
  [undefined, 0.99, undefined],
])('with unrelated texts at %s, a cosine of %s is %s', async (unrelated, cosine, tier) => {
  const kept = new Map<string, string>();
  const cache = createAnswerCache({
    store: {
      kind: 'memory',
      get: async (key) => kept.get(key),
      set: async (key, value) => void kept.set(key, value),
    },
    knowledge: {
      revision: async () => '1',
      vectorOf: async (question) =>
        question === asked.question
          ? Float32Array.of(1, 0)
          : Float32Array.of(cosine, Math.sqrt(1 - cosine ** 2)),
      unrelated: () => unrelated,
    },
    provider: extractiveProvider(),
    looked() {},
    log: createLog('silent'),
  });
  await (await cache.look(asked, signal)).keep(answer);
  const other = { ...asked, question: 'How long do refunds take?' };
  expect((await cache.look(other, signal)).hit?.cached).toBe(tier);
});
