// The ways in which customers write.
import { z } from 'zod';
import { id, timestamp } from './ids';

export const channelTypes = ['web', 'whatsapp', 'email'] as const;

export const channel = z.object({
  id,
  name: z.string(),
  type: z.enum(channelTypes),
  /** Public: for the web snippet and URLs. */
  key: z.string(),
  isActive: z.boolean(),
  /** Secrets are masked. */
  config: z.record(z.string(), z.unknown()),
  health: z.object({ ok: z.boolean(), lastError: z.string().optional(), lastEventAt: timestamp.optional() }),
});

export type ChannelType = (typeof channelTypes)[number];
export type Channel = z.infer<typeof channel>;
