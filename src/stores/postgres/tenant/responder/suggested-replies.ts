import type { CopilotReport } from '../../../../protocol/copilot';
import type { SuggestedReplyStore } from '../../../../responder/copilot/store';
import type { WithOrganization } from '../../sql/paging';

/** A suggested reply is a row of `answers`: what it was made from and what it cost stand beside it. */
export function createSuggestedReplyStore(withOrganization: WithOrganization): SuggestedReplyStore {
  return {
    text: ({ organizationId, sessionId, id }) =>
      withOrganization(organizationId, async (manager) => {
        const rows: Array<{ text: string | null }> = await manager.query(
          `SELECT text FROM answers WHERE organization_id = $1 AND session_id = $2 AND id = $3 AND decision = 'suggested'`,
          [organizationId, sessionId, id],
        );
        return rows[0] && (rows[0].text ?? '');
      }),
    settle: ({ organizationId, sessionId, id }, outcome, messageId) =>
      withOrganization(organizationId, async (manager) => {
        await manager.query(
          `UPDATE answers SET outcome = $4, message_id = $5
           WHERE organization_id = $1 AND session_id = $2 AND id = $3 AND decision = 'suggested' AND message_id IS NULL`,
          [organizationId, sessionId, id, outcome, messageId ?? null],
        );
      }),
    report: (organizationId, since) =>
      withOrganization(organizationId, async (manager) => {
        const [row] = (await manager.query(
          `SELECT count(*)::int AS suggested, (count(*) FILTER (WHERE outcome = 'as_is'))::int AS "asIs",
             (count(*) FILTER (WHERE outcome = 'edited'))::int AS edited,
             (count(*) FILTER (WHERE outcome = 'dismissed'))::int AS dismissed
           FROM answers WHERE organization_id = $1 AND created_at >= $2 AND decision = 'suggested'`,
          [organizationId, since],
        )) as [CopilotReport];
        return row;
      }),
  };
}
