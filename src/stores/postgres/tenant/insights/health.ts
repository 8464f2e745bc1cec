import type { ChannelTraffic } from '../../../../insights/health';
import type { WithOrganization } from '../../sql/paging';

const since = `now() - interval '7 days'`;

const traffic = `SELECT c.id AS "channelId", greatest(i.at, s.at) AS "lastInAt", d.out_at AS "lastOutAt", coalesce(d.failed, 0)::int AS failed
  FROM channels c
  LEFT JOIN (SELECT channel_id, max(received_at) AS at FROM inbound_events
    WHERE organization_id = $1 AND received_at >= ${since} GROUP BY 1) i ON i.channel_id = c.id
  LEFT JOIN (SELECT channel_id, max(last_message_at) AS at FROM sessions
    WHERE organization_id = $1 AND last_message_at >= ${since} AND channel_type = 'web' GROUP BY 1) s ON s.channel_id = c.id
  LEFT JOIN (SELECT channel_id, max(created_at) FILTER (WHERE state IN ('sent', 'delivered', 'read')) AS out_at,
      count(*) FILTER (WHERE state IN ('failed', 'uncertain') AND created_at >= now() - interval '1 day') AS failed
    FROM deliveries WHERE organization_id = $1 AND created_at >= ${since} GROUP BY 1) d ON d.channel_id = c.id
  WHERE c.organization_id = $1`;

/** A failure of the model hands over, whoever wrote answers beside it. */
const answered = `SELECT max(created_at) FILTER (WHERE provider = $2 AND decision IN ('answer', 'clarify') AND cached IS NULL) AS "lastAnswerAt",
    max(created_at) FILTER (WHERE trigger = 'failure') AS "lastFailureAt"
  FROM answers WHERE organization_id = $1 AND created_at >= ${since}`;

type Times<Names extends string> = Record<Names, Date | null>;

/** What the rows tell of how an organization's parts fare. */
export function createHealthStore(withOrganization: WithOrganization) {
  return {
    traffic: (organizationId: string): Promise<ChannelTraffic[]> =>
      withOrganization(organizationId, async (manager) => {
        const rows = await manager.query<
          Array<{ channelId: string; failed: number } & Times<'lastInAt' | 'lastOutAt'>>
        >(traffic, [organizationId]);
        return rows.map(({ channelId, failed, ...times }) => ({ channelId, failed, ...known(times) }));
      }),
    answered: (organizationId: string, provider: string) =>
      withOrganization(organizationId, async (manager) => {
        const [row] = await manager.query<Array<Times<'lastAnswerAt' | 'lastFailureAt'>>>(answered, [
          organizationId,
          provider,
        ]);
        return known(row!);
      }),
  };
}

function known<Names extends string>(times: Times<Names>): Partial<Record<Names, string>> {
  const there = Object.entries<Date | null>(times).filter(([, at]) => at !== null);
  return Object.fromEntries(there.map(([name, at]) => [name, at!.toISOString()])) as Partial<
    Record<Names, string>
  >;
}
