// Articles and searching them, as they cross the wire.
import { z } from 'zod';
import { id, timestamp } from './model/ids';

export const audiences = ['public', 'internal'] as const;
export const embeddingStatuses = ['pending', 'ready', 'failed', 'off'] as const;

/** Longest content of one article, in UTF-16 units. */
export const maxArticleLength = 200_000;
/** Most articles in one import. */
export const maxImport = 1_000;

/** Postgres refuses NUL, and nobody means it. */
const text = (max: number) =>
  z
    .string()
    .transform((value) => value.replaceAll('\0', '').trim())
    .pipe(z.string().min(1).max(max));

export const articleInput = z.strictObject({
  /** The organization's own id for the article: writing the same one again updates the first. */
  externalId: text(255).optional(),
  title: text(255),
  /** Markdown. */
  content: text(maxArticleLength),
  category: text(100).optional(),
  tags: z.array(text(50)).max(50).optional(),
  /** 'internal' is for the team: it never reaches a customer's answer. Unset: public. */
  audience: z.enum(audiences).optional(),
  /** Where customers read the article. */
  url: z
    .url({ protocol: /^https?$/ })
    .max(2_000)
    .optional(),
});

/** Fields that are absent stay as they are. */
export const articleUpdate = articleInput
  .partial()
  .refine((change) => Object.keys(change).length > 0, 'Name at least one field to change.');

export const articleImport = z
  .array(articleInput)
  .min(1)
  .max(maxImport)
  .superRefine((articles, context) => {
    const seen = new Set<string>();
    articles.forEach(({ externalId }, index) => {
      if (externalId === undefined) return;
      if (seen.has(externalId)) {
        context.addIssue({ code: 'custom', path: [index, 'externalId'], message: 'This id comes twice.' });
      }
      seen.add(externalId);
    });
  });

export const articleFilter = z.strictObject({
  /** Words looked for in title and content. */
  q: z.string().max(200).optional(),
  category: z.string().max(100).optional(),
  audience: z.enum(audiences).optional(),
});

export const article = z.object({
  id,
  externalId: z.string().optional(),
  title: z.string(),
  content: z.string(),
  category: z.string().optional(),
  tags: z.array(z.string()),
  audience: z.enum(audiences),
  url: z.string().optional(),
  /** 'off': searchable by words alone. */
  embeddingStatus: z.enum(embeddingStatuses),
  embeddingError: z.string().optional(),
  createdAt: timestamp,
  updatedAt: timestamp,
});

export const knowledgeStatus = z.object({
  articles: z.int(),
  chunks: z.int(),
  /** Articles that wait for their vectors; they are found by words meanwhile. */
  pending: z.int(),
  failed: z.int(),
  embeddings: z.object({
    provider: z.string(),
    state: z.enum(['ready', 'off', 'failing']),
    /** Why, when the state is not 'ready'. */
    reason: z.string().optional(),
  }),
});

export const searchRequest = z.strictObject({
  query: text(1_000),
  limit: z.int().min(1).max(50).default(5),
});

export const searchHit = z.object({
  articleId: z.string(),
  externalId: z.string().optional(),
  chunkId: z.string(),
  title: z.string(),
  excerpt: z.string(),
  /** How sure it is that this passage is about the query, 0 to 1; comparable between queries. */
  score: z.number(),
  url: z.string().optional(),
});

export const searchResponse = z.object({ items: z.array(searchHit) });

export type ArticleInput = z.output<typeof articleInput>;
export type ArticleUpdate = z.output<typeof articleUpdate>;
export type ArticleFilter = z.output<typeof articleFilter>;
export type Article = z.infer<typeof article>;
export type Audience = (typeof audiences)[number];
export type EmbeddingStatus = (typeof embeddingStatuses)[number];
export type KnowledgeStatus = z.infer<typeof knowledgeStatus>;
export type SearchRequest = z.output<typeof searchRequest>;
export type SearchHit = z.infer<typeof searchHit>;
