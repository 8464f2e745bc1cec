// Finds passages by their words (BM25, Robertson and Zaragoza 2009): their order by all words, what is certain by those with a subject.
import { form, isStopWord, words } from './tokenize';

/** A passage, as far as its words go. */
export interface Lexical {
  title: string;
  heading?: string;
  tags?: readonly string[];
  text: string;
}

/** How much the passages speak for a query, by slot; the arrays are used again by the next call. */
export interface LexicalScores {
  /** Share of what a passage with every word of the query could have, 0 to 1. */
  all: Float64Array;
  /** The same, of the words with a subject. */
  content: Float64Array;
  /** How much these words say together, counted in words that no passage has. */
  contentWeight: number;
}

export interface LexicalIndex {
  /** A slot that is free. */
  add(slot: number, passage: Lexical): void;
  remove(slot: number): void;
  scores(query: string): LexicalScores;
  /** Whether some passage has a word of this family. */
  knows(word: string): boolean;
  /** Words as they were written, with how many passages have them. */
  readonly vocabulary: ReadonlyMap<string, number>;
  /** Of all postings. */
  readonly bytes: number;
}

/** Terms of a query that are looked up: a customer may paste a page, and others wait meanwhile. */
const mostKnown = 32;
const mostUnknown = 8;
/** What repeating a word is worth, and how much long passages are held back. */
const k1 = 1.2;
const b = 0.5;
/** A word of the title counts as often. */
const titleWeight = 3;
/** Words of the index that a word which no passage has may have meant, and what one of them is worth. */
const mostRelatives = 8;
const relativeWorth = 0.6;
const bytesPerPosting = 20;

interface Postings {
  /** Ascending. */
  slots: number[];
  counts: number[];
}

interface Asked {
  postings: Postings[];
  rarity: number;
  worth: number;
  hasSubject: boolean;
}

export function createLexicalIndex(): LexicalIndex {
  const held = createHeld();
  let all = new Float64Array(0);
  let content = new Float64Array(0);
  return {
    add: held.add,
    remove: held.remove,
    scores(query) {
      if (all.length < held.lengths.length) {
        [all, content] = [longer(all, held.lengths.length), longer(content, held.lengths.length)];
      }
      all.fill(0);
      content.fill(0);
      const terms = askedFor(query, held);
      const weight = sumOf(terms);
      const subjects = terms.filter(({ hasSubject }) => hasSubject);
      const contentWeight = sumOf(subjects);
      for (const one of terms) addTo(all, one, { held, most: weight });
      for (const one of subjects) addTo(content, one, { held, most: contentWeight });
      return { all, content, contentWeight: contentWeight / held.rarity(0) };
    },
    knows: (word) => held.postings.has(form(word)),
    vocabulary: held.vocabulary,
    get bytes() {
      return held.count * bytesPerPosting;
    },
  };
}

/** Who has which words, and how many. */
function createHeld() {
  const postings = new Map<string, Postings>();
  const vocabulary = new Map<string, number>();
  const passages = new Map<number, { passage: Lexical; length: number }>();
  const held = {
    postings: postings as ReadonlyMap<string, Postings>,
    vocabulary: vocabulary as ReadonlyMap<string, number>,
    /** Words of each slot, of all of them, and postings. */
    lengths: new Float64Array(0),
    total: 0,
    count: 0,
    size: () => passages.size,
    rarity: (having: number) => Math.log(1 + (passages.size - having + 0.5) / (having + 0.5)),
    add(slot: number, passage: Lexical): void {
      const counted = countsOf(passage);
      let length = 0;
      for (const [one, often] of counted) {
        length += often;
        let found = postings.get(one);
        if (!found) postings.set(one, (found = { slots: [], counts: [] }));
        put(found, slot, often);
      }
      for (const word of writtenIn(passage)) vocabulary.set(word, (vocabulary.get(word) ?? 0) + 1);
      if (slot >= held.lengths.length) held.lengths = longer(held.lengths, slot + 1);
      held.lengths[slot] = length;
      held.total += length;
      held.count += counted.size;
      passages.set(slot, { passage, length });
    },
    remove(slot: number): void {
      const known = passages.get(slot);
      if (!known) return;
      const counted = countsOf(known.passage);
      for (const one of counted.keys()) drop(postings, one, slot);
      for (const word of writtenIn(known.passage)) {
        const left = vocabulary.get(word)! - 1;
        if (left > 0) vocabulary.set(word, left);
        else vocabulary.delete(word);
      }
      held.total -= known.length;
      held.count -= counted.size;
      passages.delete(slot);
    },
  };
  return held;
}

