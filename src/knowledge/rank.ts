// Puts articles in order for a question and says how sure that is. Pure. The constants were fitted by logistic regression on
// sets of different trades, each in turn left out; `npm run answers:evaluate` measures what comes of them.

/** What is known of one passage, for one query. */
export interface Evidence {
  /** Share of the query's words that it has, weighed by rarity, 0 to 1. */
  words: number;
  /** The same, of the words with a subject. */
  content: number;
  /** How near its meaning is: 0 for what has nothing to do with it, 1 for a title and its own text; undefined without vectors. */
  meaning?: number;
}

/** What speaks for the best article, beside the evidence. */
export interface Lead {
  /** By how much its order is above that of the best article that says something else. */
  ahead: number;
  /** No article has more of the words with a subject. */
  leadsByWords: boolean;
  /** How much those words say, as `contentWeight` of the lexical index. */
  contentWeight: number;
}

/** Shares of words beside meanings, when passages are put in order. */
const wordsInOrder = 1.5;
/** What is ahead by more is not surer. */
const farAhead = { meaning: 0.5, words: 0.3 };
/** A question of so many rare words has said what it is about. */
const saidAll = 4.2;

/** Passages are shown in this order, highest first; what nothing speaks for has 0 or less. */
export function orderOf({ words, content, meaning }: Evidence): number {
  const lexical = (wordsInOrder * (words + content)) / 2;
  return meaning === undefined ? lexical : meaning + lexical;
}

/** 0 to 1: how surely the passage is about the query; comparable between queries and knowledge bases. */
export function relevanceOf({ content, meaning }: Evidence, contentWeight: number): number {
  const said = Math.min(contentWeight, saidAll);
  if (meaning !== undefined) return logistic(2.96 * meaning + 3.93 * content + 0.48 * said - 4.22);
  return content === 0 ? 0 : logistic(6.4 * content + 0.4 * said - 3.7);
}

/** 0 to 1: how surely the article answers the query, and no other does. */
export function certaintyOf({ content, meaning }: Evidence, lead: Lead): number {
  const { ahead, contentWeight } = lead;
  const leads = lead.leadsByWords ? 1 : 0;
  const said = Math.min(contentWeight, saidAll);
  if (meaning === undefined) {
    const clear = clamp(ahead / wordsInOrder, farAhead.words);
    return content === 0 ? 0 : logistic(6.44 * content + 6.31 * clear + 0.92 * leads + 0.4 * said - 3.9);
  }
  const clear = clamp(ahead, farAhead.meaning);
  return logistic(1.29 * meaning + 2.74 * content + 0.38 * said + 3.56 * clear + 0.62 * leads - 4.01);
}

const clamp = (value: number, most: number) => Math.max(-most, Math.min(most, value));
const logistic = (value: number) => 1 / (1 + Math.exp(-value));

/** What cosines mean with one embedder on one knowledge base: those of a title to other articles, and to its own text. */
export interface Scale {
  off: number;
  on: number;
}

/** Pieces carry their title, which makes them nearer to it than bare text is. */
const withoutTitle = 0.61;
/** The base speaks for itself from about so many articles. */
const fewArticles = 8;

/**
 * @param own cosines of titles to pieces of their own articles
 * @param other cosines of titles to pieces of other articles
 * @param prior the embedder's scale on texts that everybody has, where the base is small
 */
export function scaleOf(own: readonly number[], other: readonly number[], prior: Scale | undefined): Scale {
  const here = own.length > 0 && other.length > 0 ? { off: mean(other), on: median(own) } : undefined;
  // Where titles are no nearer to their own text than to others, what is beyond chance is what is beyond the spread of those.
  const least = here && (spread(other) || 0.05);
  const base = here && {
    off: here.off,
    on: here.off + Math.max(least!, withoutTitle * (here.on - here.off)),
  };
  if (!base) return prior ?? { off: 0.15, on: 0.45 };
  const share = prior ? own.length / (own.length + fewArticles) : 1;
  const mix = (one: number, before: number) => share * one + (1 - share) * before;
  return prior ? { off: mix(base.off, prior.off), on: mix(base.on, prior.on) } : base;
}

/** From 0 of what has nothing to do with each other to 1 of the same, by an embedder for which the mean cosine of the former is `off`. */
export const likenessOf = (cosine: number, off: number): number => (cosine - off) / (1 - off);

export const meaningOf = (cosine: number, { off, on }: Scale): number => (cosine - off) / (on - off);

const mean = (values: readonly number[]) => values.reduce((sum, one) => sum + one, 0) / values.length;

function spread(values: readonly number[]): number {
  const middle = mean(values);
  return Math.sqrt(mean(values.map((one) => (one - middle) ** 2)));
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1]!;
}
