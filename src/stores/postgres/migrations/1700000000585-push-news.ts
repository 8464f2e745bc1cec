import type { MigrationInterface, QueryRunner } from 'typeorm';
import { appRole, crossTenantRole } from './first-security';

const ownOrganization = `nullif(current_setting('app.organization_id', true), '')::uuid`;

/** What devices are told, until nobody wants to hear of it: without `due_at` it was told. And how much each was told lately. */
export class PushNews1700000000585 implements MigrationInterface {
  readonly name = 'PushNews1700000000585';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [
      `CREATE TABLE push_news (
         device_id uuid NOT NULL, session_id uuid NOT NULL, organization_id uuid NOT NULL, kind varchar(20) NOT NULL,
         at timestamptz NOT NULL, due_at timestamptz, until timestamptz NOT NULL, tries integer NOT NULL DEFAULT 0,
         CONSTRAINT pk_push_news PRIMARY KEY (device_id, session_id),
         CONSTRAINT fk_push_news_organization_id FOREIGN KEY (organization_id)
           REFERENCES organizations (id) ON DELETE CASCADE,
         CONSTRAINT fk_push_news_device_id FOREIGN KEY (device_id) REFERENCES push_devices (id) ON DELETE CASCADE,
         CONSTRAINT fk_push_news_session_id FOREIGN KEY (session_id) REFERENCES sessions (id) ON DELETE CASCADE)`,
      `CREATE INDEX idx_push_news_organization_id ON push_news (organization_id)`,
      `CREATE INDEX idx_push_news_session_id ON push_news (session_id)`,
      `CREATE INDEX idx_push_news_due_at ON push_news (due_at) WHERE due_at IS NOT NULL`,
      `ALTER TABLE push_devices ADD COLUMN minute_from timestamptz, ADD COLUMN minute_count integer NOT NULL DEFAULT 0,
         ADD COLUMN waiting_told_at timestamptz`,
      `ALTER TABLE push_news ENABLE ROW LEVEL SECURITY`,
      `CREATE POLICY tenant ON push_news TO ${appRole}
         USING (organization_id = ${ownOrganization}) WITH CHECK (organization_id = ${ownOrganization})`,
      `GRANT SELECT, INSERT, UPDATE, DELETE ON push_news TO ${appRole}`,
      `CREATE POLICY across ON push_news TO ${crossTenantRole} USING (true)`,
      `GRANT SELECT (organization_id, device_id, session_id, at, due_at) ON push_news TO ${crossTenantRole}`,
      `GRANT SELECT (organization_id) ON push_devices TO ${crossTenantRole}`,
    ])
      await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of [
      `DROP TABLE push_news`,
      `REVOKE SELECT (organization_id) ON push_devices FROM ${crossTenantRole}`,
      `ALTER TABLE push_devices DROP COLUMN minute_from, DROP COLUMN minute_count, DROP COLUMN waiting_told_at`,
    ])
      await runner.query(statement);
  }
}
