import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Triggers keep the values from here on: each customer is read as nobody is changing it, and nobody else waits. */
export class AttributeValuesFilled1700000000533 implements MigrationInterface {
  readonly name = 'AttributeValuesFilled1700000000533';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      WITH known AS MATERIALIZED (
        SELECT id, organization_id, attributes FROM customers WHERE attributes <> '{}' ORDER BY id FOR SHARE)
      INSERT INTO customer_attribute_values (organization_id, key, value, customer_id)
      SELECT c.organization_id, e.key, e.value, c.id FROM known c, jsonb_each_text(c.attributes) e
      WHERE length(e.value) <= 100
      ON CONFLICT DO NOTHING`);
  }

  async down(): Promise<void> {}
}
