// What every list and every error of the REST API looks like.
import { z } from 'zod';
import { errorCodes } from './model/error-codes';
import { id } from './model/ids';
import { formed, said } from './model/text-types';
import { wording } from './model/wording';

export const idParam = z.strictObject({ id });

/** `?limit=&cursor=` of every list. */
export const pageQuery = {
  limit: z.coerce.number().int().min(1).max(200).default(50).describe('How many at most.'),
  cursor: formed(/^[\w-]{1,500}$/, 'is not one of ours')
    .optional()
    .describe('`nextCursor` of the page before, unchanged.'),
};
export const plainList = z.strictObject(pageQuery);

/** Null where there is nothing; as `anyOf`, so that a named schema stays named in the description. */
export const orNull = <Schema extends z.ZodType>(schema: Schema) => z.union([schema, z.null()]);

export const listOf = <Item extends z.ZodType>(item: Item) =>
  z.object({
    items: z.array(item).describe('The page.'),
    nextCursor: said().nullable().describe('For the next page; null after the last one.'),
  });

/** RFC 9457. */
export const problem = z.object({
  type: said().describe('Always about:blank: `code` says what it is.'),
  title: said().describe('The code in words.'),
  status: z.int().describe('The HTTP status.'),
  code: z.enum(errorCodes).describe('What programs look at.'),
  detail: said().optional().describe('What people may read.'),
  wording: wording.optional().describe('The detail as a code, where it has one.'),
  errors: z
    .array(
      z.object({
        path: said().describe('Where: names and indexes, joined by dots.'),
        message: said().describe('What is wrong there.'),
        wording: wording.optional().describe('The message as a code, where it has one.'),
      }),
    )
    .optional()
    .describe('One entry a field that was refused.'),
  retryAfter: z.number().optional().describe('Seconds after which the same call may work.'),
});
