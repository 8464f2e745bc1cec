import type { MigrationInterface, QueryRunner } from 'typeorm';
import { appRole } from './first-security';

const organization = `nullif(current_setting('app.organization_id', true), '')::uuid`;
const result = 'TABLE (session_id uuid, seq integer, rank real, at timestamptz)';
const columns = 'm.session_id, m.seq, ts_rank_cd(m.tsv, words, 1), m.at';
const range = `at >= coalesce(since, '-infinity') AND at < coalesce(before, 'infinity')`;
const rare = 'search_rare(tsquery, tsquery, integer, timestamptz, timestamptz)';
const newest = 'search_newest(tsquery, tsquery, integer, integer, timestamptz, timestamptz)';

/**
 * Rows are found by who wrote them and what they are, too, and within days; ranked by their words alone. What is indexed is
 * indexed again, bit by bit, and stays findable meanwhile. IS TRUE keeps the index of days, which would be read for the whole
 * organization, out of the search by words. A node of before has its own functions.
 */
export class FoundRows1700000000440 implements MigrationInterface {
  readonly name = 'FoundRows1700000000440';

  async up(runner: QueryRunner): Promise<void> {
    const [{ schema }] = (await runner.query('SELECT quote_ident(current_schema()) AS schema')) as [
      { schema: string },
    ];
    const as = `LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ${schema}, pg_temp`;
    for (const statement of [
      `CREATE FUNCTION search_rare(words tsquery, tags tsquery, most integer, since timestamptz, before timestamptz)
         RETURNS ${result} ${as} AS $$
         SELECT ${columns} FROM message_search m
         WHERE m.tsv @@ (tags && words) AND (m.organization_id = ${organization} AND ${range}) IS TRUE LIMIT most $$`,
      `CREATE FUNCTION search_newest(words tsquery, tags tsquery, most integer, among integer, since timestamptz, before timestamptz)
         RETURNS ${result} ${as} SET enable_bitmapscan TO off AS $$
         SELECT ${columns} FROM (
           SELECT session_id, seq, tsv, at FROM message_search
           WHERE organization_id = ${organization} AND ${range} ORDER BY at DESC LIMIT among
         ) m WHERE m.tsv @@ (tags && words) ORDER BY m.at DESC LIMIT most $$`,
      `REVOKE ALL ON FUNCTION ${rare}, ${newest} FROM PUBLIC`,
      `GRANT EXECUTE ON FUNCTION ${rare}, ${newest} TO ${appRole}`,
      `UPDATE message_search SET up_to = 0 WHERE seq = 0`,
    ])
      await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP FUNCTION ${rare}, ${newest}`);
  }
}
