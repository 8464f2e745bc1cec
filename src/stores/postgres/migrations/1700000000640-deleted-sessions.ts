import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When all that was made of a conversation was deleted: what is left of it is in no list any more, and is counted as before. */
export class DeletedSessions1700000000640 implements MigrationInterface {
  readonly name = 'DeletedSessions1700000000640';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE sessions ADD deleted_at timestamptz');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE sessions DROP COLUMN deleted_at');
  }
}
