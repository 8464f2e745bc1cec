import fc from 'fast-check';
import { cpuTime } from '../../test/dev-env/cpu-time';
import { parseMarked, parseMarkedLists, withoutMarks } from './marked-text';

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

const item = (text: string, number?: number) => ({
  lines: [[{ text }]],
  ...(number !== undefined && { number }),
});

test('two entries and more are a list, each with its own number, and what stands around them is as written', () => {
  expect(parseMarkedLists('You need:\n- a *tent*\n  for two\n- pegs\n\n  and  luck')).toEqual([
    { kind: 'written', spans: [{ text: 'You need:' }] },
    {
      kind: 'bullets',
      depth: 0,
      items: [
        { lines: [[{ text: 'a ' }, { text: 'tent', italic: true }], [{ text: 'for two' }]] },
        { lines: [[{ text: 'pegs' }]] },
      ],
    },
    { kind: 'written', spans: [{ text: '  and  luck' }] },
  ]);
  expect(parseMarkedLists('3. Pay\n\n7) Wait\n  - a day\n')).toEqual([
    { kind: 'numbers', depth: 0, items: [item('Pay', 3), item('Wait', 7)] },
    { kind: 'bullets', depth: 1, items: [item('a day')] },
  ]);
});

test.each([
  '- 5 degrees',
  '1. May',
  '- a\nb\n- c',
  '-a\n-b',
  '# a\n# b',
  '2.\n5.',
  '  a\n    b',
  '- a\n  # b',
])('%j is no list', (text) => {
  expect(parseMarkedLists(text)).toEqual([{ kind: 'written', spans: [{ text }] }]);
});

test('a list may be as long as a message, whatever it is', () => {
  const worst = `- a\n${'  a\n'.repeat(2_000)}${'- a\n\n'.repeat(600)}${'\n'.repeat(2_000)}x`;
  const took = cpuTime(() => expect(parseMarkedLists(worst)).toHaveLength(2));
  expect(took).toBeLessThan(5_000);
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
    '\n- ',
    '\n1. ',
    '\n  ',
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
      const letters = (one: string) => bare(one).replace(/[\s\d.-]/g, '');
      const shown = parseMarkedLists(text).flatMap((block) =>
        'spans' in block
          ? block.spans
          : 'items' in block
            ? block.items.flatMap(({ lines }) => lines.flat())
            : [],
      );
      expect(letters(shown.map((span) => span.text).join(''))).toBe(letters(text));
    }),
  );
});
