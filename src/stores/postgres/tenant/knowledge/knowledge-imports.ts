import type { EntityManager } from 'typeorm';
import type { DueItem, ImportRow, ImportStore } from '../../../../knowledge/imports/store';
import { itemStatuses, type ImportItem, type KnowledgeImport } from '../../../../protocol/knowledge-imports';
import { inOrder, pageOfIds, type WithOrganization } from '../../sql/paging';
import { importedArticles } from './imported-articles';

export function createImportStore(withOrganization: WithOrganization): ImportStore {
  return {
    ...forPeople(withOrganization),
    ...forWorker(withOrganization),
    ...importedArticles(withOrganization),
    ...items(withOrganization),
  };
}

const counts = itemStatuses
  .map((status) => `'${status}', count(*) FILTER (WHERE status = '${status}')`)
  .join(', ');

const columns = `id, kind, source, status, error, options, refetch_hours AS "refetchHours", next_at AS "nextAt",
  created_by AS "createdBy", created_at AS "createdAt", finished_at AS "finishedAt",
  (SELECT jsonb_build_object('total', count(*), ${counts}) FROM knowledge_import_items i WHERE i.import_id = knowledge_imports.id) AS counts`;

const troubles = `
  SELECT source, status, reason, article_id AS "articleId", fetched_at AS "fetchedAt" FROM knowledge_import_items
  WHERE organization_id = $1 AND import_id = $2 AND status IN ('skipped', 'failed', 'gone') ORDER BY position LIMIT 200`;

function forPeople(
  withOrganization: WithOrganization,
): Pick<ImportStore, 'create' | 'list' | 'get' | 'cancel'> {
  return {
    create: (organizationId, { kind, source, options, file, refetchHours, createdBy }) =>
      withOrganization(organizationId, async (manager) => {
        const given = [organizationId, kind, source, options, refetchHours, createdBy];
        const known = kind === 'file' ? undefined : await beginAgain(manager, given);
        if (known !== undefined) return (await byId(manager, organizationId, [known]))[0]!;
        const [{ id }] = await manager.query<[{ id: string }]>(
          `INSERT INTO knowledge_imports (organization_id, kind, source, options, refetch_hours, created_by, file)
           VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id`,
          [...given, file ?? null],
        );
        return (await byId(manager, organizationId, [id]))[0]!;
      }),
    list: (organizationId, page) =>
      withOrganization(organizationId, async (manager) => {
        const { ids, nextCursor } = await pageOfIds(
          manager,
          { table: 'knowledge_imports', organizationId },
          page,
        );
        return { items: inOrder(ids, await byId(manager, organizationId, ids)), nextCursor };
      }),
    get: (organizationId, id) =>
      withOrganization(organizationId, async (manager) => {
        const [found] = await byId(manager, organizationId, [id]);
        if (!found) return undefined;
        const rows = await manager.query<ItemRow[]>(troubles, [organizationId, id]);
        return { ...found, items: rows.map(toItem) };
      }),
    cancel: (organizationId, id) =>
      withOrganization(organizationId, async (manager) => {
        const [, stopped] = await manager.query<[unknown, number]>(
          `UPDATE knowledge_imports SET status = 'cancelled', next_at = NULL, file = NULL, finished_at = now()
           WHERE organization_id = $1 AND id = $2 AND status IN ('waiting', 'running')`,
          [organizationId, id],
        );
        if (stopped > 0) return true;
        const [, removed] = await manager.query<[unknown, number]>(
          'DELETE FROM knowledge_imports WHERE organization_id = $1 AND id = $2',
          [organizationId, id],
        );
        return removed > 0;
      }),
  };
}

/**
 * An address that was imported before begins anew: what was declared now holds, every page is taken whole, and one that is gone
 * is known for having been there. Of a cancelled one a page may still be under way, by what was declared then.
 */
