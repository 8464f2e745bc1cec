import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Lists of open sessions by their last message, without sorting all that are open. A message changes `last_message_at`, so no
 * index may name it (see SessionLists1700000000090); the hour of it changes with the first message of an hour alone. What is of
 * one hour is sorted when it is read. Adding the column writes every row anew, once.
 */
export class OpenLists1700000000635 implements MigrationInterface {
  readonly name = 'OpenLists1700000000635';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `ALTER TABLE sessions ADD last_message_hour timestamp(0)
         GENERATED ALWAYS AS (date_trunc('hour', last_message_at AT TIME ZONE 'UTC')) STORED`,
    );
    await runner.query(
      `CREATE INDEX idx_sessions_open_hours ON sessions (organization_id, status, last_message_hour) WHERE status <> 'closed'`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE sessions DROP COLUMN last_message_hour');
  }
}
