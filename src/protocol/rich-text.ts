// How text of others is shown, for widget and console alike: `parseFormatted` for what the AI and articles say, `parseWritten`
// for what a person wrote. Both give texts and safe links to be drawn as text nodes; nothing is ever HTML.
import { findLinks, type Link } from './links';
import { safeHref } from './safe-href';
import type { Span } from './written-text';

export { parseWritten, type Span } from './written-text';

/** One entry of a list; `number` is its own, as it was written. */
export interface Item {
  number?: number;
  lines: Span[][];
}

export type Block =
  | { kind: 'paragraph'; lines: Span[][] }
  /** 1 to 6 */
  | { kind: 'heading'; level: number; spans: Span[] }
  /** How deep a list stands in others: 0 to 3. */
  | { kind: 'bullets' | 'numbers'; depth: number; items: Item[] };

/**
 * The AI's and the articles' text: paragraphs, bold, lists with their own numbers, headings, links. Everything else is text.
 * @param inline what is marked within a line
 */
export function parseFormatted(text: string, inline = parseLine): Block[] {
  const blocks: Block[] = [];
  const depths = createDepths();
  let fresh = true;
  for (const { content, shape } of linesOf(text)) {
    const last = blocks.at(-1);
    if (shape.kind === 'heading') {
      blocks.push({ kind: 'heading', level: shape.level, spans: inline(content) });
      depths.end();
    } else if (shape.kind === 'bullets' || shape.kind === 'numbers') {
      addItem(
        blocks,
        { kind: shape.kind, depth: depths.of(shape.indent) },
        { lines: [inline(content)], ...(shape.kind === 'numbers' && { number: shape.number }) },
      );
    } else if (shape.kind === 'text' && last && 'items' in last && shape.indent >= 2) {
      last.items.at(-1)!.lines.push(inline(content));
    } else if (shape.kind === 'text') {
      if (last?.kind === 'paragraph' && !fresh) last.lines.push(inline(content));
      else blocks.push({ kind: 'paragraph', lines: [inline(content)] });
      depths.end();
    }
    fresh = shape.kind === 'blank' || shape.kind === 'heading';
  }
  return blocks.map(counted);
}

/** The links that `parseFormatted` makes of a text, with their places in it: the whole of `[label](address)`. */
export function formattedLinks(text: string): Link[] {
  return linesOf(text).flatMap(({ content, start }) =>
    linksOf(content).map((link) => ({ href: link.href, start: start + link.start, end: start + link.end })),
  );
}

/** The same text without its marks, for where nothing can be formatted: links say where they lead, lists stay as they are. */
export function asPlain(text: string): string {
  const raw = text.split('\n');
  return linesOf(text)
    .map(({ content }, index) => raw[index]!.replace(content, () => parseLine(content).map(plainOf).join('')))
    .join('\n');
}

const plainOf = ({ text, href }: Span): string =>
  href === undefined || /[.:/@]/.test(text) ? text : `${text} (${href})`;

type Shape =
  | { kind: 'blank' }
  | { kind: 'text'; indent: number }
  | { kind: 'heading'; level: number }
  | { kind: 'bullets'; indent: number }
  | { kind: 'numbers'; indent: number; number: number };

interface Line {
  content: string;
  /** Where the content begins in the text. */
  start: number;
  shape: Shape;
}

