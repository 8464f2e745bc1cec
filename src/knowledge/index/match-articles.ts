// What speaks for each article of an index, for one query, and the passages that are shown of the best.
import { mayRead, type Audience } from '../../protocol/knowledge';
import type { Chunk } from '../chunk';
import type { LexicalScores } from './lexical-index';
import type { Columns, Slots } from './slots';
import { toPassage, type IndexedArticle, type Passage } from '../passage';
import {
  certaintyOf,
  likenessOf,
  meaningOf,
  orderOf,
  relevanceOf,
  scaleOf,
  type Evidence,
  type Lead,
  type Scale,
} from '../rank';
import type { VectorTable } from './vector-table';

export interface Entry extends Chunk {
  slot: number;
}

export interface Held {
  article: IndexedArticle;
  stamp: string;
  /** Owner of its slots. */
  number: number;
  entries: Entry[];
  questions: Array<{ slot: number; text: string }>;
  /** How many of its texts have vectors. */
  vectors: 'none' | 'some' | 'all';
}

/** All that is searched: what passages and questions are there, and the articles by number. */
export interface Searched {
  passages: Slots;
  questions: Slots;
  numbered: ReadonlyArray<Held | undefined>;
  table: VectorTable;
}

/** Articles that the scale is taken from, and others that each is compared with. */
const sampled = 60;
const compared = 8;

export function measuredScale(
  all: readonly Held[],
  { passages, table }: Pick<Searched, 'passages' | 'table'>,
  prior: Scale | undefined,
): Scale {
  const step = Math.max(1, Math.floor(all.length / sampled));
  const some = all.filter((_, i) => i % step === 0).slice(0, sampled);
  const own: number[] = [];
  const other: number[] = [];
  const pieces = some.map(({ entries }) =>
    entries.flatMap(({ slot }) => passages.pieces(slot).filter((piece) => piece >= 0)),
  );
  some.forEach(({ entries }, i) => {
    const title = entries[0] ? passages.title(entries[0].slot) : -1;
    if (title < 0) return;
    for (const piece of pieces[i]!.slice(0, 4)) own.push(table.cosine(title, piece));
    for (let k = 1; k <= Math.min(compared, some.length - 1); k += 1) {
      const others = pieces[(i + k) % some.length]!;
      for (const piece of others.slice(0, 2)) other.push(table.cosine(title, piece));
    }
  });
  return scaleOf(own, other, prior);
}

export interface Looked {
  words: LexicalScores;
  asked: LexicalScores;
  audience: Audience;
  meanings?: { cosines: Float32Array; scale: Scale };
}

/** A passage with what speaks for it. */
export interface Place {
  entry: Entry;
  evidence: Evidence;
  order: number;
}

/** An article with what speaks for it, passages best first. */
export interface Candidate {
  held: Held;
  evidence: Evidence;
  order: number;
  places: Place[];
}

export interface Found {
  /** The best so many, in order. */
  candidates: Candidate[];
  contentWeight: number;
  /** Most of the words with a subject that any article has. */
  mostContent: number;
}

/** How much the nearest piece counts beside the title, where passages of one article are compared. */
const pieceShare = 0.1;
/** Meanings below it are chance. */
const faint = 0.12;

/** @param most so many articles; only of them more than a number is made */
export function matchArticles(searched: Searched, looked: Looked, most: number): Found {
  const { orders, mostContent } = ordersOf(searched, looked);
  const best: Array<{ number: number; order: number }> = [];
  for (let number = 0; number < orders.length; number += 1) {
    const order = orders[number]!;
    if (order > 0 && (best.length < most || order > best.at(-1)!.order))
      insert(best, { number, order }, most);
  }
  const candidates = best.flatMap(
    ({ number }) => candidateOf(searched.numbered[number]!, searched, looked) ?? [],
  );
  return { candidates, contentWeight: looked.words.contentWeight, mostContent };
}

