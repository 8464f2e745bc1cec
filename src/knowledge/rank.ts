// Fuses what the words say with what the meaning says. Pure: the figures behind the constants come from scripts/answers.ts.

/** What is known of one passage, for one query. */
export interface Evidence {
  chunkId: string;
  /** BM25, on no particular scale; 0 when no word matches. */
  bm25: number;
  /** Cosine of query and passage; undefined without vectors. */
  cosine?: number;
}

export interface Ranked {
  chunkId: string;
  /** 0 to 1: how sure it is that the passage is about the query; comparable between queries. */
  score: number;
}

/** How much the best BM25 of a query counts beside a cosine, when passages are put in order. */
const lexicalOrder = 0.25;
/** Share of the words in the confidence; the rest is the meaning's. */
const lexicalShare = 0.35;
/** BM25 reaches this many times the query's own weight when every word is found, in the title too. */
const fullMatch = 2;
/** Cosines of unrelated English sentences lie below the first, of paraphrases above the second. */
const unrelated = 0.1;
const paraphrase = 0.75;

/**
 * @param evidence one entry a passage
 * @param queryWeight sum of the inverse document frequencies of the query's terms; words that no passage has count fully
 * @returns best first; passages for which nothing speaks are left out
 */
export function rank(evidence: readonly Evidence[], queryWeight: number): Ranked[] {
  const best = Math.max(0, ...evidence.map(({ bm25 }) => bm25));
  const relative = (one: Evidence) => (best > 0 ? one.bm25 / best : 0);
  return evidence
    .filter(({ bm25, cosine }) => bm25 > 0 || (cosine ?? 0) > unrelated)
    .map((one) => ({
      chunkId: one.chunkId,
      score: confidence(one, queryWeight),
      order: lexicalOrder * relative(one) + (one.cosine ?? 0),
    }))
    .sort((a, b) => b.order - a.order || b.score - a.score)
    .map(({ chunkId, score }) => ({ chunkId, score }));
}

function confidence({ bm25, cosine }: Evidence, queryWeight: number): number {
  const lexical = queryWeight > 0 ? Math.min(1, bm25 / (fullMatch * queryWeight)) : 0;
  if (cosine === undefined) return lexical;
  const semantic = Math.min(1, Math.max(0, (cosine - unrelated) / (paraphrase - unrelated)));
  return lexicalShare * lexical + (1 - lexicalShare) * semantic;
}
