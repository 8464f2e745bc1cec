// Articles and searching them, as they cross the wire.
import { z } from 'zod';
import { id, timestamp } from './model/ids';
import { filledText, formed, said, text, webAddress } from './model/text-types';

/** From the widest to the narrowest. */
export const audiences = ['public', 'verified', 'internal'] as const;
/** Whoever belongs to an audience also reads what is for a wider one. */
export const mayRead = (reader: Audience, audience: Audience): boolean =>
  audiences.indexOf(audience) <= audiences.indexOf(reader);

export const embeddingStatuses = ['pending', 'ready', 'failed', 'off'] as const;

/** Longest content of one article, in UTF-16 units. */
export const maxArticleLength = 200_000;
/** Most articles in one import. */
export const maxImport = 1_000;
/** Most examples that one article has, and the longest of them. */
export const maxQuestions = 50;
export const maxQuestionLength = 300;

const externalId = filledText(255).meta({
  description: "The organization's own id for the article: writing the same one again updates the first.",
  examples: ['faq-refunds'],
});
const category = filledText(100).describe('Groups articles.');
const tags = z.array(filledText(50)).max(50).describe('Words to find it by.');
const questions = z
  .array(filledText(maxQuestionLength))
  .overwrite(withoutRepeats)
  .max(maxQuestions)
  .describe(
    'Examples of what people ask that this article answers; one that differs by case alone is dropped.',
  );
const audience = z
  .enum(audiences)
  .describe(
    "Who may read it: 'public' is everybody, also in the help centre; 'verified' is customers whose identity is proved, and the team; 'internal' is the team: it never reaches a customer's answer. Unset: what an article of the same externalId has, else public.",
  );
const language = formed(/^[a-z]{2}$/, 'must be a language code of two letters, as in ISO 639-1').describe(
  'ISO 639-1. Unset: guessed from its words.',
);
const url = webAddress.describe('Where customers read the article.');

export const articleInput = z.strictObject({
  externalId: externalId.optional(),
  title: filledText(255).meta({ description: 'What it is about.', examples: ['Refunds'] }),
  content: filledText(maxArticleLength).meta({
    description: 'Markdown.',
    examples: ['A refund takes five working days.'],
  }),
  category: category.optional(),
  tags: tags.optional(),
  questions: questions.optional(),
  audience: audience.optional(),
  language: language.optional(),
  url: url.optional(),
});

/** Fields that are absent stay as they are; null clears one. */
export const articleUpdate = articleInput
  .partial()
  .extend({
    externalId: externalId.nullable().optional(),
    category: category.nullable().optional(),
    language: language.nullable().optional(),
    url: url.nullable().optional(),
  })
  .refine((change) => Object.keys(change).length > 0, 'Name at least one field to change.');

export const articleImport = z
  .array(articleInput)
  .min(1)
  .max(maxImport)
  .superRefine((articles, context) => {
    const seen = new Set<string>();
    articles.forEach((article, index) => {
      if (article.externalId === undefined) return;
      if (seen.has(article.externalId)) {
        context.addIssue({ code: 'custom', path: [index, 'externalId'], message: 'This id comes twice.' });
      }
      seen.add(article.externalId);
    });
  });

export const articleFilter = z.strictObject({
  q: text(200).optional().describe('Words looked for in title and content.'),
  category: text(100).optional().describe('Only of this category.'),
  audience: audience.optional(),
  language: language.optional(),
});

/** Who saved something: a person, a program, or Parley itself. */
export const savedBy = z.object({
  kind: z.enum(['user', 'api_key', 'system']).describe('Who it is.'),
  id: said().optional().describe('The user or API key.'),
  name: said().describe('What it is called.'),
});

export const article = z.object({
  id,
  externalId: said().optional().describe("The organization's own id for the article."),
  isSample: z
    .boolean()
    .optional()
    .describe('The first start brought it, of an invented shop, and nobody has written its text anew.'),
  title: said().describe('What it is about.'),
  content: said().describe('Markdown.'),
  category: said().optional().describe('Groups articles.'),
  tags: z.array(said()).describe('Words to find it by.'),
  questions: z.array(said()).optional().describe('Examples of what people ask that it answers.'),
  audience,
  language: said().optional().describe('ISO 639-1.'),
  url: said().optional().describe('Where customers read the article.'),
  version: z.int().describe('Counts its saves.'),
  savedBy: savedBy.optional().describe('Who saved this version.'),
  pageGoneAt: timestamp
    .optional()
    .describe('Since when the page that it was imported from is not there any more.'),
  embeddingStatus: z
    .enum(embeddingStatuses)
    .describe("Whether it is found by meaning; 'off': by words alone."),
  embeddingError: said().optional().describe('Why it has no vectors.'),
  createdAt: timestamp.describe('When it was written.'),
  updatedAt: timestamp.describe('When it was last changed.'),
});

