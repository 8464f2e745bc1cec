import type { MigrationInterface, QueryRunner } from 'typeorm';
import { appRole, crossTenantRole } from './first-security';

const ownOrganization = `nullif(current_setting('app.organization_id', true), '')::uuid`;

const secured = (table: string) => [
  `ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY`,
  `CREATE POLICY tenant ON ${table} TO ${appRole}
     USING (organization_id = ${ownOrganization}) WITH CHECK (organization_id = ${ownOrganization})`,
  `GRANT SELECT, INSERT, UPDATE, DELETE ON ${table} TO ${appRole}`,
];

/** What agents want to be told of and how, and what waits to go to them by mail. */
export class Notifications1700000000540 implements MigrationInterface {
  readonly name = 'Notifications1700000000540';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [
      `CREATE TABLE notification_choices (
         agent_id uuid NOT NULL, organization_id uuid NOT NULL, kind varchar(20) NOT NULL, way varchar(20) NOT NULL,
         wanted boolean NOT NULL,
         CONSTRAINT pk_notification_choices PRIMARY KEY (agent_id, kind, way),
         CONSTRAINT fk_notification_choices_organization_id FOREIGN KEY (organization_id)
           REFERENCES organizations (id) ON DELETE CASCADE,
         CONSTRAINT fk_notification_choices_agent_id FOREIGN KEY (agent_id) REFERENCES agents (id) ON DELETE CASCADE)`,
      `CREATE INDEX idx_notification_choices_organization_id ON notification_choices (organization_id)`,
      `CREATE INDEX idx_notification_choices_by_mail ON notification_choices (agent_id) WHERE way = 'mail' AND wanted`,
      `CREATE TABLE mail_news (
         agent_id uuid NOT NULL, session_id uuid NOT NULL, kind varchar(20) NOT NULL, organization_id uuid NOT NULL,
         at timestamptz NOT NULL DEFAULT now(),
         CONSTRAINT pk_mail_news PRIMARY KEY (agent_id, session_id, kind),
         CONSTRAINT fk_mail_news_organization_id FOREIGN KEY (organization_id)
           REFERENCES organizations (id) ON DELETE CASCADE,
         CONSTRAINT fk_mail_news_agent_id FOREIGN KEY (agent_id) REFERENCES agents (id) ON DELETE CASCADE,
         CONSTRAINT fk_mail_news_session_id FOREIGN KEY (session_id) REFERENCES sessions (id) ON DELETE CASCADE)`,
      `CREATE INDEX idx_mail_news_organization_id ON mail_news (organization_id)`,
      `CREATE INDEX idx_mail_news_session_id ON mail_news (session_id)`,
      ...secured('notification_choices'),
      ...secured('mail_news'),
      `CREATE POLICY across ON notification_choices TO ${crossTenantRole} USING (true)`,
      `GRANT SELECT ON notification_choices TO ${crossTenantRole}`,
    ])
      await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE mail_news, notification_choices`);
  }
}
