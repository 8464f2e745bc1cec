// Who of the team is there.
import { z } from 'zod';

export const presences = ['online', 'away', 'offline'] as const;

export const presence = z.enum(presences).describe('Whether an agent is there.');

/** Nothing was done in the console for long, or a conversation that was given ran out unopened or unanswered. */
export const awayReason = z
  .enum(['idle', 'unanswered'])
  .describe(
    "Why the agent became 'away' by themselves: 'idle', nothing was done in their console for long; 'unanswered', they let a conversation that was given to them go back. Absent: it was chosen.",
  );

export type AwayReason = z.infer<typeof awayReason>;

export type Presence = (typeof presences)[number];
