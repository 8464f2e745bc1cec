import type { MigrationInterface, QueryRunner } from 'typeorm';
import { appRole } from './first-security';

const ownOrganization = `nullif(current_setting('app.organization_id', true), '')::uuid`;
const foreignKey = (column: string, table: string) =>
  `CONSTRAINT fk_customer_relationships_${column} FOREIGN KEY (${column}) REFERENCES ${table} (id) ON DELETE CASCADE`;

/** What customers are to each other: one row for two of them. */
export class CustomerRelationships1700000000621 implements MigrationInterface {
  readonly name = 'CustomerRelationships1700000000621';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [
      `CREATE TABLE customer_relationships (
         id uuid NOT NULL DEFAULT gen_random_uuid(), organization_id uuid NOT NULL, customer_id uuid NOT NULL,
         other_id uuid NOT NULL, role varchar(60) NOT NULL, own_role varchar(60) NOT NULL, author jsonb NOT NULL,
         created_at timestamptz NOT NULL DEFAULT now(),
         CONSTRAINT pk_customer_relationships PRIMARY KEY (id),
         ${foreignKey('organization_id', 'organizations')},
         ${foreignKey('customer_id', 'customers')},
         ${foreignKey('other_id', 'customers')})`,
      `CREATE UNIQUE INDEX uq_customer_relationships_pair
         ON customer_relationships (least(customer_id, other_id), greatest(customer_id, other_id))`,
      `CREATE INDEX idx_customer_relationships_customer_id ON customer_relationships (customer_id)`,
      `CREATE INDEX idx_customer_relationships_other_id ON customer_relationships (other_id)`,
      `CREATE INDEX idx_customer_relationships_organization_id ON customer_relationships (organization_id)`,
      `ALTER TABLE customer_relationships ENABLE ROW LEVEL SECURITY`,
      `CREATE POLICY tenant ON customer_relationships TO ${appRole}
         USING (organization_id = ${ownOrganization}) WITH CHECK (organization_id = ${ownOrganization})`,
      `GRANT SELECT, INSERT, UPDATE, DELETE ON customer_relationships TO ${appRole}`,
    ])
      await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE customer_relationships');
  }
}
