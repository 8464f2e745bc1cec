import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who held a conversation when a promise was kept or broke. Of those from before, who holds it now is all that is known. */
export class PromiseHolders1700000000550 implements MigrationInterface {
  readonly name = 'PromiseHolders1700000000550';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `ALTER TABLE promise_outcomes ADD agent_id uuid, ADD team_id uuid, ADD priority varchar(10)`,
    );
    await runner.query(`UPDATE promise_outcomes o SET agent_id = s.agent_id, team_id = s.team_id, priority = s.priority
      FROM sessions s WHERE s.id = o.session_id`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE promise_outcomes DROP agent_id, DROP team_id, DROP priority');
  }
}
