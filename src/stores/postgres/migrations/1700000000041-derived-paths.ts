import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Where a file lies follows from its organization and its id: a stored path could lead anywhere. */
export class DerivedPaths1700000000041 implements MigrationInterface {
  readonly name = 'DerivedPaths1700000000041';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE attachments DROP COLUMN path');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE attachments ADD path text');
    await runner.query(`UPDATE attachments SET path = organization_id || '/' || id`);
    await runner.query('ALTER TABLE attachments ALTER path SET NOT NULL');
  }
}
