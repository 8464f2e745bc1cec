// What is remembered of a customer, as it crosses the wire.
import { z } from 'zod';
import { id, timestamp } from './model/ids';
import { filledText, line, said } from './model/text-types';

export const memoryEntry = z.object({
  key: said().describe('One entry a customer and key: what is said again takes its place.'),
  type: z.enum(['short_term', 'long_term']).describe('Of this conversation, or beyond it.'),
  kind: said().describe(
    'name, language, order number, email, phone, address, product, preference, promise …',
  ),
  text: said().describe('What is remembered.'),
  saidBy: said().optional().describe('customer or agent.'),
  corrected: z.literal(true).optional().describe('A person of the team has changed it.'),
  importance: z.number().describe('0 to 1: what is recalled first.'),
  strength: z
    .number()
    .describe('0 to 1: 1 when it was last said or needed, then it fades, by half every 90 days.'),
  sessionId: said().optional().describe('The conversation it comes from.'),
  messageId: said().optional().describe('The message it comes from.'),
  seq: z.int().optional().describe('The number of that message.'),
  createdAt: timestamp.describe('When it was first heard.'),
  lastAccessed: timestamp.describe('When it was last recalled.'),
  expiresAt: timestamp.optional().describe('When it has faded.'),
});

export const memoryList = z.object({
  items: z.array(memoryEntry).describe('The most important first.'),
  remembers: z
    .boolean()
    .describe('False where nothing of the customer is to be remembered, or read by a model.'),
});
export const memoryChoice = z.strictObject({
  remembers: z
    .boolean()
    .describe(
      'False: no AI on their data. No model reads what they write, nothing is remembered any more, and what was is forgotten.',
    ),
});
export const memoryPlace = z.object({ id, key: line(100).describe('Of the entry.') });
export const memoryCorrection = z.strictObject({
  text: filledText(200).describe('What is right.'),
});

export type MemoryList = z.infer<typeof memoryList>;
export type Memory = z.infer<typeof memoryEntry>;
