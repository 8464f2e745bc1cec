// Text as WhatsApp formats it: one star is bold, lists are plain lines, a link is its address.
// Source: WhatsApp, "How to format your messages".

/** Longest text of one message, in UTF-16 units (Meta, "Text messages"). */
export const longestText = 4_096;

export function whatsappText(text: string): string {
  const lines = text.split('\n').map((line) => {
    const heading = /^#{1,6} (.*)$/.exec(line)?.[1];
    return heading === undefined ? inline(line) : `*${inline(heading).replaceAll('*', '').trim()}*`;
  });
  return lines.join('\n');
}

/** `**bold**` has one star; `[words](address)` are the words and the address. */
function inline(line: string): string {
  return line
    .replace(/\*\*([^*\n]{1,500})\*\*/g, '*$1*')
    .replace(/\[([^[\]\n]{1,200})\]\((https?:[^\s()]{1,2000})\)/g, (_all, words: string, address: string) =>
      words === address ? address : `${words} (${address})`,
    )
    .replace(/^(\s{0,3})[*+-] /, '$1• ');
}

/** One answer is one message: each costs. What does not fit ends with "…", whole signs only. */
export function cut(text: string, longest: number): string {
  if (text.length <= longest) return text;
  const kept = text.slice(0, longest - 1);
  return `${/[\uD800-\uDBFF]$/.test(kept) ? kept.slice(0, -1) : kept}…`;
}
