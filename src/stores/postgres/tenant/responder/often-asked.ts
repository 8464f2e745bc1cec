import type { WithOrganization } from '../../sql/paging';

export interface OftenAsked {
  /** Example questions of articles for everybody, those first whose articles answered most since then. */
  oftenAsked(organizationId: string, since: Date, most: number): Promise<string[]>;
}

export function createOftenAsked(withOrganization: WithOrganization): OftenAsked {
  return {
    oftenAsked: (organizationId, since, most) =>
      withOrganization(organizationId, async (manager) => {
        const rows = (await manager.query(query, [organizationId, since, most])) as Array<{
          question: string;
        }>;
        return rows.map(({ question }) => question);
      }),
  };
}

const query = `
  WITH used AS (
    SELECT s.article_id, count(*) AS times FROM answers a JOIN answer_sources s ON s.answer_id = a.id
    WHERE a.organization_id = $1 AND a.created_at >= $2 AND a.decision = 'answer' GROUP BY s.article_id)
  SELECT k.questions[1] AS question FROM knowledge_base k LEFT JOIN used ON used.article_id = k.id
  WHERE k.organization_id = $1 AND k.audience = 'public' AND cardinality(k.questions) > 0
  ORDER BY used.times DESC NULLS LAST, k.created_at, k.id LIMIT $3`;
