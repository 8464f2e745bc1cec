// All that happened with a customer, over all channels, and calls that somebody wrote down.
import { z } from 'zod';
import { customerNote } from './customer-notes';
import { followUpKinds } from './follow-ups';
import { listOf, pageQuery } from './lists';
import { id, timestamp } from './model/ids';
import { session } from './model/session';
import { filledText, said } from './model/text-types';

export const longestCallMinutes = 1_440;
export const longestOutcome = 2_000;
/** Of a customer. */
export const mostCalls = 1_000;

/** Clocks differ a little. */
const aheadMs = 5 * 60_000;

const callFields = {
  at: z.iso
    .datetime({ offset: true, abort: true, error: 'must be a day with a time' })
    .refine((at) => Date.parse(at) <= Date.now() + aheadMs, 'must not be later than now')
    .refine((at) => Date.parse(at) >= 0, 'must be of 1970 or later')
    .meta({ description: 'When it began, with Z or an offset.', examples: ['2026-03-01T09:30:00Z'] }),
  direction: z.enum(['in', 'out']).describe("Who called: 'in', the customer; 'out', the team."),
  minutes: z
    .int('must be a whole number of minutes')
    .min(0, 'must be 0 at least')
    .max(longestCallMinutes, `must be ${longestCallMinutes} at most`)
    .describe('How long it took; 0: nobody was reached.'),
  outcome: filledText(longestOutcome).describe('What came of it.'),
};

export const newCall = z.strictObject(callFields);
export const callChange = z
  .strictObject(z.object(callFields).partial().shape)
  .refine((change) => Object.keys(change).length > 0, 'Name at least one field to change.');
export const callParams = z.strictObject({ id, callId: id });

export const customerCall = z.object({
  id,
  customerId: id.describe('With whom.'),
  at: timestamp.describe('When it began.'),
  direction: callFields.direction,
  minutes: z.int().describe('How long it took; 0: nobody was reached.'),
  outcome: said().describe('What came of it.'),
  author: z
    .object({
      kind: z.enum(['user', 'api_key']).describe('A person or a program.'),
      id: id.describe('Which one.'),
      name: said().describe('What they are called.'),
    })
    .describe('Who wrote it down. They and admins may change it.'),
  createdAt: timestamp.describe('When it was written down.'),
  updatedAt: timestamp.describe('When it was last changed.'),
});

/** As the customer may have it: who of the team wrote it down stays out. */
export const exportedCall = customerCall.pick({ at: true, direction: true, minutes: true, outcome: true });

export const timelineKinds = ['session', 'note', 'call', 'change', 'follow_up'] as const;
export type TimelineKind = (typeof timelineKinds)[number];

export const timelineList = z.strictObject({
  ...pageQuery,
  kind: z.enum(timelineKinds).optional().describe("Only these; 'note' has those about the customer, too."),
});

const place = {
  key: said().describe('Names it in the timeline.'),
  at: timestamp.describe('When it happened.'),
  customerId: id.describe('Whose it is: this customer, or one who is linked as the same person.'),
};

const item = z.discriminatedUnion('kind', [
  z.object({
    ...place,
    kind: z.literal('session').describe('A conversation began.'),
    session,
    firstWords: said().optional().describe('What the customer wrote first.'),
  }),
  z.object({
    ...place,
    kind: z.literal('note').describe('Somebody of the team wrote a note in a conversation.'),
    sessionId: id,
    seq: z.int().describe('Its number in the conversation.'),
    text: said().describe('What it says.'),
    by: said().optional().describe('Who wrote it.'),
  }),
  z.object({
    ...place,
    kind: z.literal('customer_note').describe('Somebody of the team wrote a note about the customer.'),
    note: customerNote,
  }),
  z.object({ ...place, kind: z.literal('call').describe('A call was written down.'), call: customerCall }),
  z.object({
    ...place,
    kind: z.literal('change').describe('What is known of the customer was changed.'),
    action: said().describe('What was done, as the audit log calls it, such as customers.update.'),
    by: said().optional().describe('Who did it.'),
    fields: z.array(said()).describe('Names of what was changed, never the values.'),
  }),
  z.object({
    ...place,
    kind: z.literal('follow_up').describe('A follow-up was drafted.'),
    sessionId: id,
    reason: z.enum(followUpKinds).describe('Why.'),
    state: z.enum(['open', 'sent', 'dismissed']).describe('What became of it.'),
    by: said().optional().describe('Who sent or dismissed it.'),
  }),
]);

export const timelinePage = listOf(item).extend({
  linked: z
    .array(z.object({ customerId: id, name: said().optional().describe('What they are called.') }))
    .describe('The other customers who are the same person.'),
});

export type NewCall = z.output<typeof newCall>;
export type CallChange = z.output<typeof callChange>;
export type CustomerCall = z.infer<typeof customerCall>;
export type TimelineItem = z.infer<typeof item>;
export type TimelinePage = z.infer<typeof timelinePage>;
