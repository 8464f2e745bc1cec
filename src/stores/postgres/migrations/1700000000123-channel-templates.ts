import type { MigrationInterface, QueryRunner } from 'typeorm';
import { appRole } from './first-security';

const ownOrganization = `nullif(current_setting('app.organization_id', true), '')::uuid`;

/** What a channel's provider lists as templates, all of a channel in one row: they are fetched and replaced together. */
export class ChannelTemplates1700000000123 implements MigrationInterface {
  readonly name = 'ChannelTemplates1700000000123';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [
      `CREATE TABLE channel_templates (
         channel_id uuid NOT NULL, organization_id uuid NOT NULL, items jsonb NOT NULL, fetched_at timestamptz NOT NULL,
         CONSTRAINT pk_channel_templates PRIMARY KEY (channel_id),
         CONSTRAINT fk_channel_templates_channel FOREIGN KEY (channel_id) REFERENCES channels (id) ON DELETE CASCADE,
         CONSTRAINT fk_channel_templates_organization FOREIGN KEY (organization_id) REFERENCES organizations (id)
           ON DELETE CASCADE)`,
      `CREATE INDEX idx_channel_templates_organization_id ON channel_templates (organization_id)`,
      `ALTER TABLE channel_templates ENABLE ROW LEVEL SECURITY`,
      `CREATE POLICY tenant ON channel_templates TO ${appRole}
         USING (organization_id = ${ownOrganization}) WITH CHECK (organization_id = ${ownOrganization})`,
      `GRANT SELECT, INSERT, UPDATE, DELETE ON channel_templates TO ${appRole}`,
    ])
      await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE channel_templates`);
  }
}
