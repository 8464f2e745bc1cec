import { createLog } from '../log';
import type { Article } from '../protocol/knowledge';
import { createIndexes } from './indexes';
import type { Vector } from './vectors';

const article = (id: string) =>
  ({
    id,
    title: 'Refunds',
    content: 'A refund takes five days.',
    tags: [],
    audience: 'public',
  }) as unknown as Article;
const vectorsOf = (id: string, model: string): Vector[] =>
  ['Refunds', 'Refunds. A refund takes five days.'].map((text) => ({
    organizationId: 'o',
    sourceType: 'knowledge_base',
    sourceId: id,
    text,
    embedding: Float32Array.from([1, 0]),
    metadata: { model },
    createdAt: '',
  }));

/** Articles by id with the stamp that each has now, and the model that made its vectors. */
function world() {
  const articles = new Map<string, { stamp: string; model?: string }>();
  const asked: string[][] = [];
  const state = { articles, asked, fails: false };
  const stamps = () => new Map([...articles].map(([id, { stamp }]) => [id, stamp]));
  const indexes = createIndexes({
    store: {
      fingerprint: () => Promise.resolve(JSON.stringify([...stamps()])),
      stamps: () => Promise.resolve(stamps()),
      read: (_organization, ids) => Promise.resolve(ids.map(article)),
    },
    vectors: {
      read: (_sources, ids) =>
        state.fails
          ? Promise.reject(new Error('away'))
          : Promise.resolve(
              ids.flatMap((id) => (articles.get(id)?.model ? vectorsOf(id, articles.get(id)!.model!) : [])),
            ),
    },
    model: 'ours',
    onMissingVectors: (_organization, ids) => void asked.push(ids),
    log: createLog('silent'),
    recheckMs: 0,
  });
  return { ...state, state, indexes };
}

test('Vectors whose read failed are read again, at the first look and at a later one', async () => {
  const { articles, indexes, state } = world();
  articles.set('a', { stamp: '1', model: 'ours' });
  state.fails = true;
  await expect(indexes.get('o')).rejects.toThrow('away');
  state.fails = false;
  expect((await indexes.get('o')).hasVectors('a')).toBe(true);
  articles.set('b', { stamp: '1', model: 'ours' });
  state.fails = true;
  await indexes.get('o');
  state.fails = false;
  expect((await indexes.get('o')).hasVectors('b')).toBe(true);
});

test('Vectors that another model made meanwhile are asked for, and not at every look', async () => {
  const { articles, asked, indexes } = world();
  articles.set('a', { stamp: '1', model: 'ours' });
  await indexes.get('o');
  expect(asked).toEqual([]);
  articles.set('b', { stamp: '1', model: 'another' });
  await indexes.get('o');
  articles.set('c', { stamp: '1', model: 'another' });
  await indexes.get('o');
  expect(asked).toEqual([['b']]);
  articles.set('b', { stamp: '2', model: 'ours' });
  expect((await indexes.get('o')).hasVectors('b')).toBe(true);
});

test('An article that waits for its first vectors is asked for by the first look alone', async () => {
  const { articles, asked, indexes } = world();
  articles.set('a', { stamp: '1' });
  await indexes.get('o');
  articles.set('b', { stamp: '1' });
  await indexes.get('o');
  expect(asked).toEqual([['a']]);
});
