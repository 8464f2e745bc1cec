import type { MigrationInterface, QueryRunner } from 'typeorm';
import { appRole } from './first-security';

const ownOrganization = `nullif(current_setting('app.organization_id', true), '')::uuid`;

/** Named groups of agents, what comes to them first, and to which of them a session belongs. */
export class Teams1700000000350 implements MigrationInterface {
  readonly name = 'Teams1700000000350';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [
      `CREATE TABLE teams (
         id uuid NOT NULL DEFAULT gen_random_uuid(), organization_id uuid NOT NULL, name varchar(100) NOT NULL,
         agent_ids uuid[] NOT NULL DEFAULT '{}', labels text[] NOT NULL DEFAULT '{}',
         languages text[] NOT NULL DEFAULT '{}', channel_ids uuid[] NOT NULL DEFAULT '{}',
         created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now(),
         CONSTRAINT pk_teams PRIMARY KEY (id),
         CONSTRAINT fk_teams_organization_id FOREIGN KEY (organization_id) REFERENCES organizations (id) ON DELETE CASCADE)`,
      `CREATE UNIQUE INDEX uq_teams_name ON teams (organization_id, lower(name))`,
      `ALTER TABLE teams ENABLE ROW LEVEL SECURITY`,
      `CREATE POLICY tenant ON teams TO ${appRole}
         USING (organization_id = ${ownOrganization}) WITH CHECK (organization_id = ${ownOrganization})`,
      `GRANT SELECT, INSERT, UPDATE, DELETE ON teams TO ${appRole}`,
      `ALTER TABLE sessions ADD COLUMN team_id uuid`,
      `CREATE INDEX idx_sessions_team ON sessions (organization_id, team_id, settled_at, id) WHERE team_id IS NOT NULL`,
    ])
      await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE sessions DROP COLUMN team_id`);
    await runner.query(`DROP TABLE teams`);
  }
}