async function beginAgain(manager: EntityManager, given: readonly unknown[]): Promise<string | undefined> {
  const [rows] = await manager.query<[Array<{ id: string }>, number]>(
    `UPDATE knowledge_imports SET options = $4, refetch_hours = $5, created_by = $6, created_at = now(),
       status = 'waiting', error = NULL, next_at = NULL, finished_at = NULL, tries = 0
     WHERE id = (SELECT id FROM knowledge_imports
                 WHERE organization_id = $1 AND kind = $2 AND source = $3 AND status IN ('done', 'failed')
                 ORDER BY created_at DESC LIMIT 1 FOR UPDATE)
     RETURNING id`,
    [...given],
  );
  const id = rows[0]?.id;
  if (id === undefined) return undefined;
  await manager.query(
    `UPDATE knowledge_import_items SET due = true, status = 'waiting', reason = NULL, failed_try = NULL,
       etag = NULL, last_modified = NULL, content_hash = NULL
     WHERE organization_id = $1 AND import_id = $2`,
    [given[0], id],
  );
  return id;
}

function forWorker(
  withOrganization: WithOrganization,
): Pick<ImportStore, 'begin' | 'finish' | 'postpone' | 'takeDue'> {
  const run = (organizationId: string, text: string, values: unknown[]) =>
    withOrganization(organizationId, (manager) => manager.query(text, [organizationId, ...values]));
  return {
    begin: (organizationId, id) =>
      withOrganization(organizationId, async (manager) => {
        const [rows] = await manager.query<[ImportRow[], number]>(
          `UPDATE knowledge_imports SET status = 'running', error = NULL, next_at = NULL
           WHERE organization_id = $1 AND id = $2 AND status IN ('waiting', 'running')
           RETURNING kind, source, options, status, file, created_by AS "createdBy", finished_at IS NOT NULL AS again,
             tries`,
          [organizationId, id],
        );
        return rows[0];
      }),
    async finish(organizationId, id, error) {
      await run(
        organizationId,
        `UPDATE knowledge_imports SET status = CASE WHEN $3::text IS NULL THEN 'done' ELSE 'failed' END, error = $3,
           file = NULL, tries = 0, finished_at = now(), next_at = now() + refetch_hours * interval '1 hour'
         WHERE organization_id = $1 AND id = $2 AND status = 'running'`,
        [id, error ?? null],
      );
    },
    async postpone(organizationId, id, { at, reason }) {
      await run(
        organizationId,
        `UPDATE knowledge_imports SET status = 'waiting', error = $3, next_at = $4, tries = tries + 1
         WHERE organization_id = $1 AND id = $2 AND status = 'running'`,
        [id, reason, at],
      );
    },
    ...forSchedule(withOrganization),
  };
}

function forSchedule(withOrganization: WithOrganization): Pick<ImportStore, 'takeDue'> {
  return {
    takeDue: (organizationId) =>
      withOrganization(organizationId, async (manager) => {
        const [due] = await manager.query<[Array<{ id: string }>, number]>(
          `UPDATE knowledge_imports SET status = 'waiting', next_at = NULL
           WHERE organization_id = $1 AND status IN ('done', 'failed') AND next_at <= now() RETURNING id`,
          [organizationId],
        );
        await manager.query(
          `UPDATE knowledge_import_items SET due = true, failed_try = NULL
           WHERE organization_id = $1 AND import_id = ANY ($2)`,
          [organizationId, due.map(({ id }) => id)],
        );
        const open = await manager.query<Array<{ id: string }>>(
          `SELECT id FROM knowledge_imports WHERE organization_id = $1 AND status IN ('waiting', 'running')
             AND (next_at IS NULL OR next_at <= now())`,
          [organizationId],
        );
        return open.map(({ id }) => id);
      }),
  };
}

