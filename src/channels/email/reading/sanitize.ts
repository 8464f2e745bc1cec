// HTML of strangers, fit to be shown in a frame: nothing that runs, nothing that is fetched, nothing that covers or clobbers the page.
import sanitizeHtml from 'sanitize-html';

/** A longer one is not shown. */
export const longestHtml = 500_000;
/** Nor is one read that was longer before. */
export const longestHtmlRead = 2_000_000;

const tags = [
  ...[
    'a',
    'abbr',
    'address',
    'article',
    'b',
    'big',
    'blockquote',
    'br',
    'caption',
    'center',
    'cite',
    'code',
    'col',
    'colgroup',
  ],
  ...[
    'dd',
    'del',
    'div',
    'dl',
    'dt',
    'em',
    'figcaption',
    'figure',
    'font',
    'footer',
    'h1',
    'h2',
    'h3',
    'h4',
    'h5',
    'h6',
    'header',
  ],
  ...[
    'hr',
    'i',
    'img',
    'ins',
    'kbd',
    'li',
    'main',
    'ol',
    'p',
    'pre',
    'q',
    's',
    'samp',
    'section',
    'small',
    'span',
    'strike',
    'strong',
  ],
  ...[
    'sub',
    'sup',
    'table',
    'tbody',
    'td',
    'tfoot',
    'th',
    'thead',
    'time',
    'tr',
    'tt',
    'u',
    'ul',
    'var',
    'wbr',
  ],
];
/** Their text goes with them. */
const withText = [
  ...[
    'script',
    'style',
    'title',
    'textarea',
    'option',
    'select',
    'xmp',
    'svg',
    'math',
    'template',
    'iframe',
    'object',
    'applet',
  ],
  ...['noscript', 'noembed', 'noframes', 'plaintext', 'audio', 'video', 'canvas', 'frameset', 'listing'],
];
const attributes = [
  ...[
    'align',
    'valign',
    'width',
    'height',
    'bgcolor',
    'color',
    'face',
    'size',
    'border',
    'cellpadding',
    'cellspacing',
    'colspan',
  ],
  ...['rowspan', 'dir', 'lang', 'title', 'alt', 'start', 'type', 'nowrap', 'style'],
];
const perTag: Record<string, string[]> = { a: ['href', 'target', 'rel'], img: ['src', 'data-src'] };

const styles = new RegExp(
  `^(?:color|background-color|background|font(?:-(?:family|size|style|weight|variant))?|text-(?:align|decoration|indent|transform)|line-height|letter-spacing` +
    `|vertical-align|white-space|word-(?:break|wrap|spacing)|overflow-wrap|direction|list-style(?:-type)?|display|border(?:-[a-z]+){0,2}` +
    `|(?:margin|padding)(?:-(?:top|right|bottom|left))?|(?:min-|max-)?(?:width|height))$`,
);
/** No escapes, and of functions only colours: neither url() nor expression() can be written with it. */
const plainValue = /^(?:[\w\s.,%#"'!+-]|(?:rgb|hsl)a?\([\d\s.,%/]{1,40}\))*$/i;

export function sanitizeMailHtml(html: string): string | undefined {
  const clean = sanitizeHtml(html, {
    allowedTags: tags,
    nonTextTags: withText,
    allowedAttributes: { '*': attributes, ...perTag },
    allowedSchemes: ['http', 'https', 'mailto', 'tel', 'cid', 'data'],
    allowProtocolRelative: false,
    disallowedTagsMode: 'discard',
    parseStyleAttributes: false,
    nestingLimit: 200,
    transformTags: { '*': (tagName, given) => ({ tagName, attribs: safeAttributes(tagName, given) }) },
  });
  return clean.length <= longestHtml ? clean : undefined;
}

function safeAttributes(tag: string, given: Record<string, string>): Record<string, string> {
  const safe: Record<string, string> = {};
  for (const name of attributes) {
    const value = given[name];
    if (value === undefined || name === 'style') continue;
    // Only text may hold what looks like an address.
    if (name === 'title' || name === 'alt' || /^[\w\s#%.,-]{0,100}$/.test(value)) safe[name] = value;
  }
  const style = given['style'] && safeStyle(given['style']);
  if (style) safe['style'] = style;
  if (tag === 'a') Object.assign(safe, link(given['href']));
  if (tag === 'img') Object.assign(safe, source(given['src']));
  return safe;
}

function safeStyle(style: string): string {
  return style
    .slice(0, 5_000)
    .split(';')
    .flatMap((declaration) => {
      const colon = declaration.indexOf(':');
      const name = declaration.slice(0, colon).trim().toLowerCase();
      const value = declaration.slice(colon + 1).trim();
      return colon > 0 && value.length <= 300 && styles.test(name) && plainValue.test(value)
        ? [`${name}:${value}`]
        : [];
    })
    .join(';');
}

/** As browsers read it: blanks and control characters within do not count. */
const address = (given: string | undefined) =>
  (given ?? '').replace(/[\u0000-\u0020\u007f-\u00a0\u2028\u2029]+/g, '');

function link(given: string | undefined): Record<string, string> {
  const href = address(given);
  if (!/^(?:https?:\/\/|mailto:|tel:)/i.test(href) || href.length > 4_000) return {};
  return { href, target: '_blank', rel: 'noopener noreferrer nofollow' };
}

function source(given: string | undefined): Record<string, string> {
  const src = address(given);
  if (/^cid:/i.test(src) && src.length <= 600) return { src };
  if (/^data:image\/(?:png|jpe?g|gif|webp);base64,[a-z0-9+/=]*$/i.test(src)) return { src };
  if (/^https?:\/\//i.test(src) && src.length <= 4_000) return { 'data-src': src };
  if (/^\/\/[\w.-]+\//.test(src) && src.length <= 4_000) return { 'data-src': `https:${src}` };
  return {};
}
