import type { MigrationInterface, QueryRunner } from 'typeorm';
import { crossTenantRole } from './first-security';

const columns = 'id, organization_id, session_id, customer_id, taken_at';

/** When a send took a file, until the hourly maintenance has seen the message that carries it. */
export class TakenFiles1700000000005 implements MigrationInterface {
  readonly name = 'TakenFiles1700000000005';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE attachments ADD taken_at timestamptz');
    await runner.query('UPDATE attachments SET taken_at = created_at WHERE message_key IS NOT NULL');
    await runner.query(
      'CREATE INDEX idx_attachments_taken ON attachments (taken_at) WHERE taken_at IS NOT NULL',
    );
    await runner.query(`GRANT SELECT (${columns}) ON attachments TO ${crossTenantRole}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`REVOKE SELECT (${columns}) ON attachments FROM ${crossTenantRole}`);
    await runner.query('DROP INDEX idx_attachments_taken');
    await runner.query('ALTER TABLE attachments DROP COLUMN taken_at');
  }
}
