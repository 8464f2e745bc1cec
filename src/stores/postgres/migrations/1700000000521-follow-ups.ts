import type { MigrationInterface, QueryRunner } from 'typeorm';
import { appRole } from './first-security';

const ownOrganization = `nullif(current_setting('app.organization_id', true), '')::uuid`;

/** Drafts to customers who went silent or were promised something, and what became of them. */
export class FollowUps1700000000521 implements MigrationInterface {
  readonly name = 'FollowUps1700000000521';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [
      `CREATE TABLE follow_ups (
         id uuid NOT NULL DEFAULT gen_random_uuid(), organization_id uuid NOT NULL, session_id uuid NOT NULL,
         kind varchar(20) NOT NULL, state varchar(20) NOT NULL DEFAULT 'open', seen_seq integer NOT NULL,
         since timestamptz NOT NULL, promised text, text text NOT NULL DEFAULT '', language varchar(35), model varchar(255),
         decided_by varchar(255), reason text, decided_at timestamptz, created_at timestamptz NOT NULL DEFAULT now(),
         CONSTRAINT pk_follow_ups PRIMARY KEY (id),
         CONSTRAINT fk_follow_ups_organization_id FOREIGN KEY (organization_id)
           REFERENCES organizations (id) ON DELETE CASCADE,
         CONSTRAINT fk_follow_ups_session_id FOREIGN KEY (session_id) REFERENCES sessions (id) ON DELETE CASCADE)`,
      `CREATE UNIQUE INDEX uq_follow_ups_silence ON follow_ups (session_id, kind, seen_seq)`,
      `CREATE INDEX idx_follow_ups_organization_id ON follow_ups (organization_id, created_at, id)`,
      `CREATE INDEX idx_follow_ups_open ON follow_ups (organization_id) WHERE state = 'open'`,
      `ALTER TABLE follow_ups ENABLE ROW LEVEL SECURITY`,
      `CREATE POLICY tenant ON follow_ups TO ${appRole}
         USING (organization_id = ${ownOrganization}) WITH CHECK (organization_id = ${ownOrganization})`,
      `GRANT SELECT, INSERT, UPDATE, DELETE ON follow_ups TO ${appRole}`,
    ])
      await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE follow_ups`);
  }
}
