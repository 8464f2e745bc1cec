import type { AnalyticsStore, DayNumbers, KeptAndMissed } from '../../../../insights/analytics';
import type { WithOrganization } from '../../sql/paging';

/** What goes on in another conversation is counted there. Each part is counted once: inlined, the two below were counted again for every day. One row a day, from the sessions that started on it and the answers given on it. */
const daysQuery = `
WITH chosen AS MATERIALIZED (
  SELECT *, (started_at AT TIME ZONE 'UTC')::date AS day FROM sessions
  WHERE organization_id = $1 AND merged_into IS NULL
    AND started_at >= ($2::date)::timestamp AT TIME ZONE 'UTC' AND started_at < ($3::date + 1)::timestamp AT TIME ZONE 'UTC'
    AND ($4::text IS NULL OR channel_type = $4)
), answered AS MATERIALIZED (
  SELECT c.day, avg(a.latency_ms) / 1000.0 AS seconds
  FROM answers a JOIN chosen c ON c.id = a.session_id
  WHERE a.organization_id = $1 AND a.decision = 'answer' GROUP BY c.day
), channels AS MATERIALIZED (
  SELECT day, jsonb_object_agg(channel_type, jsonb_build_object('totalConversations', total)) AS metrics
  FROM (SELECT day, channel_type, count(*) AS total FROM chosen GROUP BY day, channel_type) AS counted GROUP BY day
)
SELECT to_char(c.day, 'YYYY-MM-DD') AS date,
  count(*)::int AS total,
  (count(*) FILTER (WHERE status = 'closed' AND agent_id IS NULL AND metadata -> 'handover' IS NULL))::int AS by_ai,
  (count(*) FILTER (WHERE status = 'closed' AND (agent_id IS NOT NULL OR metadata -> 'handover' IS NOT NULL)))::int AS by_agent,
  (SELECT seconds FROM answered WHERE answered.day = c.day)::float AS response_seconds,
  avg(first_human_response_seconds)::float AS human_seconds,
  (avg(extract(epoch FROM ended_at - started_at)) FILTER (WHERE status = 'closed'))::float AS resolution_seconds,
  (avg((metadata #>> '{rating,score}')::float))::float AS satisfaction,
  (SELECT metrics FROM channels WHERE channels.day = c.day) AS channels
FROM chosen c GROUP BY c.day ORDER BY c.day`;

const slaQuery = `SELECT policy_id AS "policyId",
    first_value(name) OVER (PARTITION BY policy_id ORDER BY newest DESC) AS policy, target, kept, missed
  FROM (SELECT o.policy_id, o.target, (array_agg(o.policy_name ORDER BY o.at DESC))[1] AS name, max(o.at) AS newest,
      (count(*) FILTER (WHERE o.kept))::int AS kept, (count(*) FILTER (WHERE NOT o.kept))::int AS missed
    FROM promise_outcomes o
    WHERE o.organization_id = $1
      AND o.at >= ($2::date)::timestamp AT TIME ZONE 'UTC' AND o.at < ($3::date + 1)::timestamp AT TIME ZONE 'UTC'
      AND ($4::text IS NULL OR EXISTS (SELECT FROM sessions s WHERE s.id = o.session_id AND s.channel_type = $4))
    GROUP BY o.policy_id, o.target) AS counted
  ORDER BY policy, policy_id, array_position(ARRAY['first_reply', 'next_reply', 'resolution'], target::text)`;

interface DayRow {
  date: string;
  total: number;
  by_ai: number;
  by_agent: number;
  response_seconds: number | null;
  human_seconds: number | null;
  resolution_seconds: number | null;
  satisfaction: number | null;
  channels: DayNumbers['channelMetrics'];
}

export function createAnalyticsStore(withOrganization: WithOrganization): AnalyticsStore {
  return {
    days: (organizationId, { from, to, channelType }) =>
      withOrganization(organizationId, async (manager) => {
        const rows: DayRow[] = await manager.query(daysQuery, [
          organizationId,
          from,
          to,
          channelType ?? null,
        ]);
        return rows.map(toDay);
      }),

    slaOutcomes: (organizationId, { from, to, channelType }) =>
      withOrganization(organizationId, (manager) =>
        manager.query<KeptAndMissed[]>(slaQuery, [organizationId, from, to, channelType ?? null]),
      ),

    keep: (organizationId, days) =>
      withOrganization(organizationId, async (manager) => {
        for (const day of days) {
          await manager.query(
            `INSERT INTO analytics (organization_id, date, total_conversations, ai_resolved_conversations,
               agent_resolved_conversations, avg_response_time_seconds, avg_resolution_time_seconds,
               avg_satisfaction_score, channel_metrics, avg_first_human_response_seconds)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
             ON CONFLICT (organization_id, date) DO UPDATE SET total_conversations = excluded.total_conversations,
               ai_resolved_conversations = excluded.ai_resolved_conversations,
               agent_resolved_conversations = excluded.agent_resolved_conversations,
               avg_response_time_seconds = excluded.avg_response_time_seconds,
               avg_resolution_time_seconds = excluded.avg_resolution_time_seconds,
               avg_satisfaction_score = excluded.avg_satisfaction_score,
               channel_metrics = excluded.channel_metrics,
               avg_first_human_response_seconds = excluded.avg_first_human_response_seconds, updated_at = now()`,
            [organizationId, ...valuesOf(day)],
          );
        }
      }),
  };
}

function valuesOf(day: DayNumbers): unknown[] {
  return [
    day.date,
    day.totalConversations,
    day.aiResolvedConversations,
    day.agentResolvedConversations,
    day.avgResponseTimeSeconds,
    day.avgResolutionTimeSeconds,
    day.avgSatisfactionScore,
    JSON.stringify(day.channelMetrics),
    day.avgFirstHumanResponseSeconds,
  ];
}

function toDay(row: DayRow): DayNumbers {
  return {
    date: row.date,
    totalConversations: row.total,
    aiResolvedConversations: row.by_ai,
    agentResolvedConversations: row.by_agent,
    avgResponseTimeSeconds: row.response_seconds,
    avgFirstHumanResponseSeconds: row.human_seconds,
    avgResolutionTimeSeconds: row.resolution_seconds,
    avgSatisfactionScore: row.satisfaction,
    channelMetrics: row.channels,
  };
}
