// A table of questions and answers (RFC 4180, also with semicolons or tabs) as articles: one a row.
import { DomainError } from '../errors';
import { articleInput, type ArticleInput } from '../protocol/knowledge';
import { say } from '../protocol/words/said';

export interface CsvRow {
  /** "row 2": as a spreadsheet numbers it. */
  source: string;
  article?: ArticleInput;
  /** Why it is no article. */
  reason?: string;
}

const names: Record<string, string> = { title: 'question', content: 'answer', text: 'answer' };
const mostRows = 10_000;

/** @throws `invalid` without the columns question and answer, `too_large` */
export function readQuestions(text: string): CsvRow[] {
  const [head, ...rows] = parseCsv(text.replace(/^\uFEFF/, ''));
  const columns = (head?.cells ?? [])
    .map((name) => name.trim().toLowerCase())
    .map((name) => names[name] ?? name);
  if (!columns.includes('question') || !columns.includes('answer'))
    throw new DomainError('invalid', say('first_row'));
  if (rows.length > mostRows) throw new DomainError('too_large', say('table_long', { count: mostRows }));
  return rows
    .filter(({ cells }) => cells.some((cell) => cell.trim() !== ''))
    .map(({ cells, number }) => {
      const of = (name: string) => cells[columns.indexOf(name)]?.trim() || undefined;
      return { source: `row ${number}`, ...rowOf(of) };
    });
}

function rowOf(of: (name: string) => string | undefined): Omit<CsvRow, 'source'> {
  const [title, content, category, language, tags] = [
    'question',
    'answer',
    'category',
    'language',
    'tags',
  ].map(of);
  if (!title || !content) return { reason: 'It has no question, or no answer.' };
  const parsed = articleInput.safeParse({
    title,
    content,
    ...(category && { category }),
    ...(language && { language: language.toLowerCase() }),
    ...(tags && {
      tags: tags
        .split(/[,;|]/)
        .map((tag) => tag.trim())
        .filter(Boolean),
    }),
  });
  if (parsed.success) return { article: parsed.data };
  const { path, message } = parsed.error.issues[0]!;
  return { reason: `${path.map(String).join('.')}: ${message}` };
}

interface Row {
  cells: string[];
  /** Of its first line. */
  number: number;
}

function parseCsv(text: string): Row[] {
  const separator = separatorOf(text);
  const rows: Row[] = [];
  let cells: string[] = [];
  for (let at = 0; at <= text.length;) {
    const { cell, end } = text[at] === '"' ? quoted(text, at) : plain(text, at, separator);
    cells.push(cell);
    at = end + 1;
    if (text[end] === separator) continue;
    if (text[end] === '\r' && text[at] === '\n') at += 1;
    rows.push({ cells, number: rows.length + 1 });
    cells = [];
    if (at === text.length) break;
  }
  return rows;
}

/** The one that the first line has most of. */
function separatorOf(text: string): string {
  const first = text.slice(0, text.search(/\n|$/));
  const count = (sign: string) => first.split(sign).length;
  return [',', ';', '\t'].reduce((best, sign) => (count(sign) > count(best) ? sign : best));
}

function quoted(text: string, start: number): { cell: string; end: number } {
  let cell = '';
  let at = start + 1;
  for (;;) {
    const quote = text.indexOf('"', at);
    if (quote < 0) return { cell: cell + text.slice(at), end: text.length };
    cell += text.slice(at, quote);
    if (text[quote + 1] !== '"') return { cell, end: quote + 1 };
    cell += '"';
    at = quote + 2;
  }
}

function plain(text: string, start: number, separator: string): { cell: string; end: number } {
  let end = start;
  while (end < text.length && text[end] !== separator && text[end] !== '\n' && text[end] !== '\r') end += 1;
  return { cell: text.slice(start, end), end };
}
