// Customers over REST.
import { z } from 'zod';
import { pageQuery } from './lists';
import { id, timestamp } from './model/ids';
import { message } from './model/message';
import { session } from './model/session';
import { emailAddress, formed, line, said, text } from './model/text-types';

const externalId = line(255).meta({
  description: "The organization's own id for the person: `sub` of a signed identity.",
  examples: ['customer-1017'],
});
const phone = formed(/^\+?[\d ()./-]{3,49}$/, 'must be a phone number').meta({
  description: 'A phone number, as it was written.',
  examples: ['+49 30 1234567'],
});
const email = emailAddress
  .toLowerCase()
  .meta({ description: 'An e-mail address.', examples: ['grace@example.com'] });

export const customerList = z.strictObject({
  ...pageQuery,
  q: text(200).optional().describe('Words looked for in names, e-mail, phone and external id.'),
  externalId: externalId.optional(),
  email: email.optional(),
  phone: phone.optional(),
});
export const customer = z.object({
  id,
  externalId: said().optional().describe("The organization's own id for the person."),
  firstName: said().optional().describe('First name.'),
  lastName: said().optional().describe('Last name.'),
  name: said().optional().describe('First and last name.'),
  email: said().optional().describe('E-mail address.'),
  phone: said().optional().describe('Phone number.'),
  metadata: z.record(said(), z.unknown()).describe('What the organization wrote down.'),
  createdAt: timestamp.describe('When the customer was first seen.'),
  updatedAt: timestamp.describe('When something was last changed.'),
});
export const identity = z.object({
  kind: z.enum(['phone', 'whatsapp', 'email', 'external']).describe('What it is.'),
  value: said().describe('The number, address or id.'),
  provedBy: z
    .enum(['jwt', 'channel', 'agent', 'none'])
    .describe('Who says that it is this customer: a signed JWT, the channel itself, an agent, or nobody.'),
  provedAt: timestamp.optional().describe('Since when that is known.'),
});
export const customerDetails = customer.extend({
  identities: z.array(identity).describe('By what the customer is known.'),
});

const metadataValue = z.union([text(1_000), z.number(), z.boolean()]);
const attributes = {
  firstName: line(100).nullable().optional().describe('First name; null clears it.'),
  lastName: line(100).nullable().optional().describe('Last name; null clears it.'),
  email: email.nullable().optional(),
  phone: phone.nullable().optional(),
  metadata: z
    .record(formed(/^[\w.-]{1,100}$/, 'must be letters, digits, dots and dashes'), metadataValue)
    .refine((value) => Object.keys(value).length <= 50, 'at most 50 entries')
    .optional()
    .describe('Replaces what was there; at most 50 entries.'),
};
export const customerUpdate = z
  .strictObject(attributes)
  .refine((change) => Object.keys(change).length > 0, 'Name at least one field to change.');
export const newCustomer = z.strictObject({ externalId: externalId.optional(), ...attributes });

export const customerExport = z.object({
  exportedAt: timestamp.describe('When it was written.'),
  customer: customerDetails,
  sessions: z
    .array(z.object({ session, messages: z.array(message).describe('Its log, as the customer may see it.') }))
    .describe('Every conversation.'),
  memory: z.array(z.record(said(), z.unknown())).describe('What is remembered of the customer.'),
});
export const erasure = z.object({
  customerId: id,
  erasedAt: timestamp.describe('When.'),
  sessions: z.int().describe('Sessions that were emptied.'),
  messages: z.int().describe('Messages that were redacted.'),
  memory: z.int().describe('Memories that were deleted.'),
  conversations: z.int().describe('Summaries that were deleted.'),
  files: z.int().describe('Files that were deleted.'),
});

export type CustomerDetails = z.infer<typeof customerDetails>;
