import type { MigrationInterface, QueryRunner } from 'typeorm';
import { crossTenantRole } from './first-security';

/** Who was erased is known again, without their identities, for as long as raw events may come from before; and events that are known to be nobody's are found. */
export class ErasedIdentities1700000000215 implements MigrationInterface {
  readonly name = 'ErasedIdentities1700000000215';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [
      `ALTER TABLE customers ADD erased_marks text[] NOT NULL DEFAULT '{}'`,
      `CREATE INDEX idx_customers_erased_marks ON customers USING gin (erased_marks) WHERE erased_marks <> '{}'`,
      `CREATE INDEX idx_inbound_events_of_nobody ON inbound_events (organization_id, arrival)
         WHERE customer_ids = '{}' AND status <> 'pending'`,
      `GRANT UPDATE (erased_marks) ON customers TO ${crossTenantRole}`,
    ])
      await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX idx_inbound_events_of_nobody`);
    await runner.query(`ALTER TABLE customers DROP COLUMN erased_marks`);
  }
}
