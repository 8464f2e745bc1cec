// The words of an index by number, and the term that each belongs to. What is known of them lies in lists of numbers, and no
// string is made of a word that is known: every word of every text comes by here, which is most of the work of indexing.
import { eachWord, form, words, type WordPlace } from '../tokenize';

/** A passage, as far as its words go. */
export interface Lexical {
  title: string;
  heading?: string;
  tags?: readonly string[];
  text: string;
}

/** @param text as it was written @param passages so many have it */
export type VisitWord = (text: string, passages: number) => void;

export interface Dictionary {
  /** The terms of a passage and its words, each once; the lists are used again by the next call. */
  stockOf(passage: Lexical): { counted: readonly number[]; written: readonly number[] };
  /** How often the passage of the last call has a term, words of its title three times. */
  often(term: number): number;
  /** By name, which is the form of its words. */
  readonly terms: ReadonlyMap<string, number>;
  /** No passage has it any more: its number goes to the next that is met. */
  deleteTerm(term: number): void;
  /** A passage more, or less, has these words. */
  countPassage(written: readonly number[], by: 1 | -1): void;
  eachWritten(visit: VisitWord): void;
  size(): number;
}

/** A word of the title counts as often. */
const titleWeight = 3;
const none = -1;

export function createDictionary(): Dictionary {
  const terms = createTerms();
  const known = createWords(terms.numberOf);
  const counted: number[] = [];
  const written: number[] = [];
  let round = 0;
  let worth = 1;

  function count(term: number): void {
    if (term !== none && terms.count(term, round, worth)) counted.push(term);
  }
  const visit = (place: WordPlace) => {
    const word = known.at(place);
    count(known.termOf(word));
    if (known.isNew(word, round)) written.push(word);
  };
  return {
    stockOf({ title, heading = '', tags = [], text }) {
      counted.length = written.length = 0;
      round += 1;
      worth = 1;
      eachWord(text, visit);
      worth = titleWeight;
      eachWord(`${title}\n${heading}`, visit);
      // What nobody wrote in a text is not offered as what was meant.
      for (const word of words(tags.join('\n'))) count(terms.numberOf(word));
      return { counted, written };
    },
    often: terms.often,
    terms: terms.byName,
    deleteTerm: terms.delete,
    countPassage(all, by) {
      for (const word of all) known.countPassage(word, by);
    },
    eachWritten: known.each,
    size: known.size,
  };
}

function createTerms() {
  const byName = new Map<string, number>();
  const names: string[] = [];
  const free: number[] = [];
  const rounds: number[] = [];
  const often: number[] = [];
  return {
    byName: byName as ReadonlyMap<string, number>,
    often: (term: number) => often[term]!,
    numberOf(word: string): number {
      const name = form(word);
      if (name === '') return none;
      const known = byName.get(name);
      if (known !== undefined) return known;
      const term = free.pop() ?? names.length;
      byName.set(name, term);
      names[term] = name;
      rounds[term] = often[term] = 0;
      return term;
    },
    /** @returns whether it is the first time in this round */
    count(term: number, round: number, worth: number): boolean {
      const isNew = rounds[term] !== round;
      rounds[term] = round;
      often[term] = isNew ? worth : often[term]! + worth;
      return isNew;
    },
    delete(term: number): void {
      byName.delete(names[term]!);
      free.push(term);
    },
  };
}

function createWords(termFor: (word: string) => number) {
  const texts: string[] = [];
  const places = createPlaces(texts);
  const terms: number[] = [];
  const passages: number[] = [];
  const rounds: number[] = [];
  const free: number[] = [];

  function add(text: string, hash: number): number {
    const word = free.pop() ?? texts.length;
    texts[word] = text;
    terms[word] = termFor(text);
    passages[word] = rounds[word] = 0;
    places.put(word, hash);
    return word;
  }
  function remove(word: number): void {
    places.remove(word);
    texts[word] = '';
    free.push(word);
  }
  return {
    /** Made when it is met for the first time. */
    at(place: WordPlace): number {
      const word = places.find(place);
      return word === none ? add(place.text.slice(place.from, place.to), place.hash) : word;
    },
    termOf: (word: number) => terms[word]!,
    isNew(word: number, round: number): boolean {
      if (rounds[word] === round) return false;
      rounds[word] = round;
      return true;
    },
    countPassage(word: number, by: 1 | -1): void {
      passages[word]! += by;
      if (passages[word] === 0) remove(word);
    },
    each(visit: VisitWord): void {
      for (let word = 0; word < texts.length; word += 1) {
        if (passages[word]! > 0) visit(texts[word]!, passages[word]!);
      }
    },
    size: () => texts.length - free.length,
  };
}

/** Where words are by their hashes: a Map of numbers takes twice as long, and most of indexing is this. */
function createPlaces(texts: readonly string[]) {
  /** By the last bits of the hash; another one with the same is its next. */
  let firsts = new Int32Array(1_024).fill(none);
  const nexts: number[] = [];
  const hashes: number[] = [];

  const bucketOf = (hash: number) => hash & (firsts.length - 1);
  function link(word: number): void {
    const bucket = bucketOf(hashes[word]!);
    nexts[word] = firsts[bucket]!;
    firsts[bucket] = word;
  }
  return {
    find(place: WordPlace): number {
      for (let word = firsts[bucketOf(place.hash)]!; word !== none; word = nexts[word]!) {
        if (hashes[word] === place.hash && isAt(texts[word]!, place)) return word;
      }
      return none;
    },
    put(word: number, hash: number): void {
      hashes[word] = hash;
      if (texts.length <= firsts.length) return link(word);
      firsts = new Int32Array(firsts.length * 4).fill(none);
      for (let one = 0; one < texts.length; one += 1) if (texts[one] !== '') link(one);
    },
    remove(word: number): void {
      const bucket = bucketOf(hashes[word]!);
      let before = firsts[bucket]!;
      if (before === word) firsts[bucket] = nexts[word]!;
      else {
        while (nexts[before] !== word) before = nexts[before]!;
        nexts[before] = nexts[word]!;
      }
    },
  };
}

function isAt(known: string, { text, from, to }: WordPlace): boolean {
  if (known.length !== to - from) return false;
  for (let i = 0; i < known.length; i += 1) {
    if (known.charCodeAt(i) !== text.charCodeAt(from + i)) return false;
  }
  return true;
}
