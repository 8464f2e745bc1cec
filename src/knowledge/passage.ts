import type { Article, Audience } from '../protocol/knowledge';
import type { Chunk } from './chunk';
import { excerpt } from './excerpt';

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
  /** How surely it is about the query, 0 to 1. */
  score: number;
  /** How surely its article answers the query, and no other does, 0 to 1. */
  certainty: number;
  url?: string;
  audience: Audience;
  /** The article's category and tags. */
  labels: string[];
  /** Examples of what people ask the article, where it has any. */
  questions?: readonly string[];
}

export type IndexedArticle = Pick<
  Article,
  'id' | 'externalId' | 'title' | 'content' | 'category' | 'tags' | 'audience' | 'url' | 'questions'
>;

export function isSameArticle(one: IndexedArticle, other: IndexedArticle): boolean {
  return (
    one.title === other.title &&
    one.content === other.content &&
    one.category === other.category &&
    one.audience === other.audience &&
    one.url === other.url &&
    one.externalId === other.externalId &&
    one.tags.join('\n') === other.tags.join('\n') &&
    (one.questions ?? []).join('\n') === (other.questions ?? []).join('\n')
  );
}

export function toPassage(
  article: IndexedArticle,
  { id, heading, text }: Chunk,
  about: { query: string; score: number; certainty: number; continues: boolean },
): Passage {
  const rounded = (value: number) => Math.round(value * 1000) / 1000;
  return {
    articleId: article.id,
    ...(article.externalId !== undefined && { externalId: article.externalId }),
    chunkId: id,
    title: article.title,
    heading,
    text,
    ...(about.continues && { continues: true as const }),
    excerpt: excerpt(text, about.query),
    score: rounded(about.score),
    certainty: rounded(about.certainty),
    ...(article.url !== undefined && { url: article.url }),
    audience: article.audience,
    labels: [...(article.category === undefined ? [] : [article.category]), ...article.tags],
    ...(article.questions?.length && { questions: article.questions }),
  };
}
