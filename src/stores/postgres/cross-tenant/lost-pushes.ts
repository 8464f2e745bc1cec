import type { LostPushes } from '../../../notifications/store';
import { withPlace } from '../rows/news-place';
import type { Query } from './query';

const atOnce = 200;

/** What was due a moment ago has its bell still. In any order: a service that takes nothing hides no others. */
const devices = `SELECT organization_id AS "organizationId", device_id AS "deviceId" FROM push_news
  WHERE due_at < now() - interval '15 seconds' GROUP BY organization_id, device_id ORDER BY random() LIMIT $1`;

/** What was said last, which a line that nobody said does not make newer. */
const saidAt = `(s.last_message ->> 'timestamp')::timestamptz`;
const recent = `BETWEEN now() - interval '10 minutes' AND now() - interval '30 seconds'`;

/**
 * Newer ones have their bell still, and of older ones somebody was told in another way. Clocks of nodes are a minute apart at
 * most. Of each kind any of all: what nobody wants to hear of is found until it is old, and hides no others.
 */
const unnotified = `(SELECT s.organization_id AS "organizationId", s.id AS "sessionId", NULL::uuid AS "agentId", 'waiting' AS kind, NULL::uuid AS "noteId"
  FROM sessions s
  WHERE s.status = 'waiting' AND s.queued_at ${recent}
    AND EXISTS (SELECT FROM push_devices p WHERE p.organization_id = s.organization_id)
    AND NOT EXISTS (SELECT FROM push_news n WHERE n.session_id = s.id AND n.at > s.queued_at - interval '1 minute')
  ORDER BY random() LIMIT $1)
UNION ALL
(SELECT s.organization_id, s.id, s.agent_id, 'message', NULL FROM sessions s
  WHERE s.status = 'with_agent' AND s.team_received > s.team_read AND s.last_message ->> 'sender' = 'customer'
    AND ${saidAt} ${recent}
    AND EXISTS (SELECT FROM push_devices p WHERE p.agent_id = s.agent_id)
    AND NOT EXISTS (SELECT FROM push_news n JOIN push_devices p ON p.id = n.device_id AND p.agent_id = s.agent_id
      WHERE n.session_id = s.id AND n.at > ${saidAt} - interval '1 minute')
  ORDER BY random() LIMIT $1)
UNION ALL
(SELECT m.organization_id, m.session_id, m.agent_id, 'mentioned', m.note_id FROM mentions m
  WHERE m.read_at IS NULL AND m.created_at ${recent}
    AND EXISTS (SELECT FROM push_devices p WHERE p.agent_id = m.agent_id)
    AND NOT EXISTS (SELECT FROM push_news n JOIN push_devices p ON p.id = n.device_id AND p.agent_id = m.agent_id
      WHERE n.about_id = coalesce(m.session_id, m.note_id) AND n.at > m.created_at - interval '1 minute')
  GROUP BY m.organization_id, m.session_id, m.note_id, m.agent_id ORDER BY random() LIMIT $1)`;

type Unnotified = Awaited<ReturnType<LostPushes['unnotified']>>[number];
type Row = Pick<Unnotified, 'organizationId' | 'agentId' | 'kind'> & {
  sessionId: string | null;
  noteId: string | null;
};

export function createLostPushes(query: Query): LostPushes {
  return {
    devices: () => query('lost-pushes', devices, [atOnce]),
    unnotified: async () => (await query<Row>('unnotified-pushes', unnotified, [atOnce])).map(withPlace),
  };
}
