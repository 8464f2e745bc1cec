import fc from 'fast-check';
import { parseMarked, withoutMarks } from './marked-text';

test('the web has our marks', () => {
  expect(
    parseMarked(
      '**Today** it *really* left.\n  Use `--force`, see [the post](https://post.test/a)',
      'markdown',
    ),
  ).toEqual([
    { text: 'Today', bold: true },
    { text: ' it ' },
    { text: 'really', italic: true },
    { text: ' left.\n  Use ' },
    { text: '--force', code: true },
    { text: ', see ' },
    { text: 'the post', href: 'https://post.test/a' },
  ]);
  expect(parseMarked('**all of *it* now**', 'markdown')).toEqual([
    { text: 'all of ', bold: true },
    { text: 'it', bold: true, italic: true },
    { text: ' now', bold: true },
  ]);
});

test('WhatsApp has its own', () => {
  expect(parseMarked('*Today* it _really_ left, ~not~ by `ship`: ```a *b*\nc```', 'whatsapp')).toEqual([
    { text: 'Today', bold: true },
    { text: ' it ' },
    { text: 'really', italic: true },
    { text: ' left, ' },
    { text: 'not', strike: true },
    { text: ' by ' },
    { text: 'ship', code: true },
    { text: ': ' },
    { text: 'a *b*\nc', code: true },
  ]);
  expect(parseMarked('*_both_*', 'whatsapp')).toEqual([{ text: 'both', bold: true, italic: true }]);
});

test.each([
  'pass**word**1',
  '2 * 3 * 4 and 5*6*7',
  'snake_case_name and ~/home/~me',
  '- a\n- b\n\n\n   1. c',
  '** not ** and * not *',
  '**open',
  'https://a.example/*b*/c_d_e',
  '',
])('%j is shown as written', (text) => {
  for (const form of ['markdown', 'whatsapp'] as const) expect(withoutMarks(text, form)).toBe(text);
});

test('a label that looks like an address shows where it leads, and no other address is a link', () => {
  expect(parseMarked('[https://bank.example](https://evil.example/)', 'markdown')).toEqual([
    { text: 'https://evil.example/', href: 'https://evil.example/' },
  ]);
  for (const address of ['javascript:alert(1)', 'data:text/html,x'])
    for (const form of ['markdown', 'whatsapp'] as const)
      expect(parseMarked(`**[x](${address})**`, form).some(({ href }) => href)).toBe(false);
});

test('loses nothing but marks, whatever it is', () => {
  const pieces = fc.constantFrom(
    '**',
    '*',
    '_',
    '~',
    '`',
    '```',
    'a',
    ' ',
    '\n',
    '[',
    '](https://a.example)',
    '<b>',
  );
  const texts = fc.array(pieces, { maxLength: 30 }).map((all) => all.join(''));
  fc.assert(
    fc.property(texts, fc.constantFrom('markdown' as const, 'whatsapp' as const), (text, form) => {
      const bare = (one: string) => one.replace(/[*_~`[\]()]|https:\/\/a\.example\/?/g, '');
      expect(bare(withoutMarks(text, form))).toBe(bare(text));
    }),
  );
});
