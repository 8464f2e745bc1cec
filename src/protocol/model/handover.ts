// What an agent gets with a session that is handed over.
import { z } from 'zod';

export const sentiments = ['positive', 'neutral', 'negative'] as const;

export const source = z.object({
  articleId: z.string(),
  chunkId: z.string(),
  title: z.string(),
  excerpt: z.string(),
  score: z.number(),
  url: z.string().optional(),
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
  trigger: z.enum(handoverTriggers),
  reason: z.string(),
  summary: z.string(),
  intent: z.string().optional(),
  stepsTried: z.array(z.string()),
  facts: z.record(z.string(), z.string()),
  sentiment: z.enum(sentiments),
  language: z.string(),
  sources: z.array(source),
  suggestedReply: z.string().optional(),
  suggestedSpecialty: z.string().optional(),
});

export type HandoverPacket = z.infer<typeof handoverPacket>;
export type Source = z.infer<typeof source>;
