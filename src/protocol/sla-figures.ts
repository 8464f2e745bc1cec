// The SLA, counted: kept and broken, by whose it was.
import { z } from 'zod';
import { chosen, inOrder, inReach, or, period } from './figures';
import { pageQuery } from './lists';
import { id } from './model/ids';
import { priority } from './model/session';
import { slaTarget } from './model/sla';
import { said } from './model/text-types';

export const slaBreakdowns = ['policy', 'agent', 'team', 'channel', 'priority', 'label', 'language'] as const;
export type SlaBreakdown = (typeof slaBreakdowns)[number];

const whose = {
  ...chosen,
  agentId: or(id).describe(
    'Who held the conversation when it was kept, or was due and broke; `none`: nobody.',
  ),
  teamId: or(id).describe('Its team then; `none`: it had none.'),
  priority: priority.optional().describe('How urgent it was then.'),
  policyId: id.optional().describe('Only of this policy.'),
  target: slaTarget.optional(),
};

export const slaBreakdownQuery = z
  .strictObject({ ...whose, by: z.enum(slaBreakdowns).describe('What each row is.') })
  .refine(...inOrder)
  .refine(...inReach);

export const slaSessionsQuery = z
  .strictObject({
    ...whose,
    ...pageQuery,
    outcome: z.enum(['kept', 'missed']).optional().describe('Only those that were kept, or broken.'),
  })
  .refine(...inOrder)
  .refine(...inReach);

const keptAndMissed = z.object({
  kept: z.int().describe('Promises that were kept.'),
  missed: z.int().describe('Promises that were broken.'),
});

/**
 * A promise counts on the day on which it was kept or broke, and is of who held the conversation at that time: when it was
 * kept, or when it was due and broke. Each promise of a conversation is one of its own, so that two of them may be of two
 * agents. Of promises from before that was kept it is who held the conversation last.
 */
export const slaBreakdown = z.object({
  period: period.describe('What was asked for.'),
  totals: keptAndMissed.describe('All of it.'),
  before: z
    .object({
      period: period.describe('From when to when.'),
      totals: keptAndMissed.describe('All of it.'),
    })
    .describe('As many days before it. Of days that are not over yet, the same part of the days before.'),
  rows: z
    .array(
      keptAndMissed.extend({
        key: said()
          .nullable()
          .describe(
            'Id of the policy, agent, team or channel, or the priority, label or language; null: none.',
          ),
        name: said().optional().describe('What it is called.'),
        target: slaTarget.optional().describe('By policy: what was promised.'),
        before: keptAndMissed.describe('In the days before.'),
      }),
    )
    .describe(
      'The largest first, at most 200. Of a conversation with two labels it is in two rows, and once in `totals`.',
    ),
});

export type SlaFigures = z.infer<typeof slaBreakdown>;
export type KeptAndMissed = z.infer<typeof keptAndMissed>;
