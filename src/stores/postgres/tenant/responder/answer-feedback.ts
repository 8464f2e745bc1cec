import type { VisitorActionDeps } from '../../../../channels/web/visitor-actions';
import type { Reports } from '../../../../protocol/reports';
import { isErased } from '../privacy/erasure-guard';
import type { WithOrganization } from '../../sql/paging';

export interface FeedbackStore {
  /** The customer's last word on an answer; nothing of one who was erased. */
  record: VisitorActionDeps['recordFeedback'];
  /** Articles that no answer used since then, and those whose answers did not help. */
  reports(organizationId: string, since: Date): Promise<Reports>;
}

export function createFeedbackStore(withOrganization: WithOrganization): FeedbackStore {
  return {
    record: ({ organizationId, sessionId, seq, messageId, helpful, reason, comment }) =>
      withOrganization(organizationId, async (manager) => {
        if (await isErased(manager, [sessionId])) return;
        await manager.query(recordStatement, [
          organizationId,
          sessionId,
          seq,
          helpful,
          reason ?? null,
          comment ?? null,
          messageId,
        ]);
      }),
    reports: (organizationId, since) =>
      withOrganization(organizationId, async (manager) => {
        const neverUsed: Reports['neverUsed'] = await manager.query(unusedQuery, [organizationId, since]);
        const oftenWrong: Reports['oftenWrong'] = await manager.query(wrongQuery, [organizationId, since]);
        return { neverUsed, oftenWrong };
      }),
  };
}

const recordStatement = `
  INSERT INTO answer_feedback AS known (organization_id, session_id, seq, helpful, reason, comment, message_id)
  VALUES ($1, $2, $3, $4, $5, $6, $7)
  ON CONFLICT (session_id, seq) DO UPDATE SET helpful = excluded.helpful, created_at = now(),
    reason = CASE WHEN excluded.helpful THEN NULL ELSE coalesce(excluded.reason, known.reason) END,
    comment = CASE WHEN excluded.helpful THEN NULL ELSE coalesce(excluded.comment, known.comment) END`;

/** Of those that customers may read and that are there long enough to have been asked for. */
const unusedQuery = `
  SELECT id AS "articleId", title FROM knowledge_base k
  WHERE organization_id = $1 AND audience <> 'internal' AND created_at < $2
    AND NOT EXISTS (SELECT FROM answer_sources s JOIN answers a ON a.id = s.answer_id
      WHERE s.organization_id = $1 AND s.article_id = k.id AND a.created_at >= $2 AND a.decision = 'answer')
  ORDER BY created_at LIMIT 200`;

/** Every article that an answer used shares in its customer's word. */
const wrongQuery = `
  WITH used AS (
    SELECT DISTINCT s.article_id, a.id, f.helpful, f.reason
    FROM answers a
      JOIN answer_sources s ON s.organization_id = $1 AND s.answer_id = a.id
      LEFT JOIN answer_feedback f ON f.organization_id = $1 AND f.message_id = a.message_id
    WHERE a.organization_id = $1 AND a.created_at >= $2 AND a.decision = 'answer')
  SELECT k.id AS "articleId", k.title, count(*)::int AS answers,
    count(*) FILTER (WHERE NOT helpful)::int AS "notHelpful",
    count(*) FILTER (WHERE reason = 'wrong')::int AS wrong,
    count(*) FILTER (WHERE reason = 'incomplete')::int AS incomplete,
    count(*) FILTER (WHERE reason = 'off_topic')::int AS "offTopic"
  FROM used JOIN knowledge_base k ON k.organization_id = $1 AND k.id = used.article_id
  GROUP BY k.id, k.title HAVING count(*) FILTER (WHERE NOT helpful) > 0
  ORDER BY "notHelpful" DESC, answers LIMIT 200`;
