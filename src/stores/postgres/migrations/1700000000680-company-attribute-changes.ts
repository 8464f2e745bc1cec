import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What is kept of a company may be waited for by rules, too. Rows stay for seconds: the table is never large. */
export class CompanyAttributeChanges1700000000680 implements MigrationInterface {
  readonly name = 'CompanyAttributeChanges1700000000680';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [
      `ALTER TABLE attribute_changes ALTER customer_id DROP NOT NULL, ALTER attribute TYPE varchar(100),
         ADD company_id uuid, ADD CONSTRAINT fk_attribute_changes_company_id FOREIGN KEY (company_id)
           REFERENCES companies (id) ON DELETE CASCADE`,
      'CREATE INDEX idx_attribute_changes_company_id ON attribute_changes (company_id)',
    ])
      await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of [
      'DELETE FROM attribute_changes WHERE company_id IS NOT NULL',
      `ALTER TABLE attribute_changes DROP COLUMN company_id, ALTER customer_id SET NOT NULL,
         ALTER attribute TYPE varchar(40)`,
    ])
      await runner.query(statement);
  }
}
