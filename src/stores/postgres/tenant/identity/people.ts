import type { EntityManager } from 'typeorm';
import { DomainError } from '../../../../errors';
import type { Agents, ApiKeys, PeopleStore, Users } from '../../../../identity/people-store';
import { Agent, ApiKey, Organization, RefreshToken, User } from '../../entities';
import type { WithOrganization } from '../../sql/paging';
import { createTable, uniqueName } from '../table';
import { say } from '../../../../protocol/server-texts/said';

const keyTaken = say('key_name_taken');

function createUsers(withOrganization: WithOrganization): Users {
  const users = createTable<User, Parameters<Users['create']>[1]>({
    withOrganization,
    entity: User,
    table: 'users',
    sentences: {
      taken: say('address_taken'),
      used: say('person_used'),
    },
    check: (manager, organizationId, { id, role, isActive }) =>
      id !== undefined && ((role !== undefined && role !== 'admin') || isActive === false)
        ? keepAnAdmin(manager, organizationId, id)
        : Promise.resolve(),
    async isUsed(manager, organizationId, id) {
      await keepAnAdmin(manager, organizationId, id);
      return hasHeldSessions('user_id')(manager, organizationId, id);
    },
  });
  return {
    ...users,
    signOut: (organizationId, userId) =>
      withOrganization(organizationId, async (manager) => {
        await manager.delete(RefreshToken, { organizationId, userId });
      }),
  };
}

export function createPeopleStore(withOrganization: WithOrganization): PeopleStore {
  return {
    users: createUsers(withOrganization),
    agents: createTable<Agent, Parameters<Agents['create']>[1]>({
      withOrganization,
      entity: Agent,
      table: 'agents',
      sentences: {
        taken: say('agent_already'),
        used: say('agent_used'),
      },
      check: checkAgent,
      isUsed: hasHeldSessions('id'),
    }),
    apiKeys: createTable<ApiKey, Parameters<ApiKeys['create']>[1]>({
      withOrganization,
      entity: ApiKey,
      table: 'api_keys',
      sentences: { taken: keyTaken, used: 'This API key is in use.' },
      check: uniqueName('api_keys', keyTaken),
      touched: false,
    }),
    organization: (organizationId) =>
      withOrganization(
        organizationId,
        async (manager) => (await manager.findOneBy(Organization, { id: organizationId })) ?? undefined,
      ),
    updateOrganization: (organizationId, change) =>
      withOrganization(organizationId, async (manager) => {
        await manager.update(Organization, { id: organizationId }, { ...change, updatedAt: new Date() });
        return (await manager.findOneBy(Organization, { id: organizationId })) ?? undefined;
      }).catch((error: unknown) => {
        if ((error as { code?: string }).code !== '23505') throw error;
        throw new DomainError('conflict', say('slug_taken'));
      }),
  };
}

/**
 * A session's row is what its log says, also where that names an agent who was deleted in the very moment: no foreign key
 * may keep it from being written, so whoever deletes looks here.
 */
function hasHeldSessions(column: 'id' | 'user_id') {
  return async (manager: EntityManager, organizationId: string, id: string): Promise<boolean> => {
    const held = await manager.query<unknown[]>(
      `SELECT 1 FROM sessions s JOIN agents a ON a.id = s.agent_id
       WHERE s.organization_id = $1 AND a.organization_id = $1 AND a.${column} = $2 LIMIT 1`,
      [organizationId, id],
    );
    return held.length > 0;
  };
}

/** Somebody else must be an active admin. Whoever takes an admin away stands in line, so that the last two cannot both go. */
async function keepAnAdmin(manager: EntityManager, organizationId: string, userId: string): Promise<void> {
  await manager.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`admins ${organizationId}`]);
  const [{ isAdmin, others }] = await manager.query<[{ isAdmin: boolean; others: boolean }]>(
    `SELECT coalesce(bool_or(id = $2), false) AS "isAdmin", coalesce(bool_or(id <> $2), false) AS others
     FROM users WHERE organization_id = $1 AND role = 'admin' AND is_active`,
    [organizationId, userId],
  );
  if (!isAdmin || others) return;
  throw new DomainError('conflict', say('only_admin'));
}

/** A new agent is a user of this organization, is no agent yet, and fits its plan. */
export async function checkAgent(
  manager: EntityManager,
  organizationId: string,
  given: { id?: string; userId?: string },
): Promise<void> {
  if (given.id !== undefined || given.userId === undefined) return;
  await manager.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`agents ${organizationId}`]);
  const user = await manager.findOneBy(User, { id: given.userId, organizationId });
  if (!user) {
    throw new DomainError('invalid', 'There is no such user.', {
      errors: [{ path: 'userId', message: 'There is no such user.' }],
    });
  }
  if (await manager.existsBy(Agent, { userId: given.userId, organizationId })) {
    throw new DomainError('conflict', say('agent_already'));
  }
  const organization = await manager.findOneBy(Organization, { id: organizationId });
  const count = await manager.countBy(Agent, { organizationId });
  if (organization && count >= organization.maxAgents) {
    throw new DomainError('capacity', say('agents_full', { count: organization.maxAgents }));
  }
}
