import type { MigrationInterface, QueryRunner } from 'typeorm';

/** For the counts of a channel's day. */
export class SettledByChannel1700000000170 implements MigrationInterface {
  readonly name = 'SettledByChannel1700000000170';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE INDEX idx_deliveries_channel_settled ON deliveries (channel_id, created_at) WHERE state NOT IN ('queued', 'sending')`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX idx_deliveries_channel_settled');
  }
}
