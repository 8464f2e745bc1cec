import type { MigrationInterface, QueryRunner } from 'typeorm';

/** An agent's picture is a file; each new one has an id of its own, which is its public address. */
export class AgentPictures1700000000510 implements MigrationInterface {
  readonly name = 'AgentPictures1700000000510';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [
      `ALTER TABLE agents ADD COLUMN picture_id uuid`,
      `CREATE UNIQUE INDEX idx_agents_picture ON agents (picture_id) WHERE picture_id IS NOT NULL`,
    ])
      await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of [`DROP INDEX idx_agents_picture`, `ALTER TABLE agents DROP COLUMN picture_id`])
      await runner.query(statement);
  }
}
