import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createIndexes } from './large-tables';

/** Answers whose words are still there, the oldest of which may be to go: however many have lost theirs, nobody reads them. */
export class WordedAnswersIndex1700000000638 implements MigrationInterface {
  readonly name = 'WordedAnswersIndex1700000000638';
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    await createIndexes(runner, {
      idx_answers_worded: `answers (organization_id, created_at, id)
        WHERE question <> '' OR text IS NOT NULL OR reason IS NOT NULL`,
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX idx_answers_worded');
  }
}
