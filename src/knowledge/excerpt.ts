import { sentences, terms } from './words';

/** Longest excerpt, in UTF-16 units. */
const longest = 320;

/** The sentences of a passage that are nearest to the query, in reading order, with what stands between them. */
export function excerpt(text: string, query: string, most = longest): string {
  const all = sentences(text);
  const asked = terms(query);
  const weight = all.map((sentence) => [...terms(sentence)].filter((one) => asked.has(one)).length);
  const best = weight.indexOf(Math.max(...weight));
  let [from, to] = [best, best + 1];
  let length = all[best]?.length ?? 0;
  while (to < all.length && length + all[to]!.length + 1 <= most) length += all[to++]!.length + 1;
  while (from > 0 && length + all[from - 1]!.length + 1 <= most) length += all[--from]!.length + 1;
  const cut = all.slice(from, to).join(' ');
  return cut.length <= most ? cut : `${cut.slice(0, most - 1).trimEnd()}…`;
}
