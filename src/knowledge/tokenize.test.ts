import { sentences, term, terms, words } from './tokenize';

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
