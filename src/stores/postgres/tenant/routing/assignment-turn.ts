// One node at a time assigns in an organization.
import type { PoolClient } from 'pg';
import type { ChannelType } from '../../../../protocol/model/channel';
import { routingSettings } from '../../../../protocol/routing';
import type { AgentProfile, AgentWithLoad, AssignmentTurn, Turn } from '../../../../routing/store';
import type { TeamRules } from '../../../../routing/teams';
import { wishOf } from '../../../../sessions/session';
import { waitingOfEachTeam } from '../../rows/queue-order';
import { toState, type StoredSession } from '../../rows/session-mapping';
import type { Turns } from '../turns';

/** Everybody who may sign in, with what they hold; nothing here grows with it but the numbers. */
const agentsWithLoad = `SELECT a.id, a.display_name AS name, a.max_concurrent_chats AS "maxConcurrentChats", a.specialties,
    a.languages, a.status, coalesce(held.by_channel, '{}') AS held
  FROM agents a JOIN users u ON u.id = a.user_id AND u.is_active
  LEFT JOIN (
    SELECT agent_id, jsonb_object_agg(channel_type, n) AS by_channel
    FROM (SELECT agent_id, channel_type, count(*) AS n FROM sessions
      WHERE organization_id = $1 AND status = 'with_agent' AND snoozed_until IS NULL GROUP BY agent_id, channel_type) AS counted
    GROUP BY agent_id
  ) AS held ON held.agent_id = a.id
  WHERE a.organization_id = $1`;

const lastAgents = `SELECT DISTINCT ON (customer_id) customer_id AS "customerId", agent_id AS "agentId" FROM sessions
  WHERE customer_id = ANY ($1::uuid[]) AND agent_id IS NOT NULL ORDER BY customer_id, last_message_at DESC`;

const owners = `SELECT c.id AS "customerId", co.owner_agent_id AS "agentId" FROM customers c JOIN companies co ON co.id = c.company_id
  WHERE c.id = ANY ($1::uuid[]) AND co.tier <> 'standard' AND co.owner_agent_id IS NOT NULL`;

const rules = `SELECT coalesce((SELECT jsonb_object_agg(key, value) FROM settings
    WHERE organization_id = $1 AND category = 'routing'), '{}') AS settings, coalesce((
    SELECT jsonb_agg(jsonb_build_object('id', id, 'name', name, 'agentIds', agent_ids, 'labels', labels,
      'languages', languages, 'channelIds', channel_ids) ORDER BY created_at, id)
    FROM teams WHERE organization_id = $1), '[]') AS teams`;

export const assignmentTurn =
  ({ turn }: Turns): AssignmentTurn =>
  (organizationId, work) =>
    turn({ organizationId, name: 'assign' }, (client) => work(turnOf(client, organizationId)));

function turnOf(client: PoolClient, organizationId: string): Turn {
  return {
    async agents() {
      const { rows } = await client.query<AgentProfile & { held: Partial<Record<ChannelType, number>> }>({
        name: 'assignment.agents',
        text: agentsWithLoad,
        values: [organizationId],
      });
      return rows satisfies AgentWithLoad[];
    },
    async waiting(limit) {
      const { rows } = await client.query<StoredSession>({
        name: 'assignment.waiting',
        text: waitingOfEachTeam,
        values: [organizationId, limit],
      });
      return rows.map(toState).map((state) => ({ ...state, ...wishOf(state) }));
    },
    async rules() {
      const { rows } = await client.query<{ teams: TeamRules[]; settings: object }>({
        name: 'assignment.rules',
        text: rules,
        values: [organizationId],
      });
      const { teams, settings } = rows[0]!;
      return { teams, settings: routingSettings.safeParse(settings).data ?? routingSettings.parse({}) };
    },
    async owners(customerIds) {
      const { rows } = await client.query<{ customerId: string; agentId: string }>({
        name: 'assignment.owners',
        text: owners,
        values: [customerIds],
      });
      return new Map(rows.map(({ customerId, agentId }) => [customerId, agentId]));
    },
    async lastAgents(customerIds) {
      const { rows } = await client.query<{ customerId: string; agentId: string }>({
        name: 'assignment.last-agents',
        text: lastAgents,
        values: [customerIds],
      });
      return new Map(rows.map(({ customerId, agentId }) => [customerId, agentId]));
    },
  };
}
