import type { MigrationInterface, QueryRunner } from 'typeorm';
import { appRole } from './first-security';

const own = `nullif(current_setting('app.organization_id', true), '')::uuid`;

/**
 * Containment of JSON is not leakproof, so that under row-level security no index would serve it; equality of texts is. What
 * is longer than lists look for is left out. Customers are locked until this ends: what is there is filled in by the next.
 */
export class AttributeValues1700000000532 implements MigrationInterface {
  readonly name = 'AttributeValues1700000000532';

  async up(runner: QueryRunner): Promise<void> {
    const [{ schema }] = (await runner.query('SELECT quote_ident(current_schema()) AS schema')) as [
      { schema: string },
    ];
    for (const statement of [
      `CREATE TABLE customer_attribute_values (
         organization_id uuid NOT NULL, key text NOT NULL, value text NOT NULL,
         customer_id uuid NOT NULL REFERENCES customers (id) ON DELETE CASCADE,
         PRIMARY KEY (organization_id, key, value, customer_id))`,
      `CREATE INDEX idx_customer_attribute_values_customer ON customer_attribute_values (customer_id)`,
      `ALTER TABLE customer_attribute_values ENABLE ROW LEVEL SECURITY`,
      `CREATE POLICY tenant ON customer_attribute_values TO ${appRole}
         USING (organization_id = ${own}) WITH CHECK (organization_id = ${own})`,
      `GRANT SELECT, INSERT, UPDATE, DELETE ON customer_attribute_values TO ${appRole}`,
      `CREATE FUNCTION keep_customer_attributes() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = ${schema}, pg_temp AS $$
       BEGIN
         IF TG_OP = 'UPDATE' THEN
           DELETE FROM customer_attribute_values WHERE customer_id = NEW.id;
         END IF;
         INSERT INTO customer_attribute_values
         SELECT c.organization_id, e.key, e.value, c.id FROM customers c, jsonb_each_text(c.attributes) e
         WHERE length(e.value) <= 100 AND c.id = NEW.id;
         RETURN NULL;
       END $$`,
      `REVOKE ALL ON FUNCTION keep_customer_attributes() FROM PUBLIC`,
      `CREATE TRIGGER attributes_of_new AFTER INSERT ON customers FOR EACH ROW
       WHEN (NEW.attributes <> '{}') EXECUTE FUNCTION keep_customer_attributes()`,
      `CREATE TRIGGER attributes_of_changed AFTER UPDATE OF attributes ON customers FOR EACH ROW
       WHEN (OLD.attributes <> NEW.attributes) EXECUTE FUNCTION keep_customer_attributes()`,
    ])
      await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TRIGGER attributes_of_new ON customers');
    await runner.query('DROP TRIGGER attributes_of_changed ON customers');
    await runner.query('DROP FUNCTION keep_customer_attributes()');
    await runner.query('DROP TABLE customer_attribute_values');
  }
}