/** What speaks for the best passage or question of each article, by its number: 0 where nothing does, or it may not be read. */
function ordersOf(
  { passages, questions, numbered }: Searched,
  looked: Looked,
): { orders: Float64Array; mostContent: number } {
  const orders = new Float64Array(numbered.length);
  const may = new Uint8Array(numbered.length);
  numbered.forEach((held, number) => {
    if (held && mayRead(looked.audience, held.article.audience)) may[number] = 1;
  });
  const { content } = looked.words;
  let mostContent = 0;
  const ofPassages = passages.columns();
  for (let slot = 0; slot < ofPassages.used; slot += 1) {
    const owner = ofPassages.owners[slot]!;
    if (owner < 0 || may[owner] === 0) continue;
    if (content[slot]! > mostContent) mostContent = content[slot]!;
    const order = entryOrder(slot, ofPassages, looked);
    if (order > orders[owner]!) orders[owner] = order;
  }
  const ofQuestions = questions.columns();
  for (let slot = 0; slot < ofQuestions.used; slot += 1) {
    const owner = ofQuestions.owners[slot]!;
    if (owner < 0 || may[owner] === 0) continue;
    const order = questionOrder(slot, ofQuestions, looked);
    if (order > orders[owner]!) orders[owner] = order;
  }
  return { orders, mostContent };
}

function insert<T extends { order: number }>(best: T[], one: T, most: number): void {
  const at = best.findIndex(({ order }) => order < one.order);
  best.splice(at < 0 ? best.length : at, 0, one);
  if (best.length > most) best.pop();
}

/** In the place of a cosine where there is no vector. */
const none = -2;

/** Cosine of the nearest piece. */
function nearestPiece(slot: number, { firsts, pieces, nexts }: Columns, cosines: Float32Array): number {
  let nearest = none;
  for (let place = firsts[slot]!; place >= 0; place = nexts[place]!) {
    const piece = pieces[place]!;
    if (piece >= 0 && cosines[piece]! > nearest) nearest = cosines[piece]!;
  }
  return nearest;
}

function titleCosine(slot: number, { titles }: Columns, cosines: Float32Array): number {
  const title = titles[slot]!;
  return title >= 0 ? cosines[title]! : none;
}

/** 0 where nothing speaks for the passage. */
function entryOrder(slot: number, columns: Columns, { words, meanings }: Looked): number {
  const all = words.all[slot]!;
  const content = words.content[slot]!;
  const piece = meanings ? nearestPiece(slot, columns, meanings.cosines) : none;
  const title = meanings ? titleCosine(slot, columns, meanings.cosines) : none;
  if (piece === none && title === none) return all === 0 ? 0 : orderOf({ words: all, content });
  const meaning = meaningOf(Math.max(piece, title), meanings!.scale);
  if (all === 0 && meaning < faint) return 0;
  const nearest = piece === none ? 0 : meaningOf(piece, meanings!.scale);
  return orderOf({ words: all, content, meaning }) + pieceShare * nearest;
}

function entryEvidence(slot: number, columns: Columns, { words, meanings }: Looked): Evidence {
  const evidence = { words: words.all[slot]!, content: words.content[slot]! };
  if (!meanings) return evidence;
  const { cosines, scale } = meanings;
  const cosine = Math.max(nearestPiece(slot, columns, cosines), titleCosine(slot, columns, cosines));
  return cosine === none ? evidence : { ...evidence, meaning: meaningOf(cosine, scale) };
}

function questionOrder(slot: number, columns: Columns, looked: Looked): number {
  const evidence = questionEvidence(slot, columns, looked);
  return orderOf(evidence) + pieceShare * (evidence.meaning ?? 0);
}

function questionEvidence(slot: number, columns: Columns, { asked, meanings }: Looked): Evidence {
  const evidence = { words: asked.all[slot]!, content: asked.content[slot]! };
  const cosine = meanings ? titleCosine(slot, columns, meanings.cosines) : none;
  return cosine === none ? evidence : { ...evidence, meaning: meaningOf(cosine, meanings!.scale) };
}

