import { segmentSentences } from './segment';
import { countTermsOf, countWords, eachWord, sentences, term, terms, words } from './tokenize';

describe('words', () => {
  it('are cut by spaces in most scripts, and by a dictionary where there are none', () => {
    expect(words("How long does a refund take? It's 5 days")).toEqual([
      'how',
      'long',
      'does',
      'a',
      'refund',
      'take',
      "it's",
      '5',
      'days',
    ]);
    expect(words('返金はいつですか')).toContain('返金');
    expect(words('退款需要多长时间')).toContain('退款');
    expect(words('ขอคืนเงิน').length).toBeGreaterThan(1);
  });

  it('lie where they are said to lie, whatever else stands in the text', () => {
    const texts = [
      "Café's “naïve” Überweisung №4711, e-mail: a_b@c.de 😀 it's 5 o’clock ﬁne",
      'Ещё раз. Ελληνικά; עברית العربية हिन्दी',
      '退款 takes 5 日, ขอคืนเงิน',
      "'quoted' ’and’ \u0301 ends'",
      '',
    ];
    for (const text of texts) {
      const found: string[] = [];
      const hashes = new Map<string, Set<number>>();
      eachWord(text, ({ text: normal, from, to, hash }) => {
        const word = normal.slice(from, to);
        found.push(word);
        hashes.set(word, (hashes.get(word) ?? new Set()).add(hash));
      });
      expect(found).toEqual(words(text));
      expect(countWords(text)).toBe(found.length);
      for (const different of hashes.values()) expect(different.size).toBe(1);
    }
    expect(words(texts[0]!)).toEqual([
      "café's",
      'naïve',
      'überweisung',
      'no4711',
      'e',
      'mail',
      'a',
      'b',
      'c',
      'de',
      "it's",
      '5',
      'o’clock',
      'fine',
    ]);
    expect(words(texts[1]!)).toEqual(['ещё', 'раз', 'ελληνικά', 'עברית', 'العربية', 'हिन्दी']);
    expect(words(texts[3]!)).toEqual(["quoted'", 'and’', "ends'"]);
  });

  it('of one family become one term, accents and endings aside', () => {
    expect(term('refunds')).toBe(term('refund'));
    expect(term('refunded')).toBe(term('refunding'));
    expect(term('parties')).toBe(term('party'));
    expect(term('Rückgabe'.toLowerCase())).toBe(term('ruckgabe'));
    expect(term('addresses')).toBe(term('address'));
  });

  it('without a subject are left out', () => {
    expect([...terms('What is the refund for?')]).toEqual(['refund']);
    expect([...terms('¿Dónde está mi pedido?')]).toEqual(['pedido']);
  });
});

it('sentences end at their marks and at lines', () => {
  expect(sentences('One. Two?\n\n- three\n四。五。')).toEqual(['One.', 'Two?', '- three', '四。', '五。']);
});

describe('sentences of plain text', () => {
  const segmenter = new Intl.Segmenter('und', { granularity: 'sentence' });
  const asSegmented = (text: string) => [...segmenter.segment(text)].map(({ segment }) => segment);

  it('are cut as the segmenter cuts them', () => {
    const parts = [
      'a',
      'B',
      '1',
      '.',
      '!',
      '?',
      ' ',
      '\n',
      '. ',
      '.\n',
      '? ',
      '. A',
      '"',
      ')',
      ',',
      '-',
      '\t',
      '\r',
      '_',
    ];
    let seed = 7;
    const next = () => (seed = (seed * 48_271) % 2_147_483_647);
    for (let n = 0; n < 20_000; n += 1) {
      const text = Array.from({ length: 1 + (next() % 10) }, () => parts[next() % parts.length]).join('');
      expect(segmentSentences(text)).toEqual(asSegmented(text));
    }
  });
});

it('words are counted as they are cut', () => {
  for (const text of [
    "It's 5 o'clock, e-mail: a_b@c.de",
    "'quoted' x''y",
    'naïve Überweisung',
    '退款需要',
    '',
  ]) {
    expect(countWords(text)).toBe(words(text).length);
  }
});

it('the terms of a query are counted in a text, each once, in whatever form and with whatever accents', () => {
  const count = countTermsOf(
    'How long does an éclair or a refund take, and what of the refunds of 3 Straße in 東京?',
  );
  const texts = ['Refunded refunds: Éclairs. Take 3', 'straße', '東京の店', 'how does the and', 'taken', ''];
  const distinct = [
    ...terms('How long does an éclair or a refund take, and what of the refunds of 3 Straße in 東京?'),
  ];
  expect(texts.map(count)).toEqual(
    texts.map((text) => distinct.filter((one) => terms(text).has(one)).length),
  );
  expect(texts.map(count)).toEqual([4, 1, 1, 0, 0, 0]);
});
