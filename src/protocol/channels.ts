// Channels over REST: how they are listed, added and changed. What each type is told is in src/channels/<type>/settings.ts.
import { z } from 'zod';
import { channelConfig, channelType } from './model/channel';
import { line } from './model/text-types';

/** Stands where a secret is; sent back, it leaves the secret as it is. */
export const mask = '********';

export const channelList = { type: channelType.optional() };
const isActive = z.boolean().describe('Switched off, it takes nothing and sends nothing.');
const name = line(100).describe('What the team calls it; no two have one name.');
export const newChannel = z.strictObject({
  name,
  type: channelType,
  isActive: isActive.optional(),
  config: channelConfig.default({}),
});
/** `config` replaces what was there; a masked secret in it stays as it is, as long as it goes to the same host. */
export const channelUpdate = z
  .strictObject({ name, isActive, config: channelConfig })
  .partial()
  .refine((change) => Object.keys(change).length > 0, 'Name at least one field to change.');
