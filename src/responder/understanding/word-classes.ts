// A text as a row of letters, one a word: what kind of word it is. Rules over kinds of words say with a handful of patterns, for any
// language, what would take thousands of phrases.

import { LRUCache } from 'lru-cache';

/** By letter, the words of that kind, between '|'. A word may be several words; 'abc*' is every word that begins so; '' has words that say nothing. */
export type Vocabulary = Readonly<Record<string, string>>;

export interface Clause {
  /** In plain words. */
  words: string;
  /** The words; single signs of the scripts that are written without spaces. */
  units: readonly string[];
  isQuestion: boolean;
}

/** @returns one letter a word; 'x' for a word that the vocabulary does not know, '9' for digits */
export type Classifier = (clause: Pick<Clause, 'units'>) => string;

/** Of a longer text its beginning and its end are read, in UTF-16 units. */
const read = { beginning: 3_000, end: 1_000 };
/** Of each vocabulary: what people write is mostly the same words. */
const wordsRemembered = 2_000;
const longestWord = 40;
/** Shorter words are too near to others. */
const shortestTypo = 5;
const longWord = 10;

/** @param correctable letters whose words are known with a slip of the keyboard too */
export function classifier(vocabulary: Vocabulary, correctable = ''): Classifier {
  const exact = new Map<string, string>();
  const stems = new Map<string, string>();
  const typos = new Map<string, Array<[string, string]>>();
  /** By their first unit, how many the longest of them has: most words begin none. */
  const mostUnits = new Map<string, number>();
  const kinds = new LRUCache<string, string>({ max: wordsRemembered });
  for (const [kind, list] of Object.entries(vocabulary))
    for (const given of list.split('|')) {
      const word = joined(unitsOf(plainWords(given.replace('*', ''))));
      if (word === '') continue;
      const known = given.endsWith('*') ? stems : exact;
      if (!known.has(word)) known.set(word, kind);
      const units = unitsOf(word);
      if (known === exact) mostUnits.set(units[0]!, Math.max(mostUnits.get(units[0]!) ?? 0, units.length));
      if (!correctable.includes(kind) || word.length < shortestTypo || /[ *]/.test(given)) continue;
      typos.set(word[0]!, [...(typos.get(word[0]!) ?? []), [word, kind]]);
    }
  const stemLengths = lengthsByFirst(stems.keys());

  function kindOf(word: string): string {
    const known = kinds.get(word);
    if (known !== undefined) return known;
    const kind = lookUp(word);
    // Of a word that nobody writes twice nothing is remembered.
    if (word.length <= longestWord) kinds.set(word, kind);
    return kind;
  }
  function lookUp(word: string): string {
    if (/^\p{N}/u.test(word)) return '9';
    for (const length of stemLengths.get(word[0]!) ?? []) {
      const kind = length <= word.length ? stems.get(word.slice(0, length)) : undefined;
      if (kind !== undefined) return kind;
    }
    const bare = isArabic.test(word) ? word.replace(arabicPrefix, '') : word;
    if (bare !== word && exact.has(bare)) return exact.get(bare)!;
    const near = word.length < shortestTypo ? undefined : typos.get(word[0]!);
    return near ? nearest(word, near) : 'x';
  }

  function kindsOf(units: readonly string[]): string {
    let found = '';
    for (let at = 0; at < units.length;) {
      let length = Math.min(mostUnits.get(units[at]!) ?? 0, units.length - at);
      while (length > 0 && !exact.has(joined(units.slice(at, at + length)))) length -= 1;
      found += length > 0 ? exact.get(joined(units.slice(at, at + length)))! : kindOf(units[at]!);
      at += Math.max(1, length);
    }
    return found;
  }

  return ({ units }) => kindsOf(units);
}

