// Customers of a table, some rows a request.
import { z } from 'zod';
import { attributeValues } from './customer-attributes';
import { customerFields } from './customers';
import { line, text } from './model/text-types';
import { mostRows } from './row-results';

const { externalId, email, phone } = customerFields;

export const importedCustomer = z.strictObject({
  externalId: externalId.optional(),
  name: line(201)
    .optional()
    .describe('First and last name in one; each of both, where given, counts before it.'),
  firstName: line(100).optional().describe('First name.'),
  lastName: line(100).optional().describe('Last name.'),
  email: email.optional(),
  phone: phone.optional(),
  company: line(253)
    .optional()
    .describe('Where the customer belongs: external id, name or domain of a company that is there.'),
  attributes: attributeValues
    .optional()
    .describe('By the key of a declared attribute: those that are named are changed.'),
});

export const customerRows = z
  .array(z.record(text(200), z.unknown()))
  .min(1, 'must have one customer at least')
  .max(mostRows, `must be ${mostRows} at most`)
  .meta({
    description:
      'Each with `externalId`, `name` or `firstName` and `lastName`, `email`, `phone`, `company` (external id, name or domain) and `attributes`, and with one of `externalId`, `email` and `phone` at least.',
    examples: [[{ externalId: 'customer-1017', name: 'Grace Hopper', email: 'grace@example.com' }]],
  });

export type ImportedCustomer = z.output<typeof importedCustomer>;
