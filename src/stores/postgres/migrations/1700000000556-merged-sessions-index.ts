import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createIndexes } from './large-tables';

/** Empty but for merges of which the other log has not been told yet. */
export class MergedSessionsIndex1700000000556 implements MigrationInterface {
  readonly name = 'MergedSessionsIndex1700000000556';
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    await createIndexes(runner, {
      idx_sessions_merging: 'sessions (id) WHERE merge_seq IS DISTINCT FROM merge_told',
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX idx_sessions_merging');
  }
}
