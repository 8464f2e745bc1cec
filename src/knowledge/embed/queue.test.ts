import { DomainError } from '../../errors';
import { createLog } from '../../log';
import type { Article } from '../../protocol/knowledge';
import { embedPending } from './queue';

const down = () => new DomainError('unavailable', 'The embeddings server answered 500.');

/** Articles with these contents wait; `embed` is what the server does. */
function queueOf(
  contents: string[],
  embed: (texts: readonly string[]) => void,
  { language, knows = () => true }: { language?: string; knows?: (of: string | undefined) => boolean } = {},
) {
  const states = new Map(contents.map((content) => [content, 'pending']));
  const asked: number[] = [];
  const stored = new Map<string, number>();
  const deps: Parameters<typeof embedPending>[0] = {
    store: {
      pending: async (_, limit) =>
        contents
          .filter((content) => states.get(content) === 'pending')
          .slice(0, limit)
          .map((content) => ({
            article: { id: content, title: 't', content, ...(language && { language }) } as Article,
            contentHash: 'h',
          })),
      settle: async (_, id, { status }) => Boolean(states.set(id, status)),
      requeue: async () => undefined,
    },
    vectors: {
      replace: async ({ sourceId }, all) => void stored.set(sourceId, all.length),
      remove: async () => 0,
      keepModel: async () => 0,
      newest: async () => ({ items: [] }),
      read: async () => [],
    },
    embedder: {
      name: 'e',
      about: '',
      embedQuery: async () => Float32Array.of(1),
      supports: knows,
      async embed(texts) {
        asked.push(texts.length);
        embed(texts);
        return texts.map(() => Float32Array.of(1));
      },
      close: async () => undefined,
    },
    log: createLog('silent'),
  };
  return { states, asked, stored, run: () => embedPending(deps, 'o', new AbortController().signal) };
}

const failAt = (poison: string) => (texts: readonly string[]) => {
  if (texts.some((text) => text.includes(poison))) throw down();
};

it('a text at which the server always fails holds none of the others, and is marked at last', async () => {
  const { states, run } = queueOf(['one', 'poison', 'three', 'four'], failAt('poison'));
  expect(await run()).toEqual({ settled: 4, more: false });
  expect(Object.fromEntries(states)).toEqual({
    one: 'ready',
    poison: 'failed',
    three: 'ready',
    four: 'ready',
  });
});

it('a server that is down is asked a few times, and everything waits on', async () => {
  const { states, asked, run } = queueOf(['one', 'two', 'three', 'four', 'five'], failAt(''));
  await expect(run()).rejects.toThrow('answered 500');
  expect(new Set(states.values())).toEqual(new Set(['pending']));
  expect(asked.length).toBeLessThanOrEqual(3);
});

it('a single text that waits is not at fault while nothing else tells', async () => {
  const { states, run } = queueOf(['one'], failAt('one'));
  await expect(run()).rejects.toThrow('answered 500');
  expect(states.get('one')).toBe('pending');
});

const long = (word: string) =>
  Array.from({ length: 40 }, (_, i) => `Sentence ${i} of ${word} is here. `.repeat(20)).join('\n\n');

it('passages go in groups, not an article too many at once', async () => {
  const { asked, run } = queueOf([long('a'), long('b'), 'x', 'y'], () => undefined);
  await run();
  expect(asked.length).toBeGreaterThan(1);
});

it('an article of so many passages that it goes alone holds none of the others either', async () => {
  const poison = long('poison');
  const { states, run } = queueOf([poison, 'two', 'three'], failAt('poison'));
  expect(await run()).toEqual({ settled: 3, more: false });
  expect([...states.values()]).toEqual(['failed', 'ready', 'ready']);
});

const priceList =
  '| Kayak | Half day | Whole day |\n| --- | --- | --- |\n| Single | £20 | £35 |\n| Double | £30 | £50 |';

it('an article is in the language that it is said to be in, else in that of its words, not of its table', async () => {
  const english = (language?: string) => language === undefined || language === 'en';
  for (const [language, status] of [
    ['en', 'ready'],
    ['fr', 'off'],
    [undefined, 'ready'],
  ] as const) {
    const content = `# Kayaks\n\nYou can rent a kayak by the day.\n\n## Prices\n\n${priceList}\n\n1. Choose a date.`;
    const { states, stored, run } = queueOf([content], () => undefined, {
      ...(language && { language }),
      knows: english,
    });
    await run();
    expect([language, ...states.values()]).toEqual([language, status]);
    // What another language's words had before is not found by any more.
    expect([...stored.values()].every((count) => count > 0)).toBe(status === 'ready');
    expect(stored.size).toBe(1);
  }
});
