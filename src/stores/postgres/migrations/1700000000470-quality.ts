import type { MigrationInterface, QueryRunner } from 'typeorm';
import { appRole } from './first-security';

const ownOrganization = `nullif(current_setting('app.organization_id', true), '')::uuid`;
const tables = ['quality_cards', 'quality_samples', 'quality_reviews', 'coaching_notes'];
const ofOrganization = (table: string) =>
  `CONSTRAINT fk_${table}_organization_id FOREIGN KEY (organization_id) REFERENCES organizations (id) ON DELETE CASCADE`;

/** The card by which conversations are scored, the sample of each week, the scores, and what agents are told. */
export class Quality1700000000470 implements MigrationInterface {
  readonly name = 'Quality1700000000470';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [
      `CREATE TABLE quality_cards (
         organization_id uuid NOT NULL, criteria jsonb NOT NULL, per_agent integer NOT NULL, per_team integer NOT NULL,
         per_ai integer NOT NULL, updated_at timestamptz NOT NULL DEFAULT now(),
         CONSTRAINT pk_quality_cards PRIMARY KEY (organization_id), ${ofOrganization('quality_cards')})`,
      `CREATE TABLE quality_samples (
         organization_id uuid NOT NULL, week date NOT NULL, seed uuid NOT NULL, drawn_at timestamptz,
         CONSTRAINT pk_quality_samples PRIMARY KEY (organization_id, week), ${ofOrganization('quality_samples')})`,
      `CREATE TABLE quality_reviews (
         id uuid NOT NULL DEFAULT gen_random_uuid(), organization_id uuid NOT NULL, session_id uuid NOT NULL,
         week date NOT NULL, by varchar(20) NOT NULL, agent_id uuid, agent_name varchar(255) NOT NULL, team_id uuid,
         state varchar(10) NOT NULL DEFAULT 'open', criteria jsonb, scores jsonb NOT NULL DEFAULT '[]',
         score double precision, failed_critical boolean NOT NULL DEFAULT false, comment text,
         skipped_because text, reviewer_id uuid, reviewer_name varchar(255), reviewed_at timestamptz, proposal jsonb,
         agrees boolean, answer text, answered_at timestamptz, erased boolean NOT NULL DEFAULT false,
         created_at timestamptz NOT NULL DEFAULT now(),
         CONSTRAINT pk_quality_reviews PRIMARY KEY (id),
         ${ofOrganization('quality_reviews')},
         CONSTRAINT fk_quality_reviews_agent_id FOREIGN KEY (agent_id) REFERENCES agents (id) ON DELETE SET NULL,
         CONSTRAINT fk_quality_reviews_session_id FOREIGN KEY (session_id) REFERENCES sessions (id) ON DELETE CASCADE)`,
      `CREATE UNIQUE INDEX uq_quality_reviews_session ON quality_reviews (session_id, by, week)`,
      `CREATE INDEX idx_quality_reviews_week ON quality_reviews (organization_id, week)`,
      `CREATE INDEX idx_quality_reviews_state ON quality_reviews (organization_id, state, created_at, id)`,
      `CREATE INDEX idx_quality_reviews_agent_id ON quality_reviews (agent_id)`,
      `CREATE TABLE coaching_notes (
         id uuid NOT NULL DEFAULT gen_random_uuid(), organization_id uuid NOT NULL, agent_id uuid NOT NULL,
         review_id uuid, session_id uuid, text text NOT NULL, author_name varchar(255) NOT NULL,
         created_at timestamptz NOT NULL DEFAULT now(), acknowledged_at timestamptz,
         CONSTRAINT pk_coaching_notes PRIMARY KEY (id),
         CONSTRAINT ck_coaching_notes_text CHECK (char_length(text) <= 2000),
         ${ofOrganization('coaching_notes')},
         CONSTRAINT fk_coaching_notes_agent_id FOREIGN KEY (agent_id) REFERENCES agents (id) ON DELETE CASCADE,
         CONSTRAINT fk_coaching_notes_review_id FOREIGN KEY (review_id) REFERENCES quality_reviews (id) ON DELETE SET NULL,
         CONSTRAINT fk_coaching_notes_session_id FOREIGN KEY (session_id) REFERENCES sessions (id) ON DELETE SET NULL)`,
      `CREATE INDEX idx_coaching_notes_organization_id ON coaching_notes (organization_id, created_at, id)`,
      `CREATE INDEX idx_coaching_notes_agent_id ON coaching_notes (agent_id)`,
      `CREATE INDEX idx_coaching_notes_review_id ON coaching_notes (review_id)`,
      `CREATE INDEX idx_coaching_notes_session_id ON coaching_notes (session_id)`,
      ...tables.flatMap((table) => [
        `ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY`,
        `CREATE POLICY tenant ON ${table} TO ${appRole}
           USING (organization_id = ${ownOrganization}) WITH CHECK (organization_id = ${ownOrganization})`,
        `GRANT SELECT, INSERT, UPDATE, DELETE ON ${table} TO ${appRole}`,
      ]),
    ])
      await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of tables.toReversed()) await runner.query(`DROP TABLE ${table}`);
  }
}
