// The answer lab, as it crosses the wire: questions with what should come of them, and runs of them.
import { z } from 'zod';
import { pageQuery } from './lists';
import { id, timestamp } from './model/ids';
import { filledText, said } from './model/text-types';

export const mostTests = 500;
const longestQuestion = 2_000;

export const verdicts = ['right', 'wrong', 'asked_back', 'handed_over'] as const;
export type Verdict = (typeof verdicts)[number];

const question = filledText(longestQuestion).meta({
  description: 'What a customer asks.',
  examples: ['how long does a refund take?'],
});
const expected = {
  articleIds: z.array(id).max(20).default([]).describe('Articles any of which answers it.'),
  facts: z
    .array(filledText(200))
    .max(10)
    .default([])
    .describe('Words that must all be in the answer, such as "5 to 10 days".'),
};

/** Neither articles nor facts: a person must answer. */
export const newAnswerTest = z.strictObject({
  question,
  history: z
    .array(filledText(longestQuestion))
    .max(10)
    .default([])
    .describe('What the customer asked before in the same conversation, oldest first.'),
  ...expected,
  sessionId: id
    .optional()
    .describe('The conversation that it was taken from: the test goes when that customer is erased.'),
});

export const answerTest = z.object({
  id,
  question: said().describe('What a customer asks.'),
  history: z.array(said()).describe('What they asked before, oldest first.'),
  articleIds: z.array(said()).describe('Articles any of which answers it.'),
  facts: z.array(said()).describe('Words that must all be in the answer.'),
  mustHandOver: z.boolean().describe('Nothing answers it: a person must.'),
  sessionId: id.optional().describe('The conversation that it was taken from.'),
  createdAt: timestamp.describe('When it was added.'),
});

export const testCandidate = z.object({
  sessionId: id,
  question: said().describe('Without addresses, numbers and names of the customer.'),
  history: z.array(said()).describe('What they asked before, oldest first.'),
  articleIds: z.array(said()).describe('What the AI answered it from; empty where a person answered.'),
  title: said().optional().describe('Title of that article.'),
});
export const testCandidates = z.object({
  items: z.array(testCandidate).describe('Of conversations that were closed, the newest first.'),
});

/** What a draft may change; null takes a value back. */
export const labDraft = z
  .strictObject({
    caution: z
      .enum(['cautious', 'balanced', 'eager'])
      .nullable()
      .optional()
      .describe('How sure the AI must be.'),
    confidenceFloor: z
      .number()
      .min(0)
      .max(1)
      .nullable()
      .optional()
      .describe('Below it the AI does not answer, 0 to 1, whatever `caution` is.'),
    turnCap: z
      .int()
      .min(1)
      .max(100)
      .nullable()
      .optional()
      .describe('Answers to one customer before a person takes over.'),
  })
  .refine((draft) => Object.keys(draft).length > 0, 'Name at least one setting.');

export const newRun = z.strictObject({
  draft: labDraft
    .optional()
    .describe(
      'Settings to try: `caution` of category `answers`, the others of `ai`. Without it today’s configuration is measured.',
    ),
});

export const verdictCounts = z.object({
  right: z.int().describe('Answered from what was expected, or handed over where a person must answer.'),
  wrong: z.int().describe('Answered from something else, or where a person must answer.'),
  asked_back: z.int().describe('Asked which of several was meant.'),
  handed_over: z.int().describe('Handed over where an answer was to be had.'),
});

export const labRun = z.object({
  id,
  status: z.enum(['running', 'done', 'failed']).describe('How far it is.'),
  draft: labDraft.optional().describe('What was tried; absent: the configuration of that moment.'),
  questions: z.int().describe('How many there are to ask.'),
  asked: z.int().describe('How many were asked.'),
  counts: verdictCounts.describe('What came of them.'),
  before: verdictCounts
    .optional()
    .describe('Of a draft: what comes of them today. Else: what came of them in the run before.'),
  settings: z
    .record(said(), verdictCounts)
    .describe(
      'What would come of them at each setting of `caution` (cautious, balanced, eager), on this knowledge base.',
    ),
  error: said().optional().describe('Why it failed.'),
  publishedAt: timestamp.optional().describe('When its draft was published.'),
  createdAt: timestamp.describe('When it was asked for.'),
  finishedAt: timestamp.optional().describe('When it ended.'),
});

export const labResultList = z.strictObject({
  ...pageQuery,
  changed: z.enum(['true']).optional().describe('Only where something else came of it than before.'),
  verdict: z.enum(verdicts).optional().describe('Only these.'),
});

export const labResult = z.object({
  id,
  question: said().describe('What was asked.'),
  articleIds: z.array(said()).describe('Articles any of which answers it.'),
  facts: z.array(said()).describe('Words that must all be in the answer.'),
  mustHandOver: z.boolean().describe('Nothing answers it: a person must.'),
  verdict: z.enum(verdicts).describe('What came of it.'),
  before: z.enum(verdicts).optional().describe('What came of it before.'),
  text: said().optional().describe('What the AI said.'),
  reason: said().optional().describe('Why it handed over.'),
  confidence: z.number().describe('How sure it was, 0 to 1.'),
  sources: z
    .array(z.object({ articleId: said().describe('The article.'), title: said().describe('Its title.') }))
    .describe('What it answered from, best first.'),
});

export const publishDraft = z.strictObject({
  confirm: z.boolean().default(false).describe('Publish it although the run was worse than today.'),
});

export type NewAnswerTest = z.output<typeof newAnswerTest>;
export type AnswerTest = z.infer<typeof answerTest>;
export type TestCandidate = z.infer<typeof testCandidate>;
export type LabDraft = z.infer<typeof labDraft>;
export type VerdictCounts = z.infer<typeof verdictCounts>;
export type LabRun = z.infer<typeof labRun>;
export type LabResult = z.infer<typeof labResult>;
export type LabResultFilter = Omit<z.output<typeof labResultList>, 'limit' | 'cursor'>;
