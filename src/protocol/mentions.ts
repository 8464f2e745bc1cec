// A colleague called by a private note in a conversation, or by a note about a customer.
import { z } from 'zod';
import { pageQuery } from './lists';
import { id, timestamp } from './model/ids';
import { said } from './model/text-types';

/** Agents that a note calls, as its sender names them. */
export const mentionedAgents = z
  .array(id)
  .max(20)
  .describe('Agents whom a note calls by name; who is none of the organization is left out.');

export const mention = z.object({
  id,
  sessionId: id.optional().describe('In which conversation; absent for a note about a customer.'),
  seq: z.int().positive().optional().describe('Number of the note there.'),
  customerId: id.optional().describe('About whom the note is that stands in no conversation.'),
  noteId: id.optional().describe('That note.'),
  by: said().describe('Who called.'),
  text: said().describe('At most 300 characters of the note; empty once it was erased.'),
  customerName: said().optional().describe('Whose conversation it is, or about whom the note is.'),
  createdAt: timestamp.describe('When.'),
  readAt: timestamp.optional().describe('When it was read.'),
});

export const mentionList = z.strictObject({
  unread: z.enum(['true']).optional().describe('Only what was not read.'),
  ...pageQuery,
});

export const mentionPage = z.object({
  items: z.array(mention).describe('The page, newest first.'),
  nextCursor: said().nullable().describe('For the next page; null after the last one.'),
  unread: z.int().describe('How many were not read, of all.'),
});

export const mentionsRead = z
  .strictObject({
    sessionId: id.optional().describe('Those in this conversation.'),
    noteId: id.optional().describe('Those in this note about a customer. Neither is named: all.'),
  })
  .default({});
export const mentionsUnread = z.object({ unread: z.int().describe('How many are not read.') });

export type Mention = z.infer<typeof mention>;
export type MentionsRead = z.output<typeof mentionsRead>;
export type MentionPage = z.infer<typeof mentionPage>;
