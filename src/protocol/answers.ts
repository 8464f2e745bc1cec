// Trying out what the AI would say, as it crosses the wire.
import { z } from 'zod';
import { source } from './model/handover';
import { maxTextLength } from './model/message';

export const previewRequest = z.strictObject({
  question: z.string().trim().min(1).max(maxTextLength),
  /** What was said before, oldest first. */
  history: z
    .array(
      z.strictObject({
        sender: z.enum(['customer', 'ai', 'agent']),
        text: z.string().max(maxTextLength),
      }),
    )
    .max(100)
    .default([]),
});

export const previewResponse = z.object({
  decision: z.enum(['answer', 'handover']),
  text: z.string().optional(),
  confidence: z.number(),
  reason: z.string().optional(),
  sources: z.array(source),
});

/** Settings of category 'ai'. */
export const aiSettings = z.strictObject({
  enabled: z.boolean().default(true),
  /** Below it the AI hands over, 0 to 1. Unset: the provider's own, measured floor. */
  confidenceFloor: z.number().min(0).max(1).optional(),
  /** Answers to one customer before a person takes over. */
  turnCap: z.int().min(1).max(100).default(12),
});

export type PreviewRequest = z.output<typeof previewRequest>;
export type PreviewResponse = z.infer<typeof previewResponse>;
export type AiSettings = z.infer<typeof aiSettings>;
