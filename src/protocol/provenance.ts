// Where an answer of the AI came from, as it crosses the wire.
import { z } from 'zod';
import { handoverTriggers, source } from './model/handover';
import { id, timestamp } from './model/ids';
import { said } from './model/text-types';
import { feedbackReason } from './reports';

const isOutOfDate = z
  .boolean()
  .describe('What was quoted does not stand in the article any more: the answer may be wrong by now.');

export const why = z.object({
  question: said().describe('What was asked.'),
  decision: z
    .enum(['answer', 'clarify', 'handover', 'dropped', 'suggested'])
    .describe("What the AI did; 'suggested': an agent sent what it had suggested, as it was or edited."),
  outcome: z
    .enum(['as_is', 'edited'])
    .optional()
    .describe('Of a suggested reply: whether it was sent as it was suggested.'),
  trigger: z.enum(handoverTriggers).optional().describe('What made it hand over.'),
  reason: said().optional().describe('The same in a sentence.'),
  text: said().optional().describe('What it said.'),
  confidence: z.number().optional().describe('How sure it was, 0 to 1.'),
  provider: said().describe('Who wrote it.'),
  model: said().optional().describe('With which model.'),
  latencyMs: z.int().optional().describe('Milliseconds from the question to the answer.'),
  inputTokens: z.int().optional().describe('What the model read.'),
  outputTokens: z.int().optional().describe('What the model wrote.'),
  cost: z
    .number()
    .optional()
    .describe("What the model's tokens cost at that time's prices; absent where no price was known."),
  currency: said().optional().describe('Of the cost, such as USD.'),
  cached: z
    .enum(['exact', 'near'])
    .optional()
    .describe(
      'Given before and given again, at no cost: to the same words (exact), or to another way to ask the same (near).',
    ),
  at: timestamp.describe('When.'),
  feedback: z
    .object({
      helpful: z.boolean().describe('Whether it helped.'),
      reason: feedbackReason.optional(),
      comment: said().optional().describe('The same in words.'),
    })
    .optional()
    .describe("The customer's word on it."),
  sources: z
    .array(
      source.extend({
        version: z.int().optional().describe('Version of the article at that time.'),
        currentVersion: z.int().optional().describe('Its version now; absent: there is no such article now.'),
        outOfDate: isOutOfDate,
      }),
    )
    .describe('The passages that were used, or for a handover those that were found; best first.'),
});

export const usesQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(200).default(50).describe('How many at most.'),
  outOfDate: z
    .enum(['true', 'false'])
    .optional()
    .describe('Only those that may be wrong by now, or only the others.'),
});
export const uses = z.object({
  items: z
    .array(
      z.object({
        sessionId: id.describe('The conversation.'),
        messageId: id.optional().describe('The message.'),
        question: said().describe('What was asked.'),
        text: said().optional().describe('What the AI said.'),
        score: z.number().describe('How well the article fitted, 0 to 1.'),
        version: z.int().optional().describe('Version of the article at that time.'),
        at: timestamp.describe('When.'),
        outOfDate: isOutOfDate,
      }),
    )
    .describe('Newest first.'),
  total: z.int().describe('Answers that were looked at: the 500 newest.'),
  outOfDate: z.int().describe('How many of them may be wrong by now.'),
});

export type Why = z.infer<typeof why>;
export type Uses = z.infer<typeof uses>;
