import type { MigrationInterface, QueryRunner } from 'typeorm';
import { appRole, crossTenantRole } from './first-security';

const ownOrganization = `nullif(current_setting('app.organization_id', true), '')::uuid`;

/** What is kept of a customer was changed, a rule waits for that, and the customer's conversations do not say it yet. */
export class AttributeChanges1700000000660 implements MigrationInterface {
  readonly name = 'AttributeChanges1700000000660';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [
      `CREATE TABLE attribute_changes (
         id uuid NOT NULL DEFAULT gen_random_uuid(), organization_id uuid NOT NULL, customer_id uuid NOT NULL,
         attribute varchar(40) NOT NULL, was jsonb, becomes jsonb, by jsonb NOT NULL,
         created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
         CONSTRAINT pk_attribute_changes PRIMARY KEY (id),
         CONSTRAINT fk_attribute_changes_organization_id FOREIGN KEY (organization_id)
           REFERENCES organizations (id) ON DELETE CASCADE,
         CONSTRAINT fk_attribute_changes_customer_id FOREIGN KEY (customer_id)
           REFERENCES customers (id) ON DELETE CASCADE)`,
      `CREATE INDEX idx_attribute_changes_created_at ON attribute_changes (organization_id, created_at, id)`,
      `CREATE INDEX idx_attribute_changes_customer_id ON attribute_changes (customer_id)`,
      `ALTER TABLE attribute_changes ENABLE ROW LEVEL SECURITY`,
      `CREATE POLICY tenant ON attribute_changes TO ${appRole}
         USING (organization_id = ${ownOrganization}) WITH CHECK (organization_id = ${ownOrganization})`,
      `GRANT SELECT, INSERT, UPDATE, DELETE ON attribute_changes TO ${appRole}`,
      `CREATE POLICY across ON attribute_changes TO ${crossTenantRole} USING (true)`,
      `GRANT SELECT (organization_id, created_at) ON attribute_changes TO ${crossTenantRole}`,
    ])
      await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE attribute_changes');
  }
}
