import type { MigrationInterface, QueryRunner } from 'typeorm';
import { appRole, crossTenantRole } from './first-security';

const ownOrganization = `nullif(current_setting('app.organization_id', true), '')::uuid`;

const belongs = (table: string) =>
  `CONSTRAINT pk_${table} PRIMARY KEY (channel_id),
   CONSTRAINT fk_${table}_channel FOREIGN KEY (channel_id) REFERENCES channels (id) ON DELETE CASCADE,
   CONSTRAINT fk_${table}_organization FOREIGN KEY (organization_id) REFERENCES organizations (id) ON DELETE CASCADE`;

const guarded = (table: string) => [
  `CREATE INDEX idx_${table}_organization_id ON ${table} (organization_id)`,
  `ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY`,
  `CREATE POLICY tenant ON ${table} TO ${appRole}
     USING (organization_id = ${ownOrganization}) WITH CHECK (organization_id = ${ownOrganization})`,
  `CREATE POLICY across ON ${table} TO ${crossTenantRole} USING (true) WITH CHECK (true)`,
  `GRANT SELECT, INSERT, UPDATE, DELETE ON ${table} TO ${appRole}, ${crossTenantRole}`,
];

/** How far a channel's mailbox is read and by which node, and the tokens that it is read with. */
export class Mailboxes1700000000190 implements MigrationInterface {
  readonly name = 'Mailboxes1700000000190';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [
      `CREATE TABLE mailboxes (
         channel_id uuid NOT NULL, organization_id uuid NOT NULL, reader varchar(64), leased_until timestamptz,
         asked_at timestamptz, place text, uid_validity bigint, last_uid bigint, since timestamptz,
         complete_at timestamptz, begun_at timestamptz NOT NULL DEFAULT now(), ${belongs('mailboxes')})`,
      `CREATE TABLE channel_tokens (
         channel_id uuid NOT NULL, organization_id uuid NOT NULL, tokens bytea NOT NULL,
         expires_at timestamptz NOT NULL, leased_until timestamptz, refused text, ${belongs('channel_tokens')})`,
      ...guarded('mailboxes'),
      ...guarded('channel_tokens'),
    ])
      await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE channel_tokens');
    await runner.query('DROP TABLE mailboxes');
  }
}
