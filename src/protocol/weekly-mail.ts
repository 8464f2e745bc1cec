// Last week's numbers by mail, for whoever wants them.
import { z } from 'zod';
import { timestamp } from './model/ids';
import { said } from './model/text-types';
import { nowQuery } from './figures';

export const weeklyMailWish = z.strictObject({
  wanted: z.boolean().describe('On Monday at 7 in the morning, from the next one on.'),
  timeZone: nowQuery.shape.timeZone,
});

export const weeklyMail = z.object({
  wanted: z.boolean().describe('Whether the caller gets them.'),
  state: z
    .enum(['none', 'sent', 'refused', 'unreachable', 'uncertain'])
    .optional()
    .describe('What became of the last one. `unreachable`: it is tried again within the hour.'),
  reason: said().optional().describe('Why it did not go.'),
  triedAt: timestamp.optional().describe('When the last one was sent, or tried.'),
  whyNot: said().optional().describe('Why none can go now.'),
});

export type WeeklyMail = z.infer<typeof weeklyMail>;
