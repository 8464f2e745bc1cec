import type { MigrationInterface, QueryRunner } from 'typeorm';
import { appRole } from './first-security';

const ownOrganization = `nullif(current_setting('app.organization_id', true), '')::uuid`;

const secured = (table: string) => [
  `CREATE INDEX idx_${table}_organization_id ON ${table} (organization_id)`,
  `ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY`,
  `CREATE POLICY tenant ON ${table} TO ${appRole}
     USING (organization_id = ${ownOrganization}) WITH CHECK (organization_id = ${ownOrganization})`,
  `GRANT SELECT, INSERT, UPDATE, DELETE ON ${table} TO ${appRole}`,
];

const keys = (table: string, columns: string[]) =>
  [['organization_id', 'organizations'], ...columns.map((column) => [column, 'customers'])]
    .map(
      ([column, named]) =>
        `CONSTRAINT fk_${table}_${column} FOREIGN KEY (${column}) REFERENCES ${named} (id) ON DELETE CASCADE`,
    )
    .join(', ');

/** What makes one person of two customers, who undid it, and codes on their way. */
export class CustomerLinks1700000000150 implements MigrationInterface {
  readonly name = 'CustomerLinks1700000000150';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [
      `CREATE TABLE customer_links (
         id uuid NOT NULL DEFAULT gen_random_uuid(), organization_id uuid NOT NULL,
         customer_id uuid NOT NULL, linked_customer_id uuid NOT NULL, evidence varchar(20) NOT NULL,
         linked_by jsonb NOT NULL, linked_at timestamptz NOT NULL DEFAULT now(), undone_by jsonb, undone_at timestamptz,
         CONSTRAINT pk_customer_links PRIMARY KEY (id),
         CONSTRAINT ck_customer_links_two CHECK (customer_id <> linked_customer_id),
         ${keys('customer_links', ['customer_id', 'linked_customer_id'])})`,
      `CREATE UNIQUE INDEX uq_customer_links_pair
         ON customer_links (least(customer_id, linked_customer_id), greatest(customer_id, linked_customer_id))
         WHERE undone_at IS NULL`,
      `CREATE INDEX idx_customer_links_customer_id ON customer_links (customer_id)`,
      `CREATE INDEX idx_customer_links_linked_customer_id ON customer_links (linked_customer_id)`,
      ...secured('customer_links'),
      `CREATE TABLE identity_codes (
         organization_id uuid NOT NULL, customer_id uuid NOT NULL, proved_customer_id uuid NOT NULL,
         code_hash varchar(64) NOT NULL, sent_by jsonb NOT NULL, tries smallint NOT NULL DEFAULT 0,
         expires_at timestamptz NOT NULL,
         CONSTRAINT pk_identity_codes PRIMARY KEY (customer_id, proved_customer_id),
         ${keys('identity_codes', ['customer_id', 'proved_customer_id'])})`,
      `CREATE INDEX idx_identity_codes_proved_customer_id ON identity_codes (proved_customer_id)`,
      ...secured('identity_codes'),
      // Who has the same number, however it was written down.
      `CREATE INDEX idx_customers_phone_digits
         ON customers (organization_id, regexp_replace(phone, '^00|[^0-9]', '', 'g')) WHERE phone IS NOT NULL`,
    ])
      await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of [
      `DROP INDEX idx_customers_phone_digits`,
      `DROP TABLE identity_codes`,
      `DROP TABLE customer_links`,
    ])
      await runner.query(statement);
  }
}
