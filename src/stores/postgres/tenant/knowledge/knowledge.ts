import { createHash } from 'node:crypto';
import { In, type EntityManager } from 'typeorm';
import { DomainError } from '../../../../errors';
import type { ArticleChange, KnowledgeStore, NewArticle } from '../../../../knowledge/store';
import {
  maxQuestions,
  type Article as ArticleData,
  type ArticleFilter,
  type SavedBy,
} from '../../../../protocol/knowledge';
import { say } from '../../../../protocol/server-texts/said';
import { Article } from '../../entities';
import { createArticleVersions } from './article-versions';
import { toArticle } from './article-mapping';
import { createSampleArticles, sampleRow } from './sample-articles';
import { inOrder, pageOfIds, type WithOrganization } from '../../sql/paging';

export function createKnowledgeStore(withOrganization: WithOrganization): KnowledgeStore {
  return {
    find: (organizationId, filter, page) =>
      withOrganization(organizationId, async (manager) => {
        const rows = { table: 'knowledge_base', organizationId, ...matching(filter) };
        const { ids, nextCursor } = await pageOfIds(manager, rows, page);
        return { items: inOrder(ids, await byId(manager, organizationId, ids)), nextCursor };
      }),
    read: (organizationId, ids) =>
      withOrganization(organizationId, (manager) => byId(manager, organizationId, ids)),
    ...createArticleVersions(withOrganization),
    write: (organizationId, articles, by) =>
      withOrganization(organizationId, (manager) => write(manager, { organizationId, by }, articles)),
    update: (organizationId, id, change) =>
      withOrganization(organizationId, (manager) => update(manager, { organizationId, id }, change)),
    addQuestion: (organizationId, id, question) =>
      withOrganization(organizationId, (manager) => addQuestion(manager, { organizationId, id }, question)),
    remove: (organizationId, id) =>
      withOrganization(organizationId, async (manager) => {
        const { affected } = await manager.delete(Article, { organizationId, id });
        return affected === 1;
      }),
    ...createSampleArticles(withOrganization),
    counts: (organizationId) =>
      withOrganization(organizationId, async (manager) => {
        const [row]: [Counts] = await manager.query(countsQuery, [organizationId]);
        return row;
      }),
    fingerprint: (organizationId) =>
      withOrganization(organizationId, async (manager) => {
        const [row]: [{ fingerprint: string }] = await manager.query(fingerprintQuery, [organizationId]);
        return row.fingerprint;
      }),
    stamps: (organizationId) =>
      withOrganization(organizationId, async (manager) => {
        const rows: Array<{ id: string; stamp: string }> = await manager.query(stampsQuery, [organizationId]);
        return new Map(rows.map(({ id, stamp }) => [id, stamp]));
      }),
    ...embedding(withOrganization),
  };
}

/** Which articles lack a vector. */
function embedding(
  withOrganization: WithOrganization,
): Pick<KnowledgeStore, 'pending' | 'settle' | 'requeue'> {
  return {
    pending: (organizationId, limit) =>
      withOrganization(organizationId, async (manager) => {
        const where = { organizationId, embeddingStatus: 'pending' };
        const rows = await manager.find(Article, { where, order: { updatedAt: 'ASC' }, take: limit });
        return rows.map((row) => ({
          article: toArticle(row),
          contentHash: `${row.contentHash ?? ''} ${row.language ?? ''}`,
        }));
      }),
    settle: (organizationId, id, { contentHash, status, error }) =>
      withOrganization(organizationId, async (manager) => {
        const [, changed]: [unknown, number] = await manager.query(settleStatement, [
          organizationId,
          id,
          contentHash,
          status,
          error ?? null,
        ]);
        return changed === 1;
      }),
    requeue: (organizationId, ids) =>
      withOrganization(organizationId, async (manager) => {
        await manager.query(requeueStatement, [organizationId, ids]);
      }),
  };
}

interface Counts {
  articles: number;
  samples: number;
  pending: number;
  failed: number;
}

