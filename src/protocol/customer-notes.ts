// What the team writes down about a customer, in no conversation.
import { z } from 'zod';
import { listOf } from './lists';
import { mentionedAgents } from './mentions';
import { id, timestamp } from './model/ids';
import { filledText, said } from './model/text-types';

export const longestCustomerNote = 4_000;
/** Of a customer. */
export const mostCustomerNotes = 1_000;

export const newCustomerNote = z.strictObject({
  text: filledText(longestCustomerNote).describe('What it says.'),
  mentions: mentionedAgents.optional(),
});
export const customerNoteParams = z.strictObject({ id, noteId: id });

/** A person of the team, or a program. */
export const teamAuthor = z.object({
  kind: z.enum(['user', 'api_key']).describe('A person or a program.'),
  id: id.describe('Which one.'),
  name: said().describe('What they are called.'),
});

export const customerNote = z.object({
  id,
  customerId: id.describe('About whom: this customer, or one who is linked as the same person.'),
  text: said().describe('What it says.'),
  mentions: z
    .array(z.object({ agentId: id, name: said().describe('As they were called then.') }))
    .describe('Whom it calls.'),
  author: teamAuthor.describe('Who wrote it. They and admins may change it.'),
  createdAt: timestamp.describe('When it was written.'),
  updatedAt: timestamp.describe('When it was last changed.'),
});
export const customerNoteList = listOf(customerNote);

/** As the customer may have it: who of the team wrote it stays out. */
export const exportedNote = customerNote.pick({ text: true, createdAt: true, updatedAt: true });

export type CustomerNote = z.infer<typeof customerNote>;
