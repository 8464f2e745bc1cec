import fc from 'fast-check';
import { allowed, inBlocks } from '../../test/dev-env/rich-spans';
import { asPlain, formattedLinks, parseFormatted, parseWritten } from './rich-text';

describe('text that a person wrote', () => {
  test.each([
    '2.\n5.',
    'pass**word**1',
    '# not a heading',
    '- no\n- list',
    'a  b   c\n    indented\n\n\nafter',
    '[label](https://a.example)',
    ' ',
    '',
  ])('is shown as written: %j', (text) => {
    expect(
      parseWritten(text)
        .map((span) => span.text)
        .join(''),
    ).toBe(text);
    expect(parseWritten(text).some((span) => span.bold)).toBe(false);
  });

  test('loses no character, whatever it is, and links safe addresses only', () => {
    const pieces = fc.constantFrom(
      'https://',
      'www.',
      'tel:',
      '@',
      '.',
      '(',
      ')',
      '。',
      'a',
      '1',
      ' ',
      '\n',
      '**',
    );
    const texts = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 300 }),
      fc.array(pieces, { maxLength: 40 }).map((all) => all.join('')),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const spans = parseWritten(text);
        expect(spans.map((span) => span.text).join('')).toBe(text);
        for (const { href } of spans) if (href) expect(href).toMatch(allowed);
      }),
    );
  });
});

