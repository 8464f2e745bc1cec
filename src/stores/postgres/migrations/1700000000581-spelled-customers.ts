import type { MigrationInterface, QueryRunner } from 'typeorm';
import { changeSome } from './large-tables';

/** Triggers spell from here on; this fills in the customers of before. Broken off, it goes on with those that lack it. */
export class SpelledCustomers1700000000581 implements MigrationInterface {
  readonly name = 'SpelledCustomers1700000000581';
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    await changeSome(
      runner,
      `WITH unspelled AS MATERIALIZED (
         SELECT id FROM customers WHERE id > $1 AND spelled IS NULL ORDER BY id LIMIT $2 FOR NO KEY UPDATE),
       filled AS (UPDATE customers SET spelled = '' FROM unspelled WHERE customers.id = unspelled.id)
       SELECT id FROM unspelled ORDER BY id OFFSET $2 - 1`,
    );
  }

  async down(): Promise<void> {}
}
