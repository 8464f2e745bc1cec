import { IsNull } from 'typeorm';
import type { IdentityStore, Person } from '../../identity/store';
import { Agent, ApiKey, RefreshToken, User, VisitorToken } from './entities';
import type { WithOrganization } from './paging';

export function createIdentityStore(withOrganization: WithOrganization): IdentityStore {
  return {
    person: (organizationId, userId) =>
      withOrganization(organizationId, async (manager) => {
        const user = await manager.findOneBy(User, { id: userId, organizationId, isActive: true });
        if (!user) return undefined;
        const agent = await manager.findOneBy(Agent, { userId, organizationId });
        return toPerson(organizationId, user, agent);
      }),

    loggedIn: (organizationId, userId, at) =>
      withOrganization(organizationId, async (manager) => {
        await manager.update(User, { id: userId, organizationId }, { lastLoginAt: at });
        await manager.query(
          'DELETE FROM refresh_tokens WHERE organization_id = $1 AND user_id = $2 AND expires_at < $3',
          [organizationId, userId, at],
        );
      }),

    addRefreshToken: (tokenHash, token) =>
      withOrganization(token.organizationId, async (manager) => {
        await manager.insert(RefreshToken, { tokenHash, ...token });
      }),

    useRefreshToken: (organizationId, tokenHash, at) =>
      withOrganization(organizationId, async (manager) => {
        const result = await manager.update(
          RefreshToken,
          { tokenHash, organizationId, usedAt: IsNull() },
          { usedAt: at },
        );
        return result.affected === 1;
      }),

    revokeFamily: (organizationId, family) =>
      withOrganization(organizationId, async (manager) => {
        await manager.delete(RefreshToken, { organizationId, family });
      }),

    touchApiKey: (organizationId, id, at) =>
      withOrganization(organizationId, async (manager) => {
        await manager.update(ApiKey, { id, organizationId }, { lastUsedAt: at });
      }),

    addVisitorToken: (token) =>
      withOrganization(token.organizationId, async (manager) => {
        await manager.insert(VisitorToken, token);
      }),

    touchVisitorToken: (organizationId, tokenHash, at) =>
      withOrganization(organizationId, async (manager) => {
        await manager.update(VisitorToken, { tokenHash, organizationId }, { lastUsedAt: at });
      }),
  };
}

function toPerson(organizationId: string, user: User, agent: Agent | null): Person {
  return {
    id: user.id,
    organizationId,
    email: user.email,
    role: user.role,
    ...(user.firstName && { firstName: user.firstName }),
    ...(user.lastName && { lastName: user.lastName }),
    ...(agent && { agent: { id: agent.id, displayName: agent.displayName } }),
  };
}
