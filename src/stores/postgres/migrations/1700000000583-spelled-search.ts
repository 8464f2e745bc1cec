import type { MigrationInterface, QueryRunner } from 'typeorm';

const organization = `nullif(current_setting('app.organization_id', true), '')::uuid`;
const fields = ['first_name', 'last_name', 'email', 'phone', 'external_id'];
const ofCustomer = fields.map((field) => `c.${field}`).join(', ');

const searching = (schema: string, body: string) =>
  `CREATE OR REPLACE FUNCTION search_customers(asked text, likeness text, most integer) RETURNS SETOF uuid
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ${schema}, pg_temp SET enable_seqscan TO off AS $$ ${body} $$`;

const having = (text: string, { asked, likeness }: { asked: string; likeness: string }) =>
  `three_letters(${text}) || c.organization_id::text @> (three_letters(${asked}) || ${organization}::text)
    AND c.organization_id::text = ${organization}::text AND ${text} LIKE ${likeness}`;

const schemaOf = async (runner: QueryRunner): Promise<string> => {
  const [row] = (await runner.query('SELECT quote_ident(current_schema()) AS schema')) as [
    { schema: string },
  ];
  return row.schema;
};

/** Customers are searched in every spelling; a node of before, which asks by the same function, finds them so, too. Broken off, it is run again. */
export class SpelledSearch1700000000583 implements MigrationInterface {
  readonly name = 'SpelledSearch1700000000583';
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    const one = having('c.spelled', { asked: 'one.asked', likeness: 'one.likeness' });
    const body = `SELECT c.id FROM unnest(spellings(asked), spellings(likeness)) AS one (asked, likeness)
      JOIN customers c ON ${one} LIMIT most`;
    await runner.query(searching(await schemaOf(runner), body));
    await runner.query('DROP INDEX CONCURRENTLY IF EXISTS idx_customers_text');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE INDEX idx_customers_text ON customers USING gin
      ((three_letters(customer_text(${fields.join(', ')})) || organization_id::text))`);
    const known = having(`customer_text(${ofCustomer})`, {
      asked: 'lower(asked)',
      likeness: 'lower(likeness)',
    });
    await runner.query(
      searching(await schemaOf(runner), `SELECT c.id FROM customers c WHERE ${known} LIMIT most`),
    );
  }
}
