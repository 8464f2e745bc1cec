import type { MigrationInterface, QueryRunner } from 'typeorm';
import { appRole } from './first-security';

const ownOrganization = `nullif(current_setting('app.organization_id', true), '')::uuid`;

/** Servers of the Model Context Protocol that an admin declares, with the tools of theirs that the AI may call. */
export class McpServers1700000000291 implements MigrationInterface {
  readonly name = 'McpServers1700000000291';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [
      `CREATE TABLE mcp_servers (
         id uuid NOT NULL DEFAULT gen_random_uuid(), organization_id uuid NOT NULL, name varchar(20) NOT NULL,
         url text NOT NULL, token text, tools jsonb NOT NULL DEFAULT '[]', timeout_ms integer NOT NULL,
         is_active boolean NOT NULL DEFAULT true,
         created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now(),
         CONSTRAINT pk_mcp_servers PRIMARY KEY (id), CONSTRAINT uq_mcp_servers_name UNIQUE (organization_id, name),
         CONSTRAINT fk_mcp_servers_organization_id FOREIGN KEY (organization_id) REFERENCES organizations (id) ON DELETE CASCADE)`,
      `CREATE INDEX idx_mcp_servers_organization_id ON mcp_servers (organization_id)`,
      `ALTER TABLE mcp_servers ENABLE ROW LEVEL SECURITY`,
      `CREATE POLICY tenant ON mcp_servers TO ${appRole}
         USING (organization_id = ${ownOrganization}) WITH CHECK (organization_id = ${ownOrganization})`,
      `GRANT SELECT, INSERT, UPDATE, DELETE ON mcp_servers TO ${appRole}`,
    ])
      await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE mcp_servers`);
  }
}
