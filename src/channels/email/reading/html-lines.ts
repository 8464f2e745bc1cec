// HTML -> lines of text, each with what the markup says of it: quoted, signature, below a mark of Outlook. Streamed, so that depth costs nothing.
// What a reader would not see is left out: nobody is to be told what nobody wrote for him to read.
import { Parser } from 'htmlparser2';
import type { Line } from './reply';

type Attributes = Record<string, string>;
type Kind = NonNullable<Line['kind']>;

const unread = new Set([
  'script',
  'style',
  'head',
  'title',
  'template',
  'svg',
  'math',
  'xmp',
  'textarea',
  'iframe',
  'object',
  'noembed',
  'noframes',
  'select',
]);
const empty = new Set([
  'br',
  'hr',
  'img',
  'input',
  'meta',
  'link',
  'base',
  'area',
  'col',
  'wbr',
  'embed',
  'source',
]);
const blocks = new Set(
  [
    'address',
    'article',
    'aside',
    'blockquote',
    'body',
    'center',
    'dd',
    'div',
    'dl',
    'dt',
    'fieldset',
    'figure',
    'footer',
    'form',
    'header',
  ].concat([
    'h1',
    'h2',
    'h3',
    'h4',
    'h5',
    'h6',
    'hr',
    'li',
    'main',
    'nav',
    'ol',
    'p',
    'pre',
    'section',
    'table',
    'tr',
    'ul',
  ]),
);
const spaced = new Set(['p', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6']);

const quoteClass =
  /(?:^|\s)(?:x_)*(?:gmail_quote|gmail_quote_container|yahoo_quoted|protonmail_quote|moz-cite-prefix|zmail_extra|tutanota_quote|mail_android_quote|cloudmagic-smart-beautify|quoted?-?text|moz-email-headers-table|ydp\w*yahoo_quoted)(?:\s|$)/i;
const quoteId =
  /^(?:x_)*(?:OLK_SRC_BODY_SECTION|isReplyContent|replySplit|reply-intro|yahoo_quoted_\d+|_com_2dandroid_2demail_quote)/i;
const restId =
  /^(?:x_)*(?:divRplyFwdMsg|appendonsend|stopSpelling|mail-editor-reference-message-container|ms-outlook-mobile-body-separator-line)$/i;
const outlookBorder = /border:\s?none;\s?border-top:\s?solid\s(?:#?[a-z0-9]{3,16})\s1(?:\.0)?pt/i;
const signatureMark =
  /(?:^|\s)(?:x_)*(?:gmail_signature|moz-signature|protonmail_signature_block|tutanota_signature|Signature|ms-outlook-mobile-signature|AppleMailSignature|lineBreakAtBeginningOfSignature)(?:\s|$)/i;
const unseen =
  /(?:^|[;\s])(?:display:\s?none|visibility:\s?hidden|font-size:\s?0(?:px|pt|em|%)?\s?(?:;|!|$)|mso-hide:\s?all)/i;

interface Open {
  name: string;
  kind?: Kind;
  hidden?: boolean;
  list?: { ordered: boolean; count: number };
  href?: string;
  /** Where the text of a link begins in its line. */
  from?: number;
}

const longestLine = 200_000;
const mostLines = 20_000;

export function htmlLines(html: string): Line[] {
  const writer = new LineWriter();
  const parser = new Parser(
    {
      onopentag: (name, attributes) => writer.open(name, attributes),
      ontext: (text) => writer.text(text),
      onclosetag: (name) => writer.close(name),
    },
    { decodeEntities: true, lowerCaseTags: true, lowerCaseAttributeNames: true },
  );
  parser.write(html);
  parser.end();
  return writer.end();
}

class LineWriter {
  private readonly lines: Line[] = [];
  private readonly stack: Open[] = [];
  /** Of the line that is being written. */
  private pieces: string[] = [];
  private length = 0;
  private endsBlank = true;
  private gap = false;
  private rest = false;
  private hidden = 0;
  private pre = 0;
  private readonly kinds: Kind[] = [];

  open(name: string, attributes: Attributes): void {
    const style = (attributes['style'] ?? '').replace(/\s+/g, ' ');
    if (blocks.has(name)) this.endLine();
    if (name === 'br') this.push();
    if ((name === 'td' || name === 'th') && this.length > 0) this.append(' ');
    if (name === 'img') this.image(attributes);
    if (restId.test(attributes['id'] ?? '') || outlookBorder.test(style)) {
      this.endLine();
      this.rest = true;
    }
    if (empty.has(name)) return;
    const kind = kindOf(name, attributes, style);
    if (kind) this.endLine();
    const hidden = unread.has(name) || 'hidden' in attributes || unseen.test(style);
    const open: Open = { name, ...(kind ? { kind } : {}), ...(hidden ? { hidden } : {}) };
    if (name === 'ol' || name === 'ul') open.list = { ordered: name === 'ol', count: 0 };
    if (name === 'a') Object.assign(open, { href: attributes['href'], from: this.pieces.length });
    if (name === 'li') this.append(this.bullet());
    this.enter(open);
  }

  private enter(open: Open): void {
    this.stack.push(open);
    if (open.hidden) this.hidden += 1;
    if (open.name === 'pre') this.pre += 1;
    if (open.kind) this.kinds.push(open.kind);
  }

  close(name: string): void {
    const open = this.stack.at(-1);
    if (open?.name === name) {
      this.stack.pop();
      this.link(open);
      if (open.kind) this.endLine();
      if (open.hidden) this.hidden -= 1;
      if (name === 'pre') this.pre -= 1;
      if (open.kind) this.kinds.pop();
    }
    if (!blocks.has(name)) return;
    this.endLine();
    if (spaced.has(name) && this.lines.length) this.gap = true;
  }

  text(text: string): void {
    if (this.hidden > 0) return;
    if (this.pre > 0) {
      const [first = '', ...more] = text.split('\n');
      this.append(first);
      for (const line of more) {
        this.push();
        this.append(line);
      }
      return;
    }
    const flat = text.replace(/[\t\n\r\f ]+/g, ' ');
    this.append(this.endsBlank ? flat.trimStart() : flat);
  }

  end(): Line[] {
    this.endLine();
    return this.lines;
  }

  private bullet(): string {
    const list = this.stack.findLast((open) => open.list)?.list;
    if (!list) return '- ';
    list.count += 1;
    return list.ordered ? `${list.count}. ` : '- ';
  }

  /** The target of a link is part of what was said, unless its text already says it. */
  private link({ name, href, from }: Open): void {
    if (name !== 'a' || this.hidden > 0 || !href || href.length > 300 || !/^https?:\/\//i.test(href)) return;
    const said = this.pieces.slice(from).join('').trim();
    if (!said || /^(?:https?:|www\.)/i.test(said) || href.includes(said)) return;
    this.append(` <${href}>`);
  }

  /** Pictures of letters, as Gmail writes emoji. */
  private image({ alt }: Attributes): void {
    if (alt && alt.length <= 8 && /^\p{Extended_Pictographic}/u.test(alt)) this.append(alt);
  }

  private append(text: string): void {
    if (!text || this.length > longestLine) return;
    this.pieces.push(text);
    this.length += text.length;
    this.endsBlank = text.endsWith(' ');
  }

  private take(): string {
    const line = this.pieces.join('');
    this.pieces = [];
    this.length = 0;
    this.endsBlank = true;
    return line;
  }

  private endLine(): void {
    if (this.pieces.some((piece) => piece.trim())) this.push();
    else this.take();
  }

  private push(): void {
    const text = this.take()
      .replace(/\u00a0/g, ' ')
      .trimEnd();
    if (this.hidden > 0 || this.lines.length >= mostLines) return;
    const kind = this.rest ? 'rest' : (this.kinds.find((one) => one !== 'signature') ?? this.kinds[0]);
    if (this.gap && text) this.lines.push({ text: '' });
    this.gap = false;
    this.lines.push(kind ? { text, kind } : { text });
  }
}

function kindOf(name: string, attributes: Attributes, style: string): Kind | undefined {
  const marks = `${attributes['class'] ?? ''} ${attributes['id'] ?? ''}`;
  if (quoteClass.test(marks) || quoteId.test(attributes['id'] ?? '')) return 'quote';
  if (name === 'div' && attributes['name'] === 'quote') return 'quote';
  // A blockquote without border is how Gmail and Outlook indent.
  if (name === 'blockquote')
    return attributes['type'] === 'cite' || !/border:\s?(?:none|0)/i.test(style) ? 'quote' : undefined;
  return signatureMark.test(marks) ? 'signature' : undefined;
}
