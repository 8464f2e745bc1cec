import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What an organization declares of its customers; beside the metadata, which programs replace as a whole. */
export class CustomerAttributes1700000000420 implements MigrationInterface {
  readonly name = 'CustomerAttributes1700000000420';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE customers ADD COLUMN attributes jsonb NOT NULL DEFAULT '{}'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE customers DROP COLUMN attributes`);
  }
}
