// The ways in which customers write.
import { z } from 'zod';
import { id, timestamp } from './ids';
import { deliveries } from './message';
import { formed, said } from './text-types';

/** Of the list in src/channels/index.ts; the wire carries any name. */
export const channelType = formed(/^[a-z][a-z0-9_-]{0,49}$/, 'must be a type of channel').describe(
  'How the customer writes: web, whatsapp or email.',
);

/** What an admin enters for a channel; which fields there are depends on its type. */
export const channelConfig = z
  .record(said(), z.unknown())
  .describe('What the channel was told, by its type. Secrets are masked as ********.');

export const mailboxStates = ['connected', 'trouble', 'needs_attention', 'reconnect_needed'] as const;
export type MailboxState = (typeof mailboxStates)[number];

const mailbox = z
  .object({
    state: z
      .enum(mailboxStates)
      .describe(
        "'trouble': it is tried again by itself. 'needs_attention': somebody has to change the settings. 'reconnect_needed': somebody has to consent again.",
      ),
    lastUid: z.int().nonnegative().optional().describe('Number of the last mail that was read.'),
    readAt: timestamp.optional().describe('When it was last read to its end.'),
    error: said().optional().describe('What is the matter, in words.'),
    errorAt: timestamp.optional().describe('Since when.'),
  })
  .describe('How the mailbox fares that is read for the channel.');

const health = z
  .object({
    ok: z.boolean().describe('False when the last try failed.'),
    lastError: said().optional().describe('Why, in words.'),
    lastErrorAt: timestamp.optional().describe('When it failed last.'),
    lastEventAt: timestamp.optional().describe('When something last came in.'),
    seenOn: said()
      .optional()
      .describe('Of a web channel: origin of the page, not of this server, that loaded its widget last.'),
    seenAt: timestamp.optional().describe('When such a page loaded it first.'),
    lastTest: z
      .object({
        at: timestamp.describe('When it was sent.'),
        delivery: z.enum(deliveries).describe('How far it has come.'),
        error: said().optional().describe('Why it did not arrive.'),
      })
      .optional()
      .describe('What became of the last test message.'),
    mailbox: mailbox.optional(),
  })
  .describe('Whether the channel works.');

export const channel = z.object({
  id,
  name: said().describe('What the team calls it.'),
  type: channelType,
  key: said().describe('Public: names the channel in the web snippet and in URLs.'),
  isActive: z.boolean().describe('Switched off, it takes nothing and sends nothing.'),
  config: channelConfig,
  webhookUrl: said()
    .optional()
    .describe('Where its provider posts what comes in: whole when PUBLIC_URL is set, else from the path on.'),
  health,
});

export type ChannelType = z.infer<typeof channelType>;
export type Health = z.infer<typeof health>;
export type MailboxHealth = z.infer<typeof mailbox>;
export type Channel = z.infer<typeof channel>;
