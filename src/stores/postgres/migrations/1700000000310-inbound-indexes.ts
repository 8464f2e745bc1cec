import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Every event that comes in writes each index: two that others stand in for are smaller, or gone. */
export class InboundIndexes1700000000310 implements MigrationInterface {
  readonly name = 'InboundIndexes1700000000310';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX idx_inbound_events_organization_id`);
    await runner.query(`DROP INDEX idx_inbound_events_channel`);
    await runner.query(`CREATE INDEX idx_inbound_events_channel ON inbound_events (channel_id, received_at)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX idx_inbound_events_channel`);
    await runner.query(
      `CREATE INDEX idx_inbound_events_channel ON inbound_events (organization_id, channel_id, received_at, id)`,
    );
    await runner.query(`CREATE INDEX idx_inbound_events_organization_id ON inbound_events (organization_id)`);
  }
}
