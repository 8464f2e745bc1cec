import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Where a conversation goes on that was merged. `merge_seq`: the number in its log that says so, or that it was separated;
 * `merge_told`: up to which one the other log was told.
 */
export class MergedSessions1700000000555 implements MigrationInterface {
  readonly name = 'MergedSessions1700000000555';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      'ALTER TABLE sessions ADD COLUMN merged_into uuid, ADD COLUMN merge_seq int, ADD COLUMN merge_told int',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      'ALTER TABLE sessions DROP COLUMN merged_into, DROP COLUMN merge_seq, DROP COLUMN merge_told',
    );
  }
}
