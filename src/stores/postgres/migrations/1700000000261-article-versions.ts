import type { MigrationInterface, QueryRunner } from 'typeorm';
import { appRole } from './first-security';

/** What an editor writes: a change of these makes a version. */
const written = 'title, content, category, tags, audience, url, language';
const of = (row: 'OLD' | 'NEW') => written.replace(/\w+/g, (column) => `${row}.${column}`);
/** Older ones of an article go. */
const mostVersions = 50;

const keepVersion = `
  CREATE FUNCTION keep_article_version() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
  BEGIN
    IF (${of('OLD')}) IS NOT DISTINCT FROM (${of('NEW')}) THEN
      NEW.version := OLD.version;
      NEW.saved_by := OLD.saved_by;
      RETURN NEW;
    END IF;
    INSERT INTO article_versions (organization_id, article_id, version, ${written}, saved_by, saved_at)
      VALUES (OLD.organization_id, OLD.id, OLD.version, ${of('OLD')}, OLD.saved_by, OLD.updated_at);
    DELETE FROM article_versions WHERE article_id = OLD.id AND version <= OLD.version - ${mostVersions};
    NEW.version := OLD.version + 1;
    RETURN NEW;
  END $$`;

const ownOrganization = `nullif(current_setting('app.organization_id', true), '')::uuid`;

/** What an article said before each save, and who saved it; its language; whether the page that it came from is gone. */
export class ArticleVersions1700000000261 implements MigrationInterface {
  readonly name = 'ArticleVersions1700000000261';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [
      `ALTER TABLE knowledge_base ADD COLUMN language varchar(2), ADD COLUMN version integer NOT NULL DEFAULT 1,
         ADD COLUMN saved_by jsonb, ADD COLUMN page_gone_at timestamptz`,
      `CREATE TABLE article_versions (
         organization_id uuid NOT NULL, article_id uuid NOT NULL, version integer NOT NULL,
         title varchar(255) NOT NULL, content text NOT NULL, category varchar(100), tags text array NOT NULL DEFAULT '{}',
         audience varchar(20) NOT NULL, url text, language varchar(2), saved_by jsonb, saved_at timestamptz NOT NULL,
         CONSTRAINT pk_article_versions PRIMARY KEY (article_id, version),
         CONSTRAINT fk_article_versions_article FOREIGN KEY (article_id) REFERENCES knowledge_base (id) ON DELETE CASCADE,
         CONSTRAINT fk_article_versions_organization FOREIGN KEY (organization_id) REFERENCES organizations (id)
           ON DELETE CASCADE)`,
      `CREATE INDEX idx_article_versions_organization_id ON article_versions (organization_id)`,
      `ALTER TABLE article_versions ENABLE ROW LEVEL SECURITY`,
      `CREATE POLICY tenant ON article_versions TO ${appRole}
         USING (organization_id = ${ownOrganization}) WITH CHECK (organization_id = ${ownOrganization})`,
      `GRANT SELECT, INSERT, UPDATE, DELETE ON article_versions TO ${appRole}`,
      keepVersion,
      `CREATE TRIGGER keep_version BEFORE UPDATE OF ${written}, saved_by ON knowledge_base
         FOR EACH ROW EXECUTE FUNCTION keep_article_version()`,
    ])
      await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TRIGGER keep_version ON knowledge_base');
    await runner.query('DROP FUNCTION keep_article_version()');
    await runner.query('DROP TABLE article_versions');
    await runner.query(
      `ALTER TABLE knowledge_base DROP COLUMN language, DROP COLUMN version, DROP COLUMN saved_by,
         DROP COLUMN page_gone_at`,
    );
  }
}
