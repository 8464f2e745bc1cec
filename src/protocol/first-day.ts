// What a new organization has done of what it takes to serve customers: read from what is there, ticked by nobody.
import { z } from 'zod';
import { said } from './model/text-types';

/** What an organization is called until somebody says so, with the demo and without. */
export const firstNames = { demo: 'Harbour & Pine', plain: 'My organization' };

/** In the order in which one does them. */
export const firstDaySteps = [
  'name',
  'channel',
  'article',
  'samples',
  'online',
  'answer',
  'widget',
  'colleague',
  'hours',
  'message',
] as const;
export type FirstDayStep = (typeof firstDaySteps)[number];

export const firstDay = z.object({
  steps: z
    .array(
      z.object({
        name: z
          .enum(firstDaySteps)
          .describe(
            'The organization has a name of its own; a channel is open; an article of its own; the sample articles are gone, which is absent once they are; somebody has chosen to be online; the AI has answered a question; the widget was loaded by a page of another origin; a colleague is there or invited; business hours are said; a conversation went on since the widget was seen there.',
          ),
        done: z.boolean().describe('Whether it is so.'),
        detail: said()
          .optional()
          .describe('Name of the organization; names of the channels; the origin of the page.'),
        count: z.int().optional().describe('How many sample articles there are.'),
      }),
    )
    .describe('In the order in which one does them.'),
});
export type FirstDay = z.infer<typeof firstDay>;
