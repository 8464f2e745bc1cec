import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who held a conversation when a promise was kept or broke. */
export class PromiseHolders1700000000550 implements MigrationInterface {
  readonly name = 'PromiseHolders1700000000550';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `ALTER TABLE promise_outcomes ADD agent_id uuid, ADD team_id uuid, ADD priority varchar(10)`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE promise_outcomes DROP agent_id, DROP team_id, DROP priority');
  }
}
