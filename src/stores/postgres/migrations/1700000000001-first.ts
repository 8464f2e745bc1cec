import type { MigrationInterface, QueryRunner } from 'typeorm';
import { foreignKeys, indexes } from './first-keys';
import { roles, security } from './first-security';
import { tables } from './first-tables';

export class First1700000000001 implements MigrationInterface {
  readonly name = 'First1700000000001';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [...tables, ...indexes, ...foreignKeys, ...roles, ...security]) {
      await runner.query(statement);
    }
  }

  /** The roles stay: they belong to the server, where another database may use them. */
  async down(runner: QueryRunner): Promise<void> {
    const names = tables.map((statement) => /^CREATE TABLE (\w+)/.exec(statement)?.[1]);
    await runner.query(`DROP TABLE ${names.join(', ')} CASCADE`);
  }
}
