import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How often an import was tried in vain, and in which of these tries a page was last not to be had. */
export class ImportTries1700000000295 implements MigrationInterface {
  readonly name = 'ImportTries1700000000295';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE knowledge_imports ADD COLUMN tries integer NOT NULL DEFAULT 0');
    await runner.query('ALTER TABLE knowledge_import_items ADD COLUMN failed_try integer');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE knowledge_import_items DROP COLUMN failed_try');
    await runner.query('ALTER TABLE knowledge_imports DROP COLUMN tries');
  }
}