function items(
  withOrganization: WithOrganization,
): Pick<ImportStore, 'addItems' | 'nextDue' | 'dueCount' | 'settle'> {
  return {
    addItems: (organizationId, id, sources) =>
      withOrganization(organizationId, async (manager) => {
        await manager.query(
          `INSERT INTO knowledge_import_items (organization_id, import_id, source, position)
           SELECT $1, $2, source, position FROM unnest($3::text[]) WITH ORDINALITY AS given (source, position)
           WHERE EXISTS (SELECT FROM knowledge_imports WHERE organization_id = $1 AND id = $2)
           ON CONFLICT DO NOTHING`,
          [organizationId, id, sources],
        );
      }),
    ...dueItems(withOrganization),
    settle: (organizationId, { importId, source }, outcome) =>
      withOrganization(organizationId, async (manager) => {
        const { status, reason, isPassing = false, articleId, etag, lastModified, contentHash } = outcome;
        await manager.query(
          `UPDATE knowledge_import_items SET due = $10, status = $4, reason = $5, fetched_at = now(),
             failed_try = CASE WHEN $10 THEN (SELECT tries FROM knowledge_imports WHERE id = $2) END,
             article_id = coalesce($6, article_id), etag = coalesce($7, etag),
             last_modified = coalesce($8, last_modified), content_hash = coalesce($9, content_hash)
           WHERE organization_id = $1 AND import_id = $2 AND source = $3`,
          [
            organizationId,
            importId,
            source,
            status,
            reason ?? null,
            articleId ?? null,
            etag ?? null,
            lastModified ?? null,
            contentHash ?? null,
            isPassing,
          ],
        );
      }),
  };
}

function dueItems(withOrganization: WithOrganization): Pick<ImportStore, 'nextDue' | 'dueCount'> {
  return {
    nextDue: (organizationId, id) =>
      withOrganization(organizationId, async (manager) => {
        const rows = await manager.query<DueItem[]>(
          `SELECT i.source, article_id AS "articleId", etag, last_modified AS "lastModified",
             content_hash AS "contentHash"
           FROM knowledge_import_items i JOIN knowledge_imports k ON k.id = i.import_id AND k.status = 'running'
           WHERE i.organization_id = $1 AND i.import_id = $2 AND due AND failed_try IS DISTINCT FROM k.tries
           ORDER BY position LIMIT 1`,
          [organizationId, id],
        );
        return rows[0];
      }),
    dueCount: (organizationId, id) =>
      withOrganization(organizationId, async (manager) => {
        const [row] = await manager.query<[{ due: number }]>(
          `SELECT count(*)::int AS due FROM knowledge_import_items
           WHERE organization_id = $1 AND import_id = $2 AND due`,
          [organizationId, id],
        );
        return row.due;
      }),
  };
}

type Nullable<T> = { [K in keyof T]-?: undefined extends T[K] ? Exclude<T[K], undefined> | null : T[K] };
type Dated<T> = { [K in keyof T]: K extends `${string}At` ? Date | Extract<T[K], null> : T[K] };

type ItemRow = Dated<Nullable<ImportItem>>;
type ListedRow = Dated<Nullable<Omit<KnowledgeImport, 'category' | 'audience' | 'language'>>> & {
  options: Pick<KnowledgeImport, 'category' | 'language'> & Partial<Pick<KnowledgeImport, 'audience'>>;
};

async function byId(
  manager: EntityManager,
  organizationId: string,
  ids: readonly string[],
): Promise<KnowledgeImport[]> {
  const rows = await manager.query<ListedRow[]>(
    `SELECT ${columns} FROM knowledge_imports WHERE organization_id = $1 AND id = ANY ($2)`,
    [organizationId, ids],
  );
  return rows.map(toImport);
}

function toImport(row: ListedRow): KnowledgeImport {
  const { id, kind, source, status, error, options, refetchHours, nextAt, createdBy, finishedAt } = row;
  return {
    id,
    kind,
    source,
    status,
    ...(error !== null && { error }),
    ...options,
    audience: options.audience ?? 'public',
    ...(refetchHours !== null && { refetchHours }),
    ...(nextAt !== null && { nextAt: nextAt.toISOString() }),
    ...(createdBy !== null && { createdBy }),
    createdAt: row.createdAt.toISOString(),
    ...(finishedAt !== null && { finishedAt: finishedAt.toISOString() }),
    counts: row.counts,
  };
}

const toItem = ({ source, status, reason, articleId, fetchedAt }: ItemRow): ImportItem => ({
  source,
  status,
  ...(reason !== null && { reason }),
  ...(articleId !== null && { articleId }),
  ...(fetchedAt !== null && { fetchedAt: fetchedAt.toISOString() }),
});
