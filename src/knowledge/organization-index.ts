// The index of one organization: its passages, found by their words and by the vectors of their texts.
import { setImmediate } from 'node:timers/promises';
import { mayRead, type Article, type Audience } from '../protocol/knowledge';
import { chunk, type Chunk } from './chunk';
import { excerpt } from './excerpt';
import { createLexicalIndex, type LexicalIndex } from './lexical-index';
import { rank, type Evidence } from './rank';
import { unit } from './vector-math';
import { createVectorTable, type VectorTable } from './vector-table';
import type { Vector } from './vectors';

/** A passage that speaks for a query. */
export interface Passage {
  articleId: string;
  externalId?: string;
  chunkId: string;
  title: string;
  /** The headings above the passage. */
  heading: string;
  /** The whole passage. */
  text: string;
  /** More of the article stands under the same heading. */
  continues?: true;
  /** The part of it that is nearest to the query. */
  excerpt: string;
  score: number;
  url?: string;
  audience: Audience;
  /** The article's category and tags. */
  labels: string[];
}

export type IndexedArticle = Pick<
  Article,
  'id' | 'externalId' | 'title' | 'content' | 'category' | 'tags' | 'audience' | 'url'
>;

/** The two texts of a passage that become vectors: what it is called, and what it says. */
export const parts = ['title', 'text'] as const;
export type Part = (typeof parts)[number];

interface Entry extends Chunk {
  article: IndexedArticle;
  /** Slots of the table of vectors. */
  vectors: Partial<Record<Part, number>>;
}

/** What the heap holds of a passage, measured at 15,000 of them (scripts/knowledge-growth.ts). */
const bytesPerEntry = 3_000;
const bytesPerUnit = 8;

export interface OrganizationIndex {
  /**
   * Adds the article or replaces it, one article at a time; vectors of passages whose text is the same stay.
   * A search meanwhile may find a part of it.
   */
  put(article: IndexedArticle, stamp: string): Promise<void>;
  remove(articleId: string): void;
  stamps(): ReadonlyMap<string, string>;
  /** Takes the vectors of passages whose text is still the one that was embedded. */
  setVectors(vectors: readonly Vector[]): void;
  hasVectors(articleId: string): boolean;
  /** `bytes`: about what it holds, on the heap and outside. */
  size(): { articles: number; chunks: number; bytes: number };
  /** @param vector the query's, when there is one. @param audience who asks */
  search(query: string, options: { limit: number; audience: Audience; vector?: Float32Array }): Passage[];
}

/** Indexing gives way to others on this node when it has worked for so long. */
const turnMs = 10;

/** What is embedded for a passage, part by part. */
export function partText(
  part: Part,
  title: string,
  { heading, text }: Pick<Chunk, 'heading' | 'text'>,
): string {
  if (part === 'text') return text;
  return heading ? `${title}. ${heading}` : title;
}

/** @param mostVectorBytes passages beyond them are searched by their words alone */
export function createOrganizationIndex(mostVectorBytes = 256 * 1024 * 1024): OrganizationIndex {
  const lexical = createLexicalIndex();
  const table = createVectorTable(mostVectorBytes);
  const { entries, add, drop, units } = createEntries(lexical);
  const articles = new Map<string, { article: IndexedArticle; stamp: string; chunkIds: string[] }>();
  const giveWay = createTurn();

  const entriesOf = (articleId: string) =>
    (articles.get(articleId)?.chunkIds ?? []).map((id) => entries.get(id)!);

  function toPassage(entry: Entry, query: string, score: number): Passage {
    const next = entriesOf(entry.article.id).find((_, i, all) => all[i - 1] === entry);
    return passage(entry, { query, score, continues: next?.heading === entry.heading });
  }
  return {
    async put(article, stamp) {
      const known = articles.get(article.id);
      if (known && isSame(known.article, article)) return void (known.stamp = stamp);
      const before = entriesOf(article.id);
      before.forEach(drop);
      const chunks = chunk(article.id, article.content);
      articles.set(article.id, { article, stamp, chunkIds: chunks.map(({ id }) => id) });
      const made = chunks.map((one): Entry => ({ ...one, article, vectors: {} }));
      keepVectors(made, before, table);
      await inTurns(made, add, giveWay);
    },
    remove(articleId) {
      for (const entry of entriesOf(articleId).filter((one) => one !== undefined)) {
        drop(entry);
        Object.values(entry.vectors).forEach(table.free);
      }
      articles.delete(articleId);
    },
    stamps: () => new Map([...articles].map(([id, { stamp }]) => [id, stamp])),
    setVectors(vectors) {
      for (const vector of vectors) {
        const entry = entries.get(String(vector.metadata['chunkId']));
        if (entry) setVector(entry, vector, table);
      }
    },
    hasVectors: (articleId) => entriesOf(articleId).every(({ vectors }) => vectors.text !== undefined),
    size: () => ({
      articles: articles.size,
      chunks: entries.size,
      bytes: table.bytes + entries.size * bytesPerEntry + units() * bytesPerUnit,
    }),
    search(query, { limit, audience, vector }) {
      const bm25 = lexical.scores(query);
      const normal = vector && unit(vector);
      const evidence: Evidence[] = [];
      for (const entry of entries.values()) {
        if (!mayRead(audience, entry.article.audience)) continue;
        evidence.push(evidenceOf(entry, bm25, normal && cosineOf(entry, normal, table)));
      }
      return rank(evidence, lexical.weight(query), limit).map(({ chunkId, score }) =>
        toPassage(entries.get(chunkId)!, query, score),
      );
    },
  };
}

