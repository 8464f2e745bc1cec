// Whoever shows the token of a link says with it which organization it is of.
import type { InvitationLookups, KnownInvitation } from '../../../identity/invitation-store';
import type { Query } from './query';

type InvitationFound = Omit<KnownInvitation, 'inviter'> & {
  inviterRole: string | null;
  inviterActive: boolean | null;
};

export function createLinkLookups(query: Query): InvitationLookups {
  return {
    async invitationByTokenHash(hash) {
      const [found] = await query<InvitationFound>(
        'invitation',
        `SELECT i.id, i.organization_id AS "organizationId", o.name AS "organizationName", i.email, i.role,
           i.expires_at AS "expiresAt", u.role AS "inviterRole", u.is_active AS "inviterActive",
           CASE WHEN i.used_at IS NOT NULL THEN 'used' WHEN i.revoked_at IS NOT NULL THEN 'revoked'
             WHEN i.expires_at <= now() THEN 'expired' ELSE 'open' END AS state
         FROM invitations i JOIN organizations o ON o.id = i.organization_id LEFT JOIN users u ON u.id = i.invited_by
         WHERE i.token_hash = $1`,
        [hash],
      );
      if (!found) return undefined;
      const { inviterRole: role, inviterActive, ...known } = found;
      return { ...known, ...(role !== null && { inviter: { role, isActive: inviterActive === true } }) };
    },
    async resetByTokenHash(hash) {
      const [found] = await query<{ organizationId: string; userId: string; email: string }>(
        'password-reset',
        `SELECT r.organization_id AS "organizationId", r.user_id AS "userId", u.email
         FROM password_resets r JOIN users u ON u.id = r.user_id WHERE r.token_hash = $1 AND r.expires_at > now()`,
        [hash],
      );
      return found;
    },
  };
}
