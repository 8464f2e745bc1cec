import type { EntityManager } from 'typeorm';
import type {
  CarriedFile,
  FileRead,
  FileTextStore,
  FileToRead,
  UnnotedFile,
} from '../../../../search/file-store';
import type { WithOrganization } from '../../sql/paging';
import { customersNamed } from '../privacy/erasure-guard';
import { inTime, type Looked, type Row } from './search-rows';
import { ofKind, ofSender, own, vector } from './search-vectors';

/** Files that have the words: so many of the newest are ranked. */
const ranked = 200;
/** An index that has too much to say costs its hits, not the search. */
const longest = 1_000;
/** The trouble of one that waits because where its bytes lie does not answer. */
const away = 'unavailable';

export function createFileTextStore(withOrganization: WithOrganization): FileTextStore {
  return {
    ...waiting(withOrganization),

    add: (organizationId, files) =>
      withOrganization(organizationId, (manager) => add(manager, organizationId, files)),

    take: (organizationId, fileId, leaseMs) =>
      withOrganization(organizationId, async (manager) => {
        const [rows] = (await manager.query(
          `UPDATE file_texts f SET attempts = f.attempts + 1, due_at = now() + $3 * interval '1 millisecond'
           FROM attachments a
           WHERE f.organization_id = $1 AND f.attachment_id = $2 AND f.state = 'waiting' AND f.due_at <= now()
             AND a.organization_id = $1 AND a.id = f.attachment_id
           RETURNING a.file_name AS "fileName", a.size, f.attempts, f.sender, f.at,
             f.trouble IS NOT DISTINCT FROM '${away}' AS "wasAway"`,
          [organizationId, fileId, leaseMs],
        )) as [FileToRead[], number];
        return rows[0];
      }),

    keep: (organizationId, fileId, read) =>
      withOrganization(organizationId, async (manager) => {
        await manager.query(
          `UPDATE file_texts SET state = $3, trouble = $4, content = $5, tsv = $6::text::tsvector
           WHERE organization_id = $1 AND attachment_id = $2 AND state = 'waiting'`,
          [organizationId, fileId, ...columnsOf(organizationId, read)],
        );
      }),

    due: (organizationId, limit) =>
      withOrganization(organizationId, async (manager) => {
        const rows: Array<{ id: string }> = await manager.query(
          `SELECT attachment_id AS id FROM file_texts
           WHERE organization_id = $1 AND state = 'waiting' AND due_at <= now() ORDER BY due_at LIMIT $2`,
          [organizationId, limit],
        );
        return rows.map(({ id }) => id);
      }),

    unnoted: (organizationId, page) =>
      withOrganization(organizationId, (manager) => unnoted(manager, organizationId, page)),

    contentOf: (organizationId, fileId) =>
      withOrganization(organizationId, async (manager) => {
        const [row] = await manager.query<Array<{ fileName: string; content: string }>>(
          `SELECT a.file_name AS "fileName", f.content FROM file_texts f JOIN attachments a ON a.id = f.attachment_id
           WHERE f.organization_id = $1 AND a.organization_id = $1 AND f.attachment_id = $2 AND f.state = 'read'`,
          [organizationId, fileId],
        );
        return row;
      }),
  };
}

function waiting(withOrganization: WithOrganization): Pick<FileTextStore, 'postpone' | 'wakeAway'> {
  return {
    postpone: (organizationId, fileId, { at, isAway }) =>
      withOrganization(organizationId, async (manager) => {
        await manager.query(
          `UPDATE file_texts SET due_at = $3, attempts = attempts - $4::int, trouble = $5
           WHERE organization_id = $1 AND attachment_id = $2 AND state = 'waiting'`,
          [organizationId, fileId, at, Number(isAway), isAway ? away : null],
        );
      }),

    wakeAway: (organizationId, limit) =>
      withOrganization(organizationId, async (manager) => {
        const [rows] = (await manager.query(
          `UPDATE file_texts SET due_at = now() WHERE attachment_id IN (
             SELECT attachment_id FROM file_texts WHERE organization_id = $1 AND state = 'waiting' AND due_at > now()
               AND trouble = '${away}' ORDER BY due_at LIMIT $2 FOR UPDATE SKIP LOCKED)
           RETURNING attachment_id AS id`,
          [organizationId, limit],
        )) as [Array<{ id: string }>, number];
        return rows.map(({ id }) => id);
      }),
  };
}

/** An erasure that comes now waits, and removes this; one that has been has removed the file. */
async function add(
  manager: EntityManager,
  organizationId: string,
  files: readonly CarriedFile[],
): Promise<string[]> {
  await customersNamed(
    manager,
    files.map(({ sessionId }) => sessionId),
  );
  const rows = await manager.query<Array<{ id: string }>>(
    `INSERT INTO file_texts (organization_id, attachment_id, session_id, seq, sender, at)
     SELECT $1, f.* FROM unnest($2::uuid[], $3::uuid[], $4::int[], $5::text[], $6::timestamptz[]) AS f (id, session_id, seq, sender, at)
       JOIN attachments a ON a.id = f.id AND a.organization_id = $1
     FOR KEY SHARE OF a
     ON CONFLICT (attachment_id) DO NOTHING RETURNING attachment_id AS id`,
    [
      organizationId,
      files.map(({ fileId }) => fileId),
      files.map(({ sessionId }) => sessionId),
      files.map(({ seq }) => seq),
      files.map(({ sender }) => sender),
      files.map(({ at }) => at),
    ],
  );
  return rows.map(({ id }) => id);
}

function columnsOf(organizationId: string, read: FileRead): unknown[] {
  if ('trouble' in read) return ['unreadable', read.trouble, null, null];
  const tags = [own(organizationId), ofKind('file'), ofSender(read.sender)];
  return ['read', null, read.content, vector(read.words, tags)];
}

async function unnoted(
  manager: EntityManager,
  organizationId: string,
  { endings, after, limit }: Parameters<FileTextStore['unnoted']>[1],
): Promise<UnnotedFile[]> {
  const rows = await manager.query<
    Array<{ id: string; sessionId: string | null; customerId: string | null }>
  >(
    `SELECT a.id, a.session_id AS "sessionId", a.customer_id AS "customerId"
     FROM attachments a LEFT JOIN file_texts f ON f.attachment_id = a.id
     WHERE a.organization_id = $1 AND f.attachment_id IS NULL AND a.message_key IS NOT NULL
       AND lower(substring(a.file_name from '\\.[^.]*$')) = ANY ($2) AND ($3::uuid IS NULL OR a.id > $3)
     ORDER BY a.id LIMIT $4`,
    [organizationId, endings, after ?? null, limit],
  );
  return rows.map(({ id, sessionId, customerId }) => ({
    id,
    organizationId,
    ...(sessionId !== null && { sessionId }),
    ...(customerId !== null && { customerId }),
  }));
}

/** Of those that are asked for, the newest that have the words. */
export async function lookInFiles(
  manager: EntityManager,
  { words, tags, kinds, since, before }: Looked,
): Promise<{ hits: Row[]; newestOnly: boolean }> {
  if (kinds && !kinds.includes('file')) return { hits: [], newestOnly: false };
  const hits = await inTime(manager, longest, () =>
    manager.query<Row[]>(
      `SELECT attachment_id AS "fileId", session_id AS "sessionId", seq, rank, at
       FROM search_files($1::tsquery, $2::tsquery, $3::int, $4::timestamptz, $5::timestamptz)
       ORDER BY rank DESC, at DESC`,
      [words, tags, ranked, since, before],
    ),
  );
  return { hits: hits ?? [], newestOnly: hits === undefined || hits.length === ranked };
}
