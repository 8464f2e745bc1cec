import { parseSitemap } from './sitemap';

describe('parseSitemap', () => {
  it('finds the pages, or the further sitemaps of an index', () => {
    const list =
      '<url><loc> https://a.example/x?a=1&amp;b=2 </loc></url><url><loc>ftp://a.example/</loc></url>';
    expect(parseSitemap(`<urlset>${list}</urlset>`)).toEqual({
      pages: ['https://a.example/x?a=1&b=2'],
      sitemaps: [],
    });
    const index = '<s:sitemapindex xmlns:s="x"><s:sitemap><s:loc>https://a.example/1.xml</s:loc></s:sitemap>';
    expect(parseSitemap(index)).toEqual({ pages: [], sitemaps: ['https://a.example/1.xml'] });
    expect(parseSitemap('nothing')).toEqual({ pages: [], sitemaps: [] });
  });

  it('takes no address with control characters, written as they are or as numbers', () => {
    const addresses = ['https://a.example/\0', 'https://a.example/\n', 'https://a.example/&#0;&#xd800;'];
    const { pages } = parseSitemap(addresses.map((address) => `<loc>${address}x</loc>`).join(''));
    expect(pages.filter((address) => /\p{Cc}/u.test(address))).toEqual([]);
  });
});
