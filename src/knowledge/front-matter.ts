// What stands between "---" (YAML) or "+++" (TOML) at the top of a Markdown file is for programs: only the title is taken.

export interface WithoutFrontMatter {
  title?: string;
  content: string;
}

const opening = /^\s*(---|\+\+\+)[ \t]*\r?\n/;
/** A rule between paragraphs looks the same: front matter begins with a field, or with a comment. */
const field = /^(?:#|["']?[\w-]+["']?[ \t]*[:=])/;

export function withoutFrontMatter(text: string): WithoutFrontMatter {
  const opened = opening.exec(text);
  if (!opened) return { content: text };
  const lines = text.slice(opened[0].length).split(/\r?\n/);
  const ends = opened[1] === '---' ? ['---', '...'] : ['+++'];
  const end = lines.findIndex((line) => ends.includes(line.trimEnd()));
  const fields = lines.slice(0, end).filter((line) => line.trim() !== '');
  if (end < 0 || !fields.every((line, i) => (i > 0 && /^[\s\-}\]]/.test(line)) || field.test(line)))
    return { content: text };
  const title = titleOf(fields);
  return { ...(title && { title }), content: lines.slice(end + 1).join('\n') };
}

function titleOf(fields: readonly string[]): string | undefined {
  const line = fields.find((one) => /^["']?title["']?[ \t]*[:=]/i.test(one));
  const value = line?.slice(line.search(/[:=]/) + 1).trim() ?? '';
  // The text of a block ("title: >") stands in the lines below.
  if (/^[>|&*!]/.test(value)) return undefined;
  const quote = value[0];
  if (quote !== '"' && quote !== "'") return value.replace(/\s#.*$/, '');
  const end = value.indexOf(quote, 1);
  return end > 0 ? value.slice(1, end) : value.slice(1);
}
