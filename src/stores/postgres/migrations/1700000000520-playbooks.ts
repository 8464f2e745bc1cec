import type { MigrationInterface, QueryRunner } from 'typeorm';
import { appRole } from './first-security';

const ownOrganization = `nullif(current_setting('app.organization_id', true), '')::uuid`;
const tables = ['playbooks', 'playbook_runs'];

/** The steps that a case of a kind should take, and how far each conversation came with them. */
export class Playbooks1700000000520 implements MigrationInterface {
  readonly name = 'Playbooks1700000000520';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [
      `CREATE TABLE playbooks (
         id uuid NOT NULL DEFAULT gen_random_uuid(), organization_id uuid NOT NULL, name varchar(80) NOT NULL,
         is_active boolean NOT NULL, definition jsonb NOT NULL,
         created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now(),
         CONSTRAINT pk_playbooks PRIMARY KEY (id),
         CONSTRAINT fk_playbooks_organization_id FOREIGN KEY (organization_id)
           REFERENCES organizations (id) ON DELETE CASCADE)`,
      `CREATE UNIQUE INDEX uq_playbooks_name ON playbooks (organization_id, lower(name))`,
      `CREATE TABLE playbook_runs (
         id uuid NOT NULL DEFAULT gen_random_uuid(), organization_id uuid NOT NULL, session_id uuid NOT NULL,
         playbook_id uuid, name varchar(80) NOT NULL, steps jsonb NOT NULL DEFAULT '[]', offered_at timestamptz,
         started_at timestamptz, started_by varchar(255), completed_at timestamptz,
         created_at timestamptz NOT NULL DEFAULT now(),
         CONSTRAINT pk_playbook_runs PRIMARY KEY (id),
         CONSTRAINT fk_playbook_runs_organization_id FOREIGN KEY (organization_id)
           REFERENCES organizations (id) ON DELETE CASCADE,
         CONSTRAINT fk_playbook_runs_session_id FOREIGN KEY (session_id) REFERENCES sessions (id) ON DELETE CASCADE,
         CONSTRAINT fk_playbook_runs_playbook_id FOREIGN KEY (playbook_id) REFERENCES playbooks (id) ON DELETE SET NULL)`,
      `CREATE UNIQUE INDEX uq_playbook_runs_session ON playbook_runs (session_id, playbook_id)`,
      `CREATE INDEX idx_playbook_runs_playbook_id ON playbook_runs (playbook_id, created_at)`,
      `CREATE INDEX idx_playbook_runs_organization_id ON playbook_runs (organization_id)`,
      ...tables.flatMap((table) => [
        `ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY`,
        `CREATE POLICY tenant ON ${table} TO ${appRole}
           USING (organization_id = ${ownOrganization}) WITH CHECK (organization_id = ${ownOrganization})`,
        `GRANT SELECT, INSERT, UPDATE, DELETE ON ${table} TO ${appRole}`,
      ]),
    ])
      await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of tables.toReversed()) await runner.query(`DROP TABLE ${table}`);
  }
}
