import type { MigrationInterface, QueryRunner } from 'typeorm';
import { appRole } from './first-security';

const ownOrganization = `nullif(current_setting('app.organization_id', true), '')::uuid`;

const guarded = (table: string) => [
  `CREATE INDEX idx_${table}_organization_id ON ${table} (organization_id)`,
  `ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY`,
  `CREATE POLICY tenant ON ${table} TO ${appRole}
     USING (organization_id = ${ownOrganization}) WITH CHECK (organization_id = ${ownOrganization})`,
  `GRANT SELECT, INSERT, UPDATE, DELETE ON ${table} TO ${appRole}`,
];

/** Files, pages and sitemaps that knowledge was imported from, and what became of each page or row. */
export class KnowledgeImports1700000000262 implements MigrationInterface {
  readonly name = 'KnowledgeImports1700000000262';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [
      `CREATE TABLE knowledge_imports (
         id uuid NOT NULL DEFAULT gen_random_uuid(), organization_id uuid NOT NULL, kind varchar(20) NOT NULL,
         source text NOT NULL, options jsonb NOT NULL DEFAULT '{}', file bytea,
         status varchar(20) NOT NULL DEFAULT 'waiting', error text, refetch_hours integer, next_at timestamptz,
         created_by jsonb, created_at timestamptz NOT NULL DEFAULT now(), finished_at timestamptz,
         CONSTRAINT pk_knowledge_imports PRIMARY KEY (id),
         CONSTRAINT fk_knowledge_imports_organization FOREIGN KEY (organization_id) REFERENCES organizations (id)
           ON DELETE CASCADE)`,
      `CREATE TABLE knowledge_import_items (
         organization_id uuid NOT NULL, import_id uuid NOT NULL, source text NOT NULL, position integer NOT NULL,
         due boolean NOT NULL DEFAULT true, status varchar(20) NOT NULL DEFAULT 'waiting', reason text,
         article_id uuid, etag text, last_modified text, content_hash varchar(64), fetched_at timestamptz,
         CONSTRAINT pk_knowledge_import_items PRIMARY KEY (import_id, source),
         CONSTRAINT fk_knowledge_import_items_import FOREIGN KEY (import_id) REFERENCES knowledge_imports (id)
           ON DELETE CASCADE,
         CONSTRAINT fk_knowledge_import_items_article FOREIGN KEY (article_id) REFERENCES knowledge_base (id)
           ON DELETE CASCADE,
         CONSTRAINT fk_knowledge_import_items_organization FOREIGN KEY (organization_id) REFERENCES organizations (id)
           ON DELETE CASCADE)`,
      `CREATE INDEX idx_knowledge_import_items_article_id ON knowledge_import_items (article_id)`,
      ...guarded('knowledge_imports'),
      ...guarded('knowledge_import_items'),
    ])
      await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE knowledge_import_items');
    await runner.query('DROP TABLE knowledge_imports');
  }
}
