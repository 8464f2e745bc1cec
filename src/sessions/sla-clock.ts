// A clock of what a customer waits for, and what becomes of one that ran out; `fold-sla-clocks.ts` folds them from the log.
import { z } from 'zod';
import { priority } from '../protocol/model/session';
import { slaTarget, type SlaTarget } from '../protocol/model/sla';

const time = z.number();

/** Who holds a conversation, and how urgent it is, from then on. */
const holder = z.strictObject({
  from: time,
  agentId: z.string().optional(),
  teamId: z.string().optional(),
  priority,
});

/** Times are milliseconds since 1970. */
export const clock = z.strictObject({
  target: slaTarget,
  /** Since when the customer waits: names it in its session. */
  since: time,
  /** When it ran, from and to; between them it was paused. */
  ran: z.array(z.tuple([time, time])),
  /** Since when it runs; absent while it is paused, and once it has ended. */
  runsSince: time.optional(),
  endedAt: time.optional(),
  /** It ended without what was waited for: closed without an answer. */
  dropped: z.literal(true).optional(),
  /** Since when its own customer's word is waited for, where one of a merged conversation counts that came before it. */
  ownSince: time.optional(),
  /** The log says that it was missed. */
  missed: z.literal(true).optional(),
  /** Who has held it while it was waited for, the newest last; absent in rows from before this was kept. */
  held: z.array(holder).optional(),
});

export type Clock = z.infer<typeof clock>;
export type Holder = z.infer<typeof holder>;

/** Something was due to a customer by `dueAt` and did not come. Times are ISO 8601. */
export interface SlaBreach {
  target: SlaTarget;
  /** Since when they waited: with the target it names the clock in its session. */
  since: string;
  dueAt: string;
  policyId: string;
  policyName: string;
  /** It came, too late. */
  endedAt?: string;
}
