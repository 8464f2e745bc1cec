// Fuses what the words say with what the meaning says. Pure: the figures behind the constants come from npm run answers:evaluate.

/** What is known of one passage, for one query. */
export interface Evidence {
  chunkId: string;
  /** On no particular scale; 0 when no word matches. */
  bm25: number;
  /** Of query and passage; undefined without vectors. */
  cosine?: number;
}

export interface Ranked {
  chunkId: string;
  /** 0 to 1: how sure it is that the passage is about the query; comparable between queries, never rising down the list. */
  score: number;
}

/** How much the best BM25 of a query counts beside a cosine, when passages are put in order. */
const lexicalOrder = 0.25;
/** Share of the words in the confidence; the rest is the meaning's. */
const lexicalShare = 0.4;
/** A single word is thin evidence: this much weight is held against every match. */
const doubt = 0.7;
/** BM25 this many times the query's weight is half of what words can show. */
const half = 2;
/** Words alone, without vectors, are this much less to be trusted. */
const wordsAlone = 0.85;
/** Cosines of unrelated English sentences lie below the first, of paraphrases above the second. */
const unrelated = 0.1;
const paraphrase = 0.75;

/**
 * @param evidence one entry a passage
 * @param weight sum of the inverse document frequencies of the query's terms: words that no passage has count most
 * @param limit the best so many
 * @returns best first; passages for which nothing speaks are left out
 */
export function rank(evidence: readonly Evidence[], weight: number, limit = Infinity): Ranked[] {
  const best = evidence.reduce((most, { bm25 }) => Math.max(most, bm25), 0);
  const top: Placed[] = [];
  for (const one of evidence) {
    if (one.bm25 <= 0 && (one.cosine ?? 0) <= unrelated) continue;
    const relative = best > 0 ? one.bm25 / best : 0;
    const order = lexicalOrder * relative + (one.cosine ?? asCosine(one, weight));
    if (top.length >= limit && order < top.at(-1)!.order) continue;
    place(top, { chunkId: one.chunkId, score: confidence(one, weight), order });
    if (top.length > limit) top.pop();
  }
  let least = 1;
  return top.map(({ chunkId, score }) => ({ chunkId, score: (least = Math.min(least, score)) }));
}

interface Placed extends Ranked {
  order: number;
}

/** Behind all that are better or equal. */
function place(top: Placed[], one: Placed): void {
  let [from, to] = [0, top.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    const other = top[middle]!;
    if (other.order > one.order || (other.order === one.order && other.score >= one.score)) from = middle + 1;
    else to = middle;
  }
  top.splice(from, 0, one);
}

/** A passage whose vectors have not come yet stands beside others by what its words show. */
function asCosine(one: Evidence, weight: number): number {
  return one.bm25 > 0 ? unrelated + confidence(one, weight) * (paraphrase - unrelated) : 0;
}

function confidence({ bm25, cosine }: Evidence, weight: number): number {
  const perWeight = bm25 / (weight + doubt);
  const lexical = perWeight / (perWeight + half);
  if (cosine === undefined) return wordsAlone * lexical;
  const semantic = Math.min(1, Math.max(0, (cosine - unrelated) / (paraphrase - unrelated)));
  return lexicalShare * lexical + (1 - lexicalShare) * semantic;
}
