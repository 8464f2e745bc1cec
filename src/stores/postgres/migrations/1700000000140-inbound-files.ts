import type { MigrationInterface, QueryRunner } from 'typeorm';
import { appRole, crossTenantRole } from './first-security';

const ownOrganization = `nullif(current_setting('app.organization_id', true), '')::uuid`;

/** A file of a customer that its provider still has: what is to be fetched, for which message. */
export class InboundFiles1700000000140 implements MigrationInterface {
  readonly name = 'InboundFiles1700000000140';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [
      `CREATE TABLE inbound_files (
         session_id uuid NOT NULL, seq integer NOT NULL, organization_id uuid NOT NULL, channel_id uuid NOT NULL,
         customer_id uuid NOT NULL, message_key varchar(255) NOT NULL, media jsonb NOT NULL,
         attempts integer NOT NULL DEFAULT 0, due_at timestamptz NOT NULL DEFAULT now(), leased_until timestamptz,
         last_error text, created_at timestamptz NOT NULL DEFAULT now(),
         CONSTRAINT pk_inbound_files PRIMARY KEY (session_id, seq),
         CONSTRAINT fk_inbound_files_organization FOREIGN KEY (organization_id) REFERENCES organizations (id)
           ON DELETE CASCADE)`,
      `CREATE INDEX idx_inbound_files_due_at ON inbound_files (due_at)`,
      `CREATE INDEX idx_inbound_files_organization_id ON inbound_files (organization_id)`,
      `ALTER TABLE inbound_files ENABLE ROW LEVEL SECURITY`,
      `CREATE POLICY tenant ON inbound_files TO ${appRole}
         USING (organization_id = ${ownOrganization}) WITH CHECK (organization_id = ${ownOrganization})`,
      `CREATE POLICY across ON inbound_files TO ${crossTenantRole} USING (true) WITH CHECK (true)`,
      `GRANT SELECT, INSERT, UPDATE, DELETE ON inbound_files TO ${appRole}, ${crossTenantRole}`,
    ])
      await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE inbound_files`);
  }
}
