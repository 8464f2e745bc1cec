// Drafts: articles, and next versions of them, that nobody is answered from until they are published.
import { z } from 'zod';
import { article, articleInput, maxArticleLength, savedBy } from './knowledge';
import { pageQuery } from './lists';
import { id, timestamp } from './model/ids';
import { said, text } from './model/text-types';

const fields = articleInput.omit({ externalId: true }).extend({
  content: text(maxArticleLength).describe('Markdown; may be empty until it is published.'),
});

export const newDraft = fields.extend({
  articleId: id.optional().describe('The article that it becomes the next version of; absent: a new one.'),
});

/** Fields that are absent stay as they are; null clears one. */
export const draftUpdate = fields
  .partial()
  .extend({
    category: fields.shape.category.nullable(),
    language: fields.shape.language.nullable(),
    url: fields.shape.url.nullable(),
  })
  .refine((change) => Object.keys(change).length > 0, 'Name at least one field to change.');

export const draftFilter = z.strictObject({
  ...pageQuery,
  articleId: id.optional().describe('Only that of this article.'),
});

export const draft = article
  .pick({ title: true, content: true, category: true, tags: true, audience: true, language: true, url: true })
  .extend({
    id,
    articleId: id.optional().describe('The article that it becomes the next version of; absent: a new one.'),
    basedOn: z.int().optional().describe('The version of the article that it was begun from.'),
    articleVersion: z.int().optional().describe('The version that the article has now.'),
    questions: z.array(said()).describe('Examples of what people ask that it answers.'),
    savedBy: savedBy.optional().describe('Who saved it last.'),
    createdAt: timestamp.describe('When it was begun.'),
    updatedAt: timestamp.describe('When it was last saved.'),
  });

export const publishDraft = z
  .strictObject({
    version: z
      .int()
      .min(1)
      .optional()
      .describe('The version of its article that it takes the place of; unset: the one it was begun from.'),
  })
  .default({});

export type NewDraft = z.output<typeof newDraft>;
export type DraftUpdate = z.output<typeof draftUpdate>;
export type Draft = z.infer<typeof draft>;
