import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How large a picture is that has a preview; null: the file has none. */
export class Previews1700000000111 implements MigrationInterface {
  readonly name = 'Previews1700000000111';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE attachments ADD width int, ADD height int');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE attachments DROP COLUMN height, DROP COLUMN width');
  }
}
