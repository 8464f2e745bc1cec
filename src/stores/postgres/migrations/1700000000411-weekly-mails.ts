import type { MigrationInterface, QueryRunner } from 'typeorm';
import { appRole } from './first-security';

const ownOrganization = `nullif(current_setting('app.organization_id', true), '')::uuid`;

/** Who wants last week's numbers by mail, and of which week they have them. */
export class WeeklyMails1700000000411 implements MigrationInterface {
  readonly name = 'WeeklyMails1700000000411';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [
      `CREATE TABLE weekly_mails (
         user_id uuid NOT NULL, organization_id uuid NOT NULL, wanted boolean NOT NULL,
         time_zone varchar(64) NOT NULL, week date NOT NULL, state varchar(20) NOT NULL DEFAULT 'none',
         reason text, tried_at timestamptz,
         CONSTRAINT pk_weekly_mails PRIMARY KEY (user_id),
         CONSTRAINT fk_weekly_mails_organization_id FOREIGN KEY (organization_id)
           REFERENCES organizations (id) ON DELETE CASCADE,
         CONSTRAINT fk_weekly_mails_user_id FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE)`,
      `CREATE INDEX idx_weekly_mails_organization_id ON weekly_mails (organization_id)`,
      `ALTER TABLE weekly_mails ENABLE ROW LEVEL SECURITY`,
      `CREATE POLICY tenant ON weekly_mails TO ${appRole}
         USING (organization_id = ${ownOrganization}) WITH CHECK (organization_id = ${ownOrganization})`,
      `GRANT SELECT, INSERT, UPDATE, DELETE ON weekly_mails TO ${appRole}`,
    ])
      await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE weekly_mails`);
  }
}
