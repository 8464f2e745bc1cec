// Signing in, and who is signed in.
import { z } from 'zod';
import { consoleLanguages } from './model/console-languages';
import { id } from './model/ids';
import { permissions } from './model/roles';
import { line, said, text } from './model/text-types';
import { agent, atLeastOne, newPassword, nothing, user } from './people';

const knownPassword = text(1_000).min(1).describe('The password as it is now.');
export const loginRequest = z.strictObject({
  email: text(320)
    .min(1)
    .meta({ description: 'The address that the person signs in with.', examples: ['ada@shop.example'] }),
  password: knownPassword,
});
export const passwordChange = z.strictObject({ currentPassword: knownPassword, password: newPassword });
export const ownAgent = agent.pick({ id: true, displayName: true }).extend({
  language: z
    .enum(consoleLanguages)
    .optional()
    .describe('In which the console speaks to them, and mails are written; absent: as the browser wants.'),
});
export const ownAgentUpdate = z
  .strictObject({
    displayName: line(100).describe('What customers see.'),
    language: z
      .enum(consoleLanguages)
      .nullable()
      .describe('In which the console speaks to the caller, on every device; null: as the browser wants.'),
  })
  .partial()
  .refine(atLeastOne, nothing);
const signedInAgent = ownAgent.optional().describe('The agent that the person is; absent when it is none.');
export const loginResponse = z.object({
  accessToken: said().describe('Sent as `Authorization: Bearer …`, or as `auth.token` of a socket.'),
  expiresIn: z.int().describe('Seconds that the access token is good for.'),
  user,
  agent: signedInAgent,
});
export const meResponse = z.object({
  user: user.optional(),
  agent: signedInAgent,
  apiKey: z
    .object({ id, name: said().describe('What the key is called.') })
    .optional()
    .describe('Absent for a person.'),
  organization: z
    .object({ id, name: said().describe('What it is called.') })
    .describe('Whom the token belongs to.'),
  permissions: z.array(z.enum(permissions)).describe('What the token may do.'),
});

export type LoginResponse = z.infer<typeof loginResponse>;
export type MeResponse = z.infer<typeof meResponse>;
export type OwnAgent = z.infer<typeof ownAgent>;
