import { highlight } from './highlight';
import type { Words } from './store';

const marked = (text: string, words: Words) => {
  const { text: shown, marks } = highlight(text, words);
  return marks.map(([from, to]) => shown.slice(from, to));
};

test('The words stand where they were found, with accents and case as they were written', () => {
  expect(highlight('My Crème brûlée is late', ['creme', 'late'])).toEqual({
    text: 'My Crème brûlée is late',
    marks: [
      [3, 8],
      [19, 23],
    ],
  });
});

test('A word is marked in the spelling that was written, whichever was asked', () => {
  expect(marked('Müller, Straße 5, José', ['mueller', 'strasse', 'jose'])).toEqual([
    'Müller',
    'Straße',
    'José',
  ]);
  expect(marked('Die Stra\u00dfe', ['stras'])).toEqual(['Straß']);
  expect(marked('Mu\u0308ller', [['muller', 'mueller']])).toEqual(['Mu\u0308ller']);
  expect(marked('mueller', [['muller', 'mueller']])).toEqual(['mueller']);
});

test('A word is found where it begins, not in the middle of another', () => {
  expect(marked('unrefunded Refunds', ['refund'])).toEqual(['Refund']);
});

test('Of a long text the part around the first hit is shown, whole signs only', () => {
  const text = `${'word '.repeat(100)}👍🏽 needle ${'😀'.repeat(200)}`;
  const { text: shown, marks } = highlight(text, ['needle']);
  expect(shown.length).toBeLessThanOrEqual(162);
  expect(shown.startsWith('…') && shown.endsWith('…')).toBe(true);
  expect(marks.map(([from, to]) => shown.slice(from, to))).toEqual(['needle']);
  expect(shown).not.toMatch(/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/);
});

test('Scripts without spaces are marked anywhere, overlapping hits once', () => {
  expect(marked('退款需要多久', ['需要'])).toEqual(['需要']);
  expect(marked('refund', ['refund', 'ref'])).toEqual(['refund']);
});

test('What was not found marks nothing', () => {
  expect(highlight('hello', ['x'])).toEqual({ text: 'hello', marks: [] });
});
