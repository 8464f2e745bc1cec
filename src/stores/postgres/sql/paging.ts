// Pages of a tenant table, newest first. A cursor names the last row seen: its time in microseconds, and its id.
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { DomainError } from '../../../errors';

const position = z.tuple([z.number().int().min(0).max(4e15), z.uuid()]);

/** Runs in a transaction that sees the rows of one organization. */
export type WithOrganization = <T>(
  organizationId: string,
  work: (manager: EntityManager) => Promise<T>,
) => Promise<T>;

export interface PageRequest {
  limit: number;
  cursor?: string;
}

export interface IdPage {
  ids: string[];
  nextCursor: string | null;
}

/**
 * Ids of one page. `where` may use $2, $3 … for `parameters`; $1 is the organization.
 * @throws `invalid` for a cursor that this function did not make
 */
export async function pageOfIds(
  manager: EntityManager,
  rows: { table: string; organizationId: string; time?: string; where?: string; parameters?: unknown[] },
  page: PageRequest,
): Promise<IdPage> {
  const parameters: unknown[] = [rows.organizationId, ...(rows.parameters ?? [])];
  const conditions = ['organization_id = $1', rows.where ?? 'true'];
  const time = rows.time ?? 'created_at';
  if (page.cursor !== undefined) {
    parameters.push(...readCursor(page.cursor));
    const [at, id] = [`$${parameters.length - 1}`, `$${parameters.length}`];
    conditions.push(
      `(${time}, id) < (timestamptz 'epoch' + ${at}::bigint * interval '1 microsecond', ${id}::uuid)`,
    );
  }
  const found: Array<{ id: string; at: string }> = await manager.query(
    `SELECT id, (extract(epoch FROM ${time}) * 1000000)::bigint AS at FROM ${rows.table}
     WHERE ${conditions.join(' AND ')}
     ORDER BY ${time} DESC, id DESC LIMIT ${page.limit + 1}`,
    parameters,
  );
  const items = found.slice(0, page.limit);
  const last = items.at(-1);
  const more = found.length > page.limit && last;
  return {
    ids: items.map((row) => row.id),
    nextCursor: more ? writeCursor([Number(last.at), last.id]) : null,
  };
}

/** The rows in the order of the ids. */
export function inOrder<Row extends { id: string }>(ids: readonly string[], rows: readonly Row[]): Row[] {
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}

function writeCursor(place: z.infer<typeof position>): string {
  return Buffer.from(JSON.stringify(place)).toString('base64url');
}

function readCursor(cursor: string): z.infer<typeof position> {
  try {
    return position.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
  } catch {
    throw new DomainError('invalid', 'This cursor is not one of ours.', {
      errors: [{ path: 'cursor', message: 'Use nextCursor of the page before, unchanged.' }],
    });
  }
}
