// What knowledge needs of its store. One implementation serves the three interfaces.
import type { Page } from '../sessions/store';
import type {
  Article,
  ArticleFilter,
  ArticleInput,
  ArticleUpdate,
  ArticleText,
  ArticleVersion,
  EmbeddingStatus,
  SavedBy,
} from '../protocol/knowledge';

/** @property guessedLanguage of its words; what an editor said stands before it. */
export type NewArticle = ArticleInput & { guessedLanguage?: string };
export type ArticleChange = ArticleUpdate & { guessedLanguage?: string };

/** What the help centre lists of an article that everybody may read. */
export interface PublishedArticle {
  id: string;
  title: string;
  category?: string;
  language?: string;
  updatedAt: string;
  /** How it begins: Markdown, cut anywhere. */
  intro: string;
  /** The demo brought it. */
  isSample?: boolean;
}

/** The articles of one organization, for whoever edits them. */
export interface ArticleStore {
  /** Newest first. Throws `invalid` on a cursor that this method did not make. */
  find(
    organizationId: string,
    filter: ArticleFilter,
    page: { limit: number; cursor?: string },
  ): Promise<Page<Article>>;
  /** In no order; ids that do not exist are left out. */
  read(organizationId: string, ids: readonly string[]): Promise<Article[]>;
  /** All or nothing, in the order given. An article whose externalId is there already is replaced and keeps its id. */
  write(organizationId: string, articles: readonly NewArticle[], by?: SavedBy): Promise<Article[]>;
  /** undefined when there is no such article; throws `conflict` when the externalId belongs to another one. */
  update(
    organizationId: string,
    id: string,
    change: ArticleChange & { by?: SavedBy },
  ): Promise<Article | undefined>;
  /** The newest first, the present one among them; at most 51. */
  versions(organizationId: string, id: string): Promise<ArticleVersion[]>;
  version(organizationId: string, id: string, version: number): Promise<ArticleText | undefined>;
  /**
   * Adds to the questions that people ask; one that is there stays. undefined when there is no such article; throws
   * `conflict` when it has as many as it can.
   */
  addQuestion(organizationId: string, id: string, question: string): Promise<Article | undefined>;
  remove(organizationId: string, id: string): Promise<boolean>;
  /** The ids of those that went: what the demo brought and nobody wrote anew. */
  removeSamples(organizationId: string): Promise<string[]>;
  /** Those that are public, in no order. */
  published(organizationId: string): Promise<PublishedArticle[]>;
  counts(
    organizationId: string,
  ): Promise<{ articles: number; samples: number; pending: number; failed: number }>;
}

/** What an index in memory compares itself with, so that the writes of other nodes show. */
export interface ArticleStamps {
  /** One short string that changes whenever an article of the organization does. Cheap. */
  fingerprint(organizationId: string): Promise<string>;
  /** For every article a string that changes when its content or its vectors do. */
  stamps(organizationId: string): Promise<Map<string, string>>;
}

/** The articles that wait for their vectors. */
export interface EmbeddingQueue {
  pending(organizationId: string, limit: number): Promise<Array<{ article: Article; contentHash: string }>>;
  /** Says how it went; false when the article has changed meanwhile, and waits again. */
  settle(
    organizationId: string,
    id: string,
    result: { contentHash: string; status: Exclude<EmbeddingStatus, 'pending'>; error?: string },
  ): Promise<boolean>;
  /** These articles wait again. */
  requeue(organizationId: string, ids: readonly string[]): Promise<void>;
}

export type KnowledgeStore = ArticleStore & ArticleStamps & EmbeddingQueue;
