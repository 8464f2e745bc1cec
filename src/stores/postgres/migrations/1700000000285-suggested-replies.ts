import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What became of a reply that was suggested to an agent. */
export class SuggestedReplies1700000000285 implements MigrationInterface {
  readonly name = 'SuggestedReplies1700000000285';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE answers ADD COLUMN outcome varchar(20)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE answers DROP COLUMN outcome');
  }
}
