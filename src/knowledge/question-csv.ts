// A table of questions and answers as articles: one a row.
import { DomainError } from '../errors';
import { parseCsv } from '../protocol/csv';
import { articleInput, type ArticleInput } from '../protocol/knowledge';
import { say } from '../protocol/server-texts/said';

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
  const [head, ...rows] = parseCsv(text);
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
