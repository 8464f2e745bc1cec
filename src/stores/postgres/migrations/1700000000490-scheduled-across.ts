import type { MigrationInterface, QueryRunner } from 'typeorm';
import { crossTenantRole } from './first-security';

/** The sweep looks for scheduled replies of all organizations whose bell was lost, not for what they say. */
export class ScheduledAcross1700000000490 implements MigrationInterface {
  readonly name = 'ScheduledAcross1700000000490';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [
      `CREATE POLICY across ON scheduled_messages TO ${crossTenantRole} USING (true)`,
      `GRANT SELECT (organization_id, id, send_at, held_because) ON scheduled_messages TO ${crossTenantRole}`,
      `DROP INDEX idx_scheduled_messages_due`,
      `CREATE INDEX idx_scheduled_messages_due ON scheduled_messages (send_at) WHERE held_because IS NULL`,
    ])
      await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of [
      `DROP INDEX idx_scheduled_messages_due`,
      `CREATE INDEX idx_scheduled_messages_due ON scheduled_messages (organization_id, send_at)
         WHERE held_because IS NULL`,
      `REVOKE SELECT ON scheduled_messages FROM ${crossTenantRole}`,
      `DROP POLICY across ON scheduled_messages`,
    ])
      await runner.query(statement);
  }
}
