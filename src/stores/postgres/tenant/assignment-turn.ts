// One node at a time assigns in an organization: the database keeps the line, and lets go of whoever died or fell silent.
import type { PoolClient } from 'pg';
import type { ChannelType } from '../../../protocol/model/channel';
import type { AgentProfile, AgentWithLoad, AssignmentTurn, Turn } from '../../../routing/store';
import { wishOf } from '../../../sessions/session';
import { asUnavailable } from '../../unavailable';
import type { Login } from '../connection/database-roles';
import { openPool, type PoolOptions } from '../connection/pool';
import { selectSessions, toState, waitingFirst, type StoredSession } from '../session-mapping';

/** What may hold a turn up: the wait for it, and a holder that says nothing. */
const times = { lock_timeout: '3s', idle_in_transaction_session_timeout: '10s' };
/** Turns of so many organizations at the same time. */
const turns = 4;

const begin = `SELECT set_config('app.organization_id', $1, true), pg_advisory_xact_lock(hashtextextended('assign ' || $1, 0))`;

/** Everybody who may sign in, with what they hold; nothing here grows with it but the numbers. */
const agentsWithLoad = `SELECT a.id, a.display_name AS name, a.max_concurrent_chats AS "maxConcurrentChats", a.specialties,
    a.status, coalesce(held.by_channel, '{}') AS held
  FROM agents a JOIN users u ON u.id = a.user_id AND u.is_active
  LEFT JOIN (
    SELECT agent_id, jsonb_object_agg(channel_type, n) AS by_channel
    FROM (SELECT agent_id, channel_type, count(*) AS n FROM sessions
      WHERE organization_id = $1 AND status = 'with_agent' GROUP BY agent_id, channel_type) AS counted
    GROUP BY agent_id
  ) AS held ON held.agent_id = a.id
  WHERE a.organization_id = $1`;

const lastAgents = `SELECT DISTINCT ON (customer_id) customer_id AS "customerId", agent_id AS "agentId" FROM sessions
  WHERE customer_id = ANY ($1::uuid[]) AND agent_id IS NOT NULL ORDER BY customer_id, last_message_at DESC`;

/** A pool of its own: what a turn does needs the others, and must not wait for those who wait for a turn. */
export function openAssignmentTurns({
  url,
  login,
  log,
}: Pick<PoolOptions, 'url' | 'log'> & { login: Login }): {
  turn: AssignmentTurn;
  close(): Promise<void>;
} {
  const pool = openPool({ url, login, log, size: turns, settings: times });

  async function turn<T>(organizationId: string, work: (turn: Turn) => Promise<T>): Promise<T> {
    const client = await pool.connect().catch((error: unknown) => {
      throw asUnavailable(error);
    });
    let whole = false;
    // The server may end it while nobody asks anything: the next query then says so.
    const ignore = (): void => undefined;
    client.on('error', ignore);
    try {
      await client.query('BEGIN');
      await client.query({ name: 'assignment.begin', text: begin, values: [organizationId] });
      const result = await work(turnOf(client, organizationId));
      // What was decided stands in the log, however the turn ends.
      whole = await client.query('COMMIT').then(
        () => true,
        () => false,
      );
      return result;
    } catch (error) {
      throw asUnavailable(error);
    } finally {
      client.off('error', ignore);
      client.release(!whole);
    }
  }

  return { turn, close: () => pool.end() };
}

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
        text: `${selectSessions} ${waitingFirst}`,
        values: [organizationId, limit],
      });
      return rows.map(toState).map((state) => ({ ...state, ...wishOf(state) }));
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
