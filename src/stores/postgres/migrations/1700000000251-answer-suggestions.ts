import type { MigrationInterface, QueryRunner } from 'typeorm';
import { appRole } from './first-security';

const ownOrganization = `nullif(current_setting('app.organization_id', true), '')::uuid`;

/** Questions that an article answered, by a person's hand: may the AI learn them? */
export class AnswerSuggestions1700000000251 implements MigrationInterface {
  readonly name = 'AnswerSuggestions1700000000251';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [
      `CREATE TABLE answer_suggestions (
         id uuid NOT NULL DEFAULT gen_random_uuid(), organization_id uuid NOT NULL, session_id uuid NOT NULL,
         article_id uuid NOT NULL, question text NOT NULL, answered_by text,
         state varchar(20) NOT NULL DEFAULT 'open', created_at timestamptz NOT NULL DEFAULT now(),
         decided_at timestamptz,
         CONSTRAINT pk_answer_suggestions PRIMARY KEY (id),
         CONSTRAINT fk_answer_suggestions_organization FOREIGN KEY (organization_id) REFERENCES organizations (id) ON DELETE CASCADE,
         CONSTRAINT fk_answer_suggestions_article FOREIGN KEY (article_id) REFERENCES knowledge_base (id) ON DELETE CASCADE)`,
      // Asked once, whatever was said to it.
      `CREATE UNIQUE INDEX uq_answer_suggestions_question ON answer_suggestions (article_id, lower(question))`,
      `CREATE INDEX idx_answer_suggestions_organization_id ON answer_suggestions (organization_id, state, created_at)`,
      `CREATE INDEX idx_answer_suggestions_session_id ON answer_suggestions (session_id)`,
      `ALTER TABLE answer_suggestions ENABLE ROW LEVEL SECURITY`,
      `CREATE POLICY tenant ON answer_suggestions TO ${appRole}
         USING (organization_id = ${ownOrganization}) WITH CHECK (organization_id = ${ownOrganization})`,
      `GRANT SELECT, INSERT, UPDATE, DELETE ON answer_suggestions TO ${appRole}`,
    ])
      await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE answer_suggestions');
  }
}
