// What routing knows of agents: who there is, how much each takes, and the presence it chose last.
import { In } from 'typeorm';
import { notFound } from '../../../errors';
import type { Presence } from '../../../protocol/model/presence';
import type { AgentRef } from '../../../sessions/commands';
import { Agent, User } from '../entities';
import type { WithOrganization } from '../paging';

export interface AgentDirectory {
  /** Those whose users may sign in. */
  list(
    organizationId: string,
  ): Promise<Array<AgentRef & { maxConcurrentChats: number; specialties: string[]; status: Presence }>>;
  /** What they know, each word of it once. */
  specialties(organizationId: string): Promise<string[]>;
  /** Throws `not_found`. */
  get(organizationId: string, agentId: string): Promise<AgentRef>;
  /** Throws `not_found`. */
  saveStatus(choice: { organizationId: string; agentId: string; status: Presence }): Promise<void>;
}

export function createAgentDirectory(withOrganization: WithOrganization): AgentDirectory {
  return {
    list: (organizationId) =>
      withOrganization(organizationId, async (manager) => {
        const people = await manager.findBy(User, { organizationId, isActive: true });
        const active = people.map(({ id }) => id);
        const agents = await manager.findBy(Agent, { organizationId, userId: In(active) });
        return agents.map(({ id, displayName, maxConcurrentChats, specialties, status }) => ({
          id,
          name: displayName,
          maxConcurrentChats,
          specialties,
          status: status as Presence,
        }));
      }),
    specialties: (organizationId) =>
      withOrganization(organizationId, async (manager) => {
        const rows = await manager.query<Array<{ specialty: string }>>(
          `SELECT DISTINCT unnest(a.specialties) AS specialty FROM agents a JOIN users u ON u.id = a.user_id
           WHERE a.organization_id = $1 AND u.organization_id = $1 AND u.is_active`,
          [organizationId],
        );
        return rows.map(({ specialty }) => specialty);
      }),
    get: (organizationId, agentId) =>
      withOrganization(organizationId, async (manager) => {
        const agent = await manager.findOneBy(Agent, { organizationId, id: agentId });
        if (!agent) throw notFound('agent');
        return { id: agent.id, name: agent.displayName };
      }),
    saveStatus: ({ organizationId, agentId, status }) =>
      withOrganization(organizationId, async (manager) => {
        const { affected } = await manager.update(Agent, { organizationId, id: agentId }, { status });
        if (!affected) throw notFound('agent');
      }),
  };
}
