import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Until when somebody works on a run: meanwhile nobody works on another one of its conversation. */
export class TakenRuns1700000000491 implements MigrationInterface {
  readonly name = 'TakenRuns1700000000491';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE automation_runs ADD COLUMN taken_until timestamptz');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE automation_runs DROP COLUMN taken_until');
  }
}
