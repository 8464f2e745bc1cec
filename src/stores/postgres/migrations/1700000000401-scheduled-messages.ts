import type { MigrationInterface, QueryRunner } from 'typeorm';
import { appRole } from './first-security';

const ownOrganization = `nullif(current_setting('app.organization_id', true), '')::uuid`;

/** Replies that go out at their time. */
export class ScheduledMessages1700000000401 implements MigrationInterface {
  readonly name = 'ScheduledMessages1700000000401';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [
      `CREATE TABLE scheduled_messages (
         id uuid NOT NULL DEFAULT gen_random_uuid(), organization_id uuid NOT NULL, session_id uuid NOT NULL,
         agent_id uuid, agent_name varchar(255) NOT NULL, text text NOT NULL, send_at timestamptz NOT NULL,
         seen_seq integer NOT NULL, held_because varchar(500), created_at timestamptz NOT NULL DEFAULT now(),
         CONSTRAINT pk_scheduled_messages PRIMARY KEY (id),
         CONSTRAINT ck_scheduled_messages_text CHECK (char_length(text) <= 10000),
         CONSTRAINT fk_scheduled_messages_organization_id FOREIGN KEY (organization_id)
           REFERENCES organizations (id) ON DELETE CASCADE,
         CONSTRAINT fk_scheduled_messages_agent_id FOREIGN KEY (agent_id) REFERENCES agents (id) ON DELETE SET NULL,
         CONSTRAINT fk_scheduled_messages_session_id FOREIGN KEY (session_id)
           REFERENCES sessions (id) ON DELETE CASCADE)`,
      `CREATE INDEX idx_scheduled_messages_session_id ON scheduled_messages (session_id, send_at)`,
      `CREATE INDEX idx_scheduled_messages_agent_id ON scheduled_messages (agent_id)`,
      `CREATE INDEX idx_scheduled_messages_organization_id ON scheduled_messages (organization_id)`,
      `CREATE INDEX idx_scheduled_messages_due ON scheduled_messages (organization_id, send_at)
         WHERE held_because IS NULL`,
      `ALTER TABLE scheduled_messages ENABLE ROW LEVEL SECURITY`,
      `CREATE POLICY tenant ON scheduled_messages TO ${appRole}
         USING (organization_id = ${ownOrganization}) WITH CHECK (organization_id = ${ownOrganization})`,
      `GRANT SELECT, INSERT, UPDATE, DELETE ON scheduled_messages TO ${appRole}`,
    ])
      await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE scheduled_messages`);
  }
}
