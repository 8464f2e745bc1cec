import type { MigrationInterface, QueryRunner } from 'typeorm';
import { appRole, crossTenantRole } from './first-security';

const ownOrganization = `nullif(current_setting('app.organization_id', true), '')::uuid`;

const secured = (table: string) => [
  `ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY`,
  `CREATE POLICY tenant ON ${table} TO ${appRole}
     USING (organization_id = ${ownOrganization}) WITH CHECK (organization_id = ${ownOrganization})`,
  `CREATE POLICY across ON ${table} TO ${crossTenantRole} USING (true) WITH CHECK (true)`,
  `GRANT SELECT, INSERT, UPDATE, DELETE ON ${table} TO ${appRole}`,
  `GRANT SELECT ON ${table} TO ${crossTenantRole}`,
];
const organization = (table: string) =>
  `CONSTRAINT fk_${table}_organization_id FOREIGN KEY (organization_id) REFERENCES organizations (id) ON DELETE CASCADE`;
const session = (table: string) =>
  `CONSTRAINT fk_${table}_session_id FOREIGN KEY (session_id) REFERENCES sessions (id) ON DELETE CASCADE`;

/** Rules, how far they have looked in each session, and what each did and why. */
export class AutomationRules1700000000380 implements MigrationInterface {
  readonly name = 'AutomationRules1700000000380';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [
      `CREATE TABLE automation_rules (
         id uuid NOT NULL DEFAULT gen_random_uuid(), organization_id uuid NOT NULL, name varchar(80) NOT NULL,
         active_since timestamptz, position integer NOT NULL DEFAULT 0, definition jsonb NOT NULL, secret text NOT NULL,
         created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now(),
         CONSTRAINT pk_automation_rules PRIMARY KEY (id), ${organization('automation_rules')})`,
      `CREATE UNIQUE INDEX uq_automation_rules_name ON automation_rules (organization_id, lower(name))`,
      ...secured('automation_rules'),
      `CREATE TABLE automation_watches (
         session_id uuid NOT NULL, organization_id uuid NOT NULL, seq integer NOT NULL, status varchar(20) NOT NULL,
         labels text[] NOT NULL DEFAULT '{}', answered_seq integer, answered_at timestamptz,
         awaiting_seq integer, awaiting_at timestamptz,
         CONSTRAINT pk_automation_watches PRIMARY KEY (session_id),
         ${organization('automation_watches')}, ${session('automation_watches')})`,
      `CREATE INDEX idx_automation_watches_answered ON automation_watches (organization_id, answered_at) WHERE answered_at IS NOT NULL`,
      `CREATE INDEX idx_automation_watches_awaiting ON automation_watches (organization_id, awaiting_at) WHERE awaiting_at IS NOT NULL`,
      ...secured('automation_watches'),
      `CREATE TABLE automation_runs (
         id uuid NOT NULL DEFAULT gen_random_uuid(), organization_id uuid NOT NULL, rule_id uuid NOT NULL,
         session_id uuid NOT NULL, seq integer NOT NULL, woken_by varchar(30) NOT NULL, status varchar(20) NOT NULL,
         matched jsonb NOT NULL, outcomes jsonb NOT NULL DEFAULT '[]', chain uuid[] NOT NULL, why text,
         tries integer NOT NULL DEFAULT 0, due_at timestamptz, created_at timestamptz NOT NULL DEFAULT now(),
         CONSTRAINT pk_automation_runs PRIMARY KEY (id),
         CONSTRAINT uq_automation_runs_rule_id_session_id_seq UNIQUE (rule_id, session_id, seq),
         CONSTRAINT fk_automation_runs_rule_id FOREIGN KEY (rule_id) REFERENCES automation_rules (id) ON DELETE CASCADE,
         ${organization('automation_runs')}, ${session('automation_runs')})`,
      `CREATE INDEX idx_automation_runs_created_at ON automation_runs (organization_id, created_at, id)`,
      `CREATE INDEX idx_automation_runs_session_id ON automation_runs (session_id)`,
      `CREATE INDEX idx_automation_runs_due_at ON automation_runs (due_at) WHERE status = 'pending'`,
      ...secured('automation_runs'),
    ])
      await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['automation_runs', 'automation_watches', 'automation_rules'])
      await runner.query(`DROP TABLE ${table}`);
  }
}
