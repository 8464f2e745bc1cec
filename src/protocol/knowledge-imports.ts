// Imports of knowledge over REST: a file, a page, or the pages of a sitemap.
import { z } from 'zod';
import { articleInput, audiences, savedBy } from './knowledge';
import { id, timestamp } from './model/ids';
import { said, webAddress } from './model/text-types';

export const importKinds = ['file', 'page', 'sitemap'] as const;
export const importStatuses = ['waiting', 'running', 'done', 'cancelled', 'failed'] as const;
export const itemStatuses = [
  'waiting',
  'created',
  'changed',
  'unchanged',
  'skipped',
  'gone',
  'failed',
] as const;

/** What each article of the import gets. */
const { category, audience, language } = articleInput.shape;
export const importOptions = z.strictObject({ category, audience, language });

export const newImport = importOptions
  .extend({
    url: webAddress.optional().describe('One page, which becomes one article.'),
    sitemap: webAddress.optional().describe('A sitemap.xml: each page of its host becomes an article.'),
    refetchHours: z
      .int()
      .min(1)
      .max(720)
      .nullable()
      .default(24)
      .describe('How often the pages are fetched again; null: never.'),
  })
  .refine(({ url, sitemap }) => (url === undefined) !== (sitemap === undefined), 'Name url or sitemap.');

const counts = z.object({
  total: z.int().describe('Pages, or rows of the file.'),
  ...Object.fromEntries(itemStatuses.map((status) => [status, z.int().describe(`Of them ${status}.`)])),
} as Record<'total' | (typeof itemStatuses)[number], z.ZodInt>);

export const importItem = z.object({
  source: said().describe('The page, or the row of the file.'),
  status: z.enum(itemStatuses).describe('What became of it.'),
  reason: said().optional().describe('Why it was skipped, or failed.'),
  articleId: said().optional().describe('Its article.'),
  fetchedAt: timestamp.optional().describe('When it was last looked at.'),
});

export const knowledgeImport = z.object({
  id,
  kind: z.enum(importKinds).describe('What is imported.'),
  source: said().describe('The name of the file, or the address.'),
  status: z.enum(importStatuses).describe('How far it is.'),
  error: said()
    .optional()
    .describe('Why nothing could be imported, or, while it waits, why it is tried again later.'),
  category: said().optional().describe('Category of its articles.'),
  audience: z.enum(audiences).describe('Who may read its articles.'),
  language: said().optional().describe('ISO 639-1 of its articles; absent: guessed.'),
  refetchHours: z.int().optional().describe('How often the pages are fetched again; absent: never.'),
  nextAt: timestamp.optional().describe('When they are fetched next, or it is tried again.'),
  createdBy: savedBy.optional().describe('Who began it.'),
  createdAt: timestamp.describe('When it was begun.'),
  finishedAt: timestamp.optional().describe('When it was last done.'),
  counts: counts.describe('What became of its pages or rows.'),
});

export const knowledgeImportDetails = knowledgeImport.extend({
  items: z.array(importItem).describe('What was skipped, failed or is gone, and why; at most 200.'),
});

export type ImportOptions = z.output<typeof importOptions>;
export type NewImport = z.output<typeof newImport>;
export type ImportItem = z.infer<typeof importItem>;
export type ItemStatus = (typeof itemStatuses)[number];
export type KnowledgeImport = z.infer<typeof knowledgeImport>;
export type KnowledgeImportDetails = z.infer<typeof knowledgeImportDetails>;
