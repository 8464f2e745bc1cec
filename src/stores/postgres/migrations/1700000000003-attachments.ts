import type { MigrationInterface, QueryRunner } from 'typeorm';
import { crossTenantRole } from './first-security';

/** Who uploaded a file, and which message carries it; the hourly maintenance looks for those that none does. */
export class Attachments1700000000003 implements MigrationInterface {
  readonly name = 'Attachments1700000000003';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE attachments ADD uploaded_by uuid NOT NULL, ADD message_key varchar(200)');
    await runner.query(
      'CREATE INDEX idx_attachments_waiting ON attachments (uploaded_by) WHERE message_key IS NULL',
    );
    await runner.query(
      `GRANT SELECT (path, message_key, created_at), DELETE ON attachments TO ${crossTenantRole}`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      `REVOKE SELECT (path, message_key, created_at), DELETE ON attachments FROM ${crossTenantRole}`,
    );
    await runner.query('DROP INDEX idx_attachments_waiting');
    await runner.query('ALTER TABLE attachments DROP COLUMN message_key, DROP COLUMN uploaded_by');
  }
}
