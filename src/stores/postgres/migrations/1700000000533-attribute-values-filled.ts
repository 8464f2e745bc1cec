import type { MigrationInterface, QueryRunner } from 'typeorm';
import { changeSome } from './large-tables';

/**
 * Triggers keep the values from here on: each customer is read as nobody is changing it, some at a time, each time in a
 * transaction of its own. Broken off, it goes on with those who have no values yet.
 */
export class AttributeValuesFilled1700000000533 implements MigrationInterface {
  readonly name = 'AttributeValuesFilled1700000000533';
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    await changeSome(
      runner,
      `WITH known AS MATERIALIZED (
       SELECT id, organization_id, attributes FROM customers
       WHERE id > $1 AND attributes <> '{}'
         AND NOT EXISTS (SELECT FROM customer_attribute_values WHERE customer_id = customers.id)
       ORDER BY id LIMIT $2 FOR SHARE OF customers),
     filled AS (
       INSERT INTO customer_attribute_values (organization_id, key, value, customer_id)
       SELECT c.organization_id, e.key, e.value, c.id FROM known c, jsonb_each_text(c.attributes) e
       WHERE length(e.value) <= 100
       ON CONFLICT DO NOTHING)
     SELECT id FROM known ORDER BY id OFFSET $2 - 1`,
    );
  }

  async down(): Promise<void> {}
}
