import type { MigrationInterface, QueryRunner } from 'typeorm';
import { appRole } from './first-security';

const ownOrganization = `nullif(current_setting('app.organization_id', true), '')::uuid`;
const searchNotes = 'search_customer_notes(tsquery, tsquery, integer, timestamptz, timestamptz)';

/**
 * Notes about customers by their words. `worded_at` is the `updated_at` of which the words are: one that a node of before wrote
 * or changed has none that hold until it is worded again. `@@` is not leakproof, so that under row-level security no index would serve it: the function
 * runs as the owner and names the caller's organization itself. It ranks the newest that have the words.
 */
export class SearchedNotes1700000000677 implements MigrationInterface {
  readonly name = 'SearchedNotes1700000000677';

  async up(runner: QueryRunner): Promise<void> {
    const [{ schema }] = (await runner.query('SELECT quote_ident(current_schema()) AS schema')) as [
      { schema: string },
    ];
    for (const statement of [
      'ALTER TABLE customer_notes ADD tsv tsvector, ADD worded_at timestamptz',
      `CREATE FUNCTION search_customer_notes(words tsquery, tags tsquery, most integer, since timestamptz, before timestamptz)
         RETURNS TABLE (id uuid, rank real, at timestamptz)
         LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ${schema}, pg_temp AS $$
         SELECT n.id, ts_rank_cd(n.tsv, words, 1), n.created_at FROM (
           SELECT * FROM customer_notes WHERE tsv @@ (tags && words) AND (organization_id = ${ownOrganization}
             AND worded_at = updated_at
             AND created_at >= coalesce(since, '-infinity') AND created_at < coalesce(before, 'infinity')) IS TRUE
           ORDER BY created_at DESC LIMIT most
         ) n $$`,
      `REVOKE ALL ON FUNCTION ${searchNotes} FROM PUBLIC`,
      `GRANT EXECUTE ON FUNCTION ${searchNotes} TO ${appRole}`,
    ])
      await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP FUNCTION ${searchNotes}`);
    await runner.query('ALTER TABLE customer_notes DROP COLUMN tsv, DROP COLUMN worded_at');
  }
}
