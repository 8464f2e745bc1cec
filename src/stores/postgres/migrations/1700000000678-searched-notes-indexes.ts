import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createIndexes } from './large-tables';

/** By their words, and those that have none yet: it is nearly empty once they are worded. */
export class SearchedNotesIndexes1700000000678 implements MigrationInterface {
  readonly name = 'SearchedNotesIndexes1700000000678';
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    await createIndexes(runner, {
      idx_customer_notes_tsv: 'customer_notes USING gin (tsv)',
      idx_customer_notes_unworded:
        'customer_notes (organization_id, id) WHERE worded_at IS DISTINCT FROM updated_at',
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX idx_customer_notes_tsv, idx_customer_notes_unworded');
  }
}
