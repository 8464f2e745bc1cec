import type { JobCounts } from '../../../protocol/jobs';
import type { WithOrganization } from '../sql/paging';

export type WaitingRows = Omit<JobCounts, 'jobs'>;

const recently = `now() - interval '7 days'`;
const text = `SELECT
  (SELECT json_build_object(
     'queued', count(*) FILTER (WHERE state IN ('queued', 'sending')),
     'failed', count(*) FILTER (WHERE state = 'failed'),
     'uncertain', count(*) FILTER (WHERE state = 'uncertain'))
   FROM deliveries WHERE organization_id = $1
     AND (state IN ('queued', 'sending') OR state IN ('failed', 'uncertain') AND created_at >= ${recently})) AS deliveries,
  (SELECT json_build_object(
     'pending', count(*) FILTER (WHERE status = 'pending'), 'failed', count(*) FILTER (WHERE status = 'failed'))
   FROM inbound_events WHERE organization_id = $1 AND status IN ('pending', 'failed')) AS "inboundEvents",
  (SELECT json_build_object(
     'running', count(*) FILTER (WHERE status IN ('waiting', 'running')), 'failed', count(*) FILTER (WHERE status = 'failed'))
   FROM knowledge_imports WHERE organization_id = $1
     AND (status IN ('waiting', 'running') OR status = 'failed' AND created_at >= ${recently})) AS imports,
  (SELECT json_build_object(
     'waiting', count(*) FILTER (WHERE held_because IS NULL), 'held', count(*) FILTER (WHERE held_because IS NOT NULL))
   FROM scheduled_messages WHERE organization_id = $1) AS "scheduledMessages"`;

/** How much waits in tables whose rows have tries of their own. */
export function createWaitingRows(withOrganization: WithOrganization) {
  return (organizationId: string): Promise<WaitingRows> =>
    withOrganization(organizationId, async (manager) => {
      const [row] = await manager.query<WaitingRows[]>(text, [organizationId]);
      return row!;
    });
}
