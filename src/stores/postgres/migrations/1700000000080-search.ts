import type { MigrationInterface, QueryRunner } from 'typeorm';
import { appRole, crossTenantRole } from './first-security';

/**
 * The two ways to look: all that has rare words, or the newest that have common ones. `@@` is not leakproof, so that under
 * row-level security no index would serve it: the functions run as the owner and name the caller's organization themselves.
 */
const organization = `nullif(current_setting('app.organization_id', true), '')::uuid`;
const result = 'TABLE (session_id uuid, seq integer, rank real, at timestamptz)';
const columns = 'm.session_id, m.seq, ts_rank_cd(m.tsv, asked, 1), m.at';

export class Search1700000000080 implements MigrationInterface {
  readonly name = 'Search1700000000080';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [
      `ALTER TABLE message_search ADD at timestamptz NOT NULL DEFAULT now(), ADD up_to integer`,
      `DROP INDEX idx_message_search_organization_id`,
      `CREATE INDEX idx_message_search_newest ON message_search (organization_id, at DESC)`,
      `CREATE FUNCTION search_rare(asked tsquery, most integer) RETURNS ${result} LANGUAGE sql STABLE SECURITY DEFINER
         SET search_path FROM CURRENT AS $$
         SELECT ${columns} FROM message_search m
         WHERE m.tsv @@ asked AND m.organization_id = ${organization} LIMIT most $$`,
      `CREATE FUNCTION search_newest(asked tsquery, most integer) RETURNS ${result} LANGUAGE sql STABLE SECURITY DEFINER
         SET search_path FROM CURRENT SET enable_bitmapscan TO off AS $$
         SELECT ${columns} FROM message_search m
         WHERE m.organization_id = ${organization} AND m.tsv @@ asked ORDER BY m.at DESC LIMIT most $$`,
      `REVOKE ALL ON FUNCTION search_rare(tsquery, integer), search_newest(tsquery, integer) FROM PUBLIC`,
      `GRANT EXECUTE ON FUNCTION search_rare(tsquery, integer), search_newest(tsquery, integer) TO ${appRole}`,
      `GRANT SELECT (session_id, seq, up_to) ON message_search TO ${crossTenantRole}`,
    ])
      await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of [
      `REVOKE SELECT (session_id, seq, up_to) ON message_search FROM ${crossTenantRole}`,
      `DROP FUNCTION search_newest(tsquery, integer)`,
      `DROP FUNCTION search_rare(tsquery, integer)`,
      `DROP INDEX idx_message_search_newest`,
      `CREATE INDEX idx_message_search_organization_id ON message_search (organization_id)`,
      `ALTER TABLE message_search DROP COLUMN at, DROP COLUMN up_to`,
    ])
      await runner.query(statement);
  }
}
