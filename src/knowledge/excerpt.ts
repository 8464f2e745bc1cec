import { segmentSentences } from './segment';
import { terms } from './tokenize';

/** Longest excerpt, in UTF-16 units. */
const longest = 320;

/** The sentences of a passage that are nearest to the query, with those around them as far as there is room. */
export function excerpt(text: string, query: string, most = longest): string {
  const all = segmentSentences(text);
  const asked = terms(query);
  const weights = all.map((sentence) => [...terms(sentence)].filter((one) => asked.has(one)).length);
  const best = weights.indexOf(Math.max(...weights));
  let [from, to] = [best, best + 1];
  let length = all[best]?.length ?? 0;
  while (to < all.length && length + all[to]!.trimEnd().length <= most) length += all[to++]!.length;
  while (from > 0 && length + all[from - 1]!.length <= most) length += all[--from]!.length;
  const cut = all.slice(from, to).join('').trim();
  return cut.length <= most ? cut : `${cut.slice(0, most - 1).trimEnd()}…`;
}
