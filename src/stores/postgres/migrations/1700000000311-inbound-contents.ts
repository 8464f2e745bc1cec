import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How much an event says: bodies are encrypted, and nobody counts messages and states apart without opening each. */
export class InboundContents1700000000311 implements MigrationInterface {
  readonly name = 'InboundContents1700000000311';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `ALTER TABLE inbound_events ADD messages integer NOT NULL DEFAULT 0, ADD states integer NOT NULL DEFAULT 0`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE inbound_events DROP COLUMN messages, DROP COLUMN states`);
  }
}
