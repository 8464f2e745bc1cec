import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whose words an inbound event holds, so that an erasure finds it; which senders wait for it; and an index for each look at what is settled. */
export class InboundCustomers1700000000131 implements MigrationInterface {
  readonly name = 'InboundCustomers1700000000131';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [
      `ALTER TABLE inbound_events ADD customer_ids uuid[] NOT NULL DEFAULT '{}',
         ADD waiting_senders text[] NOT NULL DEFAULT '{}'`,
      `CREATE INDEX idx_inbound_events_customer_ids ON inbound_events USING gin (customer_ids)`,
      `CREATE INDEX idx_inbound_events_settled ON inbound_events (received_at) WHERE status <> 'pending'`,
      `CREATE INDEX idx_inbound_events_set_aside ON inbound_events (organization_id, status, received_at, id)
         WHERE status IN ('failed', 'not_understood')`,
      `CREATE INDEX idx_inbound_events_channel ON inbound_events (organization_id, channel_id, received_at, id)`,
      `CREATE INDEX idx_deliveries_settled ON deliveries (created_at) WHERE state NOT IN ('queued', 'sending')`,
    ])
      await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of [
      `DROP INDEX idx_deliveries_settled`,
      `DROP INDEX idx_inbound_events_channel`,
      `DROP INDEX idx_inbound_events_set_aside`,
      `DROP INDEX idx_inbound_events_settled`,
      `ALTER TABLE inbound_events DROP COLUMN customer_ids, DROP COLUMN waiting_senders`,
    ])
      await runner.query(statement);
  }
}
