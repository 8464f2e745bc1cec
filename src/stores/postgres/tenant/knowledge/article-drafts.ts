import type { EntityManager } from 'typeorm';
import { DomainError } from '../../../../errors';
import type { DraftStore, PublishedDraft } from '../../../../knowledge/drafts';
import type { Draft } from '../../../../protocol/drafts';
import type { Article, Audience, SavedBy } from '../../../../protocol/knowledge';
import { say } from '../../../../protocol/server-texts/said';
import { inOrder, pageOfIds, type WithOrganization } from '../../sql/paging';
import { update, write } from './knowledge';

interface Row {
  id: string;
  articleId: string | null;
  basedOn: number | null;
  articleVersion: number | null;
  title: string;
  content: string;
  category: string | null;
  tags: string[];
  questions: string[];
  audience: Audience;
  language: string | null;
  url: string | null;
  savedBy: SavedBy | null;
  createdAt: Date;
  updatedAt: Date;
}

const columns = `d.id, d.article_id AS "articleId", d.based_on AS "basedOn", k.version AS "articleVersion", d.title, d.content,
  d.category, d.tags, d.questions, d.audience, d.language, d.url, d.saved_by AS "savedBy", d.created_at AS "createdAt",
  d.updated_at AS "updatedAt"`;
const withArticle = 'article_drafts d LEFT JOIN knowledge_base k ON k.id = d.article_id';

/** Fields that a change names, as columns. */
const changeable = [
  'title',
  'content',
  'category',
  'tags',
  'questions',
  'audience',
  'language',
  'url',
] as const;

export function createDraftStore(withOrganization: WithOrganization): DraftStore {
  return {
    list: (organizationId, { articleId, ...page }) =>
      withOrganization(organizationId, async (manager) => {
        const where = articleId === undefined ? {} : { where: 'article_id = $2', parameters: [articleId] };
        const rows = { table: 'article_drafts', time: 'updated_at', organizationId, ...where };
        const { ids, nextCursor } = await pageOfIds(manager, rows, page);
        return { items: inOrder(ids, await byId(manager, organizationId, ids)), nextCursor };
      }),
    read: (organizationId, id) =>
      withOrganization(organizationId, async (manager) => (await byId(manager, organizationId, [id]))[0]),
    create: (organizationId, draft, by) =>
      withOrganization(organizationId, (manager) => create(manager, organizationId, { ...draft, by })),
    update: (organizationId, id, { by, ...change }) =>
      withOrganization(organizationId, async (manager) => {
        const named = changeable.filter((field) => change[field] !== undefined);
        const set = named.map((field, index) => `${field} = $${index + 4}`);
        await manager.query(
          `UPDATE article_drafts SET ${[...set, 'saved_by = $3', 'updated_at = clock_timestamp()'].join(', ')}
           WHERE organization_id = $1 AND id = $2`,
          [organizationId, id, by, ...named.map((field) => change[field])],
        );
        return (await byId(manager, organizationId, [id]))[0];
      }),
    remove: (organizationId, id) =>
      withOrganization(organizationId, (manager) => remove(manager, organizationId, id)),
    publish: (organizationId, id, publication) =>
      withOrganization(organizationId, (manager) => publish(manager, { organizationId, id }, publication)),
  };
}

/** Beside an article it begins with that article's examples, unless it names its own. */
const createStatement = `
  INSERT INTO article_drafts (organization_id, article_id, based_on, base_questions, title, content, category, tags,
    questions, audience, language, url, saved_by)
  SELECT $1, $2, version, coalesce(k.questions, '{}'), $3, $4, $5, $6, coalesce($7, k.questions, '{}'),
    coalesce($8, k.audience, 'public'), $9, $10, $11
  FROM (SELECT) one LEFT JOIN knowledge_base k ON k.organization_id = $1 AND k.id = $2
  WHERE $2::uuid IS NULL OR k.id IS NOT NULL
  RETURNING id`;

async function create(
  manager: EntityManager,
  organizationId: string,
  { by, ...draft }: Parameters<DraftStore['create']>[1] & { by: SavedBy },
): Promise<Draft | undefined> {
  const { articleId = null, title, content, category = null, tags = [], questions = null } = draft;
  const { audience = null, language = null, url = null } = draft;
  const values = [articleId, title, content, category, tags, questions, audience, language, url, by];
  try {
    const [row] = await manager.query<Array<{ id: string }>>(createStatement, [organizationId, ...values]);
    return row && (await byId(manager, organizationId, [row.id]))[0];
  } catch (error) {
    if ((error as { code?: string }).code !== '23505') throw error;
    throw new DomainError('conflict', say('draft_there'));
  }
}

async function remove(manager: EntityManager, organizationId: string, id: string): Promise<boolean> {
  const [, removed] = await manager.query<[unknown, number]>(
    'DELETE FROM article_drafts WHERE organization_id = $1 AND id = $2',
    [organizationId, id],
  );
  return removed === 1;
}

async function publish(
  manager: EntityManager,
  { organizationId, id }: { organizationId: string; id: string },
  { by, articleOf }: Parameters<DraftStore['publish']>[2],
): Promise<Article | undefined> {
  // The article first, as whoever deletes it does: its draft goes with it.
  await manager.query(
    `SELECT FROM knowledge_base WHERE organization_id = $1
       AND id = (SELECT article_id FROM article_drafts WHERE organization_id = $1 AND id = $2) FOR UPDATE`,
    [organizationId, id],
  );
  const [row] = await manager.query<
    Array<Row & Pick<PublishedDraft, 'baseQuestions'> & { articleQuestions: string[] | null }>
  >(
    `SELECT ${columns}, d.base_questions AS "baseQuestions", k.questions AS "articleQuestions"
     FROM ${withArticle} WHERE d.organization_id = $1 AND d.id = $2 FOR UPDATE OF d`,
    [organizationId, id],
  );
  if (!row) return undefined;
  const { baseQuestions, articleQuestions } = row;
  const article = articleOf({ ...toDraft(row), baseQuestions, articleQuestions: articleQuestions ?? [] });
  await remove(manager, organizationId, id);
  if (row.articleId === null) return (await write(manager, { organizationId, by }, [article]))[0];
  const cleared = { category: null, language: null, url: null };
  return update(manager, { organizationId, id: row.articleId }, { ...cleared, ...article, by });
}

async function byId(
  manager: EntityManager,
  organizationId: string,
  ids: readonly string[],
): Promise<Draft[]> {
  const rows = await manager.query<Row[]>(
    `SELECT ${columns} FROM ${withArticle} WHERE d.organization_id = $1 AND d.id = ANY ($2)`,
    [organizationId, ids],
  );
  return rows.map(toDraft);
}

function toDraft(row: Row): Draft {
  const { id, articleId, basedOn, articleVersion, category, language, url, savedBy } = row;
  const { title, content, tags, questions, audience } = row;
  return {
    id,
    ...(articleId !== null && { articleId }),
    ...(basedOn !== null && { basedOn }),
    ...(articleVersion !== null && { articleVersion }),
    title,
    content,
    ...(category !== null && { category }),
    tags,
    questions,
    audience,
    ...(language !== null && { language }),
    ...(url !== null && { url }),
    ...(savedBy !== null && { savedBy }),
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}
