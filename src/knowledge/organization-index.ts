// The index of one organization: words in MiniSearch, vectors in plain arrays, searched exactly.
import { setImmediate } from 'node:timers/promises';
import MiniSearch from 'minisearch';
import type { Article, Audience } from '../protocol/knowledge';
import { chunk, type Chunk } from './chunk';
import { excerpt } from './excerpt';
import { rank } from './rank';
import { dot, unit } from './vector-math';
import type { Vector } from './vectors';
import { term, terms, words } from './tokenize';

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
  terms: Set<string>;
  vectors: Partial<Record<Part, Float32Array>>;
}

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
  size(): { articles: number; chunks: number };
  /** @param vector the query's, when there is one. @param audience 'public' leaves internal articles out. */
  search(query: string, options: { limit: number; audience: Audience; vector?: Float32Array }): Passage[];
}

/** Indexing gives way to others on this node when it has worked for so long. */
const turnMs = 10;

/** Terms of a query that are looked up: a customer may paste a page, and others wait meanwhile. */
const mostKnown = 32;
const mostUnknown = 16;

/** What is embedded for a passage, part by part. */
export function partText(
  part: Part,
  title: string,
  { heading, text }: Pick<Chunk, 'heading' | 'text'>,
): string {
  if (part === 'text') return text;
  return heading ? `${title}. ${heading}` : title;
}

export function createOrganizationIndex(): OrganizationIndex {
  const lexical = createLexical();
  const entries = new Map<string, Entry>();
  const articles = new Map<string, { stamp: string; chunkIds: string[] }>();
  let turn = performance.now();

  async function giveWay(): Promise<void> {
    if (performance.now() - turn < turnMs) return;
    await setImmediate();
    turn = performance.now();
  }
  const index: OrganizationIndex = {
    async put(article, stamp) {
      const before = (articles.get(article.id)?.chunkIds ?? []).map((id) => entries.get(id)!);
      index.remove(article.id);
      const chunks = chunk(article.id, article.content);
      for (const one of chunks) {
        const entry = { ...one, article, terms: entryTerms(article, one), vectors: {} };
        keepVectors(entry, before);
        entries.set(one.id, entry);
        lexical.add(entry);
        await giveWay();
      }
      articles.set(article.id, { stamp, chunkIds: chunks.map(({ id }) => id) });
    },
    remove(articleId) {
      for (const id of articles.get(articleId)?.chunkIds ?? []) {
        lexical.remove(entries.get(id)!);
        entries.delete(id);
      }
      articles.delete(articleId);
    },
    stamps: () => new Map([...articles].map(([id, { stamp }]) => [id, stamp])),
    setVectors(vectors) {
      for (const { metadata, text, embedding } of vectors) {
        const entry = entries.get(String(metadata['chunkId']));
        const part = metadata['part'] as Part;
        if (entry && partText(part, entry.article.title, entry) === text)
          entry.vectors[part] = unit(embedding);
      }
    },
    hasVectors: (articleId) =>
      (articles.get(articleId)?.chunkIds ?? []).every((id) => entries.get(id)!.vectors.text !== undefined),
    size: () => ({ articles: articles.size, chunks: entries.size }),
    search(query, { limit, audience, vector }) {
      const open = (entry: Entry) => audience === 'internal' || entry.article.audience === 'public';
      const bm25 = lexical.scores(query);
      const normal = vector && unit(vector);
      const evidence = [...entries.values()].filter(open).map((entry) => ({
        chunkId: entry.id,
        bm25: bm25.get(entry.id) ?? 0,
        ...(normal && cosine(entry, normal)),
      }));
      return rank(evidence, lexical.weight(query))
        .slice(0, limit)
        .map(({ chunkId, score }) => {
          const entry = entries.get(chunkId)!;
          const ids = articles.get(entry.article.id)?.chunkIds ?? [];
          const next = entries.get(ids[ids.indexOf(chunkId) + 1] ?? '');
          return passage(entry, { query, score, continues: next?.heading === entry.heading });
        });
    },
  };
  return index;
}

function keepVectors(entry: Entry, before: readonly Entry[]): void {
  for (const old of before) {
    for (const part of parts) {
      const same = partText(part, old.article.title, old) === partText(part, entry.article.title, entry);
      if (same && old.vectors[part]) entry.vectors[part] = old.vectors[part];
    }
  }
}

function cosine({ vectors }: Entry, query: Float32Array): { cosine?: number } {
  const known = parts.flatMap((part) => {
    const vector = vectors[part];
    return vector && vector.length === query.length ? [dot(vector, query)] : [];
  });
  return known.length === 0 ? {} : { cosine: known.reduce((sum, value) => sum + value, 0) / known.length };
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

function entryTerms(article: IndexedArticle, { heading, text }: Chunk): Set<string> {
  return terms([article.title, heading, article.tags.join(' '), text].join('\n'));
}

/** MiniSearch, and how rare each term is: a typo is looked for only where no passage has the word as it stands. */
function createLexical() {
  const index = new MiniSearch<{ id: string; title: string; tags: string; text: string }>({
    fields: ['title', 'tags', 'text'],
    tokenize: words,
    processTerm: term,
  });
  const passagesWith = new Map<string, number>();
  let passages = 0;

  function count(entry: Entry, by: 1 | -1): void {
    passages += by;
    for (const one of entry.terms) {
      const left = (passagesWith.get(one) ?? 0) + by;
      if (left > 0) passagesWith.set(one, left);
      else passagesWith.delete(one);
    }
  }
  /** The distinct terms of a query: of many, the rarest that some passage has, and a few that none has as they stand. */
  function asked(query: string): string[] {
    const [known, unknown]: [string[], string[]] = [[], []];
    for (const one of terms(query)) (passagesWith.has(one) ? known : unknown).push(one);
    if (known.length > mostKnown) known.sort((a, b) => rarity(b) - rarity(a)).length = mostKnown;
    return [...known, ...unknown.slice(0, mostUnknown)];
  }
  function rarity(one: string): number {
    const having = passagesWith.get(one) ?? 0;
    return Math.log(1 + (passages - having + 0.5) / (having + 0.5));
  }
  return {
    add(entry: Entry): void {
      count(entry, 1);
      const { id, article, heading, text } = entry;
      index.add({ id, title: `${article.title} ${heading}`, tags: article.tags.join(' '), text });
    },
    remove(entry: Entry): void {
      count(entry, -1);
      index.discard(entry.id);
    },
    scores(query: string): Map<string, number> {
      const hits = index.search(query, {
        tokenize: asked,
        processTerm: (one) => one,
        boost: { title: 2, tags: 1, text: 1 },
        prefix: (one) => one.length > 3 && !passagesWith.has(one),
        fuzzy: (one) => (one.length > 3 && !passagesWith.has(one) ? (one.length > 5 ? 2 : 1) : false),
        weights: { fuzzy: 0.5, prefix: 0.6 },
      });
      return new Map(hits.map(({ id, score }) => [String(id), score]));
    },
    weight: (query: string) => asked(query).reduce((sum, one) => sum + rarity(one), 0),
  };
}
