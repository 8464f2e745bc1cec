import type { MigrationInterface, QueryRunner } from 'typeorm';
import { crossTenantRole } from './first-security';

/**
 * What conversations said of a company stays for an hour, with how many lines they did: so many fewer they say within it. The
 * table is never large.
 */
export class ToldChanges1700000000679 implements MigrationInterface {
  readonly name = 'ToldChanges1700000000679';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [
      'ALTER TABLE attribute_changes ADD told_at timestamptz, ADD lines integer',
      `GRANT SELECT (told_at) ON attribute_changes TO ${crossTenantRole}`,
    ])
      await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DELETE FROM attribute_changes WHERE told_at IS NOT NULL');
    await runner.query('ALTER TABLE attribute_changes DROP COLUMN told_at, DROP COLUMN lines');
  }
}
