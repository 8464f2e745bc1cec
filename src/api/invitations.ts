// People come by invitation, and come back by a link when they forgot their password.
import type { Audit } from '../audit/audit';
import { notFound } from '../errors';
import type { Identity } from '../identity/identity';
import type { Invited, Inviter, Invitations } from '../identity/invitations';
import type { InvitationRow } from '../identity/invitation-store';
import type { PasswordResets } from '../identity/password-resets';
import type { Principal } from '../identity/principal';
import {
  forgotRequest,
  invitation,
  invitationShown,
  invited,
  joinRequest,
  newInvitation,
  resetRequest,
  shownInvitation,
  type Invitation,
} from '../protocol/invitations';
import { idParam, listOf, plainList } from '../protocol/lists';
import { loginResponse } from '../protocol/logins';
import type { Role } from '../protocol/model/roles';
import { enter } from './login-answer';
import { found } from './http/require-found';
import { requireRole } from './http/rights';
import { Answer, endpoint, openEndpoint } from './http/route';
import type { UserDeps } from './users';

export interface InvitationDeps extends Pick<UserDeps, 'userLeft'> {
  invitations: Invitations;
  passwordResets: PasswordResets;
  identity: Pick<Identity, 'forget'>;
  audit: Pick<Audit, 'record'>;
}

export function invitationEndpoints({ invitations }: InvitationDeps) {
  return {
    list: endpoint({
      summary: 'Who was invited and has not joined yet, newest first.',
      query: plainList,
      response: listOf(invitation),
      async handle({ principal, query }) {
        const page = await invitations.list(principal.organizationId, query);
        return { ...page, items: page.items.map(present) };
      },
    }),

    create: endpoint({
      summary:
        'Invite a person. They get a link by mail where the organization has an e-mail channel and the server its PUBLIC_URL; the answer has it in every case. It is good for 7 days, and once.',
      body: newInvitation,
      response: invited,
      status: 201,
      shownOnce: ['link'],
      async handle({ principal, body }) {
        requireRole(principal, body.role);
        return presentWithLink(await invitations.invite(inviterOf(principal), body));
      },
    }),

    resend: endpoint({
      summary: 'Send a new link, for another 7 days. The link of before leads nowhere any more.',
      params: idParam,
      response: invited,
      shownOnce: ['link'],
      async handle({ principal, params }) {
        const before = found(await invitations.get(principal.organizationId, params.id), 'invitation');
        requireRole(principal, before.role);
        return presentWithLink(await invitations.resend(inviterOf(principal), params.id));
      },
    }),

    revoke: endpoint({
      summary: 'Take an invitation back: its link leads nowhere any more.',
      params: idParam,
      async handle({ principal, params }) {
        if (!(await invitations.revoke(principal.organizationId, params.id))) throw notFound('invitation');
      },
    }),
  };
}

/** For whoever comes with a link, or without a password. */
export function joiningEndpoints({ invitations, passwordResets, identity, audit, userLeft }: InvitationDeps) {
  return {
    look: openEndpoint({
      summary: 'Whom the link of an invitation is for. A link that has ended says why.',
      body: shownInvitation,
      response: invitationShown,
      readOnly: true,
      async handle({ body, address }) {
        const known = await invitations.look(body.token, address);
        return {
          organization: known.organizationName,
          email: known.email,
          role: known.role as Role,
          expiresAt: known.expiresAt.toISOString(),
        };
      },
    }),

    join: openEndpoint({
      summary: 'Join by an invitation, with a name and a password, and sign in.',
      body: joinRequest,
      response: loginResponse,
      async handle(call) {
        const login = await invitations.join(call.body, call.address);
        return enter({ audit, action: 'auth.join', login }, call);
      },
    }),

    forgot: openEndpoint({
      summary:
        'Ask for a link that sets a new password. The answer is the same whether or not anybody has the address; the link goes out by the e-mail channel of their organization.',
      body: forgotRequest,
      handle: async ({ body, address }) => passwordResets.forgot(body.email, address),
    }),

    reset: openEndpoint({
      summary: 'Set a new password by the link that was sent, and sign in. Every login of before ends.',
      body: resetRequest,
      response: loginResponse,
      async handle(call) {
        const login = await passwordResets.reset(call.body.token, call.body.password, call.address);
        identity.forget(login.person.organizationId, login.person.userId);
        userLeft(login.person.organizationId, login.person.userId);
        return enter({ audit, action: 'auth.reset', login }, call);
      },
    }),
  };
}

const inviterOf = ({ kind, id, name, organizationId, language }: Principal): Inviter => ({
  organizationId,
  userId: kind === 'user' ? id : null,
  name,
  ...(language !== undefined && { language }),
});

function present(row: InvitationRow): Invitation {
  const { id, email, talks, teamIds, mailTrouble } = row;
  return {
    ...{ id, email, talks, teamIds },
    role: row.role as Role,
    state: row.expired ? 'expired' : 'open',
    mail: !row.mailed ? 'not_sent' : row.mailTrouble === null ? 'sent' : 'uncertain',
    ...(mailTrouble !== null && { mailTrouble }),
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
  };
}

/** Of the mail the audit log keeps whether it went, of the link nothing. */
function presentWithLink({ row, link }: Invited) {
  const shown = { ...present(row), link };
  return new Answer(shown, {}).audited({ email: row.email, role: row.role, mail: shown.mail });
}
