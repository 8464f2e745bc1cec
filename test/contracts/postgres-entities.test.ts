// The entities repeat what the migrations say of their tables: here the two are held together.
import type { DataSource } from 'typeorm';
import { createDataSource } from '../../src/stores/postgres/connection/data-source';
import { migratedPostgres } from './document-stores';

type Columns = Record<string, string>;

const described = (type: string, nullable: boolean) => `${type}${nullable ? '' : ' NOT NULL'}`;

/** As the entities have it; the driver says how its types read in a table. */
function columnsOfEntity(source: DataSource, entity: string): Columns {
  const { columns } = source.getMetadata(entity);
  return Object.fromEntries(
    columns.map((column) => {
      const type = source.driver.normalizeType(column);
      const length = column.length ? `(${column.length})` : '';
      return [
        column.databaseName,
        described(`${type}${length}${column.isArray ? '[]' : ''}`, column.isNullable),
      ];
    }),
  );
}

/** As the migrated table has it. */
async function columnsOfTable(source: DataSource, table: string): Promise<Columns> {
  const rows = await source.query<Array<{ name: string; type: string; nullable: boolean }>>(
    `SELECT attname AS name, format_type(atttypid, atttypmod) AS type, NOT attnotnull AS nullable
     FROM pg_attribute WHERE attrelid = to_regclass($1) AND attnum > 0 AND NOT attisdropped`,
    [table],
  );
  return Object.fromEntries(rows.map(({ name, type, nullable }) => [name, described(type, nullable)]));
}

describe('the entities', () => {
  let postgres: Awaited<ReturnType<typeof migratedPostgres>>;
  let source: DataSource;

  beforeAll(async () => {
    postgres = await migratedPostgres();
    source = createDataSource({ url: postgres.url, poolSize: 1 });
    await source.initialize();
  });
  afterAll(async () => {
    await source.destroy();
    await postgres.stop();
  });

  it('name every column of their tables, with its type and whether it may be null, and no other', async () => {
    const names = source.entityMetadatas.map(({ name }) => name);
    expect(names.length).toBeGreaterThan(0);
    const entities: Record<string, Columns> = {};
    const tables: Record<string, Columns> = {};
    for (const { name, tableName } of source.entityMetadatas) {
      entities[name] = columnsOfEntity(source, name);
      tables[name] = await columnsOfTable(source, tableName);
    }
    expect(entities).toEqual(tables);
  });

  it('have the primary keys of their tables', async () => {
    for (const { tableName, primaryColumns } of source.entityMetadatas) {
      const rows = await source.query<Array<{ name: string }>>(
        `SELECT attname AS name FROM pg_index JOIN pg_attribute ON attrelid = indrelid AND attnum = ANY (indkey)
         WHERE indrelid = to_regclass($1) AND indisprimary`,
        [tableName],
      );
      expect([tableName, primaryColumns.map(({ databaseName }) => databaseName).toSorted()]).toEqual([
        tableName,
        rows.map(({ name }) => name).toSorted(),
      ]);
    }
  });
});
