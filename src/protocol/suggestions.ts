// What the AI may learn from people's answers, as it crosses the wire.
import { z } from 'zod';
import { maxQuestionLength } from './knowledge';
import { listOf, pageQuery } from './lists';
import { id, timestamp } from './model/ids';
import { filledText, said } from './model/text-types';

export const suggestionStates = ['open', 'approved', 'dismissed'] as const;

export const suggestion = z.object({
  id,
  sessionId: id.describe('Where it was asked and answered.'),
  articleId: id.describe('The article that answered it.'),
  articleTitle: said().describe('Its title.'),
  question: said().describe('What was asked, without what tells who asked.'),
  answeredBy: said().optional().describe('Who answered.'),
  state: z.enum(suggestionStates).describe('What became of it.'),
  createdAt: timestamp.describe('When it was answered.'),
});

export const suggestionList = z.strictObject({
  ...pageQuery,
  state: z.enum(suggestionStates).default('open').describe('What became of them.'),
});
export const suggestions = listOf(suggestion).extend({
  open: z.int().describe('How many wait for a decision.'),
});

export const newSuggestion = z.strictObject({
  sessionId: id.describe('Where a customer asked.'),
  articleId: id.describe('The article that answers it.'),
});

export const approval = z
  .strictObject({
    question: filledText(maxQuestionLength)
      .optional()
      .describe('The question in better words; unset: as it was suggested.'),
  })
  .default({});

export type Suggestion = z.infer<typeof suggestion>;
export type SuggestionList = z.infer<typeof suggestions>;
export type SuggestionState = (typeof suggestionStates)[number];
export type NewSuggestion = z.output<typeof newSuggestion>;

/** Questions that one group holds at most. */
const answerIds = z.array(id).min(1).max(500).describe('`answerIds` of a group.');

export const unansweredQuery = z.strictObject({
  days: z.coerce.number().int().min(1).max(90).default(30).describe('How far back.'),
});
export const unansweredGroups = z.object({
  items: z
    .array(
      z.object({
        question: said().describe('The shortest clear question of the group.'),
        count: z.int().describe('How often it was asked.'),
        examples: z.array(said()).describe('Some of its questions, without what tells who asked.'),
        sessions: z
          .array(
            z.object({
              sessionId: id.describe('The conversation.'),
              at: timestamp.describe('When it was asked.'),
            }),
          )
          .describe('Where it was asked last.'),
        answerIds: z.array(id).describe('Names the questions of the group.'),
      }),
    )
    .describe('What was asked most, first.'),
  questions: z.int().describe('How many questions were looked at: at most the 500 newest.'),
});
export const groupRequest = z.strictObject({ answerIds });
export const articleDraft = z.object({
  title: said().describe('From the shortest clear question.'),
  content: said().describe('What the team answered, without what tells who asked; may be empty.'),
  questions: z.array(said()).describe('Examples of what people asked.'),
});
export const settled = z.object({ settled: z.int().describe('How many questions are not shown again.') });

export type UnansweredGroups = z.infer<typeof unansweredGroups>;
export type ArticleDraft = z.infer<typeof articleDraft>;
