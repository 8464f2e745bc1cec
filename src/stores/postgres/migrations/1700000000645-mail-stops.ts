import type { MigrationInterface, QueryRunner } from 'typeorm';
import { appRole } from './first-security';

const ownOrganization = `nullif(current_setting('app.organization_id', true), '')::uuid`;

/** Addresses that want no questions by mail. Their hash is kept, which stays when a customer is erased: they are not asked again. */
export class MailStops1700000000645 implements MigrationInterface {
  readonly name = 'MailStops1700000000645';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [
      `CREATE TABLE mail_stops (
         organization_id uuid NOT NULL, address_hash varchar(64) NOT NULL, stopped_at timestamptz NOT NULL DEFAULT now(),
         CONSTRAINT pk_mail_stops PRIMARY KEY (organization_id, address_hash),
         CONSTRAINT fk_mail_stops_organization_id FOREIGN KEY (organization_id)
           REFERENCES organizations (id) ON DELETE CASCADE)`,
      `ALTER TABLE mail_stops ENABLE ROW LEVEL SECURITY`,
      `CREATE POLICY tenant ON mail_stops TO ${appRole}
         USING (organization_id = ${ownOrganization}) WITH CHECK (organization_id = ${ownOrganization})`,
      `GRANT SELECT, INSERT, UPDATE, DELETE ON mail_stops TO ${appRole}`,
    ])
      await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE mail_stops');
  }
}
