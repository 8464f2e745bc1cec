import type { DraftPlace, ReplyDraftStore } from '../../../../automations/reply-drafts';
import type { ReplyDraft } from '../../../../protocol/reply-drafts';
import { notFound } from '../../../../errors';
import type { WithOrganization } from '../../sql/paging';
import { isErased } from '../privacy/erasure-guard';

type Row = Omit<ReplyDraft, 'updatedAt'> & { updatedAt: Date };

const placed = `organization_id = $1 AND agent_id = $2 AND session_id = $3 AND kind = $4`;
const valuesOf = (organizationId: string, { agentId, sessionId, kind }: DraftPlace) => [
  organizationId,
  agentId,
  sessionId,
  kind,
];

export function createReplyDraftStore(withOrganization: WithOrganization): ReplyDraftStore {
  return {
    list: (organizationId, agentId) =>
      withOrganization(organizationId, async (manager) => {
        const rows: Row[] = await manager.query(
          `SELECT session_id AS "sessionId", kind, text, version, updated_at AS "updatedAt" FROM reply_drafts
           WHERE organization_id = $1 AND agent_id = $2 ORDER BY updated_at DESC`,
          [organizationId, agentId],
        );
        return rows.map(({ updatedAt, ...row }) => ({ ...row, updatedAt: updatedAt.toISOString() }));
      }),

    put: (organizationId, { text, known, atMost, ...place }) =>
      withOrganization(organizationId, async (manager) => {
        if (await isErased(manager, [place.sessionId])) throw notFound('conversation');
        const values = [...valuesOf(organizationId, place), text];
        const statement =
          known === null
            ? `INSERT INTO reply_drafts (organization_id, agent_id, session_id, kind, text)
               SELECT $1::uuid, $2::uuid, $3::uuid, $4, $5
               WHERE (SELECT count(*) FROM reply_drafts WHERE organization_id = $1 AND agent_id = $2) < $6
               ON CONFLICT (agent_id, session_id, kind) DO NOTHING RETURNING version`
            : `WITH changed AS (
                 UPDATE reply_drafts SET text = $5, version = gen_random_uuid(), updated_at = now()
                 WHERE ${placed} AND version = $6 RETURNING version)
               SELECT version FROM changed`;
        const rows: Array<{ version: string }> = await manager.query(statement, [...values, known ?? atMost]);
        return rows[0]?.version ?? null;
      }),

    remove: (organizationId, { known, ...place }) =>
      withOrganization(organizationId, async (manager) => {
        const rows: Array<{ left: number }> = await manager.query(
          `WITH gone AS (DELETE FROM reply_drafts WHERE ${placed} AND version = $5 RETURNING 1)
           SELECT (SELECT count(*) FROM reply_drafts WHERE ${placed}) - (SELECT count(*) FROM gone) AS left`,
          [...valuesOf(organizationId, place), known],
        );
        return Number(rows[0]!.left) === 0;
      }),
  };
}
