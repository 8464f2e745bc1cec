import type { MigrationInterface, QueryRunner } from 'typeorm';
import { appRole } from './first-security';

const ownOrganization = `nullif(current_setting('app.organization_id', true), '')::uuid`;

/** Calls with customers that somebody wrote down. */
export class CustomerCalls1700000000551 implements MigrationInterface {
  readonly name = 'CustomerCalls1700000000551';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [
      `CREATE TABLE customer_calls (
         id uuid NOT NULL DEFAULT gen_random_uuid(), organization_id uuid NOT NULL, customer_id uuid NOT NULL,
         at timestamptz NOT NULL, direction varchar(10) NOT NULL, minutes integer NOT NULL, outcome text NOT NULL,
         author jsonb NOT NULL, created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now(),
         CONSTRAINT pk_customer_calls PRIMARY KEY (id),
         CONSTRAINT fk_customer_calls_organization_id FOREIGN KEY (organization_id)
           REFERENCES organizations (id) ON DELETE CASCADE,
         CONSTRAINT fk_customer_calls_customer_id FOREIGN KEY (customer_id) REFERENCES customers (id) ON DELETE CASCADE)`,
      `CREATE INDEX idx_customer_calls_customer_id ON customer_calls (customer_id, at)`,
      `CREATE INDEX idx_customer_calls_organization_id ON customer_calls (organization_id)`,
      `ALTER TABLE customer_calls ENABLE ROW LEVEL SECURITY`,
      `CREATE POLICY tenant ON customer_calls TO ${appRole}
         USING (organization_id = ${ownOrganization}) WITH CHECK (organization_id = ${ownOrganization})`,
      `GRANT SELECT, INSERT, UPDATE, DELETE ON customer_calls TO ${appRole}`,
    ])
      await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE customer_calls');
  }
}
