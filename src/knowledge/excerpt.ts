import { shorten } from '../protocol/text';
import { segmentSentences } from './segment';
import { countTermsOf } from './tokenize';

/** Longest excerpt, in UTF-16 units. */
const longest = 320;
/** Says that more stands in the source. */
const more = '…';

/**
 * The sentences and list items of a passage that are nearest to the query, with those around them as far as there is room.
 * It ends where one of them ends; only one that is longer than `most` alone is cut between its words.
 */
export function excerpt(text: string, query: string, most = longest): string {
  const all = wholes(text);
  const weights = all.map(countTermsOf(query));
  const best = weights.indexOf(Math.max(...weights));
  const room = most - ` ${more}`.length;
  let [from, to] = [best, best + 1];
  let length = all[best]?.length ?? 0;
  while (to < all.length && length + all[to]!.trimEnd().length <= room) length += all[to++]!.length;
  while (from > 0 && length + all[from - 1]!.length <= room) length += all[--from]!.length;
  const cut = all.slice(from, to).join('').trim();
  if (cut.length > most) return cutBetweenWords(cut, most);
  return to < all.length ? withMore(cut) : cut;
}

/** Says that the source goes on; below a list as a line of its own. */
export function withMore(text: string): string {
  const lastLine = text.slice(text.lastIndexOf('\n') + 1);
  return `${text}${isItem.test(lastLine) ? '\n' : ' '}${more}`;
}

const isItem = /^\s*(?:[-*•]|\(?\p{L}?\d{0,3}[.)])\s+\S/u;
/** Without one it is the number of a list item alone, and what it counts follows. */
const letter = /\p{L}/u;
/** What is spoken on from: a colon, a title or an abbreviation. */
const goesOn =
  /(?:[:：]|(?<![\p{L}\p{N}])(?:Mrs?|Ms|Dr|Prof|St|No|Nr|Art|Abs|ca|approx|incl|inkl|zzgl|bzw|vs|\p{L})\.)\s*$/u;
/** A line that goes on in the next one, as text with hard line breaks does. */
const wrapped = /[^.!?…。！？:\s]\n$/u;

/** A passage in sentences, lines and list items; joined they are the passage. */
export function wholes(text: string): string[] {
  const found: string[] = [];
  let open = '';
  let hasWords = false;
  const all = segmentSentences(text);
  all.forEach((sentence, i) => {
    open += sentence;
    hasWords ||= letter.test(sentence);
    const next = all[i + 1];
    const isWhole =
      hasWords && !goesOn.test(sentence) && !(wrapped.test(sentence) && /^\p{Ll}/u.test(next ?? ''));
    if (!isWhole && next !== undefined) return;
    found.push(open);
    open = '';
    hasWords = false;
  });
  return found;
}

export function cutBetweenWords(text: string, most: number): string {
  const room = text.slice(0, most - ` ${more}`.length);
  const end = Math.max(room.lastIndexOf(' '), room.lastIndexOf('\n'));
  return end > most / 2 ? `${room.slice(0, end).trimEnd()} ${more}` : shorten(text, most);
}
