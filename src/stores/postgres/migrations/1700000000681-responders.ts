import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Who gave the first answer of a person, and each later one, and up to which number of the log that is known: null of rows from
 * before, which the sweep fills from their logs, some at a time. In no index: head_seq changes with every message.
 */
export class Responders1700000000681 implements MigrationInterface {
  readonly name = 'Responders1700000000681';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      'ALTER TABLE sessions ADD first_human_response_by uuid, ADD next_human_responses_by uuid[], ADD responders_seq int',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      'ALTER TABLE sessions DROP COLUMN first_human_response_by, DROP COLUMN next_human_responses_by, DROP COLUMN responders_seq',
    );
  }
}
