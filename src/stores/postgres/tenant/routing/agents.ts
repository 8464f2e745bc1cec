// What routing knows of agents: who there is, how much each takes, and the presence it chose last.
import { notFound } from '../../../../errors';
import type { AwayReason, Presence } from '../../../../protocol/model/presence';
import type { AgentRef } from '../../../../sessions/commands';
import type { AgentProfile } from '../../../../routing/store';
import { Agent } from '../../entities';
import type { WithOrganization } from '../../sql/paging';

export interface AgentDirectory {
  /** Those whose users may sign in. */
  list(organizationId: string): Promise<AgentProfile[]>;
  /** What they know, each word of it once. */
  specialties(organizationId: string): Promise<string[]>;
  /** Throws `not_found`. */
  get(organizationId: string, agentId: string): Promise<AgentRef>;
  /** Throws `not_found`. */
  saveStatus(choice: { organizationId: string; agentId: string; status: Presence }): Promise<void>;
  /** From online to away, by nobody's choice; false: it was not online. */
  leaveOnline(gone: { organizationId: string; agentId: string; awayReason: AwayReason }): Promise<boolean>;
  /** From away because nothing was done to online; false: it was not that. */
  comeBack(agent: { organizationId: string; agentId: string }): Promise<boolean>;
}

export function createAgentDirectory(withOrganization: WithOrganization): AgentDirectory {
  return {
    list: (organizationId) =>
      withOrganization(organizationId, (manager) =>
        manager.query(
          `SELECT a.id, a.display_name AS name, a.max_concurrent_chats AS "maxConcurrentChats", a.specialties, a.languages,
             a.status, a.away_reason AS "awayReason"
           FROM agents a JOIN users u ON u.id = a.user_id AND u.is_active WHERE a.organization_id = $1`,
          [organizationId],
        ),
      ),
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
        const { affected } = await manager.update(
          Agent,
          { organizationId, id: agentId },
          { status, awayReason: null },
        );
        if (!affected) throw notFound('agent');
      }),
    leaveOnline: ({ organizationId, agentId, awayReason }) =>
      withOrganization(organizationId, async (manager) => {
        const online = { organizationId, id: agentId, status: 'online' };
        const { affected } = await manager.update(Agent, online, { status: 'away', awayReason });
        return Boolean(affected);
      }),
    comeBack: ({ organizationId, agentId }) =>
      withOrganization(organizationId, async (manager) => {
        const idle = { organizationId, id: agentId, status: 'away', awayReason: 'idle' as const };
        const { affected } = await manager.update(Agent, idle, { status: 'online', awayReason: null });
        return Boolean(affected);
      }),
  };
}
