import type { MigrationInterface, QueryRunner } from 'typeorm';

/** From when on nothing of a customer may be kept: what is under way at that moment looks here before it writes. */
export class ErasedCustomers1700000000006 implements MigrationInterface {
  readonly name = 'ErasedCustomers1700000000006';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE customers ADD erased_at timestamptz');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE customers DROP COLUMN erased_at');
  }
}
