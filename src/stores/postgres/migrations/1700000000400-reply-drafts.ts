import type { MigrationInterface, QueryRunner } from 'typeorm';
import { appRole } from './first-security';

const ownOrganization = `nullif(current_setting('app.organization_id', true), '')::uuid`;

/** What agents have begun to write. */
export class ReplyDrafts1700000000400 implements MigrationInterface {
  readonly name = 'ReplyDrafts1700000000400';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [
      `CREATE TABLE reply_drafts (
         organization_id uuid NOT NULL, agent_id uuid NOT NULL, session_id uuid NOT NULL,
         kind varchar(20) NOT NULL, text text NOT NULL, version uuid NOT NULL DEFAULT gen_random_uuid(),
         updated_at timestamptz NOT NULL DEFAULT now(),
         CONSTRAINT pk_reply_drafts PRIMARY KEY (agent_id, session_id, kind),
         CONSTRAINT ck_reply_drafts_text CHECK (char_length(text) <= 10000),
         CONSTRAINT fk_reply_drafts_organization_id FOREIGN KEY (organization_id)
           REFERENCES organizations (id) ON DELETE CASCADE,
         CONSTRAINT fk_reply_drafts_agent_id FOREIGN KEY (agent_id) REFERENCES agents (id) ON DELETE CASCADE,
         CONSTRAINT fk_reply_drafts_session_id FOREIGN KEY (session_id) REFERENCES sessions (id) ON DELETE CASCADE)`,
      `CREATE INDEX idx_reply_drafts_session_id ON reply_drafts (session_id)`,
      `CREATE INDEX idx_reply_drafts_organization_id ON reply_drafts (organization_id)`,
      `ALTER TABLE reply_drafts ENABLE ROW LEVEL SECURITY`,
      `CREATE POLICY tenant ON reply_drafts TO ${appRole}
         USING (organization_id = ${ownOrganization}) WITH CHECK (organization_id = ${ownOrganization})`,
      `GRANT SELECT, INSERT, UPDATE, DELETE ON reply_drafts TO ${appRole}`,
    ])
      await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE reply_drafts`);
  }
}
