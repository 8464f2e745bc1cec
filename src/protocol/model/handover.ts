// What an agent gets with a session that is handed over.
import { z } from 'zod';
import { said } from './text-types';
import { wording } from './wording';

export const sentiments = ['positive', 'neutral', 'negative'] as const;

export const source = z.object({
  articleId: said().describe('The article it is from.'),
  chunkId: said().describe('The passage of the article.'),
  title: said().describe('Title of the article.'),
  excerpt: said().describe('What the passage says, shortened.'),
  score: z.number().describe('How well it fits, 0 to 1.'),
  url: said().optional().describe('Where customers read the article.'),
});

export const handoverTriggers = [
  'requested',
  'low_confidence',
  'sentiment',
  'rule',
  'turn_cap',
  'failure',
] as const;

export const handoverPacket = z.object({
  trigger: z.enum(handoverTriggers).describe('What made the AI hand over.'),
  reason: said().describe('The same in a sentence.'),
  wording: wording.optional().describe('The reason as a code; absent where a person or a model said it.'),
  summary: said().describe('The conversation so far, in short.'),
  summaryWording: wording.optional().describe('The summary as a code, where the customer has said nothing.'),
  intent: said().optional().describe('What the customer wants.'),
  stepsTried: z.array(said()).describe('What was tried already.'),
  stepWordings: z.array(wording).optional().describe('Each of the steps as a code, in their order.'),
  facts: z.record(said(), said()).describe('What the customer said about the case, such as an order number.'),
  sentiment: z.enum(sentiments).describe("The customer's mood."),
  language: said().describe("The customer's language, as in BCP 47."),
  sources: z.array(source).describe('Passages that may help.'),
  suggestedReply: said().optional().describe('A draft for the agent.'),
  suggestedSpecialty: said().optional().describe('Which specialty it is about.'),
});

export type HandoverPacket = z.infer<typeof handoverPacket>;
export type Sentiment = (typeof sentiments)[number];
export type Source = z.infer<typeof source>;
