import type { MigrationInterface, QueryRunner } from 'typeorm';
import { appRole } from './first-security';

const ownOrganization = `nullif(current_setting('app.organization_id', true), '')::uuid`;

const secured = (table: string) => [
  `CREATE INDEX idx_${table}_organization_id ON ${table} (organization_id)`,
  `ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY`,
  `CREATE POLICY tenant ON ${table} TO ${appRole}
     USING (organization_id = ${ownOrganization}) WITH CHECK (organization_id = ${ownOrganization})`,
  `GRANT SELECT, INSERT, UPDATE, DELETE ON ${table} TO ${appRole}`,
];
const organization = (table: string) =>
  `CONSTRAINT fk_${table}_organization_id FOREIGN KEY (organization_id) REFERENCES organizations (id) ON DELETE CASCADE`;

/** Read-only HTTP tools that an admin declares, and every call that was made for a customer. */
export class Tools1700000000271 implements MigrationInterface {
  readonly name = 'Tools1700000000271';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [
      `CREATE TABLE tools (
         id uuid NOT NULL DEFAULT gen_random_uuid(), organization_id uuid NOT NULL, name varchar(50) NOT NULL,
         description text NOT NULL, url_template text NOT NULL, headers jsonb NOT NULL, answer jsonb NOT NULL,
         object_type varchar(50) NOT NULL, identity varchar(20) NOT NULL, owner_path varchar(200),
         timeout_ms integer NOT NULL, is_active boolean NOT NULL DEFAULT true,
         created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now(),
         CONSTRAINT pk_tools PRIMARY KEY (id), CONSTRAINT uq_tools_name UNIQUE (organization_id, name),
         ${organization('tools')})`,
      ...secured('tools'),
      `CREATE TABLE tool_calls (
         id uuid NOT NULL DEFAULT gen_random_uuid(), organization_id uuid NOT NULL, session_id uuid NOT NULL,
         tool varchar(50) NOT NULL, arguments jsonb NOT NULL, outcome varchar(20) NOT NULL, status integer,
         latency_ms integer NOT NULL, why text, created_at timestamptz NOT NULL DEFAULT now(),
         CONSTRAINT pk_tool_calls PRIMARY KEY (id), ${organization('tool_calls')},
         CONSTRAINT fk_tool_calls_session_id FOREIGN KEY (session_id) REFERENCES sessions (id) ON DELETE CASCADE)`,
      `CREATE INDEX idx_tool_calls_session_id ON tool_calls (session_id, created_at)`,
      ...secured('tool_calls'),
    ])
      await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE tool_calls`);
    await runner.query(`DROP TABLE tools`);
  }
}
