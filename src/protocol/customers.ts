// Customers over REST.
import { z } from 'zod';
import { attributeChange, attributesBefore, attributeValues } from './customer-attributes';
import { listOf, pageQuery } from './lists';
import { id, timestamp } from './model/ids';
import { message } from './model/message';
import { session } from './model/session';
import { customerObject } from './objects';
import { exportedNote } from './customer-notes';
import { exportedRelationship } from './relationships';
import { exportedCall } from './timeline';
import { toolCall } from './tools';
import { visit } from './visits';
import { emailAddress, filledText, formed, line, said, text } from './model/text-types';

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

/** Of whoever writes customers. */
export const customerFields = { externalId, email, phone };

export const customerList = z.strictObject({
  ...pageQuery,
  q: text(200).optional().describe('Words looked for in names, e-mail, phone and external id.'),
  externalId: externalId.optional(),
  companyId: id.optional().describe('Only those who belong to it.'),
  email: email.optional(),
  phone: phone.optional(),
});
const block = z.object({
  reason: said().describe('Why.'),
  by: z
    .object({
      kind: z.enum(['user', 'api_key']).describe('A person or a program.'),
      id: id.describe('Which one.'),
      name: said().describe('What they are called.'),
    })
    .describe('Who did it.'),
  at: timestamp.describe('Since when.'),
  until: timestamp.optional().describe('Until when; absent: for good.'),
});
export const newBlock = z.strictObject({
  reason: line(200).describe('Why: the team reads it, the customer does not.'),
  forDays: z
    .int('must be a whole number of days')
    .min(1, 'must be one day at least')
    .max(365, 'must be 365 days at most')
    .optional()
    .describe('For how long; absent: for good.'),
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
  attributes: attributeValues,
  blocked: block.optional().describe('Nothing that they write is taken. Absent: it is.'),
  createdAt: timestamp.describe('When the customer was first seen.'),
  updatedAt: timestamp.describe('When something was last changed.'),
});
const kinds = ['phone', 'whatsapp', 'email', 'external'] as const;
const shownKinds = [...kinds, 'unverified_email'] as const;
export const identity = z.object({
  kind: z
    .enum(shownKinds)
    .describe(
      'What it is; `unverified_email`: the address of a mail for which nobody vouches, in one thread.',
    ),
  value: said().describe('The number, address or id.'),
  provedBy: z
    .enum(['jwt', 'channel', 'agent', 'none'])
    .describe('Who says that it is this customer: a signed JWT, the channel itself, an agent, or nobody.'),
  provedAt: timestamp.optional().describe('Since when that is known.'),
});
export const customerDetails = customer.extend({
  blocked: block
    .extend({
      keptOut: z
        .int()
        .optional()
        .describe(
          'Inbound events of theirs since, messages and others, that are in no conversation; what the web refused is not counted.',
        ),
    })
    .optional()
    .describe('Nothing that they write is taken. Absent: it is.'),
  identities: z.array(identity).describe('By what the customer is known.'),
  mailStopped: z
    .object({
      address: said().describe('Which address.'),
      at: timestamp.describe('Since when.'),
    })
    .optional()
    .describe('They said in a mail that they want no questions for ratings by mail. Absent: they did not.'),
  visit: visit
    .optional()
    .describe('Where they are on the web, and which pages they were on. Absent: nothing told it.'),
});

export const resumedMail = z.strictObject({
  address: line(320).describe('One of theirs, as `mailStopped` has it.'),
});

const kind = z
  .enum([...kinds, 'visitor'])
  .describe('What it is; `visitor`: one browser, by the id of its customer.');
const evidence = z
  .enum(['jwt', 'channel', 'code', 'agent'])
  .describe(
    'What says that both are one person: a signed identity, the channel itself, a code that came back, or an agent.',
  );
