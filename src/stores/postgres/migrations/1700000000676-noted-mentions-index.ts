import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createIndexes } from './large-tables';

/** Those of a note go with it. */
export class NotedMentionsIndex1700000000676 implements MigrationInterface {
  readonly name = 'NotedMentionsIndex1700000000676';
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    await createIndexes(runner, { idx_mentions_note_id: 'mentions (note_id) WHERE note_id IS NOT NULL' });
    await runner.query('ALTER TABLE mentions VALIDATE CONSTRAINT fk_mentions_note_id');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX idx_mentions_note_id');
  }
}
