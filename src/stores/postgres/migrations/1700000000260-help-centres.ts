import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The name under which an organization's help centre is reached, one in the whole installation. */
export class HelpCentres1700000000260 implements MigrationInterface {
  readonly name = 'HelpCentres1700000000260';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE organizations ADD COLUMN slug varchar(63)');
    await runner.query('ALTER TABLE organizations ADD CONSTRAINT uq_organizations_slug UNIQUE (slug)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE organizations DROP COLUMN slug');
  }
}
