import type { MigrationInterface, QueryRunner } from 'typeorm';
import { appRole, crossTenantRole } from './first-security';

const ownOrganization = `nullif(current_setting('app.organization_id', true), '')::uuid`;

/** Browsers that take pushes. One address is one browser, so it is known once, in whichever organization it is signed in. */
export class PushDevices1700000000541 implements MigrationInterface {
  readonly name = 'PushDevices1700000000541';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [
      `CREATE TABLE push_devices (
         id uuid NOT NULL DEFAULT gen_random_uuid(), organization_id uuid NOT NULL, agent_id uuid NOT NULL,
         family uuid NOT NULL, endpoint text NOT NULL, p256dh text NOT NULL, auth text NOT NULL, words jsonb NOT NULL,
         created_at timestamptz NOT NULL DEFAULT now(),
         CONSTRAINT pk_push_devices PRIMARY KEY (id),
         CONSTRAINT uq_push_devices_endpoint UNIQUE (endpoint),
         CONSTRAINT uq_push_devices_family UNIQUE (family),
         CONSTRAINT fk_push_devices_organization_id FOREIGN KEY (organization_id)
           REFERENCES organizations (id) ON DELETE CASCADE,
         CONSTRAINT fk_push_devices_agent_id FOREIGN KEY (agent_id) REFERENCES agents (id) ON DELETE CASCADE)`,
      `CREATE INDEX idx_push_devices_agent_id ON push_devices (agent_id)`,
      `CREATE INDEX idx_push_devices_organization_id ON push_devices (organization_id)`,
      `ALTER TABLE push_devices ENABLE ROW LEVEL SECURITY`,
      `CREATE POLICY tenant ON push_devices TO ${appRole}
         USING (organization_id = ${ownOrganization}) WITH CHECK (organization_id = ${ownOrganization})`,
      `GRANT SELECT, INSERT, UPDATE, DELETE ON push_devices TO ${appRole}`,
      `CREATE POLICY across ON push_devices TO ${crossTenantRole} USING (true)`,
      `GRANT SELECT (id, agent_id, family, endpoint), DELETE ON push_devices TO ${crossTenantRole}`,
    ])
      await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE push_devices`);
  }
}
