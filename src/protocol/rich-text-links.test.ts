import fc from 'fast-check';
import { allowed, inBlocks } from '../../test/dev-env/rich-spans';
import { parseWritten } from './rich-text';
import { safeHref } from './safe-href';

const hrefs = (text: string) => parseWritten(text).flatMap(({ href }) => href ?? []);
const linked = (text: string) => parseWritten(text).flatMap((span) => (span.href ? [span.text] : []));
const dangerous = [
  'javascript:alert(1)',
  'JaVaScRiPt:alert(1)',
  ' data:text/html,x',
  'vbscript:x',
  'file:///etc/passwd',
  '//x',
  '',
];

describe('links', () => {
  test.each([
    ['See https://a.example/b?c=1, or http://d.example.', ['https://a.example/b?c=1', 'http://d.example']],
    ['www.shop.example/returns!', ['www.shop.example/returns']],
    ['Mail help@shop.example.', ['help@shop.example']],
    ['mailto:help@shop.example', ['mailto:help@shop.example']],
    ['Call tel:+49-30-1234 now', ['tel:+49-30-1234']],
    ['tel:030 123 456, please', ['tel:030 123 456']],
    ['请看 https://shop.example/退货。谢谢', ['https://shop.example/退货']],
    ['（https://shop.example/a）', ['https://shop.example/a']],
    ['链接https://shop.example很好', ['https://shop.example']],
    ['«https://shop.example/a»', ['https://shop.example/a']],
    ['انظر https://shop.example/a،', ['https://shop.example/a']],
    ['(https://en.wiki.example/Foo_(bar))', ['https://en.wiki.example/Foo_(bar)']],
    ['(see https://a.example/x)', ['https://a.example/x']],
    ['[https://a.example/x[1]]', ['https://a.example/x[1]']],
    ['https://a.example,https://b.example', ['https://a.example', 'https://b.example']],
    ['https://web.example/2020/https://a.example/', ['https://web.example/2020/https://a.example/']],
    ['_https://a.example/b_ **https://c.example**', ['https://a.example/b', 'https://c.example']],
    ['https://a.example/\u202egpj.exe', ['https://a.example/']],
    ['https://münchen.example/straße', ['https://münchen.example/straße']],
    ['git@host:me/repo.git and me@', []],
    ['xhttps://a.example 1https://a.example https ://a.example', []],
    ['awww.a.example hotel:123456 tel:12', []],
    ['javascript:alert(1) data:text/html,x //x', []],
    ['https:// http://? www.', []],
  ])('of %j', (text, expected) => {
    expect(linked(text)).toEqual(expected);
  });

  test('lead where their text says', () => {
    expect(hrefs('www.a.example help@a.example tel:(030) 12-34 HTTPS://A.example')).toEqual([
      'http://www.a.example/',
      'mailto:help@a.example',
      'https://a.example/',
    ]);
    expect(hrefs('tel:+49 30 12-34')).toEqual(['tel:+49301234']);
  });

  test.each(dangerous)('are never made of %j', (address) => {
    expect(safeHref(address)).toBeUndefined();
    expect(inBlocks(`[click](${address})`).some((span) => span.href)).toBe(false);
  });
});

describe('every link that is shown', () => {
  const schemes = [
    'javascript',
    'JAVASCRIPT',
    'data',
    'vbscript',
    'file',
    'blob',
    'ftp',
    'https',
    'mailto',
    'tel',
  ];
  const pieces = fc.constantFrom(
    ...schemes.flatMap((scheme) => [`${scheme}:`, `${scheme}://`, `${scheme}:alert(1)`]),
    ...[
      '[a](',
      '[',
      '](',
      ')',
      '(',
      '**',
      '- ',
      '\n',
      ' ',
      '\t',
      '\0',
      '/',
      '//',
      'www.',
      'b.example',
      '@',
      '+1 23',
      'é',
    ],
  );
  const texts = fc.array(pieces, { maxLength: 30 }).map((all) => all.join(''));

  test('has a scheme of the allow-list, whoever wrote it and in whatever form', () => {
    fc.assert(
      fc.property(texts, (text) => {
        for (const { href } of [...inBlocks(text), ...parseWritten(text)])
          if (href !== undefined) expect(href).toMatch(allowed);
      }),
      { numRuns: 1_000 },
    );
  });
});
