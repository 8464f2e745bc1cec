import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whose words are taken no more: why, by whom, and until when. What came of them is counted by its mark. */
export class BlockedCustomers1700000000421 implements MigrationInterface {
  readonly name = 'BlockedCustomers1700000000421';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE customers ADD COLUMN blocked jsonb`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`UPDATE inbound_events SET status = 'done' WHERE status = 'blocked'`);
    await runner.query(`ALTER TABLE customers DROP COLUMN blocked`);
  }
}
