import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createIndexes } from './large-tables';

/** Closed ones that are still there, the oldest of which may be to go: however many have gone, nobody reads them. */
export class KeptSessionsIndex1700000000641 implements MigrationInterface {
  readonly name = 'KeptSessionsIndex1700000000641';
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    await createIndexes(runner, {
      idx_sessions_kept: `sessions (organization_id, settled_at, id) WHERE status = 'closed' AND deleted_at IS NULL`,
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX idx_sessions_kept');
  }
}
