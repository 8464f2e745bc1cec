import type { MigrationInterface, QueryRunner } from 'typeorm';
import { appRole } from './first-security';

const ownOrganization = `nullif(current_setting('app.organization_id', true), '')::uuid`;

/** Replies that are written once and said often: the team's, or one person's own, which go with them. */
export class CannedReplies1700000000315 implements MigrationInterface {
  readonly name = 'CannedReplies1700000000315';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [
      `CREATE TABLE canned_replies (
         id uuid NOT NULL DEFAULT gen_random_uuid(), organization_id uuid NOT NULL, user_id uuid,
         shortcut varchar(40) NOT NULL, title varchar(100) NOT NULL, content text NOT NULL,
         uses integer NOT NULL DEFAULT 0, last_used_at timestamptz,
         created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now(),
         CONSTRAINT pk_canned_replies PRIMARY KEY (id),
         CONSTRAINT fk_canned_replies_organization_id FOREIGN KEY (organization_id)
           REFERENCES organizations (id) ON DELETE CASCADE,
         CONSTRAINT fk_canned_replies_user_id FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE)`,
      `CREATE UNIQUE INDEX uq_canned_replies_shortcut ON canned_replies
         (organization_id, coalesce(user_id, '00000000-0000-0000-0000-000000000000'), lower(shortcut))`,
      `CREATE INDEX idx_canned_replies_user_id ON canned_replies (user_id)`,
      `ALTER TABLE canned_replies ENABLE ROW LEVEL SECURITY`,
      `CREATE POLICY tenant ON canned_replies TO ${appRole}
         USING (organization_id = ${ownOrganization}) WITH CHECK (organization_id = ${ownOrganization})`,
      `GRANT SELECT, INSERT, UPDATE, DELETE ON canned_replies TO ${appRole}`,
    ])
      await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE canned_replies`);
  }
}
