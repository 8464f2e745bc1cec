import { Parser } from 'htmlparser2';
import { hostileHtml } from '../../../../test/dev-env/hostile-html';
import { sanitizeMailHtml } from './sanitize';

const shown = new Set(
  'a abbr address article b big blockquote br caption center cite code col colgroup dd del div dl dt em figcaption figure font footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li main ol p pre q s samp section small span strike strong sub sup table tbody td tfoot th thead time tr tt u ul var wbr'.split(
    ' ',
  ),
);
const named = new Set(
  'align valign width height bgcolor color face size border cellpadding cellspacing colspan rowspan dir lang title alt start type nowrap style href target rel src data-src'.split(
    ' ',
  ),
);

/** What would run, be fetched, cover or clobber, as a parser sees the result. */
function faults(html: string): string[] {
  const found: string[] = [];
  const parser = new Parser({
    onopentag: (tag, attributes) => {
      if (!shown.has(tag)) found.push(`<${tag}>`);
      for (const [name, value] of Object.entries(attributes)) found.push(...faultsOf(tag, name, value));
    },
    oncomment: (text) => found.push(`<!--${text}`),
    onprocessinginstruction: (_, text) => found.push(`<${text}>`),
  });
  parser.end(html);
  return found;
}

function faultsOf(tag: string, name: string, value: string): string[] {
  const fault = [`${tag} ${name}=${value}`];
  if (!named.has(name)) return fault;
  if (name === 'href') return /^(?:https?:\/\/|mailto:|tel:)/.test(value) ? [] : fault;
  if (name === 'src') return /^(?:cid:|data:image\/(?:png|jpe?g|gif|webp);base64,)/i.test(value) ? [] : fault;
  if (name === 'data-src') return /^https?:\/\//i.test(value) ? [] : fault;
  if (name === 'style')
    return /url|expression|@|\\|behavior|binding|position|[<>]|\/\*/i.test(value) ? fault : [];
  if (name === 'title' || name === 'alt') return [];
  return /:|\/\/|script/i.test(value) ? fault : [];
}

describe('HTML of strangers', () => {
  it('has 200 and more to be tried', () => {
    expect(hostileHtml.length).toBeGreaterThanOrEqual(200);
    expect(new Set(hostileHtml.map(({ html }) => html)).size).toBe(hostileHtml.length);
  });

  it('keeps nothing that runs or is fetched', () => {
    const bad = hostileHtml.flatMap(({ name, html }) => {
      const clean = sanitizeMailHtml(html)!;
      const again = sanitizeMailHtml(clean);
      return [...faults(clean), ...(again === clean ? [] : ['changes when it is cleaned again'])].map(
        (fault) => `${name}: ${fault}`,
      );
    });
    expect(bad).toEqual([]);
  });

  it('keeps what a mail looks like', () => {
    const html =
      '<table width="600" style="border-collapse:collapse;color:#333"><tr><td bgcolor="#fff" style="padding:4px 8px;font-family:\'Segoe UI\', sans-serif">Hello <b>Mira</b></td></tr></table>';
    expect(sanitizeMailHtml(html)).toBe(
      '<table width="600" style="border-collapse:collapse;color:#333"><tr><td bgcolor="#fff" style="padding:4px 8px;font-family:\'Segoe UI\', sans-serif">Hello <b>Mira</b></td></tr></table>',
    );
    expect(sanitizeMailHtml('<a href="https://shop.example/?a=1&amp;b=2">shop</a>')).toBe(
      '<a href="https://shop.example/?a=1&amp;b=2" target="_blank" rel="noopener noreferrer nofollow">shop</a>',
    );
    expect(
      sanitizeMailHtml('<img src="cid:1@x" alt="a"><img src="http://t.example/p"><img src="//t.example/q">'),
    ).toBe(
      '<img alt="a" src="cid:1@x" /><img data-src="http://t.example/p" /><img data-src="https://t.example/q" />',
    );
  });

  it('has an end', () => {
    expect(sanitizeMailHtml('<p>long</p>'.repeat(50_000))).toBeUndefined();
  });
});
