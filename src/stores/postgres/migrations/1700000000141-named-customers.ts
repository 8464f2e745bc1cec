import type { MigrationInterface, QueryRunner } from 'typeorm';

/** An event that came in names nobody yet: only those that do are in the index by customer. */
export class NamedCustomers1700000000141 implements MigrationInterface {
  readonly name = 'NamedCustomers1700000000141';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX idx_inbound_events_customer_ids`);
    await runner.query(
      `CREATE INDEX idx_inbound_events_customer_ids ON inbound_events USING gin (customer_ids) WHERE customer_ids <> '{}'`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX idx_inbound_events_customer_ids`);
    await runner.query(
      `CREATE INDEX idx_inbound_events_customer_ids ON inbound_events USING gin (customer_ids)`,
    );
  }
}
