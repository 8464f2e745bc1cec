// What customers are to each other: "spouse", "assistant" and "manager", in the organization's own words.
import { z } from 'zod';
import { teamAuthor } from './customer-notes';
import { id, timestamp } from './model/ids';
import { line, said } from './model/text-types';

export const longestRole = 60;
/** Of a customer. */
export const mostRelationships = 100;

export const newRelationship = z.strictObject({
  otherId: id.describe('The other customer.'),
  role: line(longestRole).meta({
    description: 'What the other one is to this customer.',
    examples: ['Assistant'],
  }),
  ownRole: line(longestRole).meta({
    description: 'What this customer is to the other one.',
    examples: ['Manager'],
  }),
});
/** Only what changes. */
export const relationshipChange = newRelationship.omit({ otherId: true }).partial();
export const relationshipParams = z.strictObject({ id, relationshipId: id });

export const relationship = z.object({
  id,
  customerId: id.describe('Whose it is: this customer, or one who is linked as the same person.'),
  other: z
    .object({ id, name: said().optional().describe('What they are called.') })
    .describe('The other customer.'),
  role: said().describe('What the other one is to this customer.'),
  ownRole: said().describe('What this customer is to the other one.'),
  by: teamAuthor.describe('Who wrote it down.'),
  createdAt: timestamp.describe('When it was written down.'),
});
export const relationshipList = z.object({
  items: z.array(relationship).describe('The oldest first; from either side.'),
});

/** As the customer may have it: who the other one is, is the other one's. */
export const exportedRelationship = relationship.pick({ role: true, ownRole: true, createdAt: true });

export type Relationship = z.infer<typeof relationship>;
export type NewRelationship = z.output<typeof newRelationship>;
export type RelationshipChange = z.output<typeof relationshipChange>;
