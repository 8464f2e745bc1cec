// The index of one organization: its articles, found by their words and by the vectors of their texts.
import { setImmediate } from 'node:timers/promises';
import type { Audience } from '../protocol/knowledge';
import { pieceTexts, textsOf, titleText } from './article-texts';
import { chunk, type Chunk } from './chunk';
import { createLexicalIndex, type Lexical, type LexicalIndex } from './lexical-index';
import { look, measuredScale, placeVectors, toPassages, type Held } from './find-passages';
import { isSameArticle, type IndexedArticle, type Passage } from './passage';
import type { Scale } from './rank';
import { corrected } from './spelling';
import { createVectorTable, type VectorTable } from './vector-table';
import type { Vector } from './vectors';

/** What the heap holds of a passage beside its postings, measured at 15,000 of them (npm run bench -- knowledge). */
const bytesPerEntry = 2_000;
const bytesPerUnit = 8;

export interface SearchOptions {
  limit: number;
  /** Who asks. */
  audience: Audience;
  /** The query's, when there is one. */
  vector?: Float32Array;
  /** The embedder's on texts that everybody has, for a small base. */
  prior?: Scale | undefined;
}

export interface OrganizationIndex {
  /**
   * Adds the article or replaces it, one article at a time; vectors of texts that stay are kept.
   * A search meanwhile may find a part of it.
   */
  put(article: IndexedArticle, stamp: string): Promise<void>;
  remove(articleId: string): void;
  stamps(): ReadonlyMap<string, string>;
  /** Takes the vectors of texts that the article still has. */
  setVectors(vectors: readonly Vector[]): void;
  hasVectors(articleId: string): boolean;
  /** Forgets all vectors: those of another model come. */
  dropVectors(): void;
  /** `bytes`: about what it holds, on the heap and outside. */
  size(): { articles: number; chunks: number; bytes: number };
  /** The query with words that are none replaced by those that were meant. */
  corrected(query: string): string;
  /** @param query as `corrected` has it */
  search(query: string, options: SearchOptions): Passage[];
}

/** Articles beyond those that are shown that may say the same as one of them. */
const rivals = 4;
/** Indexing gives way to others on this node when it has worked for so long. */
const turnMs = 10;

/** @param mostVectorBytes texts beyond them are searched by their words alone */
export function createOrganizationIndex(mostVectorBytes = 256 * 1024 * 1024): OrganizationIndex {
  const table = createVectorTable(mostVectorBytes);
  const { articles, passages, questions, textUnits, ...changing } = createArticles(table);
  let scale: { known: Scale; prior: Scale | undefined; changes: number } | undefined;

  const mended = (query: string) =>
    corrected(query, {
      knows: (word) => passages.words.knows(word) || questions.words.knows(word),
      vocabulary: passages.words.vocabulary,
    });
  function scaleFor(prior: Scale | undefined): Scale {
    const changes = changing.changes();
    if (scale?.prior !== prior || scale?.changes !== changes) {
      scale = { known: measuredScale([...articles.values()], table, prior), prior, changes };
    }
    return scale.known;
  }
  return {
    ...changing,
    stamps: () => new Map([...articles].map(([id, { stamp }]) => [id, stamp])),
    hasVectors(articleId) {
      const held = articles.get(articleId);
      return held === undefined || [...held.texts].every((text) => held.vectors.has(text));
    },
    size: () => ({
      articles: articles.size,
      chunks: passages.count(),
      bytes:
        table.bytes +
        passages.words.bytes +
        questions.words.bytes +
        passages.count() * bytesPerEntry +
        textUnits() * bytesPerUnit,
    }),
    corrected: mended,
    search(query, { limit, audience, vector, prior }) {
      const cosines = vector && table.cosines(vector);
      const looked = {
        words: passages.words.scores(query),
        asked: questions.words.scores(query),
        audience,
        ...(cosines && { cosines, scale: scaleFor(prior) }),
      };
      const found = look([...articles.values()], looked, limit + rivals);
      return toPassages(found, { query, limit, table });
    },
  };
}

