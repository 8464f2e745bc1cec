import type { MigrationInterface, QueryRunner } from 'typeorm';
import { appRole } from './first-security';

const ownOrganization = `nullif(current_setting('app.organization_id', true), '')::uuid`;

/** Lists of conversations that somebody keeps: the team's, or one person's own, which go with them. */
export class SavedViews1700000000347 implements MigrationInterface {
  readonly name = 'SavedViews1700000000347';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [
      `CREATE TABLE saved_views (
         id uuid NOT NULL DEFAULT gen_random_uuid(), organization_id uuid NOT NULL, user_id uuid,
         name varchar(60) NOT NULL, filter jsonb NOT NULL, position integer NOT NULL DEFAULT 0,
         created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now(),
         CONSTRAINT pk_saved_views PRIMARY KEY (id),
         CONSTRAINT fk_saved_views_organization_id FOREIGN KEY (organization_id)
           REFERENCES organizations (id) ON DELETE CASCADE,
         CONSTRAINT fk_saved_views_user_id FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE)`,
      `CREATE UNIQUE INDEX uq_saved_views_name ON saved_views
         (organization_id, coalesce(user_id, '00000000-0000-0000-0000-000000000000'), lower(name))`,
      `CREATE INDEX idx_saved_views_user_id ON saved_views (user_id)`,
      `ALTER TABLE saved_views ENABLE ROW LEVEL SECURITY`,
      `CREATE POLICY tenant ON saved_views TO ${appRole}
         USING (organization_id = ${ownOrganization}) WITH CHECK (organization_id = ${ownOrganization})`,
      `GRANT SELECT, INSERT, UPDATE, DELETE ON saved_views TO ${appRole}`,
    ])
      await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE saved_views`);
  }
}
