// Replies that are written once and said often.
import { z } from 'zod';
import { pageQuery } from './lists';
import { id, timestamp } from './model/ids';
import { maxTextLength } from './model/message';
import { filledText, formed, line, said } from './model/text-types';

export const replyShortcut = formed(/^[^\s/]{1,40}$/, 'must be one word without a slash').meta({
  description: 'What is typed after / in the composer; one of its kind, whatever its case.',
  examples: ['refund'],
});

export const newCannedReply = z.strictObject({
  shortcut: replyShortcut,
  title: line(100).describe('What it is about, for whoever looks for it.'),
  content: filledText(maxTextLength).meta({
    description:
      'What is said. {{customer.first_name}}, {{customer.name}}, {{customer.email}}, {{customer.KEY}} of an attribute, {{agent.first_name}}, {{agent.name}}, {{organization.name}}, {{session.channel}} and {{session.subject}} are filled in, with other words after | where they are not known; anything else in braces is for the agent to fill in.',
    examples: ['Hi {{customer.first_name|there}}, your refund for {{order number}} is on its way.'],
  }),
  shared: z.boolean().describe("The whole team's, or one's own. The team's need `knowledge:write`."),
});

export const cannedReply = z.object({
  id,
  shortcut: said().describe('What is typed after /.'),
  title: said().describe('What it is about.'),
  content: said().describe('What is said, with its variables.'),
  shared: z.boolean().describe("The whole team's, or one's own."),
  uses: z.int().describe('How often it was taken.'),
  lastUsedAt: timestamp.optional().describe('When it was last taken.'),
  createdAt: timestamp.describe('When it was written.'),
  updatedAt: timestamp.describe('When it was last changed.'),
});

export const cannedReplyList = z.strictObject({ ...pageQuery });

export type NewCannedReply = z.output<typeof newCannedReply>;
export type CannedReply = z.infer<typeof cannedReply>;