/** The articles with their passages and questions, as they come and go. */
function createArticles(table: VectorTable) {
  const { passages, questions, textUnits, dropWords, addWords } = createWords();
  const articles = new Map<string, Held>();
  let changes = 0;

  return {
    articles: articles as ReadonlyMap<string, Held>,
    passages,
    questions,
    textUnits,
    changes: () => changes,
    async put(article: IndexedArticle, stamp: string): Promise<void> {
      const known = articles.get(article.id);
      if (known && isSameArticle(known.article, article)) return void (known.stamp = stamp);
      if (known) dropWords(known);
      const chunks = chunk(article.id, article.content);
      const texts = new Set(textsOf(article, chunks));
      const held: Held = { article, stamp, texts, entries: [], questions: [], vectors: new Map() };
      articles.set(article.id, held);
      for (const [text, slot] of known?.vectors ?? []) {
        if (texts.has(text)) held.vectors.set(text, slot);
        else table.free(slot);
      }
      changes += 1;
      await addWords(held, chunks);
      placeVectors(held);
    },
    remove(articleId: string): void {
      const held = articles.get(articleId);
      if (!held) return;
      dropWords(held);
      for (const slot of held.vectors.values()) table.free(slot);
      articles.delete(articleId);
      changes += 1;
    },
    dropVectors(): void {
      for (const held of articles.values()) {
        for (const slot of held.vectors.values()) table.free(slot);
        held.vectors.clear();
        placeVectors(held);
      }
      changes += 1;
    },
    setVectors(vectors: readonly Vector[]): void {
      const changed = new Set<Held>();
      for (const { sourceId, text, embedding } of vectors) {
        const held = articles.get(sourceId);
        if (!held?.texts.has(text)) continue;
        setVector(held, { text, embedding, table });
        changed.add(held);
      }
      changed.forEach(placeVectors);
      changes += 1;
    },
  };
}

/** What articles are found by, word by word. */
function createWords() {
  const passages = createSlots();
  const questions = createSlots();
  const giveWay = createTurn();
  let textUnits = 0;
  return {
    passages,
    questions,
    textUnits: () => textUnits,
    dropWords({ entries, questions: asked }: Held): void {
      for (const { slot, text } of entries) {
        passages.remove(slot);
        textUnits -= text.length;
      }
      for (const { slot } of asked) questions.remove(slot);
    },
    async addWords({ article, entries, questions: asked }: Held, chunks: readonly Chunk[]): Promise<void> {
      const { title, tags } = article;
      for (const one of chunks) {
        const slot = passages.add({ title, tags, heading: one.heading, text: one.text });
        const texts = { title: titleText(article, one), pieces: pieceTexts(article, one) };
        entries.push({ ...one, ...texts, slot, titleVector: -1, pieceVectors: [] });
        textUnits += one.text.length;
        await giveWay();
      }
      for (const text of article.questions ?? []) {
        asked.push({ slot: questions.add({ title: '', text }), text, vector: -1 });
      }
    },
  };
}

/** What is found by its words, in numbered places; a place that was left is given to the next. */
function createSlots() {
  const words = createLexicalIndex();
  const free: number[] = [];
  let used = 0;
  return {
    words: words as LexicalIndex,
    count: () => used - free.length,
    add(lexical: Lexical): number {
      const slot = free.pop() ?? used++;
      words.add(slot, lexical);
      return slot;
    },
    remove(slot: number): void {
      words.remove(slot);
      free.push(slot);
    },
  };
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

function setVector(
  { vectors }: Held,
  { text, embedding, table }: Pick<Vector, 'text' | 'embedding'> & { table: VectorTable },
): void {
  const before = vectors.get(text);
  if (before !== undefined) table.free(before);
  const slot = table.add(embedding);
  if (slot === undefined) vectors.delete(text);
  else vectors.set(text, slot);
}
