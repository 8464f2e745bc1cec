import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The seed's `sessions.agent_id REFERENCES agents(id)` goes: a row is what its log says, and the log may name an agent
 * that was deleted as it got the session. That row could never be written again, and its customer wrote to nobody.
 */
export class SessionsOfAgents1700000000007 implements MigrationInterface {
  readonly name = 'SessionsOfAgents1700000000007';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE sessions DROP CONSTRAINT "FK_c0c9d3a7dab65bd5e398e317188"');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('UPDATE sessions SET agent_id = NULL WHERE agent_id NOT IN (SELECT id FROM agents)');
    await runner.query(`ALTER TABLE sessions ADD CONSTRAINT "FK_c0c9d3a7dab65bd5e398e317188"
      FOREIGN KEY (agent_id) REFERENCES agents(id)`);
  }
}
