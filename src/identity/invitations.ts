// Who is invited chooses a name and a password; what they may do was chosen by whoever invited them.
import { DomainError, notFound } from '../errors';
import type { NewInvitation } from '../protocol/invitations';
import { consoleLanguageOf } from '../protocol/model/console-languages';
import type { Role } from '../protocol/model/roles';
import { say } from '../protocol/server-texts/said';
import type { Said } from '../protocol/model/wording';
import { networkOf } from '../tools/network-address';
import type { BeginLogin, Login } from './begin-login';
import type {
  InvitationLookups,
  InvitationRow,
  InvitationState,
  InvitationStore,
  KnownInvitation,
} from './invitation-store';
import { invitationLetter } from './letters';
import { hashPassword } from './passwords';
import { rolePermissions } from './role-permissions';
import { randomSecret, sha256 } from './secrets';
import type { IdentityLookups } from './store';

export const invitationSeconds = 7 * 24 * 3600;

/** Part of RateLimits: `take` throws `rate_limited`. */
export interface LinkLimits {
  take(type: 'link' | 'invitation' | 'forgot' | 'forgot_account', id: string): Promise<unknown>;
}

export interface Letter {
  organizationId: string;
  to: string;
  subject: string;
  text: string;
}

/** Why a mail did not go out, in plain words, or may not have; undefined: it did. Never throws. */
export type SendLetter = (letter: Letter) => Promise<{ why: string; isUncertain?: true } | undefined>;

export interface LinkDeps {
  store: InvitationStore;
  lookups: InvitationLookups & Pick<IdentityLookups, 'loginByEmail'>;
  limits: LinkLimits;
  begin: BeginLogin['begin'];
  letter: SendLetter;
  /** Where people reach this server; absent: nobody can be sent a link. */
  publicUrl: string | undefined;
  organizationName(organizationId: string): Promise<string>;
}

export interface Invited {
  row: InvitationRow;
  /** Absolute where the server's address is known. */
  link: string;
}

/** Who invites. */
export interface Inviter {
  organizationId: string;
  /** The user; null: a program. */
  userId: string | null;
  name: string;
  /** Whom they invite nobody knows yet: the mail is in this language. */
  language?: string;
}

export type Invitations = ReturnType<typeof createInvitations>;

export function createInvitations(deps: LinkDeps) {
  return { ...inviting(deps), ...joining(deps) };
}

function inviting({ store, limits, letter, publicUrl, organizationName }: LinkDeps) {
  async function send(
    { organizationId, name, language }: Inviter,
    row: InvitationRow,
    token: string,
  ): Promise<Invited> {
    const link = `${publicUrl ?? ''}/console/join#${token}`;
    const organization = await organizationName(organizationId);
    const trouble =
      publicUrl === undefined
        ? { why: 'The server does not know its own address: set PUBLIC_URL.' }
        : await letter({
            organizationId,
            to: row.email,
            ...invitationLetter(consoleLanguageOf(language), { name, organization, link }),
          });
    const mailed = trouble === undefined || trouble.isUncertain === true;
    const mail = { mailed, trouble: trouble?.why.slice(0, 400) ?? null };
    await store.noteMail(organizationId, row.id, mail);
    return { row: { ...row, mailed: mail.mailed, mailTrouble: mail.trouble }, link };
  }

  /** Each may bring a mail to a stranger. */
  async function newToken({ organizationId, userId }: Inviter) {
    await limits.take('invitation', organizationId);
    const token = randomSecret();
    return { token, given: { tokenHash: sha256(token), seconds: invitationSeconds, invitedBy: userId } };
  }

  return {
    list: store.list,
    get: store.get,
    revoke: store.revoke,

    async invite(inviter: Inviter, given: NewInvitation): Promise<Invited> {
      const { token, given: secret } = await newToken(inviter);
      const wanted = { ...given, email: given.email.toLowerCase() };
      return send(inviter, await store.create(inviter.organizationId, { ...wanted, ...secret }), token);
    },

    /** A new link, for another 7 days; the one of before ends. @throws `not_found` */
    async resend(inviter: Inviter, id: string): Promise<Invited> {
      const { token, given } = await newToken(inviter);
      const row = await store.renew(inviter.organizationId, id, given);
      if (!row) throw notFound('invitation');
      return send(inviter, row, token);
    },
  };
}

interface JoinRequest {
  token: string;
  firstName: string;
  lastName?: string | undefined;
  password: string;
}

function joining({ store, lookups, limits, begin }: LinkDeps) {
  /** @throws `not_found`, `conflict` with what became of it, `rate_limited` */
  async function openOne(token: string, address: string): Promise<KnownInvitation> {
    await limits.take('link', networkOf(address).id);
    const known = await lookups.invitationByTokenHash(sha256(token));
    if (!known) throw new DomainError('not_found', say('link_unknown'));
    const state = standsFor(known) ? known.state : 'revoked';
    if (state !== 'open') throw new DomainError('conflict', ended[state]);
    return known;
  }

  return {
    /** Whoever has the token is told whom it is for. */
    look: openOne,

    /** @throws also `conflict` for an address that somebody signs in with, `capacity`, `invalid` at `password` */
    async join({ token, password, firstName, lastName }: JoinRequest, address: string): Promise<Login> {
      const { id, organizationId, email } = await openOne(token, address);
      const userId = await store.join(organizationId, {
        id,
        tokenHash: sha256(token),
        firstName,
        ...(lastName && { lastName }),
        passwordHash: await hashPassword(password),
      });
      if (userId === undefined) throw new DomainError('conflict', ended.used);
      const account = await lookups.loginByEmail(email);
      if (account?.userId !== userId) throw new DomainError('conflict', ended.used);
      return begin(account);
    },
  };
}

const ended: Record<Exclude<InvitationState, 'open'>, Said> = {
  expired: say('invitation_expired'),
  used: say('invitation_used'),
  revoked: say('invitation_revoked'),
};

/** Nobody joins by the word of somebody who could not give it any more. */
function standsFor({ inviter, role }: KnownInvitation): boolean {
  if (!inviter) return true;
  const has = rolePermissions[inviter.role as Role];
  return (
    inviter.isActive &&
    has.has('people:write') &&
    [...rolePermissions[role as Role]].every((one) => has.has(one))
  );
}
