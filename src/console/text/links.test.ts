import { isOver, pieces, safeHref } from './links';

describe('links in untrusted text', () => {
  it('finds addresses and leaves the sentence its punctuation', () => {
    expect(pieces('See https://example.com/a_(b), or mail help@example.com.')).toEqual([
      { text: 'See ' },
      { text: 'https://example.com/a_(b)', href: 'https://example.com/a_(b)' },
      { text: ', or mail ' },
      { text: 'help@example.com', href: 'mailto:help@example.com' },
      { text: '.' },
    ]);
  });

  it('loses no character of the text', () => {
    for (const text of [
      '',
      'a',
      '<b>https://x.y</b>',
      'javascript:alert(1) https://',
      'مرحبا https://a.b/ج',
    ]) {
      expect(
        pieces(text)
          .map((piece) => piece.text)
          .join(''),
      ).toBe(text);
    }
  });

  it('knows when a link to a file has run out', () => {
    const link = '/files/1?session=2&expires=1000&signature=x';
    expect([isOver(link, 999_999), isOver(link, 1_000_000)]).toEqual([false, true]);
    expect(isOver('https://example.com/', 1e15)).toBe(false);
  });

  it('follows nothing but http, https, mail and paths of our own', () => {
    for (const bad of [
      'javascript:alert(1)',
      'data:text/html,x',
      'vbscript:x',
      '//evil.example',
      '/\\evil.example',
      'file:///etc/passwd',
      '',
    ]) {
      expect(safeHref(bad)).toBeUndefined();
    }
    expect(safeHref('/files/1')).toBe('/files/1');
    expect(pieces('javascript:alert(1)')).toEqual([{ text: 'javascript:alert(1)' }]);
  });
});
