import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createIndexes } from './large-tables';

/** The sweep looks for what blocked customers have open: they are few. */
export class BlockedIndex1700000000422 implements MigrationInterface {
  readonly name = 'BlockedIndex1700000000422';
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    await createIndexes(runner, { idx_customers_blocked: 'customers (id) WHERE blocked IS NOT NULL' });
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX idx_customers_blocked`);
  }
}
