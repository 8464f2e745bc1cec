// What articles said before, and what of them everybody may read. A trigger keeps the versions (migration 261).
import type { ArticleStore } from '../../../../knowledge/store';
import type { ArticleText, Audience, SavedBy } from '../../../../protocol/knowledge';
import type { WithOrganization } from '../../sql/paging';
import { sampleRow } from './sample-articles';

interface VersionRow {
  version: number;
  title: string;
  savedBy: SavedBy | null;
  savedAt: Date;
}

interface TextRow extends VersionRow {
  content: string;
  category: string | null;
  tags: string[];
  audience: string;
  language: string | null;
  url: string | null;
}

interface PublishedRow {
  id: string;
  title: string;
  category: string | null;
  language: string | null;
  updatedAt: Date;
  intro: string;
  isSample: boolean;
}

const versionsQuery = `
  SELECT version, title, saved_by AS "savedBy", updated_at AS "savedAt" FROM knowledge_base
    WHERE organization_id = $1 AND id = $2
  UNION ALL
  SELECT version, title, saved_by, saved_at FROM article_versions WHERE organization_id = $1 AND article_id = $2
  ORDER BY version DESC`;

const text = 'version, title, content, category, tags, audience, language, url, saved_by AS "savedBy"';
const versionQuery = `
  SELECT ${text}, updated_at AS "savedAt" FROM knowledge_base
    WHERE organization_id = $1 AND id = $2 AND version = $3
  UNION ALL
  SELECT ${text}, saved_at FROM article_versions WHERE organization_id = $1 AND article_id = $2 AND version = $3`;

const publishedQuery = `
  SELECT id, title, category, language, updated_at AS "updatedAt", left(content, 400) AS intro,
    coalesce(${sampleRow}, false) AS "isSample"
  FROM knowledge_base WHERE organization_id = $1 AND audience = 'public'`;

export function createArticleVersions(
  withOrganization: WithOrganization,
): Pick<ArticleStore, 'versions' | 'version' | 'published'> {
  return {
    versions: (organizationId, id) =>
      withOrganization(organizationId, async (manager) => {
        const rows = await manager.query<VersionRow[]>(versionsQuery, [organizationId, id]);
        return rows.map(saved);
      }),
    version: (organizationId, id, version) =>
      withOrganization(organizationId, async (manager) => {
        const rows = await manager.query<TextRow[]>(versionQuery, [organizationId, id, version]);
        return rows[0] && textOf(rows[0]);
      }),
    published: (organizationId) =>
      withOrganization(organizationId, async (manager) => {
        const rows = await manager.query<PublishedRow[]>(publishedQuery, [organizationId]);
        return rows.map(({ category, language, updatedAt, ...row }) => ({
          ...row,
          ...(category !== null && { category }),
          ...(language !== null && { language }),
          updatedAt: updatedAt.toISOString(),
        }));
      }),
  };
}

const saved = ({ version, title, savedBy, savedAt }: VersionRow) => ({
  version,
  title,
  ...(savedBy !== null && { savedBy }),
  savedAt: savedAt.toISOString(),
});

function textOf(row: TextRow): ArticleText {
  const { content, category, tags, audience, language, url } = row;
  return {
    ...saved(row),
    content,
    ...(category !== null && { category }),
    tags,
    audience: audience as Audience,
    ...(language !== null && { language }),
    ...(url !== null && { url }),
  };
}
