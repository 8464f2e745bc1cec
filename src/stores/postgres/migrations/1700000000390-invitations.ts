import type { MigrationInterface, QueryRunner } from 'typeorm';
import { appRole, crossTenantRole } from './first-security';

const ownOrganization = `nullif(current_setting('app.organization_id', true), '')::uuid`;

const secured = (table: string) => [
  `ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY`,
  `CREATE POLICY tenant ON ${table} TO ${appRole}
     USING (organization_id = ${ownOrganization}) WITH CHECK (organization_id = ${ownOrganization})`,
  `CREATE POLICY across ON ${table} TO ${crossTenantRole} USING (true)`,
  `GRANT SELECT, INSERT, UPDATE, DELETE ON ${table} TO ${appRole}`,
  // Whoever shows a token says with it which organization it is of.
  `GRANT SELECT ON ${table} TO ${crossTenantRole}`,
];

/** Links that let somebody in once: into the team, and back in with a new password. */
export class Invitations1700000000390 implements MigrationInterface {
  readonly name = 'Invitations1700000000390';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [
      `CREATE TABLE invitations (
         id uuid NOT NULL DEFAULT gen_random_uuid(), organization_id uuid NOT NULL,
         email varchar(255) NOT NULL, role varchar(50) NOT NULL, talks boolean NOT NULL DEFAULT true,
         team_ids uuid[] NOT NULL DEFAULT '{}', token_hash varchar(64) NOT NULL, invited_by uuid,
         expires_at timestamptz NOT NULL, used_at timestamptz, revoked_at timestamptz,
         mailed boolean NOT NULL DEFAULT false, mail_trouble varchar(400),
         created_at timestamptz NOT NULL DEFAULT now(),
         CONSTRAINT pk_invitations PRIMARY KEY (id),
         CONSTRAINT uq_invitations_token_hash UNIQUE (token_hash),
         CONSTRAINT fk_invitations_organization_id FOREIGN KEY (organization_id)
           REFERENCES organizations (id) ON DELETE CASCADE,
         CONSTRAINT fk_invitations_invited_by FOREIGN KEY (invited_by) REFERENCES users (id) ON DELETE CASCADE)`,
      `CREATE UNIQUE INDEX uq_invitations_open ON invitations (organization_id, email)
         WHERE used_at IS NULL AND revoked_at IS NULL`,
      `CREATE INDEX idx_invitations_invited_by ON invitations (invited_by)`,
      ...secured('invitations'),
      `CREATE TABLE password_resets (
         token_hash varchar(64) NOT NULL, organization_id uuid NOT NULL, user_id uuid NOT NULL,
         expires_at timestamptz NOT NULL,
         CONSTRAINT pk_password_resets PRIMARY KEY (token_hash),
         CONSTRAINT fk_password_resets_organization_id FOREIGN KEY (organization_id)
           REFERENCES organizations (id) ON DELETE CASCADE,
         CONSTRAINT fk_password_resets_user_id FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE)`,
      `CREATE UNIQUE INDEX uq_password_resets_user_id ON password_resets (user_id)`,
      `CREATE INDEX idx_password_resets_organization_id ON password_resets (organization_id)`,
      ...secured('password_resets'),
    ])
      await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE password_resets`);
    await runner.query(`DROP TABLE invitations`);
  }
}
