// The ways in which customers write.
import { z } from 'zod';
import { id, timestamp } from './ids';
import { said } from './text-types';

export const channelTypes = ['web', 'whatsapp', 'email'] as const;
export const channelType = z.enum(channelTypes).describe('How the customer writes.');

/** What an admin enters for a channel; which fields there are depends on its type. */
export const channelConfig = z
  .record(said(), z.unknown())
  .describe('What the channel was told, by its type. Secrets are masked as ********.');

export const channel = z.object({
  id,
  name: said().describe('What the team calls it.'),
  type: channelType,
  key: said().describe('Public: names the channel in the web snippet and in URLs.'),
  isActive: z.boolean().describe('Switched off, it takes nothing and sends nothing.'),
  config: channelConfig,
  health: z
    .object({
      ok: z.boolean().describe('False when the last try failed.'),
      lastError: said().optional().describe('Why, in words.'),
      lastEventAt: timestamp.optional().describe('When something last came in.'),
    })
    .describe('Whether the channel works.'),
});

export type ChannelType = (typeof channelTypes)[number];
export type Channel = z.infer<typeof channel>;
