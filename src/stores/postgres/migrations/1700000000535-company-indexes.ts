import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createIndexes } from './large-tables';

/** Customers are read and written meanwhile. */
export class CompanyIndexes1700000000535 implements MigrationInterface {
  readonly name = 'CompanyIndexes1700000000535';
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    await createIndexes(runner, {
      idx_customers_company: 'customers (company_id) WHERE company_id IS NOT NULL',
      idx_customers_company_tier:
        'customers (organization_id, company_tier, id) WHERE company_tier IS NOT NULL',
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX idx_customers_company_tier');
    await runner.query('DROP INDEX idx_customers_company');
  }
}
