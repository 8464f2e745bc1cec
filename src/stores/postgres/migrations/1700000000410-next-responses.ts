import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How long customers waited for each answer of a person after the first. Of sessions from before it is not known: null. */
export class NextResponses1700000000410 implements MigrationInterface {
  readonly name = 'NextResponses1700000000410';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE sessions ADD COLUMN next_human_response_seconds float8[]');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE sessions DROP COLUMN next_human_response_seconds');
  }
}
