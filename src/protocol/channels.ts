// Channels over REST: how they are listed, added and changed. What each type is told is in src/channels/<type>/settings.ts.
import { z } from 'zod';
import { channelConfig, channelType } from './model/channel';
import { timestamp } from './model/ids';
import { emailAddress, filledText, formed, line, said } from './model/text-types';

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

export const testMessage = z.strictObject({
  to: z
    .union([formed(/^\+?[\d ()./-]{5,30}$/, 'must be a phone number'), emailAddress], {
      error: 'must be a phone number, or an e-mail address',
    })
    .describe('The phone number, with its country code; on a channel of e-mail the address.'),
  text: filledText(1_000)
    .optional()
    .describe('What to send; without it, a template that every account has. Words need an open window.'),
});
export const sendOutcome = z.object({
  outcome: z
    .enum(['sent', 'refused', 'unreachable', 'uncertain'])
    .describe("What came of it; 'uncertain': it may have been sent."),
  reason: said().optional().describe('Why it was not sent, in plain words.'),
});

const count = z.int().nonnegative();
export const channelCounts = z.object({
  since: timestamp.describe('24 hours ago.'),
  events: count.describe('What its provider has posted: messages, states and the rest.'),
  messages: count.describe('Messages of customers that came in them, as far as they are worked on.'),
  states: count.describe('States of messages that went out, such as delivered and read, that came in them.'),
  eventsFailed: count.describe('Of these, those that could not be worked on.'),
  notUnderstood: count.describe('Of these, those with a part that says nothing that this version knows.'),
  sent: count.describe('Messages that went out.'),
  failed: count.describe('Messages that did not arrive.'),
  uncertain: count.describe('Messages of which nobody knows whether they arrived.'),
});
export type ChannelCounts = z.infer<typeof channelCounts>;
