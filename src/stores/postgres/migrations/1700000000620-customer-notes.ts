import type { MigrationInterface, QueryRunner } from 'typeorm';
import { appRole } from './first-security';

const ownOrganization = `nullif(current_setting('app.organization_id', true), '')::uuid`;

/** What the team writes down about a customer, in no conversation. */
export class CustomerNotes1700000000620 implements MigrationInterface {
  readonly name = 'CustomerNotes1700000000620';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [
      `CREATE TABLE customer_notes (
         id uuid NOT NULL DEFAULT gen_random_uuid(), organization_id uuid NOT NULL, customer_id uuid NOT NULL,
         text text NOT NULL, author jsonb NOT NULL,
         created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now(),
         CONSTRAINT pk_customer_notes PRIMARY KEY (id),
         CONSTRAINT fk_customer_notes_organization_id FOREIGN KEY (organization_id)
           REFERENCES organizations (id) ON DELETE CASCADE,
         CONSTRAINT fk_customer_notes_customer_id FOREIGN KEY (customer_id) REFERENCES customers (id) ON DELETE CASCADE)`,
      `CREATE INDEX idx_customer_notes_customer_id ON customer_notes (customer_id, created_at)`,
      `CREATE INDEX idx_customer_notes_organization_id ON customer_notes (organization_id)`,
      `ALTER TABLE customer_notes ENABLE ROW LEVEL SECURITY`,
      `CREATE POLICY tenant ON customer_notes TO ${appRole}
         USING (organization_id = ${ownOrganization}) WITH CHECK (organization_id = ${ownOrganization})`,
      `GRANT SELECT, INSERT, UPDATE, DELETE ON customer_notes TO ${appRole}`,
    ])
      await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE customer_notes');
  }
}
