// What customers say of answers, and what becomes of articles, as it crosses the wire.
import { z } from 'zod';
import { id } from './model/ids';
import { said, text } from './model/text-types';

export const feedbackReasons = ['wrong', 'incomplete', 'off_topic'] as const;
export const feedbackReason = z
  .enum(feedbackReasons)
  .describe('Why it did not help: wrong or old, not all of it, or not what was asked.');
export const feedbackComment = text(1_000).describe('The same in words.');

export const reportsQuery = z.strictObject({
  days: z.coerce.number().int().min(1).max(365).default(90).describe('How far back.'),
});
const article = { articleId: id.describe('The article.'), title: said().describe('Its title.') };
export const reports = z.object({
  neverUsed: z
    .array(z.object(article))
    .describe('Older than that, and no answer used them since; the oldest first, at most 200.'),
  oftenWrong: z
    .array(
      z.object({
        ...article,
        answers: z.int().describe('Answers that used it.'),
        notHelpful: z.int().describe('How many of them did not help.'),
        wrong: z.int().describe('Said to be wrong or old.'),
        incomplete: z.int().describe('Said not to be all of it.'),
        offTopic: z.int().describe('Said not to be what was asked.'),
      }),
    )
    .describe('Those whose answers did not help, the most first; at most 200.'),
});
export type Reports = z.infer<typeof reports>;
export type FeedbackReason = (typeof feedbackReasons)[number];
