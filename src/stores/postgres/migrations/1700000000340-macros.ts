import type { MigrationInterface, QueryRunner } from 'typeorm';
import { appRole } from './first-security';

const ownOrganization = `nullif(current_setting('app.organization_id', true), '')::uuid`;

/** What is said and done in one go: the team's, or one person's own, which goes with them. */
export class Macros1700000000340 implements MigrationInterface {
  readonly name = 'Macros1700000000340';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [
      `CREATE TABLE macros (
         id uuid NOT NULL DEFAULT gen_random_uuid(), organization_id uuid NOT NULL, user_id uuid,
         shortcut varchar(40) NOT NULL, title varchar(100) NOT NULL, steps jsonb NOT NULL,
         uses integer NOT NULL DEFAULT 0, last_used_at timestamptz,
         created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now(),
         CONSTRAINT pk_macros PRIMARY KEY (id),
         CONSTRAINT fk_macros_organization_id FOREIGN KEY (organization_id)
           REFERENCES organizations (id) ON DELETE CASCADE,
         CONSTRAINT fk_macros_user_id FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE)`,
      `CREATE UNIQUE INDEX uq_macros_shortcut ON macros
         (organization_id, coalesce(user_id, '00000000-0000-0000-0000-000000000000'), lower(shortcut))`,
      `CREATE INDEX idx_macros_user_id ON macros (user_id)`,
      `ALTER TABLE macros ENABLE ROW LEVEL SECURITY`,
      `CREATE POLICY tenant ON macros TO ${appRole}
         USING (organization_id = ${ownOrganization}) WITH CHECK (organization_id = ${ownOrganization})`,
      `GRANT SELECT, INSERT, UPDATE, DELETE ON macros TO ${appRole}`,
    ])
      await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE macros`);
  }
}
