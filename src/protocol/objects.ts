// What an organization's programs know of a customer and push here: orders, subscriptions, devices.
import { z } from 'zod';
import { pageQuery } from './lists';
import { id, timestamp } from './model/ids';
import { formed, line, said, text, webAddress } from './model/text-types';

/** Largest object in bytes, as it is sent. */
export const largestObject = 16 * 1024;
export const mostObjects = 1_000;

export const objectType = formed(/^[a-z][a-z0-9_-]{0,49}$/, 'must be small letters, digits and dashes').meta({
  description: 'What it is: `order`, `subscription`, `device`, or a word of the organization.',
  examples: ['order'],
});
const objectId = formed(/^[^\s/](?:[^/\t\r\n]{0,198}[^\s/])?$/, 'must be one line without slashes').meta({
  description: "The organization's own number for it, as its customers know it.",
  examples: ['4711'],
});
export const fieldName = formed(/^[\w.-]{1,100}$/, 'must be letters, digits, dots and dashes');
const fieldValue = z.union([text(1_000), z.number(), z.boolean()]);

export const objectPlace = z.strictObject({ id, type: objectType, objectId });
export const objectList = z.strictObject({ ...pageQuery, type: objectType.optional() });

export const newObject = z.strictObject({
  status: line(100)
    .optional()
    .meta({ description: 'How it stands, in one word or a few.', examples: ['shipped'] }),
  title: line(200)
    .optional()
    .meta({ description: 'What it is, in a few words.', examples: ['Two garden chairs'] }),
  url: webAddress.optional().describe('Where the customer sees it.'),
  isOpen: z
    .boolean()
    .optional()
    .describe('Something is still to come of it. Unset: not when its status says that it is over.'),
  fields: z
    .record(fieldName, fieldValue)
    .refine((value) => Object.keys(value).length <= 50, 'at most 50 fields')
    .default({})
    .describe('Whatever else is known, at most 50: texts, numbers, days as 2026-12-03.'),
});

export const customerObject = z.object({
  customerId: id.describe('Whose it is.'),
  type: said().describe('What it is.'),
  objectId: said().describe("The organization's own number for it."),
  status: said().optional().describe('How it stands.'),
  title: said().optional().describe('What it is, in a few words.'),
  url: said().optional().describe('Where the customer sees it.'),
  isOpen: z.boolean().describe('Something is still to come of it.'),
  fields: z.record(said(), fieldValue).describe('Whatever else is known.'),
  createdAt: timestamp.describe('When it was first sent.'),
  updatedAt: timestamp.describe('When it was last sent.'),
});

export type CustomerObject = z.infer<typeof customerObject>;
export type NewObject = z.output<typeof newObject>;
