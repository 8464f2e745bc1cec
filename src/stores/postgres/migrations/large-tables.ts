import type { QueryRunner } from 'typeorm';

/**
 * Makes indexes of a table that is written meanwhile: nobody waits, not behind it either, so that it waits as long as it has to. Only for a migration with `transaction = false`, which has
 * nothing else to do: broken off, it is run again from its beginning, and an index that it left unfinished is made anew.
 * @param indexes by their names, what follows on `ON`
 */
export async function createIndexes(runner: QueryRunner, indexes: Record<string, string>): Promise<void> {
  await runner.query('SET lock_timeout = 0');
  for (const [name, on] of Object.entries(indexes)) {
    const [unfinished] = (await runner.query(
      'SELECT FROM pg_index WHERE indexrelid = to_regclass($1) AND NOT indisvalid',
      [name],
    )) as unknown[];
    if (unfinished) await runner.query(`DROP INDEX CONCURRENTLY ${name}`);
    await runner.query(`CREATE INDEX CONCURRENTLY IF NOT EXISTS ${name} ON ${on}`);
  }
  await runner.query('RESET lock_timeout');
}

const atOnce = 500;
const beforeAll = '00000000-0000-0000-0000-000000000000';

/**
 * Changes some rows at a time, each time in a transaction of its own: nobody waits for more than those. Only for a migration
 * with `transaction = false`; broken off, it is run again from its beginning.
 * @param statement of `$2` ids after `$1`, in their order; it gives the last `id`, where there may be more
 */
export async function changeSome(runner: QueryRunner, statement: string): Promise<void> {
  for (let after: string | undefined = beforeAll; after !== undefined;) {
    const [last] = (await runner.query(statement, [after, atOnce])) as Array<{ id: string }>;
    after = last?.id;
  }
}
