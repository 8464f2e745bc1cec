import type { MigrationInterface, QueryRunner } from 'typeorm';
import { appRole, crossTenantRole } from './first-security';

const ownOrganization = `nullif(current_setting('app.organization_id', true), '')::uuid`;

/**
 * Companies, and which customers belong to one. How much that counts is kept beside it: PostgreSQL cannot guess through a
 * join how many customers have a rare tier, and would read all sessions for them. Nothing here reads the customers: they are
 * locked until it ends.
 */
export class Companies1700000000530 implements MigrationInterface {
  readonly name = 'Companies1700000000530';

  async up(runner: QueryRunner): Promise<void> {
    const [{ schema }] = (await runner.query('SELECT quote_ident(current_schema()) AS schema')) as [
      { schema: string },
    ];
    for (const statement of [
      `CREATE TABLE companies (
         id uuid NOT NULL DEFAULT gen_random_uuid(), organization_id uuid NOT NULL, external_id varchar(200),
         name varchar(200) NOT NULL, domains text[] NOT NULL DEFAULT '{}', tier varchar(20) NOT NULL DEFAULT 'standard',
         owner_agent_id uuid, notes text NOT NULL DEFAULT '', attributes jsonb NOT NULL DEFAULT '{}',
         created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now(),
         CONSTRAINT pk_companies PRIMARY KEY (id),
         CONSTRAINT fk_companies_organization_id FOREIGN KEY (organization_id) REFERENCES organizations (id) ON DELETE CASCADE,
         CONSTRAINT fk_companies_owner_agent_id FOREIGN KEY (owner_agent_id) REFERENCES agents (id) ON DELETE SET NULL)`,
      `CREATE UNIQUE INDEX uq_companies_external_id ON companies (organization_id, external_id) WHERE external_id IS NOT NULL`,
      `CREATE INDEX idx_companies_list ON companies (organization_id, created_at, id)`,
      `CREATE INDEX idx_companies_owner ON companies (owner_agent_id) WHERE owner_agent_id IS NOT NULL`,
      `ALTER TABLE companies ENABLE ROW LEVEL SECURITY`,
      `CREATE POLICY tenant ON companies TO ${appRole}
         USING (organization_id = ${ownOrganization}) WITH CHECK (organization_id = ${ownOrganization})`,
      `CREATE POLICY across ON companies TO ${crossTenantRole} USING (true) WITH CHECK (true)`,
      `GRANT SELECT, INSERT, UPDATE, DELETE ON companies TO ${appRole}`,
      `GRANT SELECT ON companies TO ${crossTenantRole}`,
      `ALTER TABLE customers ADD COLUMN company_id uuid, ADD COLUMN company_tier varchar(20)`,
      `ALTER TABLE customers ADD CONSTRAINT fk_customers_company_id
         FOREIGN KEY (company_id) REFERENCES companies (id) ON DELETE SET NULL NOT VALID`,
      `CREATE FUNCTION keep_company_tier() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = ${schema}, pg_temp AS $$
       BEGIN
         IF TG_TABLE_NAME = 'companies' THEN
           UPDATE customers SET company_tier = NEW.tier WHERE company_id = NEW.id;
           RETURN NULL;
         END IF;
         NEW.company_tier := (SELECT tier FROM companies WHERE id = NEW.company_id FOR SHARE);
         RETURN NEW;
       END $$`,
      `REVOKE ALL ON FUNCTION keep_company_tier() FROM PUBLIC`,
      `CREATE TRIGGER tier_of_new BEFORE INSERT ON customers FOR EACH ROW
       WHEN (NEW.company_id IS NOT NULL) EXECUTE FUNCTION keep_company_tier()`,
      `CREATE TRIGGER tier_of_moved BEFORE UPDATE OF company_id ON customers FOR EACH ROW
       WHEN (OLD.company_id IS DISTINCT FROM NEW.company_id) EXECUTE FUNCTION keep_company_tier()`,
      `CREATE TRIGGER tier_of_changed AFTER UPDATE OF tier ON companies FOR EACH ROW
       WHEN (OLD.tier <> NEW.tier) EXECUTE FUNCTION keep_company_tier()`,
    ])
      await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TRIGGER tier_of_new ON customers`);
    await runner.query(`DROP TRIGGER tier_of_moved ON customers`);
    await runner.query(`ALTER TABLE customers DROP COLUMN company_id, DROP COLUMN company_tier`);
    await runner.query(`DROP TABLE companies`);
    await runner.query(`DROP FUNCTION keep_company_tier()`);
  }
}
