import type { MigrationInterface, QueryRunner } from 'typeorm';
import { appRole } from './first-security';

const organization = `nullif(current_setting('app.organization_id', true), '')::uuid`;
const fields = ['first_name', 'last_name', 'email', 'phone', 'external_id'];
const ofRow = (row: string): string => fields.map((field) => `${row}.${field}`).join(', ');

/**
 * A customer is found by any part of what is known of them: by its three letters each, which no extension has to bring, and
 * the organization beside them, so that the index finds no other's. LIKE is not leakproof: see `search_rare`.
 */
export class CustomerSearch1700000000161 implements MigrationInterface {
  readonly name = 'CustomerSearch1700000000161';

  async up(runner: QueryRunner): Promise<void> {
    const [{ schema }] = (await runner.query('SELECT quote_ident(current_schema()) AS schema')) as [
      { schema: string },
    ];
    const takes = fields.map((field) => `${field} text`).join(', ');
    for (const statement of [
      `CREATE FUNCTION customer_text(${takes}) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
         SELECT lower(concat_ws(' ', ${fields.join(', ')})) $$`,
      `CREATE FUNCTION three_letters(said text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
         SELECT coalesce(array_agg(DISTINCT substr(said, n, 3)), '{}') FROM generate_series(1, length(said) - 2) n $$`,
      `CREATE INDEX idx_customers_text ON customers USING gin
         ((three_letters(customer_text(${fields.join(', ')})) || organization_id::text))`,
      `CREATE FUNCTION search_customers(asked text, likeness text, most integer) RETURNS SETOF uuid
         LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ${schema}, pg_temp SET enable_seqscan TO off AS $$
         SELECT c.id FROM customers c
         WHERE three_letters(customer_text(${ofRow('c')})) || c.organization_id::text
             @> (three_letters(lower(asked)) || ${organization}::text)
           AND c.organization_id::text = ${organization}::text AND customer_text(${ofRow('c')}) LIKE lower(likeness)
         LIMIT most $$`,
      `REVOKE ALL ON FUNCTION search_customers(text, text, integer) FROM PUBLIC`,
      `GRANT EXECUTE ON FUNCTION search_customers(text, text, integer) TO ${appRole}`,
    ])
      await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of [
      `DROP FUNCTION search_customers(text, text, integer)`,
      `DROP INDEX idx_customers_text`,
      `DROP FUNCTION three_letters(text)`,
      `DROP FUNCTION customer_text(${fields.map(() => 'text').join(', ')})`,
    ])
      await runner.query(statement);
  }
}
