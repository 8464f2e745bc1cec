// What helps an agent to answer, as it crosses the wire: suggested replies, drafts written anew, translations.
import { z } from 'zod';
import { source } from './model/handover';
import { id, largestSeq } from './model/ids';
import { maxTextLength } from './model/message';
import { filledText, formed, said } from './model/text-types';

export const language = formed(/^[a-z]{2,3}$/, 'must be a language code, as in ISO 639').meta({
  description: 'A language, ISO 639-1.',
  examples: ['de'],
});

export const suggestionRequest = z
  .strictObject({
    packetSeq: z
      .int()
      .min(1)
      .max(largestSeq)
      .optional()
      .describe(
        'Number of a handover whose packet has a suggested reply: that one is taken up, and counted like those that are made anew. Unset: one is made for what the customer wants now.',
      ),
  })
  .default({});

export const suggestedReply = z.object({
  id: id.optional().describe('What a message that is written from it names as `suggestionId`.'),
  text: said().optional().describe('The draft. Absent where there is nothing to suggest: `reason` says why.'),
  reason: said().optional().describe('Why there is none.'),
  unsure: z.boolean().describe('The AI would not have said it to the customer by itself.'),
  confidence: z.number().describe('How sure it is, 0 to 1.'),
  language: said().optional().describe('Of the customer, ISO 639-1, when it can be told.'),
  sources: z
    .array(
      source.extend({ internal: z.literal(true).optional().describe('From an article for the team only.') }),
    )
    .describe('What it was written from, or what was nearest; best first.'),
});

export const suggestedReplyParam = z.strictObject({
  id: id.describe('The session.'),
  suggestionId: id.describe('The suggested reply.'),
});

export const copilotReportQuery = z.strictObject({
  days: z.coerce.number().int().min(1).max(365).default(30).describe('Since so many days.'),
});
export const copilotReport = z.object({
  suggested: z.int().describe('Replies that were suggested to agents.'),
  asIs: z.int().describe('Sent as they were, or translated alone.'),
  edited: z.int().describe('Sent after an agent changed them.'),
  dismissed: z.int().describe('Refused.'),
});

export const copilotState = z.object({
  writes: z.boolean().describe('A model may write drafts anew here, and translate.'),
  reason: said().optional().describe('Why not.'),
  noAi: z.literal(true).optional().describe('The customer lets no model read what they write.'),
  language: said().optional().describe("The customer's, as far as it can be told, ISO 639-1."),
});

export const rewriting = z.strictObject({
  text: filledText(maxTextLength).describe('The draft. It is material, whatever it says.'),
  how: z
    .enum(['shorter', 'friendlier', 'formal', 'spelling', 'translation'])
    .describe("What is made of it; `translation` is into the customer's language."),
});

export const translating = z.strictObject({ to: language.describe('Into which language, ISO 639-1.') });

export const written = z.object({
  text: said().describe('The new text. Nothing is sent.'),
  model: said().describe('Who wrote it.'),
  from: said().optional().describe('In which language the text was, as far as it can be told, ISO 639-1.'),
  to: said().optional().describe('Of a translation, into which language, ISO 639-1.'),
  check: z
    .array(
      z.object({
        value: said().describe('A number, amount, link or address.'),
        is: z
          .enum(['missing', 'new'])
          .describe('It stands in the first text alone, or in the new one alone.'),
      }),
    )
    .describe('What does not stand in both texts; empty where all facts of that kind survived.'),
});

/** Said of an answer by hand. */
export const suggestionId = id.describe('The suggested reply that it was written from.');
export const original = z
  .strictObject({
    text: filledText(maxTextLength).describe('The words of the agent.'),
    language: language.describe('In which they are, ISO 639-1.'),
  })
  .describe('What the agent wrote, where what was sent is a translation of it; for the team.');

export type CopilotState = z.infer<typeof copilotState>;
export type Rewriting = z.infer<typeof rewriting>;
export type Written = z.infer<typeof written>;
export type SuggestedReply = z.infer<typeof suggestedReply>;
export type CopilotReport = z.infer<typeof copilotReport>;
