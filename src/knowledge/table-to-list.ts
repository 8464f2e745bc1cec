// A table becomes a list with an entry for each row, which names its columns: a passage of a few rows, and a row that is
// quoted in a chat, still say what their numbers mean.
import type TurndownService from 'turndown';

/** What is used of turndown's elements: it brings its own DOM. */
export interface Tag {
  nodeName: string;
  parentNode: Tag | null;
  childNodes: ArrayLike<Tag>;
  getAttribute(name: string): string | null;
  hasAttribute(name: string): boolean;
  getElementsByTagName(name: string): ArrayLike<Tag>;
}

interface Cell {
  text: string;
  isHeader: boolean;
  /** Rows below that it stands for as well. */
  below: number;
}

/** Columns or rows that one cell may span: browsers allow 1,000. */
const mostSpanned = 50;

/** @param isHidden whether a browser would not show it */
export function addTables(turndown: TurndownService, isHidden: (node: Tag) => boolean): void {
  const texts = new WeakMap<Tag, string>();
  turndown.addRule('cell', {
    filter: ['td', 'th', 'caption'],
    replacement(content, node) {
      texts.set(node as unknown as Tag, content);
      return block(content);
    },
  });
  turndown.addRule('table', {
    filter: 'table',
    replacement(content, node) {
      const table = node as unknown as Tag;
      if (isLayout(table)) return block(content);
      const rows = grid(rowsOf(table, isHidden).map((row) => cellsOf(row, isHidden, texts)));
      const [caption] = Array.from(table.getElementsByTagName('caption'), (one) => texts.get(one)?.trim());
      return block([caption, list(rows)].filter(Boolean).join('\n\n'));
    },
  });
}

const block = (text: string) => `\n\n${text}\n\n`;

/** Tables that only place things beside each other hold others, or chapters. */
function isLayout(table: Tag): boolean {
  const holds = (name: string) => table.getElementsByTagName(name).length > 0;
  return table.getAttribute('role') === 'presentation' || ['table', 'h1', 'h2', 'h3', 'h4'].some(holds);
}

function rowsOf(table: Tag, isHidden: (node: Tag) => boolean): Tag[] {
  return Array.from(table.getElementsByTagName('tr')).filter((row) => {
    for (let node: Tag | null = row; node && node !== table; node = node.parentNode)
      if (isHidden(node)) return false;
    return true;
  });
}

/** A cell that spans several columns stands in the first of them. */
function cellsOf(row: Tag, isHidden: (node: Tag) => boolean, texts: WeakMap<Tag, string>): Cell[] {
  const cells = Array.from(row.childNodes).filter(({ nodeName }) => nodeName === 'TD' || nodeName === 'TH');
  return cells.flatMap((cell) => {
    const text = isHidden(cell) ? '' : oneLine(texts.get(cell) ?? '');
    const isHeader = cell.nodeName === 'TH';
    const below = spanned(cell, 'rowspan') - 1;
    const rest = Array.from({ length: spanned(cell, 'colspan') - 1 }, () => ({ text: '', isHeader, below }));
    return [{ text, isHeader, below }, ...rest];
  });
}

const spanned = (cell: Tag, what: 'colspan' | 'rowspan') =>
  Math.max(1, Math.min(mostSpanned, Math.trunc(Number(cell.getAttribute(what))) || 1));

/** A cell that spans several rows is said in each. */
function grid(rows: readonly Cell[][]): Cell[][] {
  let above: Cell[] = [];
  return rows.map((row) => {
    const cells = [...row];
    const whole: Cell[] = [];
    while (cells.length > 0 || (above[whole.length]?.below ?? 0) > 0) {
      const over = above[whole.length];
      const next = over && over.below > 0 ? { ...over, below: over.below - 1 } : cells.shift()!;
      whole.push(next);
    }
    above = whole;
    return whole;
  });
}

const oneLine = (text: string) => text.replace(/\s+/g, ' ').trim();

function list(rows: readonly Cell[][]): string {
  const filled = rows.filter((row) => row.some(({ text }) => text !== ''));
  const [first] = filled;
  const names = first && filled.length > 1 && (isHeading(first) || namesFigures(filled)) ? first : undefined;
  const entries = names ? filled.slice(1) : filled;
  return entries.map((row) => `- ${entry(row, names)}`).join('\n');
}

const hasDigit = ({ text }: Cell) => /\p{N}/u.test(text);

/** What stands in the place of a figure: "closed" among hours, "free" among prices. */
const value =
  /^(?:closed|free|included?|none|yes|no|n\/?a|sold out|on request|unlimited|geschlossen|ruhetag|frei|kostenlos|gratis|inklusive|enthalten|auf anfrage|ja|nein|keine?|cerrado|gratuit[oae]?|incluid[oa]|sí|ferm[ée]e?|inclus[eo]?|oui|non|fechado|grátis|sim|não|مغلق|مجاني|مجانا|نعم|لا)$/iu;

/** No cell is marked as a heading, but the first row has words alone, and below one of them stand figures in every row. */
function namesFigures([first, ...rest]: readonly Cell[][]): boolean {
  if (rest.length < 2 || [first!, ...rest].flat().some(({ isHeader }) => isHeader)) return false;
  if (first!.length < 2 || first!.some((cell) => cell.text === '' || hasDigit(cell))) return false;
  return first!.some(
    ({ text }, column) =>
      !value.test(text) && rest.every((row) => row[column] !== undefined && hasDigit(row[column])),
  );
}

/** Word marks no header cells: its headings are bold. */
function isHeading(row: readonly Cell[]): boolean {
  const filled = row.filter(({ text }) => text !== '');
  return (
    filled.length > 1 && (row.every(({ isHeader }) => isHeader) || filled.every(({ text }) => isBold(text)))
  );
}

const isBold = (text: string) => text.startsWith('**') && text.endsWith('**');
const withoutBold = (text: string) => (isBold(text) ? text.slice(2, -2) : text);

function entry(row: readonly Cell[], names: readonly Cell[] | undefined): string {
  if (names) {
    const named = row.map(({ text }, column) => {
      const name = withoutBold(names[column]?.text ?? '').replace(/:$/, '');
      return name && text ? `${name}: ${text}` : text;
    });
    return named.filter(Boolean).join('; ');
  }
  const said = row.map(({ text }) => text).filter(Boolean);
  const [head, ...rest] = said;
  return row[0]?.isHeader && head && rest.length > 0
    ? `${withoutBold(head).replace(/:$/, '')}: ${rest.join('; ')}`
    : said.join('; ');
}
