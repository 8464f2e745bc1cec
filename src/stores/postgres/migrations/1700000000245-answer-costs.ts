import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What an answer of a model cost, in the operator's currency. */
export class AnswerCosts1700000000245 implements MigrationInterface {
  readonly name = 'AnswerCosts1700000000245';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE answers ADD COLUMN cost double precision');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE answers DROP COLUMN cost');
  }
}
