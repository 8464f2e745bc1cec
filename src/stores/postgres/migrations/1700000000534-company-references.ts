import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Customers are read and written meanwhile. */
export class CompanyReferences1700000000534 implements MigrationInterface {
  readonly name = 'CompanyReferences1700000000534';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE customers VALIDATE CONSTRAINT fk_customers_company_id');
  }

  async down(): Promise<void> {}
}
