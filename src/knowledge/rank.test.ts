import fc from 'fast-check';
import { rank } from './rank';

describe('ranking', () => {
  it('goes by words where there are no vectors', () => {
    const ranked = rank(
      [
        { chunkId: 'a', bm25: 2 },
        { chunkId: 'b', bm25: 8 },
        { chunkId: 'c', bm25: 0 },
      ],
      3,
    );
    expect(ranked.map(({ chunkId }) => chunkId)).toEqual(['b', 'a']);
  });

  it('puts meaning above words, and lets words decide between equals', () => {
    const meant = rank(
      [
        { chunkId: 'a', bm25: 4, cosine: 0.2 },
        { chunkId: 'b', bm25: 0, cosine: 0.7 },
      ],
      3,
    );
    expect(meant[0]!.chunkId).toBe('b');
    const equal = rank(
      [
        { chunkId: 'a', bm25: 1, cosine: 0.5 },
        { chunkId: 'b', bm25: 4, cosine: 0.5 },
      ],
      3,
    );
    expect(equal[0]!.chunkId).toBe('b');
  });

  it('finds a passage by its words while its vectors are still being made', () => {
    const ranked = rank(
      [
        { chunkId: 'new', bm25: 12 },
        { chunkId: 'old', bm25: 0, cosine: 0.3 },
      ],
      2,
    );
    expect(ranked[0]!.chunkId).toBe('new');
  });

  it('is unsure where words are missing that the query is about', () => {
    const all = rank([{ chunkId: 'a', bm25: 8 }], 2)[0]!.score;
    const few = rank([{ chunkId: 'a', bm25: 8 }], 9)[0]!.score;
    expect(few).toBeLessThan(all);
  });

  it('gives scores between 0 and 1 that never rise down the list', () => {
    const one = fc.record({
      chunkId: fc.uuid(),
      bm25: fc.double({ min: 0, max: 200, noNaN: true }),
      cosine: fc.option(fc.double({ min: -1, max: 1, noNaN: true }), { nil: undefined }),
    });
    fc.assert(
      fc.property(fc.array(one), fc.double({ min: 0, max: 60, noNaN: true }), (evidence, weight) => {
        const scores = rank(
          evidence.map(({ cosine, ...rest }) => ({ ...rest, ...(cosine !== undefined && { cosine }) })),
          weight,
        ).map(({ score }) => score);
        for (const score of scores) expect(score >= 0 && score <= 1).toBe(true);
        expect(scores).toEqual([...scores].sort((a, b) => b - a));
      }),
    );
  });
});
