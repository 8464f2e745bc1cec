// The SLA of a conversation, as its row and the team's clients have it.
import { z } from 'zod';
import { timestamp } from './ids';
import { said } from './text-types';

export const slaTargets = ['first_reply', 'next_reply', 'resolution'] as const;

export const slaTarget = z
  .enum(slaTargets)
  .describe("What is promised: a person's first reply, their next one, or that it is closed.");

export const sla = z
  .object({
    policyId: said().describe('The policy that applies.'),
    policy: said().describe('What the policy is called.'),
    target: slaTarget.optional(),
    dueAt: timestamp.optional().describe('Until when; absent while every promise is paused.'),
    warnAt: timestamp.optional().describe('From when on it is due soon.'),
    breachedAt: timestamp.optional().describe('When it was broken, once the log says so.'),
    promises: z
      .array(
        z.object({
          target: slaTarget,
          since: timestamp.describe('Since when it counts.'),
          dueAt: timestamp.optional().describe('Until when; absent while it is paused.'),
          minutesLeft: z.number().optional().describe('What is left of it while it is paused.'),
          breached: z.literal(true).optional().describe('The log says that it was broken.'),
        }),
      )
      .describe('All that run, the first to break first; the fields above are of the first of them.'),
  })
  .describe('What the customer was promised and still waits for. Only the team sees it.');

export const slaStates = ['due_soon', 'overdue'] as const;
export const slaState = z
  .enum(slaStates)
  .describe('What was promised breaks soon, or is broken and still waited for.');

export type SlaState = (typeof slaStates)[number];
export type SlaTarget = (typeof slaTargets)[number];
export type Sla = z.infer<typeof sla>;
