import type { MigrationInterface, QueryRunner } from 'typeorm';
import { appRole } from './first-security';

const ownOrganization = `nullif(current_setting('app.organization_id', true), '')::uuid`;

/** From where customers of the web write, and the last pages that they were on. */
export class CustomerVisits1700000000610 implements MigrationInterface {
  readonly name = 'CustomerVisits1700000000610';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [
      `CREATE TABLE customer_visits (
         customer_id uuid NOT NULL, organization_id uuid NOT NULL, visit jsonb NOT NULL,
         CONSTRAINT pk_customer_visits PRIMARY KEY (customer_id),
         CONSTRAINT fk_customer_visits_organization_id FOREIGN KEY (organization_id)
           REFERENCES organizations (id) ON DELETE CASCADE,
         CONSTRAINT fk_customer_visits_customer_id FOREIGN KEY (customer_id) REFERENCES customers (id) ON DELETE CASCADE)`,
      `CREATE INDEX idx_customer_visits_organization_id ON customer_visits (organization_id)`,
      `ALTER TABLE customer_visits ENABLE ROW LEVEL SECURITY`,
      `CREATE POLICY tenant ON customer_visits TO ${appRole}
         USING (organization_id = ${ownOrganization}) WITH CHECK (organization_id = ${ownOrganization})`,
      `GRANT SELECT, INSERT, UPDATE, DELETE ON customer_visits TO ${appRole}`,
    ])
      await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE customer_visits');
  }
}
