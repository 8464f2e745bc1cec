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
  pieces: string[];
}

export interface Held {
  article: IndexedArticle;
  stamp: string;
  entries: Entry[];
  questions: Array<{ slot: number; text: string }>;
  /** All that becomes vectors. */
  texts: ReadonlySet<string>;
  /** Slots of the table of vectors, by text. */
  vectors: Map<string, number>;
}

/** Articles that the scale is taken from, and others that each is compared with. */
const sampled = 60;
const compared = 8;

export function measuredScale(all: readonly Held[], table: VectorTable, prior: Scale | undefined): Scale {
  const step = Math.max(1, Math.floor(all.length / sampled));
  const some = all.filter((_, i) => i % step === 0).slice(0, sampled);
  const own: number[] = [];
  const other: number[] = [];
  const titleOf = ({ entries: [first], vectors }: Held) => first && vectors.get(first.title);
  const piecesOf = ({ entries, vectors }: Held) =>
    entries.flatMap(({ pieces }) => pieces.flatMap((text) => vectors.get(text) ?? []));
  const pieces = some.map(piecesOf);
  some.forEach((held, i) => {
    const title = titleOf(held);
    if (title === undefined) return;
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
  /** Slot of the piece that is nearest. */
  piece?: number;
}

/** An article with what speaks for it, passages best first. */
export interface Candidate {
  held: Held;
  evidence: Evidence;
  order: number;
  places: Place[];
}

export interface Found {
  /** Best first. */
  candidates: Candidate[];
  contentWeight: number;
}

/** How much the nearest piece counts beside the title, where passages of one article are compared. */
const pieceShare = 0.1;
/** Meanings below it are chance. */
const faint = 0.12;

export function look(all: readonly Held[], looked: Looked): Found {
  const candidates: Candidate[] = [];
  for (const held of all) {
    if (!mayRead(looked.audience, held.article.audience)) continue;
    const places: Place[] = [];
    for (const entry of held.entries) {
      const place = placeOf(entry, held, looked);
      if (place) places.push(place);
    }
    const candidate = candidateOf(held, places, looked);
    if (candidate) candidates.push(candidate);
  }
  candidates.sort((a, b) => b.order - a.order);
  return { candidates, contentWeight: looked.words.contentWeight };
}

function placeOf(entry: Entry, { vectors }: Held, { words, cosines, scale }: Looked): Place | undefined {
  const lexical = { words: words.all[entry.slot]!, content: words.content[entry.slot]! };
  const cosineOf = (text: string) => {
    const slot = vectors.get(text);
    return slot === undefined ? undefined : cosines![slot]!;
  };
  let piece: number | undefined;
  let nearest = cosines && cosineOf(entry.title);
  if (cosines) {
    for (const text of entry.pieces) {
      const slot = vectors.get(text);
      if (slot !== undefined && (piece === undefined || cosines[slot]! > cosines[piece]!)) piece = slot;
    }
    if (piece !== undefined) nearest = Math.max(nearest ?? -1, cosines[piece]!);
  }
  if (nearest === undefined) {
    if (lexical.words === 0) return undefined;
    return { entry, evidence: lexical, order: orderOf(lexical) };
  }
  const evidence = { ...lexical, meaning: meaningOf(nearest, scale!) };
  if (evidence.words === 0 && evidence.meaning < faint) return undefined;
  const own = piece === undefined ? 0 : pieceShare * meaningOf(cosines![piece]!, scale!);
  return { entry, evidence, order: orderOf(evidence) + own, ...(piece !== undefined && { piece }) };
}

/** An article stands where its best passage does, or the best question that it is an example for. */
function candidateOf(held: Held, places: Place[], looked: Looked): Candidate | undefined {
  places.sort((a, b) => b.order - a.order);
  const [best] = places;
  let evidence = best?.evidence;
  let order = best?.order ?? 0;
  for (const { slot, text } of held.questions) {
    const asked = questionEvidence(slot, held.vectors.get(text), looked);
    const own = orderOf(asked) + (asked.meaning === undefined ? 0 : pieceShare * asked.meaning);
    if (own <= order) continue;
    order = own;
    evidence = asked;
  }
  if (!evidence || order <= 0) return undefined;
  const shown = best ? places : held.entries.slice(0, 1).map((entry): Place => ({ entry, evidence, order }));
  return shown.length === 0 ? undefined : { held, evidence, order, places: shown };
}

function questionEvidence(slot: number, vector: number | undefined, looked: Looked): Evidence {
  const { asked, cosines, scale } = looked;
  const lexical = { words: asked.all[slot]!, content: asked.content[slot]! };
  if (!cosines || vector === undefined) return lexical;
  return { ...lexical, meaning: meaningOf(cosines[vector]!, scale!) };
}

export function toPassages(
  { candidates, contentWeight }: Found,
  { query, limit, table }: { query: string; limit: number; table: VectorTable },
): Passage[] {
  const mostContent = candidates.reduce((most, { evidence }) => Math.max(most, evidence.content), 0);
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
  const [a, b] = [one.places[0]!, other.places[0]!];
  if (a.entry.text === b.entry.text) return true;
  return a.piece !== undefined && b.piece !== undefined && table.cosine(a.piece, b.piece) >= same;
}
