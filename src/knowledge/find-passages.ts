// What speaks for each article of an index, for one query, and the passages that are shown of the best.
import { mayRead, type Audience } from '../protocol/knowledge';
import type { Chunk } from './chunk';
import type { LexicalScores } from './lexical-index';
import { toPassage, type IndexedArticle, type Passage } from './passage';
import {
  certaintyOf,
  meaningOf,
  orderOf,
  relevanceOf,
  scaleOf,
  type Evidence,
  type Lead,
  type Scale,
} from './rank';
import type { VectorTable } from './vector-table';

export interface Entry extends Chunk {
  slot: number;
  /** What becomes vectors. */
  title: string;
  pieces: readonly string[];
  /** Slots of the table of vectors; -1 where there is none yet. */
  titleVector: number;
  pieceVectors: number[];
}

export interface Held {
  article: IndexedArticle;
  stamp: string;
  entries: Entry[];
  questions: Array<{ slot: number; text: string; vector: number }>;
  /** All that becomes vectors. */
  texts: ReadonlySet<string>;
  /** Slots of the table of vectors, by text. */
  vectors: Map<string, number>;
}

/** Has the passages know where their vectors are. */
export function placeVectors({ entries, questions, vectors }: Held): void {
  const slotOf = (text: string) => vectors.get(text) ?? -1;
  for (const entry of entries) {
    entry.titleVector = slotOf(entry.title);
    entry.pieceVectors = entry.pieces.map(slotOf);
  }
  for (const question of questions) question.vector = slotOf(question.text);
}

/** Articles that the scale is taken from, and others that each is compared with. */
const sampled = 60;
const compared = 8;

export function measuredScale(all: readonly Held[], table: VectorTable, prior: Scale | undefined): Scale {
  const step = Math.max(1, Math.floor(all.length / sampled));
  const some = all.filter((_, i) => i % step === 0).slice(0, sampled);
  const own: number[] = [];
  const other: number[] = [];
  const pieces = some.map(({ entries }) =>
    entries.flatMap(({ pieceVectors }) => pieceVectors.filter((slot) => slot >= 0)),
  );
  some.forEach((held, i) => {
    const title = held.entries[0]?.titleVector ?? -1;
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
  cosines?: Float32Array;
  scale?: Scale;
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
export function look(all: readonly Held[], looked: Looked, most: number): Found {
  const best: Array<{ held: Held; order: number }> = [];
  let mostContent = 0;
  for (const held of all) {
    if (!mayRead(looked.audience, held.article.audience)) continue;
    let order = 0;
    for (const entry of held.entries) {
      order = Math.max(order, entryOrder(entry, looked));
      mostContent = Math.max(mostContent, looked.words.content[entry.slot]!);
    }
    for (const { slot, vector } of held.questions)
      order = Math.max(order, questionOrder(slot, vector, looked));
    if (order > 0 && (best.length < most || order > best.at(-1)!.order)) insert(best, { held, order }, most);
  }
  const candidates = best.flatMap(({ held }) => candidateOf(held, looked) ?? []);
  return { candidates, contentWeight: looked.words.contentWeight, mostContent };
}

function insert<T extends { order: number }>(best: T[], one: T, most: number): void {
  const at = best.findIndex(({ order }) => order < one.order);
  best.splice(at < 0 ? best.length : at, 0, one);
  if (best.length > most) best.pop();
}

/** Cosine of the nearest piece; undefined without vectors. */
function nearestPiece({ pieceVectors }: Entry, cosines: Float32Array): number | undefined {
  let nearest: number | undefined;
  for (const slot of pieceVectors) {
    if (slot >= 0 && (nearest === undefined || cosines[slot]! > nearest)) nearest = cosines[slot]!;
  }
  return nearest;
}

function meaningAt(entry: Entry, { cosines, scale }: Looked): { meaning: number; piece: number } | undefined {
  if (!cosines) return undefined;
  const piece = nearestPiece(entry, cosines);
  const title = entry.titleVector >= 0 ? cosines[entry.titleVector]! : undefined;
  if (piece === undefined && title === undefined) return undefined;
  const meaning = meaningOf(Math.max(piece ?? -1, title ?? -1), scale!);
  return { meaning, piece: piece === undefined ? 0 : meaningOf(piece, scale!) };
}

/** 0 where nothing speaks for the passage. */
function entryOrder(entry: Entry, looked: Looked): number {
  const words = looked.words.all[entry.slot]!;
  const content = looked.words.content[entry.slot]!;
  const meant = meaningAt(entry, looked);
  if (!meant) return words === 0 ? 0 : orderOf({ words, content });
  if (words === 0 && meant.meaning < faint) return 0;
  return orderOf({ words, content, meaning: meant.meaning }) + pieceShare * meant.piece;
}

function questionOrder(slot: number, vector: number, looked: Looked): number {
  const evidence = questionEvidence(slot, vector, looked);
  return orderOf(evidence) + pieceShare * (evidence.meaning ?? 0);
}

function questionEvidence(slot: number, vector: number, { asked, cosines, scale }: Looked): Evidence {
  const lexical = { words: asked.all[slot]!, content: asked.content[slot]! };
  if (!cosines || vector < 0) return lexical;
  return { ...lexical, meaning: meaningOf(cosines[vector]!, scale!) };
}

/** An article stands where its best passage does, or the best question that it is an example for. */
function candidateOf(held: Held, looked: Looked): Candidate | undefined {
  const places = held.entries.flatMap((entry): Place | [] => {
    const order = entryOrder(entry, looked);
    if (order <= 0) return [];
    const meaning = meaningAt(entry, looked)?.meaning;
    const lexical = { words: looked.words.all[entry.slot]!, content: looked.words.content[entry.slot]! };
    return { entry, order, evidence: { ...lexical, ...(meaning !== undefined && { meaning }) } };
  });
  places.sort((a, b) => b.order - a.order);
  let evidence = places[0]?.evidence;
  let order = places[0]?.order ?? 0;
  for (const { slot, vector } of held.questions) {
    const own = questionOrder(slot, vector, looked);
    if (own <= order) continue;
    order = own;
    evidence = questionEvidence(slot, vector, looked);
  }
  const [first] = held.entries;
  if (!evidence || !first) return undefined;
  return { held, evidence, order, places: places.length > 0 ? places : [{ entry: first, evidence, order }] };
}

export function toPassages(
  { candidates, contentWeight, mostContent }: Found,
  { query, limit, table }: { query: string; limit: number; table: VectorTable },
): Passage[] {
  const passages = candidates.slice(0, limit).flatMap((candidate) => {
    const rival = candidates.find((one) => one !== candidate && !saysTheSame(one, candidate, table));
    const lead: Lead = {
      ahead: candidate.order - (rival?.order ?? 0),
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

/** Cosine of two pieces from which on they say the same. */
const same = 0.95;

/** Two articles of which no question can tell which one is meant, since both give the same answer. */
function saysTheSame(one: Candidate, other: Candidate, table: VectorTable): boolean {
  const [a, b] = [one.places[0]!.entry, other.places[0]!.entry];
  if (a.text === b.text) return true;
  const known = a.pieceVectors.length === b.pieceVectors.length ? a.pieceVectors : [];
  return (
    known.length > 0 &&
    known.every(
      (slot, i) => slot >= 0 && b.pieceVectors[i]! >= 0 && table.cosine(slot, b.pieceVectors[i]!) >= same,
    )
  );
}
