// People come by a link: into the team, and back in when they forgot their password.
import { z } from 'zod';
import { id, timestamp } from './model/ids';
import { roles } from './model/roles';
import { emailAddress, line, said, text } from './model/text-types';
import { newPassword } from './people';

const role = z
  .enum(roles)
  .describe('What the person may do. Nobody gives a role that may do more than they may.');
const talks = z.boolean().describe('Whether the person talks to customers: they become an agent, too.');

export const newInvitation = z
  .strictObject({
    email: emailAddress.meta({
      description: 'Who is invited, and what they will sign in with.',
      examples: ['ada@shop.example'],
    }),
    role,
    talks: talks.default(true),
    teamIds: z.array(id).max(50).default([]).describe('Teams that the agent becomes a member of.'),
  })
  .refine(({ talks: isAgent, teamIds }) => isAgent || teamIds.length === 0, {
    path: ['teamIds'],
    message: 'Only who talks to customers is in a team.',
  });

export const invitation = z.object({
  id,
  email: said().describe('Who was invited.'),
  role: z.enum(roles).describe('What the person will be able to do.'),
  talks,
  teamIds: z.array(id).describe('Teams that the agent becomes a member of.'),
  state: z
    .enum(['open', 'expired'])
    .describe('Whether its link still leads in. Used and revoked ones are not listed.'),
  mail: z
    .enum(['sent', 'not_sent', 'uncertain'])
    .describe(
      "Whether the link went out by mail; 'uncertain': nobody knows. Where it did not, or may not have, give the link to the person yourself.",
    ),
  mailTrouble: said().optional().describe('Why no mail went out, or may not have.'),
  createdAt: timestamp.describe('When the person was invited first.'),
  expiresAt: timestamp.describe('When its link ends.'),
});

/** The answer to making one, or to making its link anew. */
export const invited = invitation.extend({
  link: said()
    .optional()
    .describe(
      'Where the person joins, in this answer and never again; without PUBLIC_URL it begins with a slash. Left out when an Idempotency-Key repeats it.',
    ),
});

const token = text(200).min(1).describe('What follows the # of the link.');
export const shownInvitation = z.strictObject({ token });
export const invitationShown = z.object({
  organization: said().describe('Into whose team.'),
  email: said().describe('What the person will sign in with.'),
  role: z.enum(roles).describe('What they will be able to do.'),
  expiresAt: timestamp.describe('When the link ends.'),
});
export const joinRequest = z.strictObject({
  token,
  firstName: line(100).describe('First name; customers see it.'),
  lastName: line(100).optional().describe('Last name.'),
  password: newPassword,
});

export const forgotRequest = z.strictObject({
  email: text(320).min(1).describe('What the person signs in with.'),
});
export const resetRequest = z.strictObject({ token, password: newPassword });

export type NewInvitation = z.output<typeof newInvitation>;
export type Invitation = z.infer<typeof invitation>;
export type Invited = z.infer<typeof invited>;
export type InvitationShown = z.infer<typeof invitationShown>;
