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

/** What an organization's programs know of a customer (orders, subscriptions, devices), and whose mailbox or number a customer proved with a code. */
export class CustomerObjects1700000000270 implements MigrationInterface {
  readonly name = 'CustomerObjects1700000000270';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [
      `CREATE TABLE customer_objects (
         id uuid NOT NULL DEFAULT gen_random_uuid(), organization_id uuid NOT NULL, customer_id uuid NOT NULL,
         type varchar(50) NOT NULL, object_id varchar(200) NOT NULL, status varchar(100), title varchar(200),
         url varchar(2000), is_open boolean NOT NULL, fields jsonb NOT NULL,
         created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now(),
         CONSTRAINT pk_customer_objects PRIMARY KEY (id),
         CONSTRAINT uq_customer_objects_object UNIQUE (customer_id, type, object_id),
         ${keys('customer_objects', ['customer_id'])})`,
      // Whether an organization has any of a type, and one customer's own by the number that they write.
      `CREATE INDEX idx_customer_objects_type ON customer_objects (organization_id, type)`,
      ...secured('customer_objects'),
      `CREATE TABLE identity_proofs (
         organization_id uuid NOT NULL, customer_id uuid NOT NULL, proved_customer_id uuid NOT NULL,
         proved_at timestamptz NOT NULL DEFAULT now(),
         CONSTRAINT pk_identity_proofs PRIMARY KEY (customer_id, proved_customer_id),
         ${keys('identity_proofs', ['customer_id', 'proved_customer_id'])})`,
      `CREATE INDEX idx_identity_proofs_proved_customer_id ON identity_proofs (proved_customer_id)`,
      ...secured('identity_proofs'),
    ])
      await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE identity_proofs`);
    await runner.query(`DROP TABLE customer_objects`);
  }
}
