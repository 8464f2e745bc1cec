import type { MigrationInterface, QueryRunner } from 'typeorm';
import { crossTenantRole } from './first-security';

const read = '(organization_id, agent_id, session_id, created_at, read_at)';

/** The sweep looks for mentions of which no device was told. */
export class MentionsAcross1700000000661 implements MigrationInterface {
  readonly name = 'MentionsAcross1700000000661';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE POLICY across ON mentions TO ${crossTenantRole} USING (true)`);
    await runner.query(`GRANT SELECT ${read} ON mentions TO ${crossTenantRole}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`REVOKE SELECT ${read} ON mentions FROM ${crossTenantRole}`);
    await runner.query(`DROP POLICY across ON mentions`);
  }
}
