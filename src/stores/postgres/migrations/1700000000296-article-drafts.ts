import type { MigrationInterface, QueryRunner } from 'typeorm';
import { appRole } from './first-security';

const ownOrganization = `nullif(current_setting('app.organization_id', true), '')::uuid`;

/** What is not published yet: a new article, or the next version of one. Nothing that is searched or served reads it. */
export class ArticleDrafts1700000000296 implements MigrationInterface {
  readonly name = 'ArticleDrafts1700000000296';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [
      `CREATE TABLE article_drafts (
         id uuid NOT NULL DEFAULT gen_random_uuid(), organization_id uuid NOT NULL, article_id uuid,
         based_on integer, base_questions text array NOT NULL DEFAULT '{}',
         title varchar(255) NOT NULL, content text NOT NULL, category varchar(100), tags text array NOT NULL DEFAULT '{}',
         questions text array NOT NULL DEFAULT '{}', audience varchar(20) NOT NULL DEFAULT 'public', url text,
         language varchar(2), saved_by jsonb, created_at timestamptz NOT NULL DEFAULT now(),
         updated_at timestamptz NOT NULL DEFAULT now(),
         CONSTRAINT pk_article_drafts PRIMARY KEY (id),
         CONSTRAINT uq_article_drafts_article UNIQUE (article_id),
         CONSTRAINT fk_article_drafts_article FOREIGN KEY (article_id) REFERENCES knowledge_base (id) ON DELETE CASCADE,
         CONSTRAINT fk_article_drafts_organization FOREIGN KEY (organization_id) REFERENCES organizations (id)
           ON DELETE CASCADE)`,
      `CREATE INDEX idx_article_drafts_organization_id ON article_drafts (organization_id)`,
      `ALTER TABLE article_drafts ENABLE ROW LEVEL SECURITY`,
      `CREATE POLICY tenant ON article_drafts TO ${appRole}
         USING (organization_id = ${ownOrganization}) WITH CHECK (organization_id = ${ownOrganization})`,
      `GRANT SELECT, INSERT, UPDATE, DELETE ON article_drafts TO ${appRole}`,
    ])
      await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE article_drafts');
  }
}
