import fc from 'fast-check';
import { parseText, safeHref, type Inline } from './text';

const line = (text: string): Inline[] => parseText(text)[0]?.lines[0] ?? [];

describe('the renderer of untrusted text', () => {
  test('knows paragraphs, line breaks, bullets and numbers', () => {
    expect(parseText('one\ntwo\n\nthree\n- a\n- b\n1. c')).toEqual([
      { kind: 'paragraph', lines: [[{ text: 'one' }], [{ text: 'two' }]] },
      { kind: 'paragraph', lines: [[{ text: 'three' }]] },
      { kind: 'bullets', lines: [[{ text: 'a' }], [{ text: 'b' }]] },
      { kind: 'numbers', lines: [[{ text: 'c' }]] },
    ]);
  });

  test('shows a heading as a bold line of its own', () => {
    expect(parseText('## Abroad\nIt costs more.')).toEqual([
      { kind: 'paragraph', lines: [[{ text: 'Abroad', bold: true }]] },
      { kind: 'paragraph', lines: [[{ text: 'It costs more.' }]] },
    ]);
  });

  test('knows bold and links', () => {
    expect(line('a **b** [c](https://d.example/e) f')).toEqual([
      { text: 'a ' },
      { text: 'b', bold: true },
      { text: ' ' },
      { text: 'c', href: 'https://d.example/e' },
      { text: ' f' },
    ]);
  });

  test('links addresses without the punctuation that follows them', () => {
    expect(line('See https://a.example/b?c=1, or write to help@a.example.')).toEqual([
      { text: 'See ' },
      { text: 'https://a.example/b?c=1', href: 'https://a.example/b?c=1' },
      { text: ', or write to ' },
      { text: 'help@a.example', href: 'mailto:help@a.example' },
      { text: '.' },
    ]);
  });

  test.each([
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    ' data:text/html,x',
    'vbscript:x',
    'file:///etc/passwd',
    '//x',
    '',
  ])('never links %p', (address) => {
    expect(safeHref(address)).toBeUndefined();
    expect(line(`[click](${address})`).every((part) => part.href === undefined)).toBe(true);
  });

  test('a label cannot name another address than the link leads to', () => {
    expect(line('[https://bank.example](https://evil.example)')).toEqual([
      { text: 'https://evil.example/', href: 'https://evil.example/' },
    ]);
  });

  test('leaves markup as text', () => {
    expect(line('<img src=x onerror=alert(1)>')).toEqual([{ text: '<img src=x onerror=alert(1)>' }]);
  });

  test('loses no character of a line without formatting, and only ever links safe addresses', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        const parts = parseText(text).flatMap((block) => block.lines.flat());
        for (const { href } of parts) if (href) expect(href).toMatch(/^(https?:|mailto:)/);
        if (/^[^*[\]()#\n\r]+$/.test(text) && parseText(text)[0]?.kind === 'paragraph')
          expect(parts.map((part) => part.text).join('')).toBe(text.trim());
      }),
    );
  });

  test.each(['[', '*', '**', '[a](', 'https://', 'a@', '-', '1.', '_', '<'])(
    'takes no time over 10,000 characters of %p',
    (piece) => {
      const began = performance.now();
      parseText(piece.repeat(10_000 / piece.length));
      expect(performance.now() - began).toBeLessThan(3_000);
    },
  );
});
