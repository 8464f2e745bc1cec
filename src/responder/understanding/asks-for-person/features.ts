// What the classifier of person requests sees of a text: its words, their neighbours, pieces of them, and kinds of words, as numbers of buckets.
import * as languagesOfPeople from './languages';
import type { PersonLanguage } from './languages';
import { clausesOf, plainWords } from '../word-classes';

export const buckets = 1 << 19;

/** Of a longer text its end is read, in UTF-16 units. */
export const mostRead = 300;
/** How long the pieces of a word are; of scripts without spaces, the pieces of the text. */
const pieces = { shortest: 3, longest: 5 };
const unspacedPieces = { shortest: 1, longest: 4 };
const unspaced = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]/u;
/** Kinds that stand together, and two that stand so far from each other. */
const kindPieces = { shortest: 1, longest: 5 };
const furthestKinds = 6;

const languages: readonly PersonLanguage[] = Object.values(languagesOfPeople);

/** @returns each bucket once */
export function featuresOf(text: string): number[] {
  const end = text.slice(-mostRead);
  const plain = plainWords(end);
  const found = new Set<number>();
  const see = (feature: string) => found.add(hash(feature) % buckets);
  if (unspaced.test(plain)) seePieces(`^${plain}$`, unspacedPieces, see);
  else seeWords(plain.split(' '), see);
  seeKinds(kindsOf(end, plain), see);
  if (/[?？؟]/.test(end)) see('?');
  see(`l${Math.min(8, Math.ceil(Math.log2(1 + plain.length)))}`);
  return [...found];
}

type See = (feature: string) => void;

function seeWords(plain: readonly string[], see: See): void {
  const words = ['^', ...plain, '$'];
  words.forEach((word, n) => {
    see(`w${word}`);
    if (n > 0) see(`b${words[n - 1]} ${word}`);
    if (n > 1) see(`s${words[n - 2]} ${word}`);
    if (word.length > 1) seePieces(`<${word}>`, pieces, see);
  });
}

function seeKinds(kinds: string, see: See): void {
  seePieces(kinds, kindPieces, (piece) => see(`K${piece}`));
  for (let at = 0; at < kinds.length; at += 1)
    for (let far = 2; far <= furthestKinds && at + far < kinds.length; far += 1)
      see(`G${kinds[at]}${kinds[at + far]}`);
}

function seePieces(text: string, { shortest, longest }: typeof pieces, see: See): void {
  for (let from = 0; from < text.length; from += 1)
    for (let length = shortest; length <= longest && from + length <= text.length; length += 1)
      see(text.slice(from, from + length));
}

/** In the language that knows the most of the words. */
function kindsOf(text: string, plain: string): string {
  const clauses = clausesOf(text);
  let best = { known: -1, kinds: '' };
  for (const { script, classify } of languages) {
    if (!script.test(plain)) continue;
    const kinds = `^${clauses.map(classify).join('.')}$`;
    const known = 1 - (kinds.match(/x/g)?.length ?? 0) / Math.max(1, kinds.length);
    if (known > best.known) best = { known, kinds };
  }
  return best.kinds;
}

/** FNV-1a. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  return (value ^ (value >>> 15)) >>> 0;
}
