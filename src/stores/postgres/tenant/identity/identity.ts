import type { SignIn } from '../../../../identity/principal';
import type { IdentityStore, StampedPerson } from '../../../../identity/store';
import { RefreshToken, User, VisitorToken } from '../../entities';
import type { WithOrganization } from '../../sql/paging';

/** Of the password no more leaves the database than `passwordStamp` (identity/passwords.ts) makes of its hash. */
const person = `SELECT u.id AS "userId", u.organization_id AS "organizationId", o.name AS "organizationName", u.email,
    left(encode(sha256(convert_to(u.password_hash, 'UTF8')), 'hex'), 16) AS "passwordStamp",
    u.first_name AS "firstName", u.last_name AS "lastName", u.role, u.is_active AS "isActive",
    a.id AS "agentId", a.display_name AS "displayName", a.language
  FROM users u JOIN organizations o ON o.id = u.organization_id
    LEFT JOIN LATERAL (SELECT id, display_name, language FROM agents WHERE user_id = u.id ORDER BY created_at, id LIMIT 1) a ON true
  WHERE u.organization_id = $1 AND u.id = $2 AND u.is_active`;

export function createIdentityStore(withOrganization: WithOrganization): IdentityStore {
  return {
    person: (organizationId, userId) =>
      withOrganization(organizationId, async (manager) => {
        const [found] = await manager.query<StampedPerson[]>(person, [organizationId, userId]);
        return found;
      }),

    startLogin: ({ organizationId, userId, at, ...token }) =>
      withOrganization(organizationId, async (manager) => {
        await manager.update(User, { id: userId, organizationId }, { lastLoginAt: at });
        await manager.query(
          'DELETE FROM refresh_tokens WHERE organization_id = $1 AND user_id = $2 AND expires_at < $3',
          [organizationId, userId, at],
        );
        await manager.insert(RefreshToken, { organizationId, userId, ...token });
      }),

    setPassword: ({ organizationId, userId, passwordHash }) =>
      withOrganization(organizationId, async (manager) => {
        const updatedAt = new Date();
        await manager.update(User, { id: userId, organizationId }, { passwordHash, updatedAt });
        await manager.delete(RefreshToken, { userId, organizationId });
      }),

    addVisitorToken: ({ signIn, ...token }) =>
      withOrganization(token.organizationId, async (manager) => {
        await manager.insert(VisitorToken, { ...token, ...(signIn && stored(signIn)) });
      }),

    renewVisitorToken: (organizationId, tokenHash, signIn) =>
      withOrganization(organizationId, async (manager) => {
        await manager.update(VisitorToken, { organizationId, tokenHash }, stored(signIn));
      }),

    removeVisitorToken: (organizationId, tokenHash) =>
      withOrganization(organizationId, async (manager) => {
        await manager.delete(VisitorToken, { organizationId, tokenHash });
      }),
  };
}

const stored = ({ expiresAt, secretStamp }: SignIn) => ({ expiresAt: new Date(expiresAt), secretStamp });