/** A version of an article, without its text. */
export const articleVersion = z.object({
  version: z.int().describe('Counts the saves.'),
  title: said().describe('What it was called.'),
  savedBy: savedBy.optional().describe('Who saved it.'),
  savedAt: timestamp.describe('When it was saved.'),
});

/** The same with what it said. */
export const articleText = articleVersion.extend({
  content: said().describe('Markdown.'),
  category: said().optional().describe('Groups articles.'),
  tags: z.array(said()).describe('Words to find it by.'),
  audience,
  language: said().optional().describe('ISO 639-1.'),
  url: said().optional().describe('Where customers read the article.'),
});

export const articleVersions = z.object({
  items: z
    .array(articleVersion)
    .describe('The newest first: the present one, and what it took the place of.'),
});

export const restoreArticle = z.strictObject({
  version: z.int().min(1).describe('What that version said is saved as a new one.'),
});

export const articles = z.object({
  items: z.array(article).describe('In the order in which they were given.'),
});

export const knowledgeStatus = z.object({
  articles: z.int().describe('How many there are.'),
  samples: z
    .int()
    .describe('How many of them are samples of an invented shop, which customers are answered from.'),
  chunks: z.int().describe('Passages that are searched.'),
  pending: z.int().describe('Articles that wait for their vectors; they are found by words meanwhile.'),
  failed: z.int().describe('Articles that got no vectors.'),
  embeddings: z
    .object({
      provider: said().describe('Who makes the vectors.'),
      about: said().optional().describe('What that model can, in a sentence.'),
      state: z.enum(['ready', 'off', 'failing']).describe('How it goes.'),
      reason: said().optional().describe("Why, when the state is not 'ready'."),
      remaking: z
        .object({
          made: z.int().describe('Articles that have theirs.'),
          of: z.int().describe('Articles that get any.'),
          servedBy: said()
            .optional()
            .describe(
              'The model whose vectors are searched until all are made; absent: words alone find the rest.',
            ),
        })
        .optional()
        .describe('While the vectors of another model, or those that were missing, are made.'),
    })
    .describe('Finding by meaning.'),
});

export const removedSamples = z.object({ removed: z.int().describe('How many articles that were.') });

export const searchRequest = z.strictObject({
  query: filledText(1_000).meta({ description: 'A question, or words.', examples: ['refund'] }),
  limit: z.int().min(1).max(50).default(5).describe('How many at most.'),
});

export const searchHit = z.object({
  articleId: said().describe('The article.'),
  externalId: said().optional().describe("The organization's own id for the article."),
  chunkId: said().describe('The passage.'),
  title: said().describe('Title of the article.'),
  excerpt: said().describe('What the passage says.'),
  score: z
    .number()
    .describe('How sure it is that this passage is about the query, 0 to 1; comparable between queries.'),
  url: said().optional().describe('Where customers read the article.'),
});

export const searchResponse = z.object({ items: z.array(searchHit).describe('Best first.') });

function withoutRepeats(given: string[]): string[] {
  const seen = new Set<string>();
  return given.filter((question) => {
    const key = question.toLowerCase();
    return !seen.has(key) && seen.add(key);
  });
}

export type ArticleInput = z.output<typeof articleInput>;
export type ArticleUpdate = z.output<typeof articleUpdate>;
export type ArticleFilter = z.output<typeof articleFilter>;
export type Article = z.infer<typeof article>;
export type SavedBy = z.infer<typeof savedBy>;
export type ArticleVersion = z.infer<typeof articleVersion>;
export type ArticleText = z.infer<typeof articleText>;
export type Audience = (typeof audiences)[number];
export type EmbeddingStatus = (typeof embeddingStatuses)[number];
export type KnowledgeStatus = z.infer<typeof knowledgeStatus>;
export type SearchRequest = z.output<typeof searchRequest>;
export type SearchHit = z.infer<typeof searchHit>;
