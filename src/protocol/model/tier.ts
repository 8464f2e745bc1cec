// How much a company counts.
import { z } from 'zod';
import { id } from './ids';
import { said } from './text-types';

export const tiers = ['standard', 'priority', 'vip'] as const;
export type Tier = (typeof tiers)[number];

export const tier = z
  .enum(tiers)
  .describe(
    'How much it counts: new conversations of a `priority` company begin with high priority, of a `vip` one with urgent.',
  );

export const companyRef = z
  .object({ id, name: said().describe('What it is called.'), tier })
  .describe('Where the customer belongs. Only the team sees it.');
export type CompanyRef = z.infer<typeof companyRef>;
