// What a mail quotes and what it says, in turns.

export interface QuotePart {
  quoted: boolean;
  words: string;
}

export function quoteParts(text: string): QuotePart[] {
  const parts: Array<{ quoted: boolean; lines: string[] }> = [];
  for (const line of text.split('\n')) {
    const quoted = /^\s?>/.test(line);
    const last = parts.at(-1);
    // An empty line belongs to what is around it.
    if (last && (last.quoted === quoted || line.trim() === '')) last.lines.push(line);
    else parts.push({ quoted, lines: [line] });
  }
  return parts
    .map(({ quoted, lines }) => ({ quoted, words: lines.join('\n').trim() }))
    .filter(({ words }) => words !== '');
}
