// Settings of an organization over REST.
import { z } from 'zod';
import { id, timestamp } from './model/ids';
import { formed, said } from './model/text-types';

const settingName = formed(/^[A-Za-z][\w.-]{0,99}$/, 'must be letters, digits, dots and dashes');
const category = settingName.meta({
  description: 'Settings of one kind have one category.',
  examples: ['ai'],
});
const key = settingName.meta({ description: 'Its name in the category.', examples: ['turnCap'] });
const described =
  'Any JSON but null; what is known of the categories ai, answers, businessHours, customers, followUps, helpCentre, knowledge, mail, routing and sla is checked.';

export const setting = z.object({
  id,
  category: said().describe('Settings of one kind have one category.'),
  key: said().describe('Its name in the category.'),
  value: z.unknown().describe(described),
  updatedAt: timestamp.describe('When it was last changed.'),
});
export const settingList = { category: category.optional() };
const settingValue = z
  .unknown()
  .refine((value) => value !== undefined && value !== null, 'is required')
  .describe(described);
export const newSetting = z.strictObject({ category, key, value: settingValue });
export const settingUpdate = z.strictObject({ value: settingValue });

export type Setting = z.infer<typeof setting>;
