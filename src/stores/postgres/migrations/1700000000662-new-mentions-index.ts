import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createIndexes } from './large-tables';

/** What nobody has read yet, by its time: the sweep looks for those of the last minutes. */
export class NewMentionsIndex1700000000662 implements MigrationInterface {
  readonly name = 'NewMentionsIndex1700000000662';
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    await createIndexes(runner, { idx_mentions_new: 'mentions (created_at) WHERE read_at IS NULL' });
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX idx_mentions_new');
  }
}
