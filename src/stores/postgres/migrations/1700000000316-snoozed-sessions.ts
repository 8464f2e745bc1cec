import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When a session that was put away comes back; infinity: when its customer writes. */
export class SnoozedSessions1700000000316 implements MigrationInterface {
  readonly name = 'SnoozedSessions1700000000316';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE sessions ADD COLUMN snoozed_until timestamptz`);
    await runner.query(
      `CREATE INDEX idx_sessions_snoozed ON sessions (snoozed_until) WHERE snoozed_until IS NOT NULL`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE sessions DROP COLUMN snoozed_until`);
  }
}
