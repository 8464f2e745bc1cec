/** Markdown as words: customers also read it on WhatsApp and in mails, where marks are noise. Lists keep their dashes, tables become lists. */
export function plainText(markdown: string): string {
  return withoutTables(markdown)
    .replace(/```[^\n]*\n?/g, '')
    .replace(/!\[([^\][]*)\]\([^()]*\)/g, '$1')
    .replace(/\[([^\][]*)\]\([^()]*\)/g, '$1')
    .replace(/^#{1,6}[ \t]+/gm, '')
    .replace(/^[ \t]*>[ \t]?/gm, '')
    .replace(/^([ \t]*)[*+][ \t]+/gm, '$1- ')
    .replace(/(\*\*|__)(?=\S)(.{1,400}?)(?<=\S)\1/gs, '$2')
    .replace(/(?<![\w*])\*(?=\S)([^*\n]+?)(?<=\S)\*(?![\w*])/g, '$1')
    .replace(/`([^`\n]+)`/g, '$1')
    .replace(/<\/?[a-z][^<>]*>/gi, '')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

/** Each row of a table (GitHub Flavored Markdown, 4.10) is a point that names its columns. */
function withoutTables(markdown: string): string {
  if (!markdown.includes('|')) return markdown;
  const lines = markdown.split('\n');
  const said: string[] = [];
  let names: string[] | undefined;
  lines.forEach((line, at) => {
    if (!line.includes('|')) names = undefined;
    else if (isRule(line) && names) return;
    else if (names) return void said.push(rowOf(cellsOf(line), names));
    else if (isRule(lines[at + 1] ?? '') && lines[at + 2]?.includes('|')) return void (names = cellsOf(line));
    said.push(line);
  });
  return said.join('\n');
}

const cellsOf = (line: string) =>
  line
    .trim()
    .replace(/^\|/, '')
    .replace(/(?<!\\)\|$/, '')
    .split(/(?<!\\)\|/)
    .map((cell) => cell.replaceAll('\\|', '|').trim());

/** The line below the names of the columns. */
const isRule = (line: string) => line.includes('|') && cellsOf(line).every((cell) => /^:?-+:?$/.test(cell));

function rowOf(cells: readonly string[], names: readonly string[]): string {
  const named = cells.flatMap((cell, column) => {
    const name = names[column] ?? '';
    return cell === '' ? [] : [name === '' ? cell : `${name}: ${cell}`];
  });
  return `- ${named.join('; ')}`;
}
