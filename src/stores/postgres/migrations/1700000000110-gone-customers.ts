import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Since when a customer who waits has no page open: known from connections, not from the log. */
export class GoneCustomers1700000000110 implements MigrationInterface {
  readonly name = 'GoneCustomers1700000000110';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE sessions ADD customer_gone_since timestamptz');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE sessions DROP customer_gone_since');
  }
}
