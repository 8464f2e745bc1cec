import type { MigrationInterface, QueryRunner } from 'typeorm';
import { crossTenantRole } from './first-security';

/** In which hours the promises of a team's conversations count: read with those of all organizations. */
export class TeamHours1700000000606 implements MigrationInterface {
  readonly name = 'TeamHours1700000000606';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [
      `ALTER TABLE teams ADD COLUMN business_hours jsonb`,
      `CREATE POLICY across ON teams TO ${crossTenantRole} USING (true)`,
      `GRANT SELECT (organization_id, id, business_hours) ON teams TO ${crossTenantRole}`,
    ])
      await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of [
      `REVOKE SELECT (organization_id, id, business_hours) ON teams FROM ${crossTenantRole}`,
      `DROP POLICY across ON teams`,
      `ALTER TABLE teams DROP COLUMN business_hours`,
    ])
      await runner.query(statement);
  }
}
