// Who works in an organization: users, agents, API keys, and the organization itself.
import { z } from 'zod';
import { id, instant, timestamp } from './model/ids';
import { languageCode } from './model/language-code';
import { presences } from './model/presence';
import { permissions, roles } from './model/roles';
import { helpSlug } from './help-centre';
import { emailAddress, line, said, text } from './model/text-types';

export const atLeastOne = (change: object) => Object.keys(change).length > 0;
export const nothing = 'Name at least one field to change.';

export const user = z.object({
  id,
  email: said().describe('What the person signs in with.'),
  firstName: said().optional().describe('First name.'),
  lastName: said().optional().describe('Last name.'),
  role: z.enum(roles).describe('What the person may do.'),
  isActive: z.boolean().describe('Whether the person may sign in.'),
  createdAt: timestamp.optional().describe('When the person was added.'),
  lastLoginAt: timestamp.optional().describe('When the person last signed in.'),
});
export const newPassword = text(72).min(8).describe('8 characters to 72 bytes.');
const userFields = {
  firstName: line(100).optional().describe('First name.'),
  lastName: line(100).optional().describe('Last name.'),
  role: z.enum(roles).describe('What the person may do. Nobody gives a role that may do more than they may.'),
  password: newPassword,
};
export const newUser = z.strictObject({
  ...userFields,
  email: emailAddress.meta({ description: 'What the person signs in with.', examples: ['ada@shop.example'] }),
});
export const userUpdate = z
  .strictObject({
    ...userFields,
    firstName: line(100).nullable().describe('First name; null clears it.'),
    lastName: line(100).nullable().describe('Last name; null clears it.'),
    isActive: z.boolean().describe('False: the person cannot sign in, and its logins end.'),
  })
  .partial()
  .refine(atLeastOne, nothing);

const specialties = 'What the agent knows best: handovers about it come here first.';
const languages =
  'What the agent speaks: conversations in one of them come here first. None: nobody has said.';
export const agent = z.object({
  id,
  userId: id.describe('The person.'),
  displayName: said().describe('What customers see.'),
  isActive: z
    .boolean()
    .describe('Whether the person may sign in: only then conversations can be given to them.'),
  presence: z.enum(presences).describe('Whether the agent is there.'),
  maxConcurrentChats: z.int().describe('How many conversations the agent takes at once.'),
  specialties: z.array(said()).describe(specialties),
  languages: z.array(said()).describe(languages),
  pictureUrl: said()
    .optional()
    .describe('Path of their picture, WebP of at most 256 by 256 pixels; a new picture has a new one.'),
  createdAt: timestamp.describe('When the person became an agent.'),
});
const agentFields = {
  displayName: line(100).describe('What customers see.'),
  maxConcurrentChats: z
    .int()
    .min(0)
    .max(100)
    .optional()
    .describe('How many conversations the agent takes at once; 0: none by itself.'),
  specialties: z.array(line(100)).max(50).optional().describe(specialties),
  languages: z.array(languageCode).max(50).optional().describe(languages),
};
export const newAgent = z.strictObject({ ...agentFields, userId: id.describe('The person.') });
export const agentUpdate = z.strictObject(agentFields).partial().refine(atLeastOne, nothing);

export const apiKey = z.object({
  id,
  name: said().describe('What it is called.'),
  permissions: z.array(z.enum(permissions)).describe('What it may do.'),
  expiresAt: timestamp.optional().describe('When it stops working; absent: never.'),
  createdAt: timestamp.describe('When it was made.'),
  lastUsedAt: timestamp.optional().describe('When it was last used, to a minute.'),
});
const apiKeyFields = {
  name: line(100).describe('What it is called; no two have one name.'),
  permissions: z
    .array(z.enum(permissions))
    .min(1)
    .max(50)
    .describe('What it may do: nothing that the caller may not do.'),
  expiresAt: instant
    .nullable()
    .optional()
    .describe('When it stops working; null: never. What an API key makes ends no later than the key.'),
};
export const newApiKey = z.strictObject(apiKeyFields);
export const apiKeyUpdate = z.strictObject(apiKeyFields).partial().refine(atLeastOne, nothing);
export const createdApiKey = apiKey.extend({
  key: said()
    .optional()
    .describe('The key, in this answer and never again; left out when an Idempotency-Key repeats it.'),
});

export const organization = z.object({
  id,
  name: said().describe('What it is called.'),
  slug: said().optional().describe("Its help centre's address: /help/{slug}."),
  subscriptionTier: said().describe('Its plan.'),
  subscriptionStatus: said().describe('How its plan stands.'),
  maxAgents: z.int().describe('How many agents it may have.'),
  createdAt: timestamp.describe('When it was made.'),
});
export const organizationUpdate = z
  .strictObject({
    name: line(255).describe('What it is called.'),
    slug: helpSlug
      .nullable()
      .describe("Its help centre's address: /help/{slug}; no two organizations have one. Null clears it."),
    maxAgents: z.int().min(1).max(10_000).describe('How many agents it may have.'),
  })
  .partial()
  .refine(atLeastOne, nothing);

export type User = z.infer<typeof user>;
export type Agent = z.infer<typeof agent>;
export type ApiKey = z.infer<typeof apiKey>;
export type Organization = z.infer<typeof organization>;
