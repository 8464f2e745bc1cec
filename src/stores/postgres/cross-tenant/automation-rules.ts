import type { RuleSweep } from '../../../automations/rules/store';
import type { Query } from './query';

const silent = (who: 'customer' | 'team', since: string) => `
  SELECT w.organization_id, w.session_id FROM on_now r
    CROSS JOIN LATERAL (SELECT (r.definition -> 'when' ->> 'minutes')::int * interval '1 minute' AS long) m
    JOIN automation_watches w ON w.organization_id = r.organization_id AND w.${since}_at >= r.active_since
      AND w.${since}_at <= now() - m.long AND w.${since}_at > now() - m.long - interval '7 days'
  WHERE r.definition -> 'when' ->> 'on' = '${who}_silent' AND NOT EXISTS (
    SELECT FROM automation_runs x WHERE x.rule_id = r.id AND x.session_id = w.session_id AND x.seq = w.${since}_seq)`;

/**
 * What was written a moment ago has its bell still. Changes of customers are said in open conversations, and do not move their time:
 * where a rule waits for one, it is the end of the log that says whether somebody has looked.
 */
const toLook = `
  WITH on_now AS MATERIALIZED (SELECT * FROM automation_rules WHERE active_since IS NOT NULL),
    since AS (SELECT organization_id, min(active_since) AS first,
      bool_or(definition -> 'when' ->> 'on' IN ('attribute_changed', 'company_attribute_changed')) AS by_changes FROM on_now GROUP BY organization_id)
  SELECT DISTINCT organization_id AS "organizationId", session_id AS "sessionId" FROM (
    (SELECT s.organization_id, s.id AS session_id FROM since
      JOIN sessions s ON s.organization_id = since.organization_id
        AND (s.last_message_at >= greatest(since.first, now() - interval '1 day')
          OR (since.by_changes AND s.status <> 'closed'))
        AND s.last_message_at < now() - interval '2 seconds'
      JOIN customers c ON c.id = s.customer_id AND c.erased_at IS NULL
      LEFT JOIN automation_watches w ON w.session_id = s.id
      WHERE coalesce(w.seq, 0) < s.head_seq LIMIT $1)
    UNION ALL (SELECT organization_id, session_id FROM automation_runs
      WHERE status = 'pending' AND due_at < now() - interval '2 seconds' ORDER BY due_at LIMIT $1)
    UNION ALL (${silent('customer', 'answered')} LIMIT $1)
    UNION ALL (${silent('team', 'awaiting')} LIMIT $1)
  ) AS found`;

const toTell = `SELECT DISTINCT organization_id AS id FROM attribute_changes
  WHERE told_at IS NULL AND created_at < now() - interval '2 seconds' LIMIT $1`;

export function createRuleSweep(query: Query): RuleSweep {
  return {
    toTell: async (limit) => {
      const rows = await query<{ id: string }>('changes-to-tell', toTell, [limit]);
      return rows.map(({ id }) => id);
    },
    toLook: (limit) => query<{ organizationId: string; sessionId: string }>('rules-to-look', toLook, [limit]),
  };
}
