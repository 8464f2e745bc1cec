import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createIndexes } from './large-tables';

/** What was done to one customer is found among all that was done. */
export class AuditIndex1700000000552 implements MigrationInterface {
  readonly name = 'AuditIndex1700000000552';
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    await createIndexes(runner, {
      idx_audit_logs_resource: `audit_logs (organization_id, (doc ->> 'resourceId'), timestamp, id)`,
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX idx_audit_logs_resource');
  }
}
