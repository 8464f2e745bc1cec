import { z } from 'zod';
import type { Principal } from '../identity/principal';
import {
  article,
  articles as articleList,
  articleFilter,
  articleImport,
  articleInput,
  articleText,
  articleUpdate,
  articleVersions,
  knowledgeStatus,
  removedSamples,
  restoreArticle,
  searchRequest,
  searchResponse,
  type Article,
  type ArticleFilter,
  type ArticleInput,
  type ArticleText,
  type ArticleUpdate,
  type ArticleVersion,
  type Audience,
  type KnowledgeStatus,
  type SavedBy,
  type SearchHit,
} from '../protocol/knowledge';
import { idParam, listOf, pageQuery } from '../protocol/lists';
import type { Page } from '../sessions/store';
import { articleOfDocument, type DocumentsApi } from './article-upload';
import { endpoint } from './http/route';

/** What the routes need of src/knowledge. */
export interface KnowledgeApi {
  list(
    organizationId: string,
    filter: ArticleFilter,
    page: { limit: number; cursor?: string },
  ): Promise<Page<Article>>;
  get(organizationId: string, id: string): Promise<Article>;
  create(organizationId: string, input: ArticleInput, by?: SavedBy): Promise<Article>;
  update(organizationId: string, id: string, change: ArticleUpdate & { by?: SavedBy }): Promise<Article>;
  versions(organizationId: string, id: string): Promise<ArticleVersion[]>;
  version(organizationId: string, id: string, version: number): Promise<ArticleText>;
  restore(organizationId: string, id: string, restored: { version: number; by?: SavedBy }): Promise<Article>;
  remove(organizationId: string, id: string): Promise<void>;
  removeSamples(organizationId: string): Promise<number>;
  import(organizationId: string, articles: readonly ArticleInput[], by?: SavedBy): Promise<Article[]>;
  status(organizationId: string): Promise<KnowledgeStatus>;
  search(
    organizationId: string,
    query: string,
    options: { limit: number; audience?: Audience },
  ): Promise<SearchHit[]>;
}

const mebibyte = 1024 * 1024;

export interface KnowledgeDeps {
  knowledge: KnowledgeApi;
  documents: DocumentsApi;
}

export function knowledgeEndpoints(deps: KnowledgeDeps) {
  return { ...articles(deps.knowledge), ...versions(deps.knowledge), ...whole(deps) };
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
      handle: ({ principal, body }) => knowledge.create(principal.organizationId, body, savedBy(principal)),
    }),

    update: endpoint({
      summary: 'Change an article. Fields that are absent stay.',
      params: idParam,
      body: articleUpdate,
      response: article,
      handle: ({ principal, params, body }) =>
        knowledge.update(principal.organizationId, params.id, { ...body, by: savedBy(principal) }),
    }),

    remove: endpoint({
      summary: 'Delete an article.',
      params: idParam,
      handle: ({ principal, params }) => knowledge.remove(principal.organizationId, params.id),
    }),
  };
}

const versionParams = idParam.extend({
  version: z.coerce.number().int().min(1).max(2_147_483_647).describe('Which one.'),
});

function versions(knowledge: KnowledgeApi) {
  return {
    versions: endpoint({
      summary: 'What the article said before each of the last 50 saves, and who saved it when.',
      params: idParam,
      response: articleVersions,
      handle: async ({ principal, params }) => ({
        items: await knowledge.versions(principal.organizationId, params.id),
      }),
    }),

    version: endpoint({
      summary: 'One version of an article.',
      params: versionParams,
      response: articleText,
      handle: ({ principal, params }) =>
        knowledge.version(principal.organizationId, params.id, params.version),
    }),

    restore: endpoint({
      summary: 'Save what an earlier version said as a new one.',
      params: idParam,
      body: restoreArticle,
      response: article,
      handle: ({ principal, params, body }) =>
        knowledge.restore(principal.organizationId, params.id, { ...body, by: savedBy(principal) }),
    }),
  };
}

const savedBy = ({ kind, id, name }: Principal): SavedBy => ({ kind, id, name });

function whole({ knowledge, documents }: KnowledgeDeps) {
  return {
    import: endpoint({
      summary: 'Add or update many articles, all or nothing; externalId says which is which.',
      body: articleImport,
      response: articleList,
      maxBytes: 8 * mebibyte,
      handle: async ({ principal, body }) => ({
        items: await knowledge.import(principal.organizationId, body, savedBy(principal)),
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
        return { items: await knowledge.import(principal.organizationId, [article], savedBy(principal)) };
      },
    }),

    removeSamples: endpoint({
      summary:
        'Delete the sample articles of an invented shop that the first start brought; one whose text was written anew stays.',
      response: removedSamples,
      handle: async ({ principal }) => ({ removed: await knowledge.removeSamples(principal.organizationId) }),
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
