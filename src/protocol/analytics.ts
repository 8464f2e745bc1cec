// Numbers and the audit log.
import { z } from 'zod';
import { channelType } from './model/channel';
import { day, id, instant, timestamp } from './model/ids';
import { said, text } from './model/text-types';
import { pageQuery } from './lists';

const longestRangeDays = 400;
export const analyticsQuery = z
  .strictObject({
    from: day.optional().describe('First UTC day. Unset: 29 days before `to`.'),
    to: day.optional().describe('Last UTC day, included. Unset: today.'),
    channelType: channelType.optional(),
  })
  .refine(({ from, to }) => !from || !to || from <= to, { message: 'must not be before from', path: ['to'] })
  .refine(
    ({ from, to }) =>
      !from || Date.parse(to ?? new Date().toISOString()) - Date.parse(from) <= longestRangeDays * 86_400_000,
    { message: `must be at most ${longestRangeDays} days before to`, path: ['from'] },
  );

const dayTotals = {
  totalConversations: z.int().describe('Sessions that began.'),
  aiResolvedConversations: z.int().describe('Those that ended without a person.'),
  agentResolvedConversations: z.int().describe('Those that a person ended.'),
};
export const analytics = z.object({
  totals: z.object(dayTotals).describe('All days together.'),
  days: z
    .array(
      z.object({
        date: day.describe('The UTC day.'),
        ...dayTotals,
        avgResponseTimeSeconds: z
          .number()
          .nullable()
          .describe("From a question to the AI's answer; null where there was none."),
        avgFirstHumanResponseSeconds: z
          .number()
          .nullable()
          .describe(
            "From when a customer waited for a person to that person's first answer; null where it is not known.",
          ),
        avgResolutionTimeSeconds: z.number().nullable().describe('To the end; null where nothing ended.'),
        avgSatisfactionScore: z.number().nullable().describe('1 to 5; null where nobody rated.'),
        channelMetrics: z
          .record(said(), z.object({ totalConversations: z.int().describe('Sessions that began there.') }))
          .describe('By channel type.'),
      }),
    )
    .describe('One entry a day, days without sessions included.'),
});

export const auditList = z.strictObject({
  ...pageQuery,
  userId: id.optional().describe('Who did it.'),
  action: text(100).optional().describe('Such as auth.login.'),
  resource: text(100).optional().describe('Such as users.'),
  resourceId: text(100).optional().describe('Id of what was changed.'),
  from: instant.optional().describe('Not before.'),
  to: instant.optional().describe('Not after.'),
});
export const auditEntry = z.object({
  id,
  userId: id.optional().describe('Who did it, when it was a person.'),
  action: said().describe('The operation, such as users.update.'),
  resource: said().describe('What kind of thing it changed.'),
  resourceId: said().optional().describe('Which one.'),
  details: z.record(said(), z.unknown()).optional().describe('Who it was, and which fields were given.'),
  ipAddress: said().optional().describe('Where the call came from.'),
  userAgent: said().optional().describe('With which program.'),
  timestamp: timestamp.describe('When.'),
});

export type Analytics = z.infer<typeof analytics>;
export type AuditEntry = z.infer<typeof auditEntry>;
