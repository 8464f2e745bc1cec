import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Why an agent is away who did not choose it: who only did nothing is back by themselves, whichever process is asked then. */
export class AwayReasons1700000000607 implements MigrationInterface {
  readonly name = 'AwayReasons1700000000607';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE agents ADD COLUMN away_reason character varying(50)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE agents DROP COLUMN away_reason`);
  }
}
