// sitemap.xml as sitemaps.org has it: addresses of pages, or of further sitemaps.

export interface Sitemap {
  pages: string[];
  sitemaps: string[];
}

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** Of text that is none, nothing. */
export function parseSitemap(xml: string): Sitemap {
  const isIndex = /<(?:\w+:)?sitemapindex[\s>]/.test(xml);
  const found = [...xml.matchAll(/<(?:\w+:)?loc>([^<]{1,2100})</g)].map(([, address]) =>
    unescaped(address!.trim()),
  );
  const addresses = [...new Set(found)].filter((address) => /^https?:\/\/[^\p{Cc}]*$/iu.test(address));
  return isIndex ? { pages: [], sitemaps: addresses } : { pages: addresses, sitemaps: [] };
}

/** No control characters, which no address has and no database keeps. */
const isWritten = (code: number) => code >= 32 && code < 0x110000 && !(code >= 0xd800 && code < 0xe000);

function unescaped(text: string): string {
  return text.replace(
    /&(?:#(\d{1,7})|(\w{2,4}));/g,
    (whole, code: string | undefined, name: string | undefined) => {
      if (code !== undefined) return isWritten(Number(code)) ? String.fromCodePoint(Number(code)) : whole;
      return entities[name!] ?? whole;
    },
  );
}
