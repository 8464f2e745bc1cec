// How long an organization keeps what: settings of category 'retention'. Nothing goes earlier than it says there.
import { z } from 'zod';
import { timestamp } from './model/ids';
import { line } from './model/text-types';

/** Who did what is asked for long after it was done. */
export const leastAuditDays = 90;

const days = (least: number, tooFew: string) =>
  z
    .int('Write whole days.')
    .min(least, tooFew)
    .max(3_650, 'Write at most 3650 days, or nothing to keep it for ever.')
    .nullable()
    .default(null);

const fromOneDay = () => days(1, 'Keep it for at least one day.');

export const kept = z.strictObject({
  conversations: fromOneDay().describe(
    'Days after the end of a conversation, and of whatever happened in it since; then its words and all that was made of them are deleted. null: kept for ever.',
  ),
  files: fromOneDay().describe('Days after the end of their conversation, for its files alone.'),
  visits: fromOneDay().describe('Days after the last page, for where a visitor was.'),
  answers: fromOneDay().describe(
    'Days for what the AI was asked, what it said and from what; what it cost and how sure it was stays.',
  ),
  events: fromOneDay().describe(
    'Days for what channels sent, word for word; null: as long as the server keeps it. Never longer than conversations.',
  ),
  audit: days(leastAuditDays, 'Keep the audit log for at least 90 days.').describe(
    'Days for the audit log, at least 90.',
  ),
  heldLabel: line(50)
    .nullable()
    .default(null)
    .describe(
      'Conversations that have this label are never deleted, nor are their files and the reasons of the AI’s answers there. Events are not held: what they said stands in the conversation, and the server deletes them across all organizations after INBOUND_EVENTS_DAYS, which knows no labels. A label that is there already, in upper or lower case.',
    ),
});

/** Settings of category 'retention': all in one, so that no run sees half of a change. */
export const retentionSettings = z.object({ keep: kept.default(() => kept.parse({})) });

export const retentionPreview = z.object({
  conversations: z.int().describe('Whose words would be deleted in the next run.'),
  oldest: timestamp.optional().describe('When the oldest of them ended.'),
  files: z.int().describe('Files that would be deleted, those of these conversations included.'),
  visits: z.int().describe('Customers whose trail of pages would be forgotten.'),
  answers: z.int().describe('Answers of the AI whose reasons would be deleted.'),
  events: z.int().describe('Raw events of channels that would be deleted.'),
  audit: z.int().describe('Entries of the audit log that would be deleted.'),
});

export type Kept = z.output<typeof kept>;
export type RetentionPreview = z.infer<typeof retentionPreview>;
