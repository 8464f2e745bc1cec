// The five things that every small tenant table can do, and how Postgres' refusals read.
import {
  In,
  type DeepPartial,
  type EntityManager,
  type EntityTarget,
  type FindOptionsWhere,
  type ObjectLiteral,
} from 'typeorm';
import { DomainError } from '../../../errors';
import type { Table } from '../../../identity/people-store';
import { inOrder, pageOfIds, type WithOrganization } from '../sql/paging';
import type { Words } from '../../../protocol/model/wording';

interface TenantRow extends ObjectLiteral {
  id: string;
  organizationId: string | null;
}

interface TableOptions<Row extends TenantRow, New, Filter> {
  withOrganization: WithOrganization;
  entity: EntityTarget<Row>;
  table: string;
  /** Said when a row with this name is there already, and when others still point to it. */
  sentences: { taken: Words; used: Words };
  /** Runs in the transaction of a create, or of an update when `id` is given, before the write. */
  check?: (
    manager: EntityManager,
    organizationId: string,
    given: Partial<New> & { id?: string },
  ) => Promise<void>;
  /** Looked at in the transaction of a removal, for what no foreign key tells. */
  isUsed?: (manager: EntityManager, organizationId: string, id: string) => Promise<boolean>;
  where?: (filter: Filter) => { where?: string; parameters?: unknown[] };
  touched?: boolean;
}

export function createTable<Row extends TenantRow, New, Filter = Record<never, never>>(
  options: TableOptions<Row, New, Filter>,
): Table<Row, New, Filter> {
  const { entity, table, sentences, check } = options;
  const inside: WithOrganization = (organizationId, work) =>
    options.withOrganization(organizationId, work).catch((error: unknown) => {
      throw explained(error, sentences);
    });
  const one = (organizationId: string, id: string) => ({ id, organizationId }) as FindOptionsWhere<Row>;

  return {
    list: (organizationId, filter, page) =>
      inside(organizationId, async (manager) => {
        const rows = { table, organizationId, ...options.where?.(filter) };
        const { ids, nextCursor } = await pageOfIds(manager, rows, page);
        const found = await manager.findBy(entity, { organizationId, id: In(ids) } as FindOptionsWhere<Row>);
        return { items: inOrder(ids, found), nextCursor };
      }),

    get: (organizationId, id) =>
      inside(
        organizationId,
        async (manager) => (await manager.findOneBy(entity, one(organizationId, id))) ?? undefined,
      ),

    create: (organizationId, row) =>
      inside(organizationId, async (manager) => {
        await check?.(manager, organizationId, row as Partial<New>);
        return manager
          .getRepository(entity)
          .save({ ...row, organizationId } as unknown as DeepPartial<Row> & Row);
      }),

    update: (organizationId, id, change) =>
      inside(organizationId, async (manager) => {
        const before = await manager.findOneBy(entity, one(organizationId, id));
        if (!before) return undefined;
        await check?.(manager, organizationId, { ...change, id });
        const touch = options.touched === false ? {} : { updatedAt: new Date() };
        await manager.update(entity, one(organizationId, id), { ...change, ...touch } as never);
        return (await manager.findOneBy(entity, one(organizationId, id))) ?? undefined;
      }),

    remove: (organizationId, id) =>
      inside(organizationId, async (manager) => {
        if (await options.isUsed?.(manager, organizationId, id))
          throw new DomainError('conflict', sentences.used);
        const result = await manager.delete(entity, one(organizationId, id));
        return result.affected === 1;
      }),
  };
}

/** Names within a table are told apart: writers stand in line, then the name must be free. */
export function uniqueName(table: string, taken: Words) {
  return async (
    manager: EntityManager,
    organizationId: string,
    given: { name?: string; id?: string },
  ): Promise<void> => {
    if (given.name === undefined) return;
    await manager.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [
      `${table} ${organizationId}`,
    ]);
    const rows: unknown[] = await manager.query(
      `SELECT 1 FROM ${table} WHERE organization_id = $1 AND lower(name) = lower($2) AND id IS DISTINCT FROM $3::uuid`,
      [organizationId, given.name, given.id ?? null],
    );
    if (rows.length > 0) throw new DomainError('conflict', taken);
  };
}

const uniqueViolation = '23505';
const foreignKeyViolation = '23503';

/** A refusal of Postgres as its sentence; anything else as it is. */
export function explained(error: unknown, sentences: { taken: Words; used: Words }): unknown {
  const { code } = (error as { driverError?: { code?: string } }).driverError ?? {};
  if (code === uniqueViolation) return new DomainError('conflict', sentences.taken, { cause: error });
  if (code === foreignKeyViolation) return new DomainError('conflict', sentences.used, { cause: error });
  return error;
}