/** An article stands where its best passage does, or the best question that it is an example for. */
function candidateOf(held: Held, { passages, questions }: Searched, looked: Looked): Candidate | undefined {
  const columns = passages.columns();
  const places = held.entries.flatMap((entry): Place | [] => {
    const order = entryOrder(entry.slot, columns, looked);
    return order <= 0 ? [] : { entry, order, evidence: entryEvidence(entry.slot, columns, looked) };
  });
  places.sort((a, b) => b.order - a.order);
  let evidence = places[0]?.evidence;
  let order = places[0]?.order ?? 0;
  for (const { slot } of held.questions) {
    const own = questionOrder(slot, questions.columns(), looked);
    if (own <= order) continue;
    order = own;
    evidence = questionEvidence(slot, questions.columns(), looked);
  }
  const [first] = held.entries;
  if (!evidence || !first) return undefined;
  return { held, evidence, order, places: places.length > 0 ? places : [{ entry: first, evidence, order }] };
}

interface Shown {
  query: string;
  limit: number;
  searched: Searched;
  /** The mean cosine of texts that have nothing to do with each other. */
  off: number;
  /** What the query finds by its own words, where it was looked for by synonyms and no meaning speaks. */
  byOwnWords?: Found | undefined;
}

export function toPassages(
  { candidates, contentWeight, mostContent }: Found,
  { query, limit, searched, off, byOwnWords }: Shown,
): Passage[] {
  const passages = candidates.slice(0, limit).flatMap((candidate) => {
    const rival = candidates.find(
      (one) => one !== candidate && !saysTheSame(one, candidate, { ...searched, off }),
    );
    const lead: Lead = {
      ahead: Math.min(candidate.order - (rival?.order ?? 0), -behind(candidate, byOwnWords)),
      leadsByWords: candidate.evidence.content > 0 && candidate.evidence.content >= mostContent,
      contentWeight,
    };
    const certainty = certaintyOf(candidate.evidence, lead);
    return candidate.places.slice(0, limit).map((place, i) => ({
      candidate,
      place,
      certainty,
      order: i === 0 ? candidate.order : place.order,
      relevance: relevanceOf(i === 0 ? candidate.evidence : place.evidence, contentWeight),
    }));
  });
  passages.sort((a, b) => b.order - a.order).splice(limit);
  let least = 1;
  return passages.map(({ candidate: { held }, place: { entry }, certainty, relevance }) => {
    const next = held.entries[held.entries.indexOf(entry) + 1];
    const score = (least = Math.min(least, relevance));
    const continues = next?.heading === entry.heading;
    return toPassage(held.article, entry, { query, score, certainty, continues });
  });
}

/** How far the words that were said have another article before it: a synonym orders, and is no reason to be sure. */
function behind({ held }: Candidate, byOwnWords: Found | undefined): number {
  const [first] = byOwnWords?.candidates ?? [];
  if (!first || first.held === held) return -Infinity;
  const own = byOwnWords?.candidates.find((one) => one.held === held);
  return first.order - (own?.order ?? 0);
}

/** Likeness of two pieces from which on they say the same. */
const same = 0.944;

/** Two articles of which no question can tell which one is meant, since both give the same answer. */
function saysTheSame(
  one: Candidate,
  other: Candidate,
  { passages, table, off }: Searched & Pick<Scale, 'off'>,
): boolean {
  const [a, b] = [one.places[0]!.entry, other.places[0]!.entry];
  if (a.text === b.text) return true;
  const [ofA, ofB] = [passages.pieces(a.slot), passages.pieces(b.slot)];
  return (
    ofA.length > 0 &&
    ofA.length === ofB.length &&
    ofA.every(
      (piece, i) => piece >= 0 && ofB[i]! >= 0 && likenessOf(table.cosine(piece, ofB[i]!), off) >= same,
    )
  );
}
