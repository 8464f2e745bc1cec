import type { SignIn } from '../../../identity/principal';
import type { IdentityStore } from '../../../identity/store';
import { Agent, Organization, RefreshToken, User, VisitorToken } from '../entities';
import type { WithOrganization } from '../paging';

export function createIdentityStore(withOrganization: WithOrganization): IdentityStore {
  return {
    person: (organizationId, userId) =>
      withOrganization(organizationId, async (manager) => {
        const user = await manager.findOneBy(User, { id: userId, organizationId, isActive: true });
        if (!user) return undefined;
        const agent = await manager.findOneBy(Agent, { userId, organizationId });
        const organization = await manager.findOneByOrFail(Organization, { id: organizationId });
        const { email, passwordHash, firstName, lastName, role, isActive } = user;
        return {
          userId,
          organizationId,
          organizationName: organization.name,
          email,
          passwordHash,
          firstName,
          lastName,
          role,
          isActive,
          agentId: agent?.id ?? null,
          displayName: agent?.displayName ?? null,
        };
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
