import type { ListReachable, Reachable } from '../../../notifications/store';
import type { Query } from './query';

/** Whoever wants some mail, or has a device that takes pushes and whose login lives. */
const reachable = `SELECT a.id AS "agentId", a.status = 'offline' AS "isOffline",
    coalesce((SELECT jsonb_agg(jsonb_build_object('kind', c.kind, 'way', c.way, 'wanted', c.wanted))
      FROM notification_choices c WHERE c.agent_id = a.id), '[]') AS choices,
    ARRAY(SELECT p.id FROM push_devices p WHERE p.agent_id = a.id
      AND EXISTS (SELECT FROM refresh_tokens r WHERE r.family = p.family AND r.expires_at > now())) AS devices
  FROM agents a JOIN users u ON u.id = a.user_id AND u.is_active
  WHERE a.organization_id = $1 AND (EXISTS (SELECT FROM push_devices p WHERE p.agent_id = a.id)
    OR EXISTS (SELECT FROM notification_choices c WHERE c.agent_id = a.id AND c.way = 'mail' AND c.wanted))`;

const forget = `DELETE FROM push_devices WHERE endpoint = $1
  AND family NOT IN (SELECT family FROM refresh_tokens WHERE token_hash = $2)`;

/** A token that was used lives on for the seconds in which two tabs may use it. */
const deviceOfLogin = `SELECT p.organization_id AS "organizationId", p.id AS "deviceId"
  FROM push_devices p JOIN refresh_tokens r ON r.family = p.family
  WHERE r.token_hash = $1 AND r.expires_at > now() AND (r.used_at IS NULL OR r.used_at > now() - interval '30 seconds')`;

export interface ReachableAgents {
  reachableAgents: ListReachable;
  /** A browser that subscribes is known nowhere else any more. @param tokenHash of the login that has it from now on */
  forgetPushEndpoint(endpoint: string, tokenHash: string): Promise<void>;
  /** The device of the login that the newest refresh token names. */
  pushDeviceOf(tokenHash: string): Promise<{ organizationId: string; deviceId: string } | undefined>;
}

export function createReachableAgents(query: Query): ReachableAgents {
  return {
    reachableAgents: (organizationId) => query<Reachable>('reachable-agents', reachable, [organizationId]),
    async pushDeviceOf(tokenHash) {
      const [row] = await query<{ organizationId: string; deviceId: string }>(
        'push-device-of',
        deviceOfLogin,
        [tokenHash],
      );
      return row;
    },
    async forgetPushEndpoint(endpoint, tokenHash) {
      await query('forget-push-endpoint', forget, [endpoint, tokenHash]);
    },
  };
}
