import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Customers are read meanwhile, and nobody writes them. Not concurrently: that would wait for a node that waits for this
 * one to be done with migrating.
 */
export class CompanyIndexes1700000000535 implements MigrationInterface {
  readonly name = 'CompanyIndexes1700000000535';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      'CREATE INDEX idx_customers_company ON customers (company_id) WHERE company_id IS NOT NULL',
    );
    await runner.query(`CREATE INDEX idx_customers_company_tier ON customers (organization_id, company_tier, id)
      WHERE company_tier IS NOT NULL`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX idx_customers_company_tier');
    await runner.query('DROP INDEX idx_customers_company');
  }
}
