// Finds passages by their words (BM25, Robertson and Zaragoza 2009): their order by all words, what is certain by those with a subject.
import { createDictionary, type Lexical, type VisitWord } from './dictionary';
import { bothOf, drop, eitherOf, noPostings, put, type Postings } from './postings';
import { noSynonyms, type Synonyms } from '../synonyms';
import { form, isStopWord, words } from '../tokenize';

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
  /** @param passage as it was added */
  remove(slot: number, passage: Lexical): void;
  /** @param synonyms what a word of the query may be called in a passage */
  scores(query: string, synonyms?: Synonyms): LexicalScores;
  /** Whether some passage has a word of this family. */
  knows(word: string): boolean;
  /** Words as they were written. */
  eachWritten(visit: VisitWord): void;
  /** Of words and postings, about. */
  readonly bytes: number;
}

/** Terms of a query that are looked up: a customer may paste a page, and others wait meanwhile. */
const mostKnown = 32;
const mostUnknown = 8;
/** What repeating a word is worth, and how much long passages are held back. */
const k1 = 1.2;
const b = 0.5;
/** Words of the index that a word which no passage has may have meant, and what one of them is worth. */
const mostRelatives = 8;
const relativeWorth = 0.6;
/** What means the same in a trade says a little less surely what was meant than the word itself. */
const synonymSurety = 0.6;
/** With the room in which they grow. */
const bytesPerPosting = 12;
const bytesPerWord = 300;

interface Asked {
  postings: Postings[];
  rarity: number;
  worth: number;
  hasSubject: boolean;
  /** Those of the postings that have the word itself, where others have what means the same. */
  own?: Postings;
}

export function createLexicalIndex(): LexicalIndex {
  const held = createHeld();
  let all = new Float64Array(0);
  let content = new Float64Array(0);
  return {
    add: held.add,
    remove: held.remove,
    scores(query, synonyms = noSynonyms) {
      if (all.length < held.lengths.length) {
        [all, content] = [longer(all, held.lengths.length), longer(content, held.lengths.length)];
      }
      all.fill(0);
      content.fill(0);
      const asked = askedFor(query, held, synonyms);
      const weight = sumOf(asked);
      const contentWeight = sumOf(asked.filter(({ hasSubject }) => hasSubject));
      for (const one of asked) addTo({ all, content }, one, { held, weight, contentWeight });
      return { all, content, contentWeight: contentWeight / held.rarity(0) };
    },
    knows: (word) => held.terms.has(form(word)),
    eachWritten: held.eachWritten,
    get bytes() {
      return held.count * bytesPerPosting + held.wordCount() * bytesPerWord;
    },
  };
}

/** Who has which words, and how many. */
function createHeld() {
  const dictionary = createDictionary();
  /** By term. */
  const postings: Postings[] = [];
  const held = {
    terms: dictionary.terms,
    postings: postings as readonly Postings[],
    eachWritten: dictionary.eachWritten,
    wordCount: dictionary.size,
    /** Words of each slot, of all of them, and postings. */
    lengths: new Float64Array(0),
    total: 0,
    count: 0,
    size: 0,
    rarity: (having: number) => Math.log(1 + (held.size - having + 0.5) / (having + 0.5)),
    add(slot: number, passage: Lexical): void {
      const { counted, written } = dictionary.stockOf(passage);
      let length = 0;
      for (const term of counted) {
        const often = dictionary.often(term);
        length += often;
        put((postings[term] ??= noPostings()), slot, often);
      }
      dictionary.countPassage(written, 1);
      if (slot >= held.lengths.length) held.lengths = longer(held.lengths, slot + 1);
      held.lengths[slot] = length;
      held.total += length;
      held.count += counted.length;
      held.size += 1;
    },
    remove(slot: number, passage: Lexical): void {
      const { counted, written } = dictionary.stockOf(passage);
      for (const term of counted) {
        drop(postings[term]!, slot);
        if (postings[term]!.used > 0) continue;
        postings[term] = noPostings();
        dictionary.deleteTerm(term);
      }
      dictionary.countPassage(written, -1);
      held.total -= held.lengths[slot]!;
      held.count -= counted.length;
      held.size -= 1;
    },
  };
  return held;
}

type Held = ReturnType<typeof createHeld>;