const countsQuery = `
  SELECT count(*)::int AS articles,
    count(*) FILTER (WHERE ${sampleRow})::int AS samples,
    count(*) FILTER (WHERE embedding_status = 'pending')::int AS pending,
    count(*) FILTER (WHERE embedding_status = 'failed')::int AS failed
  FROM knowledge_base WHERE organization_id = $1`;

/** The sum, besides the newest: a transaction that commits late may write a time that is not the newest any more. */
const fingerprintQuery = `
  SELECT concat_ws('/', count(*), count(*) FILTER (WHERE embedding_status = 'ready'),
    max(updated_at), sum(extract(epoch FROM updated_at))) AS fingerprint
  FROM knowledge_base WHERE organization_id = $1`;

const stampsQuery = `
  SELECT id, concat_ws('/', updated_at, embedding_status = 'ready') AS stamp
  FROM knowledge_base WHERE organization_id = $1`;

const settleStatement = `
  UPDATE knowledge_base SET embedding_status = $4, embedding_error = $5
  WHERE organization_id = $1 AND id = $2 AND concat(content_hash, ' ', language) = $3`;

const requeueStatement = `
  UPDATE knowledge_base SET embedding_status = 'pending', embedding_error = NULL
  WHERE organization_id = $1 AND id = ANY ($2)`;

const isEmbedded =
  'known.content_hash = excluded.content_hash AND known.language IS NOT DISTINCT FROM excluded.language';

/** One statement for all of them; the same words again keep their vectors. */
const writeStatement = `
  INSERT INTO knowledge_base AS known (organization_id, external_id, title, content, category, tags, questions, audience,
    url, language, saved_by, content_hash, created_at, updated_at)
  SELECT $1, given."externalId", given.title, given.content, given.category,
    ARRAY(SELECT jsonb_array_elements_text(given.tags)),
    ARRAY(SELECT jsonb_array_elements_text(given.questions)), given.audience, given.url,
    coalesce(given.language, given."guessedLanguage"), $3::jsonb, given.hash, clock_timestamp(),
    clock_timestamp()
  FROM jsonb_to_recordset($2::jsonb) AS given ("externalId" text, title text, content text, category text, tags jsonb,
    questions jsonb, audience text, url text, language text, "guessedLanguage" text, hash text)
  ON CONFLICT (organization_id, external_id) DO UPDATE SET
    title = excluded.title, content = excluded.content, category = excluded.category, tags = excluded.tags,
    questions = excluded.questions, audience = excluded.audience, url = excluded.url, content_hash = excluded.content_hash,
    language = excluded.language, saved_by = excluded.saved_by, updated_at = excluded.updated_at,
    embedding_status = CASE WHEN ${isEmbedded} THEN known.embedding_status ELSE 'pending' END,
    embedding_error = CASE WHEN ${isEmbedded} THEN known.embedding_error END
  RETURNING id`;

export async function write(
  manager: EntityManager,
  { organizationId, by }: { organizationId: string; by: SavedBy | undefined },
  articles: readonly NewArticle[],
): Promise<ArticleData[]> {
  const kept = await whatToKeep(manager, organizationId, articles);
  const given = articles.map((article) => {
    const known = kept.get(article.externalId);
    const questions = article.questions ?? known?.questions ?? [];
    const hash = contentHash({ ...article, questions });
    return {
      ...article,
      language: article.language ?? (known?.contentHash === hash ? known.language : undefined),
      tags: article.tags ?? [],
      questions,
      audience: article.audience ?? known?.audience ?? 'public',
      hash,
    };
  });
  // Rows are returned in the order in which they were inserted.
  const rows: Array<{ id: string }> = await manager.query(writeStatement, [
    organizationId,
    JSON.stringify(given),
    by ? JSON.stringify(by) : null,
  ]);
  const ids = rows.map(({ id }) => id);
  return inOrder(ids, await byId(manager, organizationId, ids));
}

type Kept = Pick<Article, 'questions' | 'audience' | 'language' | 'contentHash'>;

/**
 * Of articles that are there already, by their externalIds: the examples that people approved outlive an import, and
 * what comes without an audience is not opened to everybody; the same words stay in the language that they are said to be in.
 */
