// The index of one organization: its articles, found by their words and by the vectors of their texts.
import type { Audience } from '../../protocol/knowledge';
import { createArticles } from './articles';
import { matchArticles, measuredScale, toPassages } from './match-articles';
import type { IndexedArticle, Passage } from '../passage';
import type { Scale } from '../rank';
import { corrected } from './spelling';
import type { Synonyms } from '../synonyms';
import { createVectorTable } from './vector-table';
import type { Vector } from '../vectors';

/** What the heap holds of a passage beside its postings: the objects, and its text twice, as its article's and as its own. */
const bytesPerEntry = 600;
const bytesPerUnit = 4;

export interface SearchOptions {
  limit: number;
  /** Who asks. */
  audience: Audience;
  /** The query's, when there is one. */
  vector?: Float32Array;
  /** The embedder's on texts that everybody has, for a small base. */
  prior?: Scale | undefined;
  synonyms?: Synonyms;
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
  corrected(query: string, synonyms?: Synonyms): string;
  /** @param query as `corrected` has it */
  search(query: string, options: SearchOptions): Passage[];
}

/** Articles beyond those that are shown that may say the same as one of them. */
const rivals = 4;
/** @param mostVectorBytes texts beyond them are searched by their words alone */
export function createOrganizationIndex(mostVectorBytes = 256 * 1024 * 1024): OrganizationIndex {
  const table = createVectorTable(mostVectorBytes);
  const { articles, searched, textUnits, ...changing } = createArticles(table);
  const { passages, questions } = searched;
  let scale: { known: Scale; prior: Scale | undefined; changes: number } | undefined;

  const mended = (query: string, synonyms?: Synonyms) =>
    corrected(query, {
      knows: (word) => passages.words.knows(word) || questions.words.knows(word) || !!synonyms?.knows(word),
      eachWritten: passages.words.eachWritten,
    });
  function scaleFor(prior: Scale | undefined): Scale {
    const changes = changing.changes();
    if (scale?.prior !== prior || scale?.changes !== changes) {
      scale = { known: measuredScale([...articles.values()], searched, prior), prior, changes };
    }
    return scale.known;
  }
  return {
    ...changing,
    stamps: () => new Map([...articles].map(([id, { stamp }]) => [id, stamp])),
    hasVectors: (articleId) => (articles.get(articleId)?.vectors ?? 'all') === 'all',
    size: () => ({
      articles: articles.size,
      chunks: passages.count(),
      bytes:
        table.bytes +
        passages.bytes +
        questions.bytes +
        passages.count() * bytesPerEntry +
        textUnits() * bytesPerUnit,
    }),
    corrected: mended,
    search(query, { limit, audience, vector, prior, synonyms }) {
      const cosines = vector && table.cosines(vector);
      const meanings = cosines && { cosines, scale: scaleFor(prior) };
      const found = (meant?: Synonyms) => {
        const words = passages.words.scores(query, meant);
        const asked = questions.words.scores(query, meant);
        return matchArticles(
          searched,
          { words, asked, audience, ...(meanings && { meanings }) },
          limit + rivals,
        );
      };
      const byOwnWords = !meanings && synonyms?.knowsAnyOf(query) ? found() : undefined;
      const { off } = meanings?.scale ?? scale?.known ?? scaleFor(prior);
      return toPassages(found(synonyms), { query, limit, searched, off, byOwnWords });
    },
  };
}
