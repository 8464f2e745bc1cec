// Text to words, for any script: what is indexed and what is asked pass through the same steps.
import { segmentSentences, segmentWords } from './segment';
import { stopWords } from './stop-words';

/** Scripts that write without spaces between words. */
const unspaced = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u;
const spacedWord = /[\p{L}\p{N}][\p{L}\p{N}\p{M}'’]*/gu;

/** What a UTF-16 unit is in a word of a script with spaces; looked up when first met. */
const notYet = 0;
const between = 1;
const goesOn = 2;
const begins = 3;
/** Of another script, or half of a sign. */
const special = 4;
const kinds = new Uint8Array(65_536);

function kindOf(unit: number): number {
  const known = kinds[unit]!;
  return known === notYet ? (kinds[unit] = lookUp(String.fromCharCode(unit))) : known;
}

function lookUp(sign: string): number {
  if (unspaced.test(sign) || /\p{Cs}/u.test(sign)) return special;
  if (/[\p{L}\p{N}]/u.test(sign)) return begins;
  return /[\p{M}'’]/u.test(sign) ? goesOn : between;
}

/** Where a word lies; the same word has the same hash, and few others have it. */
export interface WordPlace {
  text: string;
  from: number;
  to: number;
  hash: number;
}

/**
 * Goes through the words of a text in order, in lower case, and makes no string of any: an index is mostly this.
 * @param visit gets one object, which is used again for the next word
 */
export function eachWord(text: string, visit: (word: Readonly<WordPlace>) => void): void {
  const isSimple = simple.test(text);
  const normal = isSimple ? text.toLowerCase() : text.normalize('NFKC').toLowerCase();
  if (!isSimple && isSpecial(normal)) return eachOf(specialWords(normal), visit);
  const word: WordPlace = { text: normal, from: 0, to: 0, hash: 0 };
  for (let i = 0; i < normal.length; i += 1) {
    if (kindOf(normal.charCodeAt(i)) !== begins) continue;
    word.from = i;
    let hash = 0;
    for (; i < normal.length && kindOf(normal.charCodeAt(i)) !== between; i += 1) {
      hash = withUnit(hash, normal.charCodeAt(i));
    }
    word.to = i;
    word.hash = hash;
    visit(word);
  }
}

/** Most texts: nothing of them needs to be looked up. */
const simple = /^[\t\n\r -~]*$/;

function isSpecial(normal: string): boolean {
  for (let i = 0; i < normal.length; i += 1) if (kindOf(normal.charCodeAt(i)) === special) return true;
  return false;
}

const withUnit = (hash: number, unit: number) => (Math.imul(hash, 31) + unit) & 0x3fffffff;

const specialWords = (normal: string) =>
  unspaced.test(normal) ? segmentWords(normal) : (normal.match(spacedWord) ?? []);

function eachOf(all: readonly string[], visit: (word: Readonly<WordPlace>) => void): void {
  for (const text of all) {
    let hash = 0;
    for (let i = 0; i < text.length; i += 1) hash = withUnit(hash, text.charCodeAt(i));
    visit({ text, from: 0, to: text.length, hash });
  }
}

/** Words in order, in lower case, as written. */
export function words(text: string): string[] {
  const found: string[] = [];
  eachWord(text, (word) => found.push(word.text.slice(word.from, word.to)));
  return found;
}

/** No word of any language is longer, in UTF-16 units; looking for what is like a word costs the square of its length. */
const longestWord = 64;

/** The form under which a word is indexed; null for a word without a subject. */
export function term(word: string): string | null {
  const known = remembered.get(word);
  if (known !== undefined) return known;
  const found = isStopWord(word) ? null : form(word);
  if (remembered.size >= mostRemembered) remembered.clear();
  if (word.length <= longestWord) remembered.set(word, found);
  return found;
}

/**
 * The sentences that are shown of what was found say the same words again and again: at most 4 MB of them. Each word comes by here,
 * and a plain Map gives it in 45 ns, lru-cache in 70 (2 million words out of 30,000, once warm).
 */
const remembered = new Map<string, string | null>();
const mostRemembered = 20_000;

/** The form of a word, also of one without a subject; empty where nothing but signs is in it. */
export function form(word: string): string {
  return stem(withoutAccents(withoutApostrophes(word)));
}

/** It says nothing about the subject of a text. */
export function isStopWord(word: string): boolean {
  const bare = withoutApostrophes(word);
  return bare === '' || stopWords.has(word) || stopWords.has(bare);
}

function withoutApostrophes(word: string): string {
  const short = word.length > longestWord ? word.slice(0, longestWord) : word;
  return short.includes("'") || short.includes('’') ? short.replace(/['’]/g, '') : short;
}

/** The distinct terms of a text. */
export function terms(text: string): Set<string> {
  return new Set(words(text).flatMap((word) => term(word) ?? []));
}

/** How many of the distinct terms of a query a text has; most of its words are passed over by how they begin. */
export function countTermsOf(query: string): (text: string) => number {
  const asked = terms(query);
  const initials = new Set([...asked].map((one) => one.charCodeAt(0)));
  return (text) => {
    const found = new Set<string>();
    eachWord(text, (word) => {
      const initial = word.text.charCodeAt(word.from);
      // Others may begin with an accent, which their terms have not.
      if (initial < 128 && !initials.has(initial)) return;
      const one = term(word.text.slice(word.from, word.to));
      if (one !== null && asked.has(one)) found.add(one);
    });
    return found.size;
  };
}

export function countWords(text: string): number {
  let count = 0;
  if (!simple.test(text)) {
    eachWord(text, () => (count += 1));
    return count;
  }
  let isInside = false;
  for (let i = 0; i < text.length; i += 1) {
    const kind = kindOf(text.charCodeAt(i));
    if (kind === begins && !isInside) count += 1;
    isInside = kind === begins || (isInside && kind !== between);
  }
  return count;
}

/** Sentences and lines, trimmed; none is empty. */
export function sentences(text: string): string[] {
  return segmentSentences(text)
    .map((sentence) => sentence.trim())
    .filter(Boolean);
}

/** Most words: looking at their script and taking them apart costs more than all the rest. */
const plain = /^[!-~]*$/;

function withoutAccents(word: string): string {
  if (plain.test(word)) return word;
  return /^\p{sc=Latin}/u.test(word) ? word.normalize('NFD').replace(/\p{M}/gu, '') : word;
}

/** A light English stemmer, after Harman's S stemmer with -ing and -ed; harmless for other Latin words: both sides pass it. */
function stem(word: string): string {
  if (word.length < 4 || !/^[a-z]+$/.test(word)) return word;
  const singular = word
    .replace(/(ss|sh|ch|x)es$/, '$1')
    .replace(/ies$/, 'y')
    .replace(/([^su])s$/, '$1');
  return withoutEnding(singular).replace(/e$/, '').replace(/y$/, 'i');
}

function withoutEnding(word: string): string {
  const ending = word.length > 5 && word.endsWith('ing') ? 3 : word.length > 4 && word.endsWith('ed') ? 2 : 0;
  const rest = word.slice(0, word.length - ending);
  if (ending === 0 || !/[aeiouy]/.test(rest)) return word;
  return rest.replace(/([^aeioulsz])\1$/, '$1');
}