async function whatToKeep(
  manager: EntityManager,
  organizationId: string,
  articles: readonly NewArticle[],
): Promise<Map<string | undefined, Kept>> {
  const ids = articles.flatMap(({ externalId }) => externalId ?? []);
  if (ids.length === 0) return new Map();
  const rows: Array<Kept & { id: string }> = await manager.query(
    `SELECT external_id AS id, questions, audience, language, content_hash AS "contentHash" FROM knowledge_base
     WHERE organization_id = $1 AND external_id = ANY ($2) ORDER BY id FOR UPDATE`,
    [organizationId, ids],
  );
  return new Map(rows.map(({ id, ...row }) => [id, row]));
}

export async function update(
  manager: EntityManager,
  where: { organizationId: string; id: string },
  { by, guessedLanguage, ...change }: ArticleChange & { by?: SavedBy },
): Promise<ArticleData | undefined> {
  const row = await manager.findOne(Article, { where, lock: { mode: 'pessimistic_write' } });
  if (!row) return undefined;
  const hash = contentHash({
    title: change.title ?? row.title,
    content: change.content ?? row.content,
    questions: change.questions ?? row.questions,
  });
  const language =
    (change.language === undefined ? row.language : change.language) ?? guessedLanguage ?? null;
  // A model is asked for the languages that it knows.
  const isSame = hash === row.contentHash && language === row.language;
  const again = isSame ? {} : { embeddingStatus: 'pending', embeddingError: null };
  try {
    await manager.update(Article, where, {
      ...change,
      ...again,
      language,
      savedBy: by ?? null,
      contentHash: hash,
      updatedAt: () => 'clock_timestamp()',
    });
  } catch (error) {
    if ((error as { code?: string }).code !== '23505') throw error;
    throw new DomainError('conflict', say('external_id_taken'));
  }
  return (await byId(manager, where.organizationId, [where.id]))[0];
}

async function addQuestion(
  manager: EntityManager,
  where: { organizationId: string; id: string },
  question: string,
): Promise<ArticleData | undefined> {
  const row = await manager.findOne(Article, { where, lock: { mode: 'pessimistic_write' } });
  if (!row) return undefined;
  const { questions } = row;
  if (questions.some((one) => one.toLowerCase() === question.toLowerCase())) return toArticle(row);
  if (questions.length >= maxQuestions)
    throw new DomainError('conflict', say('questions_full', { count: maxQuestions }));
  return update(manager, where, { questions: [...questions, question] });
}

async function byId(
  manager: EntityManager,
  organizationId: string,
  ids: readonly string[],
): Promise<ArticleData[]> {
  if (ids.length === 0) return [];
  return (await manager.findBy(Article, { organizationId, id: In([...ids]) })).map(toArticle);
}

function matching({ q, category, audience, language }: ArticleFilter): {
  where?: string;
  parameters?: unknown[];
} {
  const parameters: unknown[] = [];
  const conditions: string[] = [];
  const condition = (sql: (place: string) => string, value: unknown) => {
    parameters.push(value);
    conditions.push(sql(`$${parameters.length + 1}`));
  };
  if (q)
    condition(
      (at) => `(title ILIKE ${at} OR content ILIKE ${at} OR array_to_string(questions, ' ') ILIKE ${at})`,
      `%${q.replace(/[\\%_]/g, '\\$&')}%`,
    );
  if (category) condition((at) => `category = ${at}`, category);
  if (audience) condition((at) => `audience = ${at}`, audience);
  if (language) condition((at) => `language = ${at}`, language);
  return conditions.length === 0 ? {} : { where: conditions.join(' AND '), parameters };
}

/** Of what is embedded. */
function contentHash({
  title,
  content,
  questions,
}: Pick<Article, 'title' | 'content' | 'questions'>): string {
  const hash = createHash('sha256').update(`${title}\n${content}`);
  if (questions.length > 0) hash.update(JSON.stringify(questions));
  return hash.digest('hex');
}
