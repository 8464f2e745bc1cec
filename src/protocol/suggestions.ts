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
