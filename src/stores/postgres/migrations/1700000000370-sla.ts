import type { MigrationInterface, QueryRunner } from 'typeorm';
import { appRole, crossTenantRole } from './first-security';

const ownOrganization = `nullif(current_setting('app.organization_id', true), '')::uuid`;
const columns = [
  'clocks jsonb',
  'sla jsonb',
  'sla_due_at timestamptz',
  'sla_breaks_at timestamptz',
  'sla_warn_at timestamptz',
  'sla_warned_for timestamptz',
];

/** What customers wait for, what they were promised of it, and what became of every promise. */
export class Sla1700000000370 implements MigrationInterface {
  readonly name = 'Sla1700000000370';

  async up(runner: QueryRunner): Promise<void> {
    for (const column of columns) await runner.query(`ALTER TABLE sessions ADD ${column}`);
    for (const statement of [
      `CREATE INDEX idx_sessions_sla_due_at ON sessions (organization_id, sla_due_at, id) WHERE sla_due_at IS NOT NULL`,
      `CREATE INDEX idx_sessions_sla_breaks_at ON sessions (sla_breaks_at) WHERE sla_breaks_at IS NOT NULL`,
      `CREATE INDEX idx_sessions_sla_warn_at ON sessions (sla_warn_at)
         WHERE sla_warn_at IS NOT NULL AND sla_warned_for IS DISTINCT FROM sla_breaks_at`,
      `CREATE TABLE promise_outcomes (
         organization_id uuid NOT NULL, session_id uuid NOT NULL, target varchar(20) NOT NULL, since timestamptz NOT NULL,
         policy_id uuid NOT NULL, policy_name varchar(60) NOT NULL, at timestamptz NOT NULL, kept boolean NOT NULL,
         CONSTRAINT pk_promise_outcomes PRIMARY KEY (session_id, target, since),
         CONSTRAINT fk_promise_outcomes_organization_id FOREIGN KEY (organization_id)
           REFERENCES organizations (id) ON DELETE CASCADE,
         CONSTRAINT fk_promise_outcomes_session_id FOREIGN KEY (session_id) REFERENCES sessions (id) ON DELETE CASCADE)`,
      `CREATE INDEX idx_promise_outcomes_at ON promise_outcomes (organization_id, at)`,
      `ALTER TABLE promise_outcomes ENABLE ROW LEVEL SECURITY`,
      `CREATE POLICY tenant ON promise_outcomes TO ${appRole}
         USING (organization_id = ${ownOrganization}) WITH CHECK (organization_id = ${ownOrganization})`,
      `CREATE POLICY across ON promise_outcomes TO ${crossTenantRole} USING (true) WITH CHECK (true)`,
      `GRANT SELECT, INSERT, UPDATE, DELETE ON promise_outcomes TO ${appRole}`,
      `GRANT INSERT ON promise_outcomes TO ${crossTenantRole}`,
    ])
      await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE promise_outcomes');
    const names = columns.map((column) => `DROP COLUMN ${column.split(' ')[0]!}`);
    await runner.query(`ALTER TABLE sessions ${names.join(', ')}`);
  }
}
