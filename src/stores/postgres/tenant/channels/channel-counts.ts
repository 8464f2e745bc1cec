import type { ChannelCounts } from '../../../../protocol/channels';
import type { WithOrganization } from '../../sql/paging';

interface Row {
  since: Date;
  events: string;
  messages: string;
  states: string;
  eventsFailed: string;
  notUnderstood: string;
  sent: string;
  failed: string;
  uncertain: string;
}

/** Both tables are read by an index over the channel and the time. */
const text = `WITH span AS (SELECT now() - interval '24 hours' AS since),
  came AS (
    SELECT count(*) AS events, coalesce(sum(messages), 0) AS messages, coalesce(sum(states), 0) AS states,
      count(*) FILTER (WHERE status = 'failed') AS events_failed,
      count(*) FILTER (WHERE status = 'not_understood') AS not_understood
    FROM inbound_events
    WHERE organization_id = $1 AND channel_id = $2 AND received_at >= (SELECT since FROM span)),
  went AS (
    SELECT count(*) FILTER (WHERE state IN ('sent', 'delivered', 'read')) AS sent,
      count(*) FILTER (WHERE state = 'failed') AS failed, count(*) FILTER (WHERE state = 'uncertain') AS uncertain
    FROM deliveries
    WHERE state NOT IN ('queued', 'sending') AND organization_id = $1 AND channel_id = $2
      AND created_at >= (SELECT since FROM span))
  SELECT since, events, messages, states, events_failed AS "eventsFailed", not_understood AS "notUnderstood", sent, failed, uncertain
  FROM span, came, went`;

/** What came in and what went out in the last 24 hours. */
export function createChannelCounts(withOrganization: WithOrganization) {
  return (organizationId: string, channelId: string): Promise<ChannelCounts> =>
    withOrganization(organizationId, async (manager) => {
      const [row] = await manager.query<Row[]>(text, [organizationId, channelId]);
      const { since, ...counts } = row!;
      const numbers = Object.entries(counts).map(([name, count]) => [name, Number(count)] as const);
      return { since: since.toISOString(), ...Object.fromEntries(numbers) } as ChannelCounts;
    });
}