/** The distinct terms of a query: of many, the rarest that some passage has, and a few that none has as they stand. */
function askedFor(query: string, held: Held, synonyms: Synonyms): Asked[] {
  const { terms, postings, rarity } = held;
  const known: Asked[] = [];
  const unknown: Asked[] = [];
  for (const [one, { word, others, isNamed }] of termsOf(query, synonyms)) {
    const term = terms.get(one);
    const hasSubject = isNamed || !isStopWord(word);
    const own = term === undefined ? noPostings() : postings[term]!;
    const found = others.reduce((all, other) => eitherOf(all, havingAll(other, held)), own);
    if (found.used > 0) {
      known.push({
        postings: [found],
        rarity: rarity(found.used),
        worth: 1,
        hasSubject,
        ...(others.length > 0 && { own }),
      });
    } else if (unknown.length < mostUnknown) {
      const relatives = hasSubject ? relativesOf(one, held) : [];
      unknown.push({ postings: relatives, rarity: rarity(0), worth: relativeWorth, hasSubject });
    }
  }
  if (known.length > mostKnown) known.sort((x, y) => y.rarity - x.rarity).length = mostKnown;
  return [...known, ...unknown];
}

interface Term {
  word: string;
  /** What a passage may have in its place, each as forms of words that it has all. */
  others: readonly (readonly string[])[];
  isNamed: boolean;
}

/** By form. What means the same as a word before is not asked for twice. */
function termsOf(query: string, synonyms: Synonyms): Map<string, Term> {
  const all = words(query);
  const forms = all.map(form);
  const distinct = new Map<string, Term>();
  all.forEach((word, i) => distinct.set(forms[i]!, { word, others: [], isNamed: false }));
  for (const { from, to, others, isNamedByAll } of synonyms.in(forms)) {
    for (let i = from; i < to; i += 1) {
      distinct.set(forms[i]!, { word: all[i]!, others, isNamed: isNamedByAll });
    }
    for (const [only, ...more] of others)
      if (more.length === 0 && !forms.slice(from, to).includes(only!)) distinct.delete(only!);
  }
  distinct.delete('');
  return distinct;
}

/** A phrase is looked for as words that a passage has all, wherever they stand in it. */
function havingAll(forms: readonly string[], { terms, postings }: Held): Postings {
  const each = forms.map((one) => postings[terms.get(one) ?? -1] ?? noPostings());
  return each.reduce(bothOf);
}

function addTo(
  { all, content }: Pick<LexicalScores, 'all' | 'content'>,
  { postings, rarity, worth, hasSubject, own }: Asked,
  { held, weight, contentWeight }: { held: Held; weight: number; contentWeight: number },
): void {
  const average = held.total / Math.max(1, held.size);
  const { lengths } = held;
  let at = 0;
  for (const { pairs, used } of postings) {
    for (let i = 0; i < used * 2; i += 2) {
      const slot = pairs[i]!;
      const often = pairs[i + 1]!;
      const norm = k1 * (1 - b + (b * lengths[slot]!) / average);
      const score = (rarity * worth * often) / (often + norm);
      all[slot]! += score / weight;
      if (!hasSubject) continue;
      while (own && at < own.used && own.pairs[at * 2]! < slot) at += 1;
      const isMeant = own && !(at < own.used && own.pairs[at * 2] === slot);
      content[slot]! += (score * (isMeant ? synonymSurety : 1)) / contentWeight;
    }
  }
}

const sumOf = (asked: readonly Asked[]) => asked.reduce((sum, { rarity }) => sum + rarity, 0);

/** Terms that begin with it, or that it begins with: compounds, and endings that no stemmer here knows. */
function relativesOf(name: string, { terms, postings }: Held): Postings[] {
  if (name.length < 4) return [];
  const found: Postings[] = [];
  for (const [other, term] of terms) {
    const isRelative =
      other.length >= 4 &&
      (other.startsWith(name) || (name.startsWith(other) && other.length * 3 >= name.length * 2));
    if (isRelative && found.push(postings[term]!) >= mostRelatives) break;
  }
  return found;
}

function longer(array: Float64Array, length: number): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(Math.max(64, length, Math.ceil(array.length * 1.5)));
  larger.set(array);
  return larger;
}
