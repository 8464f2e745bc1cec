import type { MigrationInterface, QueryRunner } from 'typeorm';
import { crossTenantRole } from './first-security';

const rowsOfBefore = 'search_rows_of_before(uuid, uuid)';

/**
 * In which sessions a node of before wrote rows that do not say what they are, while others already looked for that. As the
 * owner: nobody else reads words across organizations.
 */
export class RowsOfBefore1700000000546 implements MigrationInterface {
  readonly name = 'RowsOfBefore1700000000546';

  async up(runner: QueryRunner): Promise<void> {
    const [{ schema }] = (await runner.query('SELECT quote_ident(current_schema()) AS schema')) as [
      { schema: string },
    ];
    await runner.query(`CREATE FUNCTION ${rowsOfBefore} RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER
      SET search_path = ${schema}, pg_temp AS $$
        SELECT DISTINCT session_id FROM message_search
        WHERE session_id >= $1 AND session_id <= $2 AND NOT (tsv @@ '''@kind:'':*'::tsquery) $$`);
    await runner.query(`REVOKE ALL ON FUNCTION ${rowsOfBefore} FROM PUBLIC`);
    await runner.query(`GRANT EXECUTE ON FUNCTION ${rowsOfBefore} TO ${crossTenantRole}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP FUNCTION ${rowsOfBefore}`);
  }
}
