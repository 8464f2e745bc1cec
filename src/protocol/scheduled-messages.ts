// Replies that go out at a time that their agent chose.
import { z } from 'zod';
import { id, timestamp } from './model/ids';
import { filledText, said } from './model/text-types';

const sendAt = timestamp.describe('When it goes out: within the next year.');
const words = filledText(10_000).describe('The words.');

export const scheduledMessage = z.object({
  id,
  sessionId: id.describe('Where.'),
  agentId: id.optional().describe('Who wrote it; missing once they were removed.'),
  agentName: said().describe('What they were called.'),
  text: said().describe('The words.'),
  sendAt: timestamp.describe('When it goes out.'),
  seenSeq: z
    .int()
    .describe('The last message when it was written: one of the customer after it holds it back.'),
  heldBecause: said()
    .optional()
    .describe(
      'Why it did not go out at its time, and waits for a person: the customer wrote meanwhile, say.',
    ),
});

export const scheduledMessages = z.object({
  items: z.array(scheduledMessage).describe('What has not gone out, the earliest first.'),
});
export const newScheduledMessage = z.strictObject({ text: words, sendAt });
export const changedScheduledMessage = z.strictObject({ text: words.optional(), sendAt: sendAt.optional() });

export type ScheduledMessage = z.infer<typeof scheduledMessage>;
