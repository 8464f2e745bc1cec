// Text as WhatsApp formats it: one star is bold, lists are plain lines, a link is its address.
// Source: WhatsApp, "How to format your messages".
import { segmentSentences } from '../../knowledge/segment';

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

/**
 * One answer is one message: each costs. What does not fit ends with a sentence, where there is one, and "…"; what ends so, here
 * or before, goes on at the address.
 */
export function cut(text: string, longest: number, readMore?: string): string {
  const way = readMore === undefined ? '' : `\n${readMore}`;
  if (text.length <= longest && !text.endsWith('…')) return text;
  if (text.length + way.length <= longest) return `${text}${way}`;
  const room = longest - way.length - 2;
  const kept = text.slice(0, room);
  const sentences = segmentSentences(text.slice(0, room + 200));
  let end = 0;
  for (const sentence of sentences)
    if (end + sentence.length <= room) end += sentence.length;
    else break;
  const whole = end > room / 2 ? kept.slice(0, end).trimEnd() : kept.replace(/[\uD800-\uDBFF]$/, '');
  return `${whole} …${way}`;
}
