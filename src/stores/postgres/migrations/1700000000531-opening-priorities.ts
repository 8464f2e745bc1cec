import type { MigrationInterface, QueryRunner } from 'typeorm';

/** With what priority a conversation began: its company's, as it was then. Its log goes on from there. */
export class OpeningPriorities1700000000531 implements MigrationInterface {
  readonly name = 'OpeningPriorities1700000000531';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE sessions ADD COLUMN opening_priority varchar(20)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE sessions DROP COLUMN opening_priority`);
  }
}
