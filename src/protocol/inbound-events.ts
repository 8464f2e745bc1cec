// Webhooks and mails as they came, and what became of each.
import { z } from 'zod';
import { pageQuery } from './lists';
import { id, timestamp } from './model/ids';
import { said } from './model/text-types';

export const inboundStatuses = ['pending', 'done', 'failed', 'not_understood', 'blocked'] as const;
const status = z
  .enum(inboundStatuses)
  .describe(
    "'failed': every try failed; 'not_understood': a part of it says nothing that this version knows, the rest is done; 'blocked': a part of it is of a customer who is blocked, and is in no conversation.",
  );

export const inboundEvent = z.object({
  id,
  channelId: id.describe('Where it came in.'),
  status,
  attempts: z.int().describe('Tries that failed.'),
  lastError: said().optional().describe('Why it failed, or what was not understood.'),
  receivedAt: timestamp.describe('When it came.'),
  processedAt: timestamp.optional().describe('When it was done with.'),
  kinds: z
    .array(said())
    .optional()
    .describe(
      'What it holds, each once: such as text, image, echo, history, reaction, edit, revoke, sent, delivered, read. Only in lists.',
    ),
  customers: z
    .array(
      z.object({ id: id.describe('Who.'), name: said().optional().describe('What the customer is called.') }),
    )
    .optional()
    .describe('Whose it is, as far as is known; only in lists, for who may read customers.'),
});
export const inboundEventDetails = inboundEvent.extend({
  headers: z.record(said(), said()).describe('Those that are kept.'),
  body: said().describe('Every byte of it, as text.'),
});
export const inboundEventList = z.strictObject({
  ...pageQuery,
  status: status.optional(),
  channelId: id.optional().describe('Only of this channel.'),
});
export const replayMany = z.strictObject({
  status: z.enum(['failed', 'not_understood']).describe('All of them.'),
});
export const replayed = z.object({ replayed: z.int().describe('How many are worked on again.') });

export type InboundStatus = (typeof inboundStatuses)[number];
export type InboundEvent = z.infer<typeof inboundEvent>;
