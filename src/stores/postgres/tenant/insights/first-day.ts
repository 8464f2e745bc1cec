import type { FirstDayFacts } from '../../../../insights/first-day';
import type { WithOrganization } from '../../sql/paging';
import { sampleRow } from '../knowledge/sample-articles';

/** Each looks for one row, but the samples are counted. What the demo brought is none of one's own. */
const text = `SELECT
    (SELECT string_agg(name, ', ' ORDER BY created_at) FROM channels WHERE is_active) AS channels,
    (SELECT health ->> 'seenOn' FROM channels WHERE health ->> 'seenOn' IS NOT NULL
     ORDER BY health ->> 'seenAt' DESC LIMIT 1) AS "seenOn",
    EXISTS (SELECT 1 FROM knowledge_base WHERE (${sampleRow}) IS NOT TRUE) AS article,
    (SELECT count(*)::int FROM knowledge_base WHERE ${sampleRow}) AS samples,
    (SELECT name FROM organizations WHERE id = $1) AS name,
    EXISTS (SELECT 1 FROM agents WHERE status = 'online') AS online,
    EXISTS (SELECT 1 FROM answers WHERE decision = 'answer') AS answer,
    (SELECT count(*) FROM (SELECT 1 FROM users LIMIT 2) two) = 2 OR EXISTS (SELECT 1 FROM invitations) AS colleague,
    EXISTS (SELECT 1 FROM settings WHERE category = 'businessHours') AS hours,
    EXISTS (SELECT 1 FROM sessions s JOIN channels c ON c.id = s.channel_id
      WHERE s.head_seq > 0 AND s.last_message_at >= (c.health ->> 'seenAt')::timestamptz) AS message`;

export function createFirstDay(withOrganization: WithOrganization) {
  return (organizationId: string): Promise<FirstDayFacts> =>
    withOrganization(organizationId, async (manager) => {
      const [row] = await manager.query<FirstDayFacts[]>(text, [organizationId]);
      return row!;
    });
}