export const personIdentity = identity.extend({
  kind: z
    .enum([...shownKinds, 'visitor'])
    .describe('What it is; `visitor`: one browser, by the id of its customer.'),
  customerId: id.describe('The customer whose it is: this one, or one that is linked to it.'),
});
const linked = z.object({
  linkId: id.describe('What to unlink.'),
  customerId: id.describe('Who is linked.'),
  name: said().optional().describe('What they are called.'),
  evidence,
  linkedBy: z
    .object({
      kind: z.enum(['user', 'api_key', 'system']).describe('A person, a program, or Parley itself.'),
      id: id.optional().describe('Which one.'),
      name: said().describe('What they are called.'),
    })
    .describe('Who linked them.'),
  linkedAt: timestamp.describe('Since when.'),
});
const lookAlike = z.object({
  customerId: id.describe('Who it may be.'),
  name: said().optional().describe('What they are called.'),
  reason: z.enum(['same_phone', 'same_email']).describe('What both say of themselves.'),
  value: said().describe('The number or address, as it is written there.'),
  provedBy: identity.shape.provedBy,
});
export const identityList = listOf(personIdentity).extend({
  linked: z.array(linked).describe('The other customers who are the same person.'),
  suggestions: z
    .array(lookAlike)
    .describe('Customers who may be the same person. Nothing proves it: an agent decides.'),
});
/** What a value must be besides a text; whether a phone number says its country is seen where it is read. */
const values: Partial<Record<z.infer<typeof kind>, z.ZodType>> = { email, external: externalId, phone };
function isOfItsKind({
  issues,
  value: asked,
}: z.core.ParsePayload<{ kind: keyof typeof values; value: string }>) {
  const [wrong] = values[asked.kind]?.safeParse(asked.value).error?.issues ?? [];
  if (wrong) issues.push({ code: 'custom', path: ['value'], message: wrong.message, input: asked.value });
}
export const newLink = z
  .strictObject({
    kind,
    value: filledText(320).describe(
      'The number, address or id of the other customer; of a `visitor` the id of its customer.',
    ),
    evidence: evidence
      .extract(['code', 'agent'])
      .describe('An agent says so, or the customer has the code that was sent.'),
    code: formed(/^[\d\s]{6,12}$/, 'must be six digits')
      .optional()
      .describe('What the customer says that it got.'),
  })
  .refine((asked) => (asked.evidence === 'code') === (asked.code !== undefined), {
    error: 'A code goes with the evidence code, and only with it.',
    path: ['code'],
  })
  .check(isOfItsKind);
export const newCode = z
  .strictObject({ kind: z.enum(kinds).describe('What it is.'), value: newLink.shape.value })
  .check(isOfItsKind);
export const sentCode = z.object({ expiresAt: timestamp.describe('Until when the code is good.') });

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
  attributes: attributeChange,
};
export const customerUpdate = z
  .strictObject({ ...attributes, attributesBefore })
  .refine((change) => Object.keys(change).length > 0, 'Name at least one field to change.');
export const newCustomer = z.strictObject({ externalId: externalId.optional(), ...attributes });

/** Why, and by whom, is what the team said among itself. */
const ownCopy = customerDetails.extend({
  blocked: block
    .omit({ reason: true, by: true })
    .optional()
    .describe('Nothing that they write is taken. Absent: it is.'),
  company: said().optional().describe('The company that the customer belongs to.'),
});
export const customerExport = z.object({
  exportedAt: timestamp.describe('When it was written.'),
  customer: ownCopy.describe('What is known of the customer.'),
  linked: z.array(ownCopy).describe('The other customers who are the same person.'),
  objects: z.array(customerObject).describe('Orders, subscriptions, devices.'),
  relationships: z
    .array(exportedRelationship)
    .describe('What they and other customers are to each other, without who those are.'),
  notes: z.array(exportedNote).describe('What the team wrote down about them, in no conversation.'),
  calls: z.array(exportedCall).describe('Calls that the team wrote down.'),
  sessions: z
    .array(
      z.object({
        session,
        messages: z.array(message).describe('Its log, as the customer may see it.'),
        toolCalls: z.array(toolCall).describe('What was looked up for the customer, newest first.'),
      }),
    )
    .describe('Every conversation.'),
  memory: z.array(z.record(said(), z.unknown())).describe('What is remembered of the customer.'),
  identityProofs: z
    .array(
      z.object({
        customerId: id.describe('Who wrote a code back.'),
        provedCustomerId: id.describe('To whom it was sent.'),
        provedAt: timestamp.describe('When.'),
      }),
    )
    .describe(
      'Codes that came back in the last day: who wrote them may be told what is theirs to whom they were sent.',
    ),
});
export const erasure = z.object({
  customerId: id,
  erasedAt: timestamp.describe('When.'),
  customers: z.int().describe('Customers who were erased: this one, and those who were linked to it.'),
  sessions: z.int().describe('Sessions that were emptied.'),
  messages: z.int().describe('Messages that were redacted.'),
  memory: z.int().describe('Memories that were deleted.'),
  conversations: z.int().describe('Summaries that were deleted.'),
  files: z.int().describe('Files that were deleted.'),
});

export type CustomerDetails = z.infer<typeof customerDetails>;
export type IdentityList = z.infer<typeof identityList>;
