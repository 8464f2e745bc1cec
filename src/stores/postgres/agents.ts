// What routing knows of agents: who there is, how much each takes, and the presence it chose last.
import { In } from 'typeorm';
import { notFound } from '../../errors';
import type { Presence } from '../../protocol/things';
import type { AgentRef } from '../../sessions/commands';
import { Agent, User } from './entities';
import type { WithOrganization } from './paging';

export interface AgentDirectory {
  /** Those whose users may sign in. */
  list(
    organizationId: string,
  ): Promise<Array<AgentRef & { maxConcurrentChats: number; specialties: string[]; status: Presence }>>;
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
