// SLA policies: settings of category 'sla'.
import { z } from 'zod';
import { id } from './model/ids';
import { channelType } from './model/channel';
import { priority } from './model/session';
import { slaTarget } from './model/sla';
import { tier } from './model/tier';
import { line, said, text } from './model/text-types';
import { languageTag } from './saved-views';

export const mostPolicies = 20;
/** A year. */
const longestMinutes = 525_600;

const minutes = z
  .int('Write whole minutes.')
  .min(1, 'Promise at least one minute.')
  .max(longestMinutes, 'Promise at most a year: 525,600 minutes.')
  .optional();

const oneOf = <Item extends z.ZodType>(item: Item) =>
  z.array(item).min(1, 'Name one at least, or leave it out.').max(20, 'Name 20 at most.').optional();

export const slaPolicy = z
  .strictObject({
    id,
    name: line(60),
    /** Of each list one has to be; without any it holds for every conversation. */
    when: z.strictObject({
      channelType: oneOf(channelType),
      label: oneOf(text(50).min(1)),
      priority: oneOf(priority),
      teamId: oneOf(id),
      language: oneOf(languageTag),
      companyTier: oneOf(tier),
    }),
    /** Minutes until a person has answered for the first time, each next time, and until it is closed. */
    firstReply: minutes,
    nextReply: minutes,
    resolution: minutes,
    /** Counted while the organization is open; else around the clock. */
    inBusinessHours: z.boolean().default(false),
    /** So much of the time has passed when it is due soon. */
    warnPercent: z
      .int('Write a whole number of percent.')
      .min(10, 'Warn at 10 percent at the earliest.')
      .max(95, 'Warn at 95 percent at the latest.')
      .default(80),
  })
  .superRefine(({ firstReply, nextReply, resolution }, { addIssue }) => {
    if (firstReply === undefined && nextReply === undefined && resolution === undefined)
      addIssue({
        code: 'custom',
        path: ['firstReply'],
        message: 'Promise one thing at least: a first reply, a next reply or a resolution.',
      });
    if (firstReply !== undefined && resolution !== undefined && resolution < firstReply)
      addIssue({
        code: 'custom',
        path: ['resolution'],
        message: 'The resolution cannot be promised before the first reply.',
      });
  });

/** The first that fits a conversation applies. */
const policies = z
  .array(slaPolicy)
  .max(mostPolicies, `There are at most ${mostPolicies} policies.`)
  .superRefine((all, { addIssue }) => {
    const names = all.map(({ name }) => name.toLowerCase());
    const ids = all.map(({ id: own }) => own);
    for (const [n, name] of names.entries()) {
      if (names.indexOf(name) < n)
        addIssue({ code: 'custom', path: [n, 'name'], message: 'Another policy is called that already.' });
      if (ids.indexOf(ids[n]!) < n)
        addIssue({ code: 'custom', path: [n, 'id'], message: 'Another policy has this id.' });
    }
  });

/** Settings of category 'sla'. */
export const slaSettings = z.strictObject({ policies: policies.default([]) });

export type SlaPolicy = z.infer<typeof slaPolicy>;

const keptAndMissed = {
  kept: z.int().describe('Promises that were kept.'),
  missed: z.int().describe('Promises that were broken.'),
};

export const slaReport = z.object({
  ...keptAndMissed,
  policies: z
    .array(
      z.object({
        policyId: said().describe('The policy.'),
        policy: said().describe('What it was called when it was last counted.'),
        ...keptAndMissed,
        targets: z
          .array(z.object({ target: slaTarget, ...keptAndMissed }))
          .describe('By what was promised, where anything was.'),
      }),
    )
    .describe('By policy, by name.'),
});
export type SlaReport = z.infer<typeof slaReport>;
