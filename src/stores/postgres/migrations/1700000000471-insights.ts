import type { MigrationInterface, QueryRunner } from 'typeorm';
import { appRole } from './first-security';

const ownOrganization = `nullif(current_setting('app.organization_id', true), '')::uuid`;

/** What has become more, and what became of it. */
export class Insights1700000000471 implements MigrationInterface {
  readonly name = 'Insights1700000000471';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [
      `CREATE TABLE insights (
         id uuid NOT NULL DEFAULT gen_random_uuid(), organization_id uuid NOT NULL, kind varchar(20) NOT NULL,
         key varchar(100) NOT NULL, name varchar(255) NOT NULL, count integer NOT NULL, before integer[] NOT NULL,
         session_ids uuid[] NOT NULL, until timestamptz NOT NULL, state varchar(20) NOT NULL DEFAULT 'new',
         agent_id uuid, changed_by varchar(255), created_at timestamptz NOT NULL DEFAULT now(),
         CONSTRAINT pk_insights PRIMARY KEY (id),
         CONSTRAINT fk_insights_organization_id FOREIGN KEY (organization_id) REFERENCES organizations (id) ON DELETE CASCADE,
         CONSTRAINT fk_insights_agent_id FOREIGN KEY (agent_id) REFERENCES agents (id) ON DELETE SET NULL)`,
      `CREATE UNIQUE INDEX uq_insights_open ON insights (organization_id, kind, key) WHERE state IN ('new', 'reviewed')`,
      `CREATE INDEX idx_insights_organization_id ON insights (organization_id, created_at, id)`,
      `CREATE INDEX idx_insights_agent_id ON insights (agent_id)`,
      `ALTER TABLE insights ENABLE ROW LEVEL SECURITY`,
      `CREATE POLICY tenant ON insights TO ${appRole}
         USING (organization_id = ${ownOrganization}) WITH CHECK (organization_id = ${ownOrganization})`,
      `GRANT SELECT, INSERT, UPDATE, DELETE ON insights TO ${appRole}`,
    ])
      await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE insights`);
  }
}
