import type { MigrationInterface, QueryRunner } from 'typeorm';

/** In which language the console speaks to an agent, on every device; null: as the browser wants. */
export class AgentLanguages1700000000560 implements MigrationInterface {
  readonly name = 'AgentLanguages1700000000560';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE agents ADD COLUMN language varchar(35)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE agents DROP COLUMN language`);
  }
}
