// Tables of Markdown: a row between bars, a rule of dashes below it, and the rows that follow.

export type Part = { text: string } | { rows: string[][] };

const isRow = (line: string | undefined): boolean => /^\|.*\|$/.test(line?.trim() ?? '');
const isRule = (line: string | undefined): boolean =>
  isRow(line) && /^[|:\s-]*$/.test(line!) && line!.includes('-');

/** The text with its tables taken out, in order; the first row of a table names its columns. */
export function splitTables(markdown: string): Part[] {
  const lines = markdown.split('\n');
  const parts: Part[] = [];
  let text: string[] = [];
  for (let at = 0; at < lines.length; at += 1) {
    if (!isRow(lines[at]) || !isRule(lines[at + 1])) {
      text.push(lines[at]!);
      continue;
    }
    let end = at + 2;
    while (isRow(lines[end])) end += 1;
    parts.push({ text: text.join('\n') }, { rows: [lines[at]!, ...lines.slice(at + 2, end)].map(cellsOf) });
    text = [];
    at = end - 1;
  }
  return [...parts, { text: text.join('\n') }];
}

function cellsOf(row: string): string[] {
  const cells = row
    .trim()
    .slice(1, -1)
    .split(/(?<!\\)\|/);
  return cells.map((cell) => cell.replaceAll('\\|', '|').trim());
}
