import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When all that was remembered of a customer was forgotten last: what is still being read then is not remembered after it. */
export class ForgottenMemory1700000000695 implements MigrationInterface {
  readonly name = 'ForgottenMemory1700000000695';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE customers ADD COLUMN memory_forgotten_at timestamptz`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE customers DROP COLUMN memory_forgotten_at`);
  }
}