describe('formatted text', () => {
  test('has paragraphs, line breaks, headings, bold and links', () => {
    expect(parseFormatted('## Abroad ##\none\ntwo **b** [c](https://d.example/e)\n\nthree')).toEqual([
      { kind: 'heading', level: 2, spans: [{ text: 'Abroad ##' }] },
      {
        kind: 'paragraph',
        lines: [
          [{ text: 'one' }],
          [
            { text: 'two ' },
            { text: 'b', bold: true },
            { text: ' ' },
            { text: 'c', href: 'https://d.example/e' },
          ],
        ],
      },
      { kind: 'paragraph', lines: [[{ text: 'three' }]] },
    ]);
  });

  test('keeps the numbers of a list, and counts where all are the same', () => {
    const numbers = (text: string) =>
      parseFormatted(text).flatMap((block) =>
        (block.kind === 'numbers' ? block.items : []).map((item) => item.number),
      );
    expect(numbers('2. a\n5. b')).toEqual([2, 5]);
    expect(numbers('3) a\n\n4) b')).toEqual([3, 4]);
    expect(numbers('1. a\n1. b\n1. c')).toEqual([1, 2, 3]);
    expect(numbers('1. a\n2. b\n1. c')).toEqual([1, 2, 1]);
    expect(numbers('1. a\n   - x\n   - y\n2. b')).toEqual([1, 2]);
    expect(parseFormatted('2.\n5.')).toEqual([
      { kind: 'paragraph', lines: [[{ text: '2.' }], [{ text: '5.' }]] },
    ]);
  });

  test('has lists within lists, and entries of several lines', () => {
    expect(parseFormatted('- a\n  goes on\n  - b\n    1. c\n- d\ne')).toEqual([
      { kind: 'bullets', depth: 0, items: [{ lines: [[{ text: 'a' }], [{ text: 'goes on' }]] }] },
      { kind: 'bullets', depth: 1, items: [{ lines: [[{ text: 'b' }]] }] },
      { kind: 'numbers', depth: 2, items: [{ number: 1, lines: [[{ text: 'c' }]] }] },
      { kind: 'bullets', depth: 0, items: [{ lines: [[{ text: 'd' }]] }] },
      { kind: 'paragraph', lines: [[{ text: 'e' }]] },
    ]);
  });

  test('has bold only between pairs, and links inside it', () => {
    expect(inBlocks('**a https://b.example c** 2 ** 3 **d')).toEqual([
      { text: 'a ', bold: true },
      { text: 'https://b.example', href: 'https://b.example/', bold: true },
      { text: ' c', bold: true },
      { text: ' 2 ** 3 **d' },
    ]);
    expect(inBlocks('**[a](https://b.example)**')).toEqual([
      { text: 'a', href: 'https://b.example/', bold: true },
    ]);
  });

  test('has italic between single stars around words, inside bold too, and leaves other stars alone', () => {
    expect(inBlocks('a *b c*, **d *e* f**')).toEqual([
      { text: 'a ' },
      { text: 'b c', italic: true },
      { text: ', ' },
      { text: 'd ', bold: true },
      { text: 'e', bold: true, italic: true },
      { text: ' f', bold: true },
    ]);
    for (const text of ['2*3*4', '5 * 3 * 2', 'Price* and more*', '*', '**', '* a*b'])
      expect(inBlocks(text).some(({ italic }) => italic)).toBe(false);
    expect(asPlain('*really* [*now*](https://b.example)')).toBe('really now (https://b.example/)');
  });

  test('has no label that names another address than the link leads to', () => {
    expect(inBlocks('[https://bank.example](https://evil.example)')).toEqual([
      { text: 'https://evil.example/', href: 'https://evil.example/' },
    ]);
  });

  test('has links whose addresses hold brackets', () => {
    expect(inBlocks('[Foo](https://w.example/Foo_(bar)), x')).toEqual([
      { text: 'Foo', href: 'https://w.example/Foo_(bar)' },
      { text: ', x' },
    ]);
  });

  test('leaves markup as text', () => {
    expect(inBlocks('<img src=x onerror=alert(1)>')).toEqual([{ text: '<img src=x onerror=alert(1)>' }]);
  });

  const pieces = fc.constantFrom(
    ...[
      'https://',
      'www.',
      '[a](',
      ')',
      '[',
      ']',
      '(',
      '**',
      '- ',
      '1. ',
      '# ',
      '\n',
      '\r',
      ' ',
      'b.example',
      '@',
      '_',
    ],
  );
  const texts = fc.array(pieces, { maxLength: 60 }).map((all) => all.join(''));

  test('names its links in their places: exactly those that are shown', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const found = formattedLinks(text);
        expect(found.map(({ href }) => href)).toEqual(inBlocks(text).flatMap(({ href }) => href ?? []));
        for (const { start, end } of found) expect(text.slice(start, end)).toMatch(/^(\[.*\)|\S.*)$/s);
      }),
    );
    const text = '1. **See** [a](https://b.example), c@d.example';
    expect(formattedLinks(text).map(({ start, end }) => text.slice(start, end))).toEqual([
      '[a](https://b.example)',
      'c@d.example',
    ]);
  });

  test('loses no character of a line without marks', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        fc.pre(/^[^*[\]()#\n\r•\d-]+$/.test(text));
        expect(
          inBlocks(text)
            .map((span) => span.text)
            .join(''),
        ).toBe(text.trim());
      }),
    );
  });
});

test.each([
  ...[
    '[',
    '*',
    '**',
    '[a](',
    '[a]((',
    '[a](b(',
    'https://',
    'a@',
    'a@b.',
    '-',
    '1.',
    '_',
    '<',
    ' ',
    '\n',
    '#',
  ],
  ...['# a', 'www.', 'tel:1', '(', ')', '.', 'https://a)', '1. a\n', ' - a\n', '**a', '。', 'a.', '很'],
])('100,000 characters of %j are read in one go', (piece) => {
  const text = piece.repeat(100_000 / piece.length);
  const written = parseWritten(text);
  expect(written.map((span) => span.text).join('') === text).toBe(true);
  const shown = inBlocks(text).flatMap(({ href }) => href ?? []);
  expect(formattedLinks(text).map(({ href }) => href)).toEqual(shown);
  for (const href of [...shown, ...written.flatMap((span) => span.href ?? [])]) expect(href).toMatch(allowed);
});