/** The passages by id, found by their words as well; `units`: the length of their texts together. */
function createEntries(lexical: LexicalIndex) {
  const entries = new Map<string, Entry>();
  let textUnits = 0;
  return {
    entries: entries as ReadonlyMap<string, Entry>,
    units: () => textUnits,
    add(entry: Entry): void {
      entries.set(entry.id, entry);
      lexical.add(entry);
      textUnits += entry.text.length;
    },
    drop(entry: Entry): void {
      lexical.remove(entry);
      entries.delete(entry.id);
      textUnits -= entry.text.length;
    },
  };
}

/** Of a passage whose text is still the one that was embedded. */
function setVector(entry: Entry, { metadata, text, embedding }: Vector, table: VectorTable): void {
  const part = metadata['part'] as Part;
  if (partText(part, entry.article.title, entry) !== text) return;
  const before = entry.vectors[part];
  if (before !== undefined) table.free(before);
  const slot = table.add(embedding);
  if (slot === undefined) delete entry.vectors[part];
  else entry.vectors[part] = slot;
}

function evidenceOf(
  { id: chunkId }: Entry,
  bm25: ReadonlyMap<string, number>,
  cosine: number | undefined,
): Evidence {
  const words = bm25.get(chunkId) ?? 0;
  return cosine === undefined ? { chunkId, bm25: words } : { chunkId, bm25: words, cosine };
}

/** Lets others on this node have their turn when the work has gone on for long. */
function createTurn(): () => Promise<void> {
  let began = performance.now();
  return async () => {
    if (performance.now() - began < turnMs) return;
    await setImmediate();
    began = performance.now();
  };
}

async function inTurns<T>(
  all: readonly T[],
  each: (one: T) => void,
  giveWay: () => Promise<void>,
): Promise<void> {
  for (const one of all) {
    each(one);
    await giveWay();
  }
}

function isSame(one: IndexedArticle, other: IndexedArticle): boolean {
  return (
    one.title === other.title &&
    one.content === other.content &&
    one.category === other.category &&
    one.audience === other.audience &&
    one.url === other.url &&
    one.externalId === other.externalId &&
    one.tags.join('\n') === other.tags.join('\n')
  );
}

/** Passages whose text is the same keep their vectors; the rest is freed. */
function keepVectors(made: readonly Entry[], before: readonly Entry[], table: VectorTable): void {
  const kept = new Map<string, number[]>();
  const key = (part: Part, entry: Entry) => `${part} ${partText(part, entry.article.title, entry)}`;
  for (const part of parts) {
    for (const old of before) {
      const slot = old.vectors[part];
      if (slot !== undefined) kept.set(key(part, old), [...(kept.get(key(part, old)) ?? []), slot]);
    }
    for (const entry of made) {
      const slot = kept.get(key(part, entry))?.pop();
      if (slot !== undefined) entry.vectors[part] = slot;
    }
  }
  for (const slot of [...kept.values()].flat()) table.free(slot);
}

function cosineOf({ vectors }: Entry, query: Float32Array, table: VectorTable): number | undefined {
  let sum = 0;
  let count = 0;
  for (const part of parts) {
    const slot = vectors[part];
    const cosine = slot === undefined ? undefined : table.cosine(slot, query);
    if (cosine === undefined) continue;
    sum += cosine;
    count += 1;
  }
  return count === 0 ? undefined : sum / count;
}

function passage(
  { id, article, heading, text }: Entry,
  { query, score, continues }: { query: string; score: number; continues: boolean },
): Passage {
  return {
    articleId: article.id,
    ...(article.externalId !== undefined && { externalId: article.externalId }),
    chunkId: id,
    title: article.title,
    heading,
    text,
    ...(continues && { continues }),
    excerpt: excerpt(text, query),
    score: Math.round(score * 1000) / 1000,
    ...(article.url !== undefined && { url: article.url }),
    audience: article.audience,
    labels: [...(article.category === undefined ? [] : [article.category]), ...article.tags],
  };
}
