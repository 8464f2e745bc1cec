// What knowledge needs of its store. One implementation serves the three interfaces.
import type { Page } from '../sessions/store';
import type {
  Article,
  ArticleFilter,
  ArticleInput,
  ArticleUpdate,
  EmbeddingStatus,
} from '../protocol/knowledge';

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
  write(organizationId: string, articles: readonly ArticleInput[]): Promise<Article[]>;
  /** undefined when there is no such article; throws `conflict` when the externalId belongs to another one. */
  update(organizationId: string, id: string, change: ArticleUpdate): Promise<Article | undefined>;
  remove(organizationId: string, id: string): Promise<boolean>;
  counts(organizationId: string): Promise<{ articles: number; pending: number; failed: number }>;
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
