import { lineDiff, withoutDistant } from './line-diff';

const written = (before: string, after: string) =>
  lineDiff(before, after).map(({ kind, text }) => `${{ same: ' ', added: '+', removed: '-' }[kind]}${text}`);

describe('lineDiff', () => {
  it('says what went, what came and what stayed, in order', () => {
    expect(written('a\nb\nc\nd', 'a\nx\nc\ny\nd')).toEqual([' a', '-b', '+x', ' c', '+y', ' d']);
    expect(written('a', 'a')).toEqual([' a']);
    expect(written('a\nb', 'b')).toEqual(['-a', ' b']);
  });

  it('gives both texts back', () => {
    const [before, after] = ['one\ntwo\n\nthree\ntwo', 'two\n\nthree\nfour\ntwo\none'];
    const lines = lineDiff(before, after);
    const of = (gone: string) => lines.filter(({ kind }) => kind !== gone).map(({ text }) => text);
    expect(of('added').join('\n')).toBe(before);
    expect(of('removed').join('\n')).toBe(after);
  });

  it('takes no time for texts that have nothing in common', () => {
    const text = (word: string) => Array.from({ length: 5_000 }, (_, n) => `${word} ${n}`).join('\n');
    expect(lineDiff(text('a'), text('b'))).toHaveLength(10_000);
  });
});

it('leaves out what is far from any change, and says how much', () => {
  const before = Array.from({ length: 9 }, (_, n) => String(n)).join('\n');
  expect(withoutDistant(lineDiff(before, before.replace('4', 'x')), 1)).toEqual([
    { hidden: 3 },
    { kind: 'same', text: '3' },
    { kind: 'removed', text: '4' },
    { kind: 'added', text: 'x' },
    { kind: 'same', text: '5' },
    { hidden: 3 },
  ]);
});
