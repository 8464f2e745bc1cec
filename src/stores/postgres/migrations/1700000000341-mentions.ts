import type { MigrationInterface, QueryRunner } from 'typeorm';
import { appRole } from './first-security';

const ownOrganization = `nullif(current_setting('app.organization_id', true), '')::uuid`;

/** Whom a private note called, and whether they have read it. What it says stays in the log. */
export class Mentions1700000000341 implements MigrationInterface {
  readonly name = 'Mentions1700000000341';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [
      `CREATE TABLE mentions (
         id uuid NOT NULL DEFAULT gen_random_uuid(), organization_id uuid NOT NULL, agent_id uuid NOT NULL,
         session_id uuid NOT NULL, seq integer NOT NULL, by_name varchar(255) NOT NULL,
         created_at timestamptz NOT NULL DEFAULT now(), read_at timestamptz,
         CONSTRAINT pk_mentions PRIMARY KEY (id),
         CONSTRAINT uq_mentions_agent_id_session_id_seq UNIQUE (agent_id, session_id, seq),
         CONSTRAINT fk_mentions_organization_id FOREIGN KEY (organization_id)
           REFERENCES organizations (id) ON DELETE CASCADE,
         CONSTRAINT fk_mentions_agent_id FOREIGN KEY (agent_id) REFERENCES agents (id) ON DELETE CASCADE,
         CONSTRAINT fk_mentions_session_id FOREIGN KEY (session_id) REFERENCES sessions (id) ON DELETE CASCADE)`,
      `CREATE INDEX idx_mentions_agent_id_created_at ON mentions (agent_id, created_at DESC, id DESC)`,
      `CREATE INDEX idx_mentions_unread ON mentions (agent_id) WHERE read_at IS NULL`,
      `CREATE INDEX idx_mentions_session_id ON mentions (session_id)`,
      `CREATE INDEX idx_mentions_organization_id ON mentions (organization_id)`,
      `ALTER TABLE mentions ENABLE ROW LEVEL SECURITY`,
      `CREATE POLICY tenant ON mentions TO ${appRole}
         USING (organization_id = ${ownOrganization}) WITH CHECK (organization_id = ${ownOrganization})`,
      `GRANT SELECT, INSERT, UPDATE, DELETE ON mentions TO ${appRole}`,
    ])
      await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE mentions`);
  }
}