type Held = ReturnType<typeof createHeld>;

/** The distinct terms of a query: of many, the rarest that some passage has, and a few that none has as they stand. */
function askedFor(query: string, { postings, rarity }: Held): Asked[] {
  const distinct = new Map(words(query).map((word) => [form(word), word]));
  distinct.delete('');
  const known: Asked[] = [];
  const unknown: Asked[] = [];
  for (const [one, word] of distinct) {
    const found = postings.get(one);
    const hasSubject = !isStopWord(word);
    if (found) {
      known.push({ postings: [found], rarity: rarity(found.slots.length), worth: 1, hasSubject });
    } else if (unknown.length < mostUnknown) {
      const relatives = hasSubject ? relativesOf(one, postings) : [];
      unknown.push({ postings: relatives, rarity: rarity(0), worth: relativeWorth, hasSubject });
    }
  }
  if (known.length > mostKnown) known.sort((x, y) => y.rarity - x.rarity).length = mostKnown;
  return [...known, ...unknown];
}

function addTo(
  target: Float64Array,
  { postings, rarity, worth }: Asked,
  { held, most }: { held: Held; most: number },
): void {
  const average = held.total / Math.max(1, held.size());
  const { lengths } = held;
  for (const { slots, counts } of postings) {
    for (let i = 0; i < slots.length; i += 1) {
      const slot = slots[i]!;
      const often = counts[i]!;
      const norm = k1 * (1 - b + (b * lengths[slot]!) / average);
      target[slot]! += (rarity * worth * often) / (often + norm) / most;
    }
  }
}

const sumOf = (terms: readonly Asked[]) => terms.reduce((sum, { rarity }) => sum + rarity, 0);

function writtenIn({ title, heading = '', text }: Lexical): Set<string> {
  return new Set(words(`${title}\n${heading}\n${text}`));
}

function countsOf({ title, heading = '', tags = [], text }: Lexical): Map<string, number> {
  const counts = new Map<string, number>();
  const count = (from: string, worth: number) => {
    for (const word of words(from)) {
      const one = form(word);
      if (one !== '') counts.set(one, (counts.get(one) ?? 0) + worth);
    }
  };
  count(text, 1);
  count(`${title}\n${heading}\n${tags.join('\n')}`, titleWeight);
  return counts;
}

function put(found: Postings, slot: number, often: number): void {
  const isLast = found.slots.length === 0 || found.slots.at(-1)! < slot;
  const at = isLast ? found.slots.length : placeOf(found, slot);
  found.slots.splice(at, 0, slot);
  found.counts.splice(at, 0, often);
}

function drop(postings: Map<string, Postings>, term: string, slot: number): void {
  const found = postings.get(term);
  if (!found) return;
  const at = placeOf(found, slot);
  if (found.slots[at] !== slot) return;
  found.slots.splice(at, 1);
  found.counts.splice(at, 1);
  if (found.slots.length === 0) postings.delete(term);
}

function placeOf({ slots }: Postings, slot: number): number {
  let [from, to] = [0, slots.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (slots[middle]! < slot) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** Terms that begin with it, or that it begins with: compounds, and endings that no stemmer here knows. */
function relativesOf(term: string, postings: ReadonlyMap<string, Postings>): Postings[] {
  if (term.length < 4) return [];
  const found: Postings[] = [];
  for (const [other, list] of postings) {
    const isRelative =
      other.length >= 4 &&
      (other.startsWith(term) || (term.startsWith(other) && other.length * 3 >= term.length * 2));
    if (isRelative && found.push(list) >= mostRelatives) break;
  }
  return found;
}

function longer(array: Float64Array, length: number): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(Math.max(64, length, Math.ceil(array.length * 1.5)));
  larger.set(array);
  return larger;
}
