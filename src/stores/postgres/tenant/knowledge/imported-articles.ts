// The articles that imports write to, as imports need them.
import type { ImportStore, WrittenArticle } from '../../../../knowledge/imports/store';
import type { WithOrganization } from '../../sql/paging';

export function importedArticles(
  withOrganization: WithOrganization,
): Pick<ImportStore, 'sameText' | 'written' | 'markGone'> {
  const run = (organizationId: string, text: string, values: unknown[]) =>
    withOrganization(organizationId, (manager) => manager.query(text, [organizationId, ...values]));
  return {
    async sameText(organizationId, { title, content }) {
      const rows = (await run(
        organizationId,
        `SELECT id, title FROM knowledge_base
         WHERE organization_id = $1 AND title = $2 AND content = $3 ORDER BY created_at LIMIT 1`,
        [title, content],
      )) as Array<{ id: string; title: string }>;
      return rows[0];
    },
    async written(organizationId, { id, externalId }) {
      const rows = (await run(
        organizationId,
        `SELECT id, title, content, category, tags, audience, language, url FROM knowledge_base
         WHERE organization_id = $1 AND (id = $2 OR external_id = $3) ORDER BY id = $2 DESC NULLS LAST LIMIT 1`,
        [id, externalId],
      )) as WrittenArticle[];
      return rows[0];
    },
    async markGone(organizationId, articleId, gone) {
      await run(
        organizationId,
        `UPDATE knowledge_base SET page_gone_at = CASE WHEN $3 THEN coalesce(page_gone_at, now()) END
         WHERE organization_id = $1 AND id = $2 AND (page_gone_at IS NULL) = $3`,
        [articleId, gone],
      );
    },
  };
}
