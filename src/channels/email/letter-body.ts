// The words of a letter, twice: as HTML in which what was formatted looks so, and as plain text made from the same. Every
// character of others is escaped, and links lead to safe addresses only. Pure.
import { asPlain, parseFormatted, type Block, type Span } from '../../protocol/rich-text';
import type { Outgoing, Presses } from '../channel';
import type { EmailSettings } from './settings';

export interface LetterBody {
  text: string;
  html: string;
}

/** The AI's answer is a letter: it greets, says where it can be read, and is signed. */
export function bodyOf({
  text = '',
  of,
  readMore,
  isInternal,
  presses,
  settings: { signature },
}: Pick<
  Outgoing<EmailSettings>,
  'text' | 'of' | 'readMore' | 'isInternal' | 'presses' | 'settings'
>): LetterBody {
  const parts = [
    written(of?.greeting),
    formatted(text),
    presses && pressed(presses),
    written(readMore),
    written(signature && !isInternal ? `-- \n${signature}` : undefined),
    of?.answered && quoted(of.answered),
    presses && stopping(presses),
  ].filter((part) => part !== undefined);
  return {
    text: parts.map((part) => part.text).join('\n\n'),
    html: `<!doctype html><html><body>${parts.map((part) => part.html).join('\n')}</body></html>`,
  };
}

const cell = 'padding:8px 10px;text-align:center;font:14px sans-serif';

/** As large as a finger; in a table, which every mail program draws beside each other. */
function pressed({ answers, accent = '#3b5bdb' }: Presses): LetterBody {
  const cells = answers.map(
    ({ sign, title, url }) =>
      `<td style="${cell}"><a href="${escaped(url)}" style="color:${escaped(accent)};text-decoration:none"><span style="font-size:32px;line-height:44px">${escaped(sign)}</span><br>${escaped(title)}</a></td>`,
  );
  return {
    text: answers.map(({ title, url }) => `${title}: ${url}`).join('\n'),
    html: `<table role="presentation" cellspacing="0" cellpadding="0"><tr>${cells.join('')}</tr></table>`,
  };
}

const stopping = ({ stop: { title, url } }: Presses): LetterBody => ({
  text: `${title}: ${url}`,
  html: `<p style="font-size:12px"><a href="${escaped(url)}" style="color:#666">${escaped(title)}</a></p>`,
});

const formatted = (text: string): LetterBody | undefined =>
  text === '' ? undefined : { text: asPlain(text), html: parseFormatted(text).map(blockOf).join('\n') };

function blockOf(block: Block): string {
  if (block.kind === 'paragraph') return `<p>${block.lines.map(spansOf).join('<br>')}</p>`;
  if (block.kind === 'heading') return `<p><strong>${spansOf(block.spans)}</strong></p>`;
  const [open, close] = block.kind === 'bullets' ? ['<ul', '</ul>'] : ['<ol', '</ol>'];
  const items = block.items.map(({ number, lines }) => {
    const value = block.kind === 'numbers' && number !== undefined ? ` value="${number}"` : '';
    return `<li${value}>${lines.map(spansOf).join('<br>')}</li>`;
  });
  const style = block.depth > 0 ? ` style="margin-left:${block.depth * 20}px"` : '';
  return `${open}${style}>${items.join('')}${close}`;
}

const spansOf = (spans: readonly Span[]): string =>
  spans
    .map(({ text, bold, italic, href }) => {
      const words = href === undefined ? escaped(text) : `<a href="${escaped(href)}">${escaped(text)}</a>`;
      const leaning = italic ? `<em>${words}</em>` : words;
      return bold ? `<strong>${leaning}</strong>` : leaning;
    })
    .join('');

/** As it stands; links can be followed. */
function written(words: string | undefined): LetterBody | undefined {
  return words ? { text: words, html: paragraphs(words) } : undefined;
}

function paragraphs(words: string): string {
  const linked = escaped(words).replace(
    /https?:\/\/[^\s<>"]+[^\s<>".,;:!?)\]]/g,
    (url) => `<a href="${url}">${url}</a>`,
  );
  return linked
    .split(/\n{2,}/)
    .map((part) => `<p>${part.replaceAll('\n', '<br>')}</p>`)
    .join('\n');
}

const mostQuoted = 20_000;

/** As mail programs write it, so that the next reader of it can fold it. */
function quoted({
  from,
  at,
  text,
}: NonNullable<NonNullable<Outgoing<unknown>['of']>['answered']>): LetterBody {
  const words = text.slice(0, mostQuoted);
  const head = `On ${at.slice(0, 10)} ${at.slice(11, 16)} UTC, ${from} wrote:`;
  const lines = words.split('\n').map((line) => (line === '' ? '>' : `> ${line}`));
  const style = 'margin:0 0 0 1ex;padding-left:1ex;border-left:1px solid #ccc';
  return {
    text: [head, ...lines].join('\n'),
    html: `<p>${escaped(head)}</p>\n<blockquote type="cite" style="${style}">${paragraphs(words)}</blockquote>`,
  };
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
