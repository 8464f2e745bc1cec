import type { ListReachable, Reachable } from '../../../notifications/store';
import type { Query } from './query';

/** Whoever wants some mail, or has a device that takes pushes and whose login lives. */
const reachable = `SELECT a.organization_id AS "organizationId", a.id AS "agentId", a.status = 'offline' AS "isOffline",
    coalesce((SELECT jsonb_agg(jsonb_build_object('kind', c.kind, 'way', c.way, 'wanted', c.wanted))
      FROM notification_choices c WHERE c.agent_id = a.id), '[]') AS choices,
    ARRAY(SELECT p.id FROM push_devices p WHERE p.agent_id = a.id
      AND EXISTS (SELECT FROM refresh_tokens r WHERE r.family = p.family AND r.expires_at > now())) AS devices
  FROM agents a JOIN users u ON u.id = a.user_id AND u.is_active
  WHERE a.id IN (SELECT agent_id FROM notification_choices WHERE way = 'mail' AND wanted
    UNION SELECT agent_id FROM push_devices)`;

export interface ReachableAgents {
  reachableAgents: ListReachable;
  /** A browser that subscribes is known nowhere else any more. */
  forgetPushEndpoint(endpoint: string): Promise<void>;
}

export function createReachableAgents(query: Query): ReachableAgents {
  return {
    reachableAgents: () => query<Reachable>('reachable-agents', reachable),
    async forgetPushEndpoint(endpoint) {
      await query('forget-push-endpoint', 'DELETE FROM push_devices WHERE endpoint = $1', [endpoint]);
    },
  };
}
