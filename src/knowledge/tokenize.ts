// Text to words, for any script: what is indexed and what is asked pass through the same steps.
import { segmentSentences, segmentWords } from './segment';
import { stopWords } from './stop-words';

/** Scripts that write without spaces between words. */
const unspaced = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u;
const spacedWord = /[\p{L}\p{N}][\p{L}\p{N}\p{M}'’]*/gu;

/** Words in order, in lower case, as written. */
export function words(text: string): string[] {
  const normal = text.normalize('NFKC').toLowerCase();
  if (!unspaced.test(normal)) return normal.match(spacedWord) ?? [];
  return segmentWords(normal);
}

/** No word of any language is longer, in UTF-16 units; looking for what is like a word costs the square of its length. */
const longestWord = 64;

/** The form under which a word is indexed; null for a word without a subject. */
export function term(word: string): string | null {
  return isStopWord(word) ? null : form(word);
}

/** The form of a word, also of one without a subject; empty where nothing but signs is in it. */
export function form(word: string): string {
  return stem(withoutAccents(withoutApostrophes(word)));
}

/** It says nothing about the subject of a text. */
export function isStopWord(word: string): boolean {
  const plain = withoutApostrophes(word);
  return plain === '' || stopWords.has(word) || stopWords.has(plain);
}

const withoutApostrophes = (word: string) => word.slice(0, longestWord).replace(/['’]/g, '');

/** The distinct terms of a text. */
export function terms(text: string): Set<string> {
  return new Set(words(text).flatMap((word) => term(word) ?? []));
}

export function countWords(text: string): number {
  return words(text).length;
}

/** Sentences and lines, trimmed; none is empty. */
export function sentences(text: string): string[] {
  return segmentSentences(text)
    .map((sentence) => sentence.trim())
    .filter(Boolean);
}

function withoutAccents(word: string): string {
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
