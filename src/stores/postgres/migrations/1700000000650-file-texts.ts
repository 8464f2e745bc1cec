import type { MigrationInterface, QueryRunner } from 'typeorm';
import { appRole } from './first-security';

const ownOrganization = `nullif(current_setting('app.organization_id', true), '')::uuid`;
const searchFiles = 'search_files(tsquery, tsquery, integer, timestamptz, timestamptz)';

/**
 * What files of messages say, a row a file: first what is to be read, then its words. `@@` is not leakproof, so that under row-level security no
 * index would serve it: the function runs as the owner and names the caller's organization itself. It ranks the newest that
 * have the words.
 */
export class FileTexts1700000000650 implements MigrationInterface {
  readonly name = 'FileTexts1700000000650';

  async up(runner: QueryRunner): Promise<void> {
    const [{ schema }] = (await runner.query('SELECT quote_ident(current_schema()) AS schema')) as [
      { schema: string },
    ];
    for (const statement of [
      `CREATE TABLE file_texts (
         attachment_id uuid NOT NULL, organization_id uuid NOT NULL, session_id uuid NOT NULL, seq integer NOT NULL,
         sender varchar(20) NOT NULL, at timestamptz NOT NULL, state varchar(20) NOT NULL DEFAULT 'waiting',
         attempts integer NOT NULL DEFAULT 0, due_at timestamptz NOT NULL DEFAULT now(), trouble varchar(100),
         content text, tsv tsvector,
         CONSTRAINT pk_file_texts PRIMARY KEY (attachment_id),
         CONSTRAINT fk_file_texts_attachment_id FOREIGN KEY (attachment_id) REFERENCES attachments (id) ON DELETE CASCADE,
         CONSTRAINT fk_file_texts_organization_id FOREIGN KEY (organization_id)
           REFERENCES organizations (id) ON DELETE CASCADE)`,
      `CREATE INDEX idx_file_texts_organization_id ON file_texts (organization_id)`,
      `CREATE INDEX idx_file_texts_session_id ON file_texts (session_id)`,
      `CREATE INDEX idx_file_texts_due_at ON file_texts (organization_id, due_at) WHERE state = 'waiting'`,
      `CREATE INDEX idx_file_texts_tsv ON file_texts USING gin (tsv)`,
      `ALTER TABLE file_texts ENABLE ROW LEVEL SECURITY`,
      `CREATE POLICY tenant ON file_texts TO ${appRole}
         USING (organization_id = ${ownOrganization}) WITH CHECK (organization_id = ${ownOrganization})`,
      `GRANT SELECT, INSERT, UPDATE, DELETE ON file_texts TO ${appRole}`,
      `CREATE FUNCTION search_files(words tsquery, tags tsquery, most integer, since timestamptz, before timestamptz)
         RETURNS TABLE (attachment_id uuid, session_id uuid, seq integer, rank real, at timestamptz)
         LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ${schema}, pg_temp AS $$
         SELECT f.attachment_id, f.session_id, f.seq, ts_rank_cd(f.tsv, words, 1), f.at FROM (
           SELECT * FROM file_texts WHERE tsv @@ (tags && words) AND (organization_id = ${ownOrganization}
             AND at >= coalesce(since, '-infinity') AND at < coalesce(before, 'infinity')) IS TRUE
           ORDER BY at DESC LIMIT most
         ) f $$`,
      `REVOKE ALL ON FUNCTION ${searchFiles} FROM PUBLIC`,
      `GRANT EXECUTE ON FUNCTION ${searchFiles} TO ${appRole}`,
    ])
      await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP FUNCTION ${searchFiles}`);
    await runner.query('DROP TABLE file_texts');
  }
}
