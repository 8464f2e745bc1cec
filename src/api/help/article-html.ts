// An article's Markdown as HTML: what `parseFormatted` reads of it, and tables between bars. Every word is escaped.
import { parseFormatted, type Block, type Item } from '../../protocol/rich-text';
import type { Span } from '../../protocol/written-text';
import { markup, type Html } from '../../tools/html';
import { splitTables } from './tables';

export function articleHtml(markdown: string): Html[] {
  const ids = new Set<string>();
  return splitTables(markdown).flatMap((part) =>
    'rows' in part ? [tableHtml(part.rows)] : parseFormatted(part.text).map((block) => blockHtml(block, ids)),
  );
}

/** The words alone, in one line. */
export function plainText(markdown: string): string {
  const lines = splitTables(markdown).flatMap((part): Span[][] =>
    'rows' in part
      ? part.rows.map((row) => [{ text: row.join(', ') }])
      : parseFormatted(part.text).flatMap(linesOf),
  );
  const words = lines.map((line) => line.map(({ text }) => text).join('')).join(' ');
  return words.replace(/\s+/g, ' ').trim();
}

function linesOf(block: Block): Span[][] {
  if (block.kind === 'heading') return [block.spans];
  return 'lines' in block ? block.lines : block.items.flatMap(({ lines }) => lines);
}

/** Nobody reads more beside each other; a short row is not filled up: a page is never much longer than its article. */
const mostColumns = 50;

function tableHtml([head = [], ...rows]: string[][]): Html {
  const cell = (text: string) => linesHtml(parseFormatted(text).flatMap(linesOf));
  const headings = head.slice(0, mostColumns).map((text) => markup`<th scope="col">${cell(text)}</th>`);
  const cells = (row: string[]) =>
    row.slice(0, Math.min(head.length, mostColumns)).map((text) => markup`<td>${cell(text)}</td>`);
  const body = rows.map((row) => markup`<tr>${cells(row)}</tr>`);
  return markup`<div class="table" tabindex="0"><table><thead><tr>${headings}</tr></thead><tbody>${body}</tbody></table></div>`;
}

function blockHtml(block: Block, ids: Set<string>): Html {
  if (block.kind === 'paragraph') return markup`<p dir="auto">${linesHtml(block.lines)}</p>`;
  if (block.kind === 'heading') return headingHtml(block, ids);
  const items = block.items.map(itemHtml);
  return block.kind === 'bullets'
    ? markup`<ul class="depth${block.depth}">${items}</ul>`
    : markup`<ol class="depth${block.depth}">${items}</ol>`;
}

/** The page's title is the first heading: those of the text stand below it. */
function headingHtml({ level, spans }: Extract<Block, { kind: 'heading' }>, ids: Set<string>): Html {
  const words = spans.map(({ text }) => text).join('');
  const id = words
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .slice(0, 60);
  const named = !ids.has(id) && markup` id="h-${id}"`;
  ids.add(id);
  if (level <= 2) return markup`<h2 dir="auto"${named}>${spansHtml(spans)}</h2>`;
  if (level === 3) return markup`<h3 dir="auto"${named}>${spansHtml(spans)}</h3>`;
  return markup`<h4 dir="auto"${named}>${spansHtml(spans)}</h4>`;
}

function itemHtml({ number, lines }: Item): Html {
  return markup`<li dir="auto"${number !== undefined && markup` value="${number}"`}>${linesHtml(lines)}</li>`;
}

const linesHtml = (lines: readonly Span[][]): Html[] =>
  lines.map((spans, index) => markup`${index > 0 && markup`<br>`}${spansHtml(spans)}`);

const spansHtml = (spans: readonly Span[]): Html[] =>
  spans.map(({ text, href, bold, italic }) => {
    const linked = href ? markup`<a href="${href}" rel="noopener">${text}</a>` : markup`${text}`;
    const leaning = italic ? markup`<em>${linked}</em>` : linked;
    return bold ? markup`<strong>${leaning}</strong>` : leaning;
  });
