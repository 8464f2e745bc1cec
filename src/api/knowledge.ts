import {
  article,
  articles as articleList,
  articleFilter,
  articleImport,
  articleInput,
  articleUpdate,
  knowledgeStatus,
  searchRequest,
  searchResponse,
  type Article,
  type ArticleFilter,
  type ArticleInput,
  type ArticleUpdate,
  type KnowledgeStatus,
  type SearchHit,
} from '../protocol/knowledge';
import { idParam, listOf, pageQuery } from '../protocol/lists';
import type { Page } from '../sessions/store';
import { articleOfDocument, type DocumentsApi } from './document';
import { endpoint } from './route';

/** What the routes need of src/knowledge. */
export interface KnowledgeApi {
  list(
    organizationId: string,
    filter: ArticleFilter,
    page: { limit: number; cursor?: string },
  ): Promise<Page<Article>>;
  get(organizationId: string, id: string): Promise<Article>;
  create(organizationId: string, input: ArticleInput): Promise<Article>;
  update(organizationId: string, id: string, change: ArticleUpdate): Promise<Article>;
  remove(organizationId: string, id: string): Promise<void>;
  import(organizationId: string, articles: readonly ArticleInput[]): Promise<Article[]>;
  status(organizationId: string): Promise<KnowledgeStatus>;
  search(
    organizationId: string,
    query: string,
    options: { limit: number; audience?: 'public' | 'internal' },
  ): Promise<SearchHit[]>;
}

const mebibyte = 1024 * 1024;

interface KnowledgeDeps {
  knowledge: KnowledgeApi;
  documents: DocumentsApi;
}

export function knowledgeEndpoints(deps: KnowledgeDeps) {
  return { ...articles(deps.knowledge), ...whole(deps) };
}

function articles(knowledge: KnowledgeApi) {
  return {
    list: endpoint({
      summary: 'Articles, the last changed first.',
      query: articleFilter.extend(pageQuery),
      response: listOf(article),
      handle: ({ principal, query: { limit, cursor, ...filter } }) =>
        knowledge.list(principal.organizationId, filter, { limit, ...(cursor && { cursor }) }),
    }),

    get: endpoint({
      summary: 'One article.',
      params: idParam,
      response: article,
      handle: ({ principal, params }) => knowledge.get(principal.organizationId, params.id),
    }),

    create: endpoint({
      summary: 'Add an article. It is found by words at once, and by meaning once its vectors are there.',
      body: articleInput,
      response: article,
      status: 201,
      handle: ({ principal, body }) => knowledge.create(principal.organizationId, body),
    }),

    update: endpoint({
      summary: 'Change an article. Fields that are absent stay.',
      params: idParam,
      body: articleUpdate,
      response: article,
      handle: ({ principal, params, body }) => knowledge.update(principal.organizationId, params.id, body),
    }),

    remove: endpoint({
      summary: 'Delete an article.',
      params: idParam,
      handle: ({ principal, params }) => knowledge.remove(principal.organizationId, params.id),
    }),
  };
}

function whole({ knowledge, documents }: KnowledgeDeps) {
  return {
    import: endpoint({
      summary: 'Add or update many articles, all or nothing; externalId says which is which.',
      body: articleImport,
      response: articleList,
      maxBytes: 8 * mebibyte,
      handle: async ({ principal, body }) => ({
        items: await knowledge.import(principal.organizationId, body),
      }),
    }),

    upload: endpoint({
      summary:
        'Make an article of a document: Markdown, text, HTML, PDF or Word (docx). The same file name again updates it.',
      upload: { maxBytes: 5 * mebibyte },
      response: articleList,
      status: 201,
      async handle({ principal, file }) {
        const article = await articleOfDocument(documents, file!);
        return { items: await knowledge.import(principal.organizationId, [article]) };
      },
    }),

    status: endpoint({
      summary: 'How many articles and passages there are, and how many wait for their vectors.',
      response: knowledgeStatus,
      handle: ({ principal }) => knowledge.status(principal.organizationId),
    }),

    search: endpoint({
      summary: 'The passages that fit a question best, internal articles included.',
      body: searchRequest,
      response: searchResponse,
      readOnly: true,
      async handle({ principal, body: { query, limit } }) {
        const items = await knowledge.search(principal.organizationId, query, {
          limit,
          audience: 'internal',
        });
        return { items: items.map(presentHit) };
      },
    }),
  };
}

/** The passage that ranking works with says more than crosses the wire. */
function presentHit({ articleId, externalId, chunkId, title, excerpt, score, url }: SearchHit): SearchHit {
  return {
    articleId,
    ...(externalId && { externalId }),
    chunkId,
    title,
    excerpt,
    score,
    ...(url && { url }),
  };
}