export function clausesOf(text: string): Clause[] {
  const some =
    text.length > read.beginning + read.end
      ? `${text.slice(0, read.beginning)}\n${text.slice(-read.end)}`
      : text;
  return some.split(clauseEnd).flatMap((clause) => {
    const words = plainWords(clause);
    return words === '' ? [] : [{ words, units: unitsOf(words), isQuestion: /[?？؟]/.test(clause) }];
  });
}

/** After a mark, or where "but" begins another thought. */
const clauseEnd =
  /(?<=[.,;:!?…。、，！？؟،।۔\n])|\s(?=(?:but|aber|sondern|sino|pero|mais|mas|но|लेकिन|lekin|لكن)\s)|(?<=ので|けど|だから)|(?=但是|而是)/iu;

/** Lower case; no accents in Latin script, no vowel marks and one shape of each letter in Arabic; single spaces. */
export function plainWords(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\p{sc=Latin}+\p{M}*/gu, (word) => word.normalize('NFD').replace(/\p{M}/gu, ''))
    .replace(/[\u064B-\u0652\u0640]/g, '')
    .replace(/[أإآ]/g, 'ا')
    .replace(/ى/g, 'ي')
    .replace(/ة/g, 'ه')
    .replace(/ß/g, 'ss')
    .replace(/ı/g, 'i')
    .replace(/ł/g, 'l')
    .replace(/ё/g, 'е')
    .replace(/ँ/g, 'ं')
    .replace(/़/g, '')
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim();
}

/** How long stems are that begin with a sign, the longest first. */
function lengthsByFirst(stems: Iterable<string>): ReadonlyMap<string, readonly number[]> {
  const lengths = new Map<string, Set<number>>();
  for (const stem of stems) lengths.set(stem[0]!, (lengths.get(stem[0]!) ?? new Set()).add(stem.length));
  return new Map([...lengths].map(([first, some]) => [first, [...some].sort((a, b) => b - a)]));
}

const isArabic = /^\p{sc=Arabic}/u;
/** The article and short prepositions are written onto the word. */
const arabicPrefix = /^[وف]?(?:بال|لل|ال|ب|ل)/;
const unspaced = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}ー]/u;

/** Words; single signs of the scripts that are written without spaces. */
function unitsOf(words: string): string[] {
  return (
    words.match(
      /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}ー]|[^\s\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}ー]+/gu,
    ) ?? []
  );
}

function joined(units: readonly string[]): string {
  return units.reduce(
    (all, unit) =>
      all === '' || (unspaced.test(unit) && unspaced.test(all.at(-1)!)) ? all + unit : `${all} ${unit}`,
    '',
  );
}

/** One slip of the keyboard, two in a long word: a letter too many, too few, wrong, or two swapped. */
function nearest(word: string, known: ReadonlyArray<readonly [word: string, kind: string]>): string {
  let best = { slips: 3, kind: 'x' };
  for (const [right, kind] of known) {
    const most = right.length >= longWord ? 2 : 1;
    if (Math.abs(word.length - right.length) > most) continue;
    const slips = most === 1 ? (isOneSlip(word, right) ? 1 : 2) : distance(word, right);
    if (slips <= most && slips < best.slips) best = { slips, kind };
  }
  return best.kind;
}

/** What differs is one letter, or two that are swapped: told without counting. */
function isOneSlip(a: string, b: string): boolean {
  const shorter = Math.min(a.length, b.length);
  let before = 0;
  while (before < shorter && a[before] === b[before]) before += 1;
  let after = 0;
  while (after < shorter - before && a[a.length - 1 - after] === b[b.length - 1 - after]) after += 1;
  const [inA, inB] = [a.length - before - after, b.length - before - after];
  if (inA <= 1 && inB <= 1) return true;
  return inA === 2 && inB === 2 && a[before] === b[before + 1] && a[before + 1] === b[before];
}

/** Damerau and Levenshtein's, with neighbours swapped once. */
function distance(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, n) => n);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      row[j] = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        row[j] = Math.min(row[j]!, before[j - 2]! + 1);
    }
    before = last;
    last = row;
  }
  return last[b.length]!;
}