const marked = /^([ \t]*)(?:(#{1,6})|([-*•])|(\d{1,3})[.)])[ \t]+(?=\S)/;

function linesOf(text: string): Line[] {
  let next = 0;
  return text.split('\n').map((raw) => {
    const begin = next;
    next += raw.length + 1;
    const [mark = '', indent = '', hashes, bullet, number] = marked.exec(raw) ?? [];
    const rest = raw.slice(mark.length);
    const content = rest.trim();
    const start = begin + mark.length + rest.length - rest.trimStart().length;
    if (hashes) return { content, start, shape: { kind: 'heading', level: hashes.length } };
    if (bullet) return { content, start, shape: { kind: 'bullets', indent: indent.length } };
    if (number)
      return { content, start, shape: { kind: 'numbers', indent: indent.length, number: Number(number) } };
    if (content) return { content, start, shape: { kind: 'text', indent: start - begin } };
    return { content, start, shape: { kind: 'blank' } };
  });
}

/** Lists within lists, by how far their entries stand in. */
function createDepths(): { of(indent: number): number; end(): void } {
  let indents: number[] = [];
  return {
    of(indent) {
      indents = indents.filter((one) => one + 1 < indent);
      indents.push(indent);
      return Math.min(indents.length - 1, 3);
    },
    end: () => (indents = []),
  };
}

function addItem(
  blocks: Block[],
  { kind, depth }: { kind: 'bullets' | 'numbers'; depth: number },
  item: Item,
): void {
  const last = blocks.at(-1);
  if (last?.kind === kind && last.depth === depth) last.items.push(item);
  else blocks.push({ kind, depth, items: [item] });
}

/** Where every entry is written as the same number ("1." each, as Markdown allows), they are counted. */
function counted(block: Block): Block {
  if (block.kind !== 'numbers') return block;
  const [first] = block.items;
  if (!block.items.every(({ number }) => number === first?.number)) return block;
  return { ...block, items: block.items.map((item, index) => ({ ...item, number: first!.number! + index })) };
}

/** A link of formatted text; where it has a label, `text` stands for the whole of it. */
interface Labelled extends Link {
  text?: string;
}

const labelled = /\[([^[\]]{1,300})\]\(((?:[^\s()]|\([^\s()]{0,300}\)){1,2048})\)/g;

function linksOf(line: string): Labelled[] {
  const links: Labelled[] = [];
  let from = 0;
  const bareUntil = (end: number) => {
    for (const link of findLinks(line.slice(from, end)))
      links.push({ ...link, start: from + link.start, end: from + link.end });
  };
  for (const { 0: whole, 1: label = '', 2: address, index: start } of line.matchAll(labelled)) {
    const href = safeHref(address);
    if (!href) continue;
    bareUntil(start);
    from = start + whole.length;
    // A label that looks like an address could name another one than the link leads to.
    links.push({
      start,
      end: from,
      href,
      text: /[.:/@]/.test(label)
        ? href
        : label.replaceAll('**', '').replace(italicWords, (whole) => whole.slice(1, -1)),
    });
  }
  bareUntil(line.length);
  return links;
}

function parseLine(line: string): Span[] {
  const links = linksOf(line);
  const marks = [...boldMarks(line, links), ...italicMarks(line, links)];
  const spans: Span[] = [];
  let from = 0;
  let style: Pick<Span, 'bold' | 'italic'> = {};
  const textUntil = (end: number) => end > from && spans.push({ text: line.slice(from, end), ...style });
  for (const one of [...links, ...marks].sort((a, b) => a.start - b.start)) {
    textUntil(one.start);
    if ('href' in one) {
      spans.push({ text: one.text ?? line.slice(one.start, one.end), href: one.href, ...style });
      from = one.end;
    } else {
      const { [one.as]: _, ...others } = style;
      style = one.opens ? { ...others, [one.as]: true } : others;
      from = one.start + (one.as === 'bold' ? 2 : 1);
    }
  }
  textUntil(line.length);
  return spans;
}

interface Mark {
  start: number;
  as: 'bold' | 'italic';
  opens: boolean;
}

/** Where italic begins and ends: single stars around words, not within one, nor in a link; no star of a product or a footnote. */
function italicMarks(line: string, links: readonly Link[]): Mark[] {
  const isInLink = (at: number) => links.some(({ start, end }) => start <= at && at < end);
  return [...line.matchAll(italicWords)].flatMap(({ 0: whole, index }) => {
    const last = index + whole.length - 1;
    if (isInLink(index) || isInLink(last)) return [];
    return [
      { start: index, as: 'italic' as const, opens: true },
      { start: last, as: 'italic' as const, opens: false },
    ];
  });
}

const italicWords = /(?<![*\p{L}\p{N}])\*(?![\s*])[^*]*(?<!\s)\*(?![*\p{L}\p{N}])/gu;

/** Where bold begins and ends: pairs of `**` outside of links, with words inside. */
function boldMarks(line: string, links: readonly Link[]): Mark[] {
  const marks: Mark[] = [];
  let open: number | undefined;
  let passed = 0;
  for (const { index } of line.matchAll(/\*\*/g)) {
    while (links[passed] && links[passed]!.end <= index) passed++;
    if (links[passed] && links[passed]!.start <= index) continue;
    if (open !== undefined && index > open + 2 && /\S/.test(line[index - 1]!)) {
      marks.push({ start: open, as: 'bold', opens: true }, { start: index, as: 'bold', opens: false });
      open = undefined;
    } else if (/\S/.test(line[index + 2] ?? ' ')) open = index;
  }
  return marks;
}
