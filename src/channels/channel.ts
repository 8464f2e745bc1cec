// What every channel is: how it is set up, and what it asks of whoever serves it.
import type { z } from 'zod';
import type { ChannelType, Health } from '../protocol/model/channel';

export interface Channel<Settings = Record<string, unknown>> {
  type: ChannelType;
  /** What the docs call it. */
  name: string;
  /** What an admin enters; secrets are marked (src/tools/secret-fields.ts), masked and encrypted. */
  settings: z.ZodObject;
  /** How much of an agent's capacity a session takes. */
  weight: number;
  /** Customers come in by the channel's key, and are seen to come and go. */
  hasVisitors: boolean;
  /** Whether it works with these settings. Without it, nothing can be wrong. */
  check?(settings: Settings): Promise<Pick<Health, 'ok' | 'lastError'>>;
}

/** By type. */
export type ChannelList = ReadonlyMap<ChannelType, Channel>;
