import type { MigrationInterface, QueryRunner } from 'typeorm';
import { appRole } from './first-security';

const organization = `nullif(current_setting('app.organization_id', true), '')::uuid`;
const result = 'TABLE (session_id uuid, seq integer, rank real, at timestamptz)';
const columns = 'm.session_id, m.seq, ts_rank_cd(m.tsv, asked, 1), m.at';

/** Words that many messages have are looked for in the newest rows only. A node of before has the function with two numbers. */
export class NewestWords1700000000160 implements MigrationInterface {
  readonly name = 'NewestWords1700000000160';

  async up(runner: QueryRunner): Promise<void> {
    const [{ schema }] = (await runner.query('SELECT quote_ident(current_schema()) AS schema')) as [
      { schema: string },
    ];
    for (const statement of [
      `CREATE FUNCTION search_newest(asked tsquery, most integer, among integer) RETURNS ${result}
         LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ${schema}, pg_temp SET enable_bitmapscan TO off AS $$
         SELECT ${columns} FROM (
           SELECT session_id, seq, tsv, at FROM message_search
           WHERE organization_id = ${organization} ORDER BY at DESC LIMIT among
         ) m WHERE m.tsv @@ asked ORDER BY m.at DESC LIMIT most $$`,
      `REVOKE ALL ON FUNCTION search_newest(tsquery, integer, integer) FROM PUBLIC`,
      `GRANT EXECUTE ON FUNCTION search_newest(tsquery, integer, integer) TO ${appRole}`,
    ])
      await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP FUNCTION search_newest(tsquery, integer, integer)');
  }
}
