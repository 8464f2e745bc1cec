import { hrefOf, isOver } from './links';

describe('addresses in data', () => {
  it('knows when a link to a file has run out', () => {
    const link = '/files/1?session=2&expires=1000&signature=x';
    expect([isOver(link, 999_999), isOver(link, 1_000_000)]).toEqual([false, true]);
    expect(isOver('https://example.com/', 1e15)).toBe(false);
  });

  it('follows nothing but http, https, mail, telephones and paths of our own', () => {
    for (const bad of [
      'javascript:alert(1)',
      'data:text/html,x',
      'vbscript:x',
      '//evil.example',
      '/\\evil.example',
      'file:///etc/passwd',
      '',
      undefined,
    ]) {
      expect(hrefOf(bad)).toBeUndefined();
    }
    expect(hrefOf('/files/1')).toBe('/files/1');
    expect(hrefOf('https://example.com/a')).toBe('https://example.com/a');
  });
});
