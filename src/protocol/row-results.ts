// A table sent some rows at a time, and what became of each.
import { z } from 'zod';
import { said } from './model/text-types';
import { wording } from './model/wording';

/** In one request; a file of more is sent in several. */
export const mostRows = 200;
/** Largest request of rows in bytes. */
export const largestImport = 4 * 1024 * 1024;

export const rowResults = z.object({
  items: z
    .array(
      z.object({
        result: z
          .enum(['created', 'updated', 'unchanged', 'refused'])
          .describe('What became of it; `unchanged`: it was there as given.'),
        errors: z
          .array(
            z.object({
              path: said().describe('Which of its fields.'),
              message: said().describe('What is wrong with it.'),
              wording: wording.optional().describe('The message as a code.'),
            }),
          )
          .optional()
          .describe('Why it is refused.'),
      }),
    )
    .describe('One a row, in the same order.'),
});

export type RowResult = z.infer<typeof rowResults>['items'][number];
