import fc from 'fast-check';
import { certaintyOf, meaningOf, orderOf, relevanceOf, scaleOf } from './rank';

const share = fc.double({ min: 0, max: 1, noNaN: true });
const evidence = fc.record({
  words: share,
  content: share,
  meaning: fc.option(fc.double({ min: -1, max: 3, noNaN: true }), { nil: undefined }),
});
const lead = fc.record({
  ahead: fc.double({ min: -5, max: 5, noNaN: true }),
  leadsByWords: fc.boolean(),
  contentWeight: fc.double({ min: 0, max: 40, noNaN: true }),
});
const given = ({
  words,
  content,
  meaning,
}: {
  words: number;
  content: number;
  meaning: number | undefined;
}) => ({
  words,
  content,
  ...(meaning !== undefined && { meaning }),
});

describe('ranking', () => {
  it('goes by words where there are no vectors, and by both where there are', () => {
    expect(orderOf({ words: 0.6, content: 0.6 })).toBeGreaterThan(orderOf({ words: 0.2, content: 0.2 }));
    expect(orderOf({ words: 0, content: 0, meaning: 0.9 })).toBeGreaterThan(
      orderOf({ words: 0.3, content: 0.3, meaning: 0.1 }),
    );
    expect(orderOf({ words: 0.4, content: 0.4, meaning: 0.5 })).toBeGreaterThan(
      orderOf({ words: 0.1, content: 0.1, meaning: 0.5 }),
    );
  });

  it('is sure between 0 and 1, and never less so for more evidence', () => {
    fc.assert(
      fc.property(evidence, lead, (one, by) => {
        const known = given(one);
        const better = { ...known, content: Math.min(1, known.content + 0.1) };
        for (const of of [
          (some: typeof known) => relevanceOf(some, by.contentWeight),
          (some: typeof known) => certaintyOf(some, by),
        ]) {
          expect(of(known)).toBeGreaterThanOrEqual(0);
          expect(of(known)).toBeLessThanOrEqual(1);
          expect(of(better)).toBeGreaterThanOrEqual(of(known));
        }
      }),
    );
  });

  it('is less certain where another article is as near, however relevant both are', () => {
    const strong = { words: 0.6, content: 0.6, meaning: 1.2 };
    const clear = { ahead: 0.8, leadsByWords: true, contentWeight: 3 };
    expect(certaintyOf(strong, clear)).toBeGreaterThan(0.9);
    expect(certaintyOf(strong, { ...clear, ahead: 0.02 })).toBeLessThan(certaintyOf(strong, clear) - 0.1);
    expect(relevanceOf(strong, 3)).toBeGreaterThan(0.9);
  });

  it('knows nothing where no word with a subject is found and nothing is meant', () => {
    expect(relevanceOf({ words: 0.4, content: 0 }, 2)).toBe(0);
    expect(certaintyOf({ words: 0.4, content: 0 }, { ahead: 1, leadsByWords: true, contentWeight: 2 })).toBe(
      0,
    );
  });
});

describe('the scale of an embedder', () => {
  it('is taken from the base: the same ranking, whatever its cosines are like', () => {
    const narrow = (cosine: number) => 0.7 + cosine * 0.2;
    const own = [0.6, 0.7, 0.65];
    const other = [0.05, 0.1, 0.15, 0.1];
    const wide = scaleOf(own, other, undefined);
    const close = scaleOf(own.map(narrow), other.map(narrow), undefined);
    for (const cosine of [0.1, 0.3, 0.5]) {
      expect(meaningOf(narrow(cosine), close)).toBeCloseTo(meaningOf(cosine, wide), 5);
    }
  });

  it('leans on texts that everybody has where the base is small', () => {
    const prior = { off: 0.1, on: 0.5 };
    const one = scaleOf([0.9], [0.4], prior);
    expect(one.off).toBeLessThan(0.2);
    const many = scaleOf(
      Array.from({ length: 200 }, () => 0.9),
      [0.4],
      prior,
    );
    expect(many.off).toBeGreaterThan(0.35);
    expect(scaleOf([], [], prior)).toEqual(prior);
    expect(scaleOf([], [], undefined).on).toBeGreaterThan(scaleOf([], [], undefined).off);
  });
});
