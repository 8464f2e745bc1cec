import { createLog } from '../../log';
import type { Article } from '../../protocol/knowledge';
import { createIndexes } from './indexes';
import type { Vector } from '../vectors';

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

/** Articles by id with the stamp that each has now, and the model or models that made its vectors. */
function world(recheckMs = 0) {
  const articles = new Map<string, { stamp: string; model?: string | string[] }>();
  const asked: string[][] = [];
  const state = {
    articles,
    asked,
    fails: false,
    waiting: 0,
    whole: 0,
    looks: 0,
    stampsHeld: undefined as Promise<unknown> | undefined,
  };
  const stamps = () => new Map([...articles].map(([id, { stamp }]) => [id, stamp]));
  const indexes = createIndexes({
    store: {
      fingerprint() {
        state.looks += 1;
        return Promise.resolve(JSON.stringify([...stamps()]));
      },
      async stamps() {
        const now = stamps();
        await state.stampsHeld;
        return now;
      },
      pending: () => Promise.resolve(Array.from({ length: state.waiting }, () => ({}) as never)),
      read: (_organization, ids) => Promise.resolve(ids.map(article)),
    },
    vectors: {
      read: (_sources, ids) =>
        state.fails
          ? Promise.reject(new Error('away'))
          : Promise.resolve(
              ids.flatMap((id) =>
                [articles.get(id)?.model ?? []].flat().flatMap((model) => vectorsOf(id, model)),
              ),
            ),
    },
    model: 'ours',
    canAsk: (model) => model === 'older',
    onMissingVectors(_organization, ids) {
      asked.push(ids);
      state.waiting = ids.length;
      return Promise.resolve(true);
    },
    onWhole: () => void (state.whole += 1),
    log: createLog('silent'),
    recheckMs,
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

test('Vectors of an older model serve until today’s has made all of them, and are forgotten then', async () => {
  const { articles, asked, indexes, state } = world();
  articles.set('a', { stamp: '1', model: 'older' });
  articles.set('b', { stamp: '1', model: 'older' });
  const before = await indexes.get('o');
  expect(indexes.serving('o')).toEqual({ model: 'older', isRemaking: true });
  expect([before.hasVectors('a'), before.hasVectors('b')]).toEqual([true, true]);
  expect(asked).toEqual([['a', 'b']]);
  const revision = await indexes.revision('o');

  articles.set('a', { stamp: '2', model: ['older', 'ours'] });
  state.waiting = 1;
  const midway = await indexes.get('o');
  expect(indexes.serving('o')).toEqual({ model: 'older', isRemaking: true });
  expect([midway.hasVectors('a'), midway.hasVectors('b')]).toEqual([true, true]);
  expect(state.whole).toBe(0);
  // So it is for a node that starts now.
  const other = world();
  for (const [id, one] of articles) other.articles.set(id, one);
  await other.indexes.get('o');
  expect(other.indexes.serving('o').model).toBe('older');

  articles.set('b', { stamp: '2', model: ['older', 'ours'] });
  state.waiting = 0;
  const after = await indexes.get('o');
  expect(indexes.serving('o')).toEqual({ model: 'ours', isRemaking: false });
  expect([after.hasVectors('a'), after.hasVectors('b')]).toEqual([true, true]);
  expect(state.whole).toBe(1);
  expect(await indexes.revision('o')).not.toBe(revision);
});

test('Where the older model cannot be asked any more words alone serve meanwhile', async () => {
  const { articles, indexes } = world();
  articles.set('a', { stamp: '1', model: 'gone' });
  expect((await indexes.get('o')).hasVectors('a')).toBe(false);
  expect(indexes.serving('o')).toEqual({ model: 'ours', isRemaking: true });
});

test('What is written while the store is being read is seen by the next search, however many searches wait', async () => {
  const { articles, indexes, state } = world();
  articles.set('a', { stamp: '1' });
  let go = (): void => undefined;
  state.stampsHeld = new Promise<void>((resolve) => (go = resolve));
  const first = indexes.get('o');
  await Promise.resolve();
  articles.set('b', { stamp: '1' });
  indexes.invalidate('o');
  const meanwhile = [indexes.get('o'), indexes.get('o')];
  go();
  await first;
  for (const index of await Promise.all(meanwhile)) expect([...index.stamps().keys()]).toEqual(['a', 'b']);
});

test('An article that waits for its first vectors is asked for by the first look alone', async () => {
  const { articles, asked, indexes } = world();
  articles.set('a', { stamp: '1' });
  await indexes.get('o');
  articles.set('b', { stamp: '1' });
  await indexes.get('o');
  expect(asked).toEqual([['a']]);
});

test('Who asks early has looked at the store for who asks within the second', async () => {
  const now = jest.spyOn(Date, 'now').mockReturnValue(10_000);
  const { articles, indexes, state } = world(2_000);
  articles.set('a', { stamp: '1', model: 'ours' });
  await indexes.getEarly('o');
  const looks = state.looks;
  now.mockReturnValue(10_900);
  await indexes.getEarly('o');
  expect(state.looks).toBe(looks);
  now.mockReturnValue(11_100);
  await indexes.getEarly('o');
  now.mockReturnValue(13_000);
  await indexes.get('o');
  expect(state.looks).toBe(looks + 1);
  now.mockRestore();
});
