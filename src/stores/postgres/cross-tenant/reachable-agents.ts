import type { Choice, ListReachable, Reachable } from '../../../notifications/store';
import type { Query } from './query';

type Row = Omit<Reachable, 'choices'> & { choices: Choice[] };

/** Whoever wants some mail; with it what they want by no console. */
const reachable = `SELECT a.organization_id AS "organizationId", a.id AS "agentId", a.status = 'offline' AS "isOffline",
    jsonb_agg(jsonb_build_object('kind', c.kind, 'way', c.way, 'wanted', c.wanted)) AS choices
  FROM notification_choices c JOIN agents a ON a.id = c.agent_id JOIN users u ON u.id = a.user_id AND u.is_active
  WHERE c.agent_id IN (SELECT agent_id FROM notification_choices WHERE way = 'mail' AND wanted)
  GROUP BY a.organization_id, a.id, a.status`;

export function createListReachable(query: Query): ListReachable {
  return () => query<Row>('reachable-agents', reachable);
}
