// What the team finds again: each place where words stand, in whichever conversation.
import { z } from 'zod';
import { teamAuthor } from './customer-notes';
import { listOf, pageQuery } from './lists';
import { channelType } from './model/channel';
import { id, instant, timestamp } from './model/ids';
import { messageTypes, senders } from './model/message';
import { session, sessionStatus } from './model/session';
import { said, text } from './model/text-types';
import { holder } from './saved-views';
import { several } from './sessions';

/**
 * A file's words are its caption, its name and what it says; `conversation` is what is known of it and its customer, `customer_note`
 * a note about a customer, in no conversation.
 */
export const foundKinds = ['message', 'note', 'file', 'conversation', 'customer_note'] as const;
export type FoundKind = (typeof foundKinds)[number];
/** How far the words of a file are. */
export const fileStates = ['waiting', 'read', 'unreadable'] as const;
export const searchSenders = ['customer', 'ai', 'agent'] as const;

export const searchQuery = z.strictObject({
  ...pageQuery,
  q: text(200)
    .min(1)
    .describe('Words that are looked for. All of them stand in one place; each may be the beginning of one.'),
  kind: several(z.enum(foundKinds)).describe(
    'What they stand in: a message, a private note, a message with a file (its name, and what it says), what is known of the conversation and its customer (name, subject, labels, summary, handover), or a note about a customer, in no conversation: whoever may read customers finds it where it is asked for, and nothing that is asked of the conversation (status, agent, team, channel, label) fits it. Absent: whatever is in conversations.',
  ),
  sender: several(z.enum(searchSenders)).describe('Who wrote it.'),
  since: instant.optional().describe('Written since then.'),
  before: instant.optional().describe('Written before then.'),
  order: z
    .enum(['best', 'newest'])
    .default('best')
    .describe('The best match first, or what was written last.'),
  status: several(sessionStatus).describe('Who has the conversation now.'),
  agentId: several(holder).describe(
    "Who holds the conversation, or held it last; `me` is the caller's own agent.",
  ),
  teamId: several(id).describe('The team that the conversation belongs to.'),
  channelType: several(channelType).describe('Kinds of channels.'),
  channelId: several(id).describe('Channels.'),
  label: several(text(50).min(1)).describe('The conversation has this label; said again, one of them.'),
});

const inConversation = z.object({
  kind: z.enum(foundKinds).exclude(['customer_note']).describe('What the words stand in.'),
  session: session.omit({ highlight: true }).describe('The conversation.'),
  at: timestamp.describe('When it was written; of a conversation: when it was last written to.'),
  sender: z.enum(senders).optional().describe('Who wrote it; absent for a conversation.'),
  senderName: said().optional().describe('What the customer is shown.'),
  type: z.enum(messageTypes).optional().describe('What the message is; absent for a conversation.'),
  fileName: said().optional().describe('Of a file: its name.'),
  highlight: session.shape.highlight.unwrap().describe('Where the words stand.'),
});

const inCustomerNote = z.object({
  kind: z.literal('customer_note').describe('A note about a customer, in no conversation.'),
  noteId: id.describe('Which note.'),
  customerId: id.describe('About whom.'),
  customerName: said().optional().describe('What they are called.'),
  author: teamAuthor.describe('Who wrote it.'),
  at: timestamp.describe('When it was written.'),
  highlight: inConversation.shape.highlight.pick({ text: true, marks: true }),
});

export const foundItem = z.discriminatedUnion('kind', [inConversation, inCustomerNote]);
export type FoundInConversation = z.infer<typeof inConversation>;
export type FoundInCustomerNote = z.infer<typeof inCustomerNote>;
export type FoundItem = z.infer<typeof foundItem>;

export const foundPage = listOf(foundItem).extend({
  total: z.int().optional().describe('How many there are; absent where not all were looked at.'),
  newestOnly: z
    .literal(true)
    .optional()
    .describe('So many messages have these words that not all of the older ones were looked at.'),
});
export type FoundPage = z.infer<typeof foundPage>;
