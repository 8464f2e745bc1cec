import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How long customers wait for a person. Of sessions from before it is not known: null. */
export class HumanResponses1700000000100 implements MigrationInterface {
  readonly name = 'HumanResponses1700000000100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      'ALTER TABLE sessions ADD COLUMN person_awaited_since timestamptz, ADD COLUMN first_human_response_seconds float',
    );
    await runner.query('ALTER TABLE analytics ADD COLUMN avg_first_human_response_seconds float');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE analytics DROP COLUMN avg_first_human_response_seconds');
    await runner.query(
      'ALTER TABLE sessions DROP COLUMN person_awaited_since, DROP COLUMN first_human_response_seconds',
    );
  }
}
