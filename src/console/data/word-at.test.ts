import { askedAt, rankOf } from './word-at';

const end = (text: string) => askedAt(text, text.length, '/');

test('a sign at the start of a word asks for what follows, up to the caret', () => {
  expect(end('/')).toEqual({ at: 0, words: '' });
  expect(end('Hello\n/ref del')).toEqual({ at: 6, words: 'ref del' });
  expect(askedAt('so /refund me', 6, '/')).toEqual({ at: 3, words: 're' });
});

test('within a word, an address, a sum and after a line it asks for nothing', () => {
  expect(
    ['and/or', 'https://shop', '5 / 3', '/a\nb', '/a  b', 'none', `/${'a'.repeat(60)}`].map(end),
  ).toEqual(Array.from({ length: 7 }));
});

test('what begins the shortcut comes before what begins a word of the title or the text', () => {
  const texts = ['refund', 'Rückerstattung läuft', 'Five days, to your card.'];
  expect(
    ['', 'REF', 'ruck', 'rueckerst', 'läuft', 'laeuft', 'card', 'ref car', 'und', 'refund x'].map((asked) =>
      rankOf(asked, texts),
    ),
  ).toEqual([0, 0, 1, 1, 1, 1, 2, 2, undefined, undefined]);
});
