import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What agents speak; `agents.language` is that of their console. */
export class SpokenLanguages1700000000605 implements MigrationInterface {
  readonly name = 'SpokenLanguages1700000000605';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE agents ADD COLUMN languages text[] NOT NULL DEFAULT '{}'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE agents DROP COLUMN languages`);
  }
}
