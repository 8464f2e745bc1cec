import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createIndexes } from './large-tables';

/** What a rule did, by its time: whether it ran too often lately is asked at each change of a customer. */
export class RuleRunsIndex1700000000663 implements MigrationInterface {
  readonly name = 'RuleRunsIndex1700000000663';
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    await createIndexes(runner, {
      idx_automation_runs_ran: "automation_runs (rule_id, created_at) WHERE status <> 'stopped'",
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX idx_automation_runs_ran');
  }
}
