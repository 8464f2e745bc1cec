// Tables as text (RFC 4180, also with semicolons or tabs), as spreadsheets write them.

export interface CsvRow {
  cells: string[];
  /** As a spreadsheet numbers it: from 1. */
  number: number;
}

/** UTF-8, what spreadsheets on Windows write, or UTF-16 with its mark; undefined where it is no text. */
export function csvText(bytes: Uint8Array): string | undefined {
  const mark = `${bytes[0]} ${bytes[1]}`;
  if (mark === '255 254') return new TextDecoder('utf-16le').decode(bytes);
  if (mark === '254 255') return new TextDecoder('utf-16be').decode(bytes);
  if (bytes.includes(0)) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

export interface CsvTable {
  header: string[];
  /** Without empty ones. */
  rows: CsvRow[];
}

/** The first row names the columns. */
export function csvTable(text: string): CsvTable {
  const [head, ...rows] = parseCsv(text);
  return {
    header: (head?.cells ?? []).map((cell) => cell.trim()),
    rows: rows.filter(({ cells }) => cells.some((cell) => cell.trim() !== '')),
  };
}

export function parseCsv(given: string): CsvRow[] {
  const text = given.replace(/^\uFEFF/, '');
  const separator = separatorOf(text);
  const rows: CsvRow[] = [];
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
