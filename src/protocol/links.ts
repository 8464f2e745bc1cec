// The one finder of links in text that somebody else wrote. Whoever filters links asks it, too: what it does not find, no page links.
import { safeHref } from './safe-href';

export interface Link {
  /** Where the link begins and ends in the text, in UTF-16 units. */
  start: number;
  end: number;
  href: string;
}

const longest = 2_048;

/** ASCII but for quotes and angle brackets; of other scripts no punctuation, nor what cannot be seen or turns the direction. */
const char = String.raw`(?:[!#-;=?-_a-~]|[^\0-\x7f\s\p{C}\p{Po}\p{Ps}\p{Pe}\p{Pi}\p{Pf}]|[·・])`;
const candidate = new RegExp(
  [
    String.raw`(?<![a-z\d])https?://(?:(?![,;|]https?://)${char})+`,
    String.raw`(?<![a-z\d_.@/:-])www\.[a-z\d]${char}*`,
    String.raw`(?<![a-z\d])tel:\+?\d(?:[-.()/ ]{0,2}\d){2,19}`,
    String.raw`(?<![a-z\d_+-])(?:mailto:)?[a-z\d_+-][\w.+-]{0,63}@[a-z\d][a-z\d-]{0,62}(?:\.[a-z\d][a-z\d-]{0,62})+`,
  ].join('|'),
  'giu',
);
/** "https://shop.example很好": the words of a script without spaces go on where the name of the host has ended. */
const wordsAfterHost = /^[^/?#]*?\.[a-z]{2,24}(?=\p{Lo})/iu;

/** Addresses (https, www., mail, tel:) as they stand in text; what they are not part of stays text, '。' and a ')' of the sentence too. */
export function findLinks(text: string): Link[] {
  return [...text.matchAll(candidate)].flatMap(({ 0: match, index: start }) => {
    const found = trimmed(match);
    const href = found.length <= longest && safeHref(addressOf(found));
    return href ? [{ start, end: start + found.length, href }] : [];
  });
}

function addressOf(found: string): string {
  if (/^(?:https?:|mailto:)/i.test(found)) return found;
  if (/^www\./i.test(found)) return `http://${found}`;
  return /^tel:/i.test(found) ? `tel:${found.replace(/[^+\d]/g, '')}` : `mailto:${found}`;
}

/** Without what belongs to the sentence: words that follow without a space, punctuation. */
function trimmed(found: string): string {
  const [scheme = ''] = /^https?:\/\//i.exec(found) ?? [];
  const rest = found.slice(scheme.length);
  return withoutPunctuation(scheme + (wordsAfterHost.exec(rest)?.[0] ?? rest));
}

const opening: Record<string, string> = { ')': '(', ']': '[', '}': '{' };

/** A closing bracket stays if it was opened inside. */
function withoutPunctuation(link: string): string {
  const open = new Map<string, number>();
  for (const char of link) open.set(char, (open.get(char) ?? 0) + 1);
  let end = link.length;
  for (; end > 0; end--) {
    const last = link[end - 1]!;
    const bracket = opening[last];
    if (bracket && (open.get(bracket) ?? 0) >= open.get(last)!) break;
    if (!bracket && !".,;:!?'*_".includes(last)) break;
    open.set(last, open.get(last)! - 1);
  }
  return link.slice(0, end);
}
